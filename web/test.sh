#!/usr/bin/env bash
# Checks the pages: types of the API fresh, lint, types, unit tests.
set -euo pipefail
cd "$(dirname "$0")"
. ./tools.sh

fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
npm run --silent types -- -o "$fresh" >/dev/null 2>&1
cmp -s "$fresh" src/api/schema.d.ts || { echo "src/api/schema.d.ts is older than openapi.yaml: run npm run types in web/" >&2; exit 1; }
npm run --silent lint
npm run --silent check
npm run --silent test
