#!/bin/sh
# The browser tests drive Debian's chromium; where it is missing and we may, install it.
set -eu
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" -ne 0 ]; then
    echo "Install chromium (Debian: apt-get install chromium) to run the browser tests." >&2
    exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
