#!/usr/bin/env bash
# Checks the pages: types of the API fresh, lint, types, unit tests.
set -euo pipefail
cd "$(dirname "$0")"
. ./tools.sh

fresh=$(mktemp --suffix .d.ts)
trap 'rm -f "$fresh"' EXIT
openapi-typescript ../openapi.yaml -o "$fresh" >/dev/null
cmp -s "$fresh" src/api/schema.d.ts || { echo "src/api/schema.d.ts is older than openapi.yaml: run npm run types in web/" >&2; exit 1; }
eslint .
vue-tsc --noEmit
vitest run --silent
