#!/usr/bin/env bash
# Prints a Python that has what scripts/differential/requirements.txt pins (boto3, moto); installs it once, below
# node_modules/.cache. Exit status 75 where that cannot be done here: no Python with venv, or no package index.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

requirements=scripts/differential/requirements.txt
env=$PWD/node_modules/.cache/lakelitmus-python/$(sha256sum "$requirements" | cut -c1-12)
if [ ! -e "$env/ready" ]; then
  rm -rf "$env"
  if ! { python3 -m venv "$env" && "$env/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-compile -r "$requirements"; } >&2; then
    echo "boto3 and moto cannot be installed here: they need python3 with venv, and PyPI." >&2
    exit 75
  fi
  touch "$env/ready"
fi
echo "$env/bin/python"
