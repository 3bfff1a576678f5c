#!/usr/bin/env bash
# Compares our strong store with independent servers that say they are S3: npm run differential [-- quick]
#
#   moto     (PyPI)           nearly all operations; needs python3 with venv
#   S3Mock   (Maven Central)  conditions of a Complete, a table of cases; needs Java 17 and Maven. Left out with a word where those
#                             are not there, and by "quick".
#
# Servers are installed once, below node_modules/.cache. LAKELITMUS_PROGRAMS and LAKELITMUS_SEED choose other programs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cache=$PWD/node_modules/.cache/lakelitmus-differential
s3mock_version=4.11.0
s3mock=$cache/s3mock-$s3mock_version-exec.jar
mkdir -p "$cache"

LAKELITMUS_MOTO=$(bash scripts/python-env.sh)
export LAKELITMUS_MOTO

if [ "${1-}" = quick ]; then
  export LAKELITMUS_PROGRAMS=${LAKELITMUS_PROGRAMS-100}
else
  export LAKELITMUS_PROGRAMS=${LAKELITMUS_PROGRAMS-2000}
  if command -v java > /dev/null && command -v mvn > /dev/null; then
    [ -e "$s3mock" ] || mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
      -Dartifact="com.adobe.testing:s3mock:$s3mock_version:jar:exec" -DoutputDirectory="$cache"
    export LAKELITMUS_S3MOCK=$s3mock
  else
    echo "No Java and Maven here: S3Mock is left out."
  fi
fi

export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true
exec npx vitest run --config scripts/differential/vitest.config.ts
