#!/usr/bin/env bash
# Puts real clients through a round trip of 1,000 objects and a file in parts, each against an endpoint of its own:
# awscli, s3cmd, rclone and boto3 (Debian), and minio (npm). Clients that are not there are installed into a folder of their own where
# that is possible without touching the system (PyPI, npm), or left out (say: apt-get install awscli s3cmd rclone python3-boto3).
#
#   npm run clients [-- rclone minio]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
objects=${OBJECTS:-1000}
trap 'kill "${server:-0}" 2>/dev/null || true; rm -rf "$work"' EXIT

mkdir -p "$work/in/many"
for number in $(seq -w 1 "$objects"); do printf 'object %s\n' "$number" > "$work/in/many/$number.txt"; done
head -c 20000000 /dev/urandom > "$work/in/large.bin"

# Nothing here is encrypted, and rclone does not start with it.
unset AWS_CA_BUNDLE
export AWS_ACCESS_KEY_ID=lakelitmus AWS_SECRET_ACCESS_KEY=lakelitmus-secret AWS_DEFAULT_REGION=us-east-1 AWS_EC2_METADATA_DISABLED=true

serve() {
  node "$root/dist/src/cli/main.js" serve --store aws --bucket trip > "$work/ready.json" 2> "$work/serve.log" &
  server=$!
  until [ -s "$work/ready.json" ]; do sleep 0.1; done
  url=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).url' "$work/ready.json")
  port=${url##*:}
}

failed=0
trip() { # name, version, function
  local name=$1 start=$SECONDS
  rm -rf "$work/out"; mkdir -p "$work/out"
  serve
  if "$2" > "$work/$name.log" 2>&1 && diff -r "$work/in" "$work/out" > /dev/null; then
    printf '%-8s %s objects and a file of 20 MB in parts: the same after the round trip (%d s; %s)\n' "$name" "$objects" $((SECONDS - start)) "$(version "$name")"
  else
    failed=1
    printf '%-8s FAILED (%s)\n' "$name" "$(version "$name")"; tail -5 "$work/$name.log"; tail -3 "$work/serve.log"
  fi
  kill "$server"; wait "$server" 2>/dev/null || true
  rm -f "$work/ready.json"
}
version() {
  case $1 in
    awscli) aws --version 2>&1 ;;
    s3cmd) s3cmd --version ;;
    rclone) rclone version | head -1 ;;
    boto3) python3 -c 'import boto3; print("boto3", boto3.__version__)' ;;
    minio) node -p "'minio ' + require('$work/minio/node_modules/minio/package.json').version" ;;
  esac
}

by_awscli() {
  aws --endpoint-url "$url" s3 cp --recursive --only-show-errors "$work/in" s3://trip/x/
  aws --endpoint-url "$url" s3 ls --recursive s3://trip/x/ | wc -l
  aws --endpoint-url "$url" s3 sync --only-show-errors s3://trip/x/ "$work/out"
  aws --endpoint-url "$url" s3 rm --recursive --only-show-errors s3://trip/x/
  [ "$(aws --endpoint-url "$url" s3 ls --recursive s3://trip/ | wc -l)" = 0 ]
}
by_s3cmd() {
  local options=(--access_key=$AWS_ACCESS_KEY_ID --secret_key=$AWS_SECRET_ACCESS_KEY --host="127.0.0.1:$port" --host-bucket="127.0.0.1:$port" --no-ssl --no-progress --quiet)
  s3cmd "${options[@]}" --multipart-chunk-size-mb=5 put --recursive "$work/in/" s3://trip/x/
  s3cmd "${options[@]}" get --recursive --force s3://trip/x/ "$work/out/"
  s3cmd "${options[@]}" del --recursive --force s3://trip/x/
  [ "$(s3cmd "${options[@]}" ls --recursive s3://trip/ | wc -l)" = 0 ]
}
by_rclone() {
  export RCLONE_CONFIG_T_TYPE=s3 RCLONE_CONFIG_T_PROVIDER=Other RCLONE_CONFIG_T_ENDPOINT=$url RCLONE_CONFIG_T_ACCESS_KEY_ID=$AWS_ACCESS_KEY_ID RCLONE_CONFIG_T_SECRET_ACCESS_KEY=$AWS_SECRET_ACCESS_KEY RCLONE_CONFIG_T_FORCE_PATH_STYLE=true
  rclone copy --s3-upload-cutoff 5M --s3-chunk-size 5M "$work/in" T:trip/x
  rclone check "$work/in" T:trip/x
  rclone copy T:trip/x "$work/out"
  rclone purge T:trip/x
  [ "$(rclone lsf -R T:trip | wc -l)" = 0 ]
}
by_boto3() {
  python3 - "$url" "$work" <<'PY'
import os, sys, boto3
from boto3.s3.transfer import TransferConfig
url, work = sys.argv[1:3]
s3 = boto3.client("s3", endpoint_url=url)
config = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
for folder, _, names in os.walk(f"{work}/in"):
    for name in names:
        file = os.path.join(folder, name)
        s3.upload_file(file, "trip", "x/" + os.path.relpath(file, f"{work}/in"), Config=config)
keys = [o["Key"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket="trip") for o in page.get("Contents", [])]
for key in keys:
    out = os.path.join(work, "out", key[2:])
    os.makedirs(os.path.dirname(out), exist_ok=True)
    s3.download_file("trip", key, out)
for at in range(0, len(keys), 1000):
    s3.delete_objects(Bucket="trip", Delete={"Objects": [{"Key": key} for key in keys[at:at + 1000]]})
assert s3.list_objects_v2(Bucket="trip")["KeyCount"] == 0
PY
}
by_minio() {
  cat > "$work/minio/trip.mjs" <<'JS'
import { mkdirSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { Client } from "minio";
const [port, work] = process.argv.slice(2);
const client = new Client({ endPoint: "127.0.0.1", port: Number(port), useSSL: false, accessKey: "lakelitmus", secretKey: "lakelitmus-secret", partSize: 5 * 1024 * 1024 });
const files = readdirSync(`${work}/in`, { recursive: true }).filter((name) => statSync(`${work}/in/${name}`).isFile());
for (const name of files) await client.fPutObject("trip", `x/${name}`, `${work}/in/${name}`, {});
const keys = [];
for await (const { name } of client.listObjectsV2("trip", "", true)) keys.push(name);
for (const key of keys) {
  mkdirSync(path.dirname(`${work}/out/${key.slice(2)}`), { recursive: true });
  await client.fGetObject("trip", key, `${work}/out/${key.slice(2)}`);
}
await client.removeObjects("trip", keys);
for await (const left of client.listObjectsV2("trip", "", true)) throw new Error(`left: ${left.name}`);
JS
  node "$work/minio/trip.mjs" "$port" "$work"
}

wanted=" ${*:-awscli s3cmd rclone boto3 minio} "
for name in awscli s3cmd rclone boto3; do
  [[ "$wanted" == *" $name "* ]] || continue
  program=${name/awscli/aws}
  if [ "$name" = boto3 ]; then python3 -c 'import boto3' 2>/dev/null || { echo "boto3    is not there"; continue; }
  elif ! command -v "$program" > /dev/null; then echo "$name is not there"; continue; fi
  trip "$name" "by_$name"
done
[[ "$wanted" == *" minio "* ]] || exit "$failed"
mkdir -p "$work/minio"
npm install --prefix "$work/minio" --no-audit --no-fund minio@8.0.7 > /dev/null 2>&1 && trip minio by_minio || echo "minio could not be installed"
exit "$failed"
