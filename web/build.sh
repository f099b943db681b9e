#!/usr/bin/env bash
# Builds web/dist, the pages that the binary carries. Does nothing when nothing they are made of has changed.
set -euo pipefail
cd "$(dirname "$0")"
. ./tools.sh

sources=$(find src public index.html vite.config.ts tsconfig.json package-lock.json ../messages -type f ! -name '*.test.ts' \
  -print0 | sort -z | xargs -0 sha256sum | sha256sum)
if [ -f dist/index.html ] && [ "$(cat node_modules/.built-from 2>/dev/null)" = "$sources" ]; then exit 0; fi
echo "building the pages" >&2
node node_modules/vite/bin/vite.js build --logLevel warn >&2
printf '%s' "$sources" >node_modules/.built-from
