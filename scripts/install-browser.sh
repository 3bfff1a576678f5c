#!/usr/bin/env bash
# Installs the browser in which the tests open the report, and in which the pictures of docs/images are taken: Debian's
# Chromium, with a font. Does nothing where it is there. Needs Debian (or Ubuntu's repositories with a real package) and root.
set -euo pipefail

browser="${LAKELITMUS_BROWSER:-/usr/bin/chromium}"
if [ -x "$browser" ]; then
  echo "$browser is there"
  exit 0
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
"$browser" --version
