#!/usr/bin/env bash
# Drives the pages in Debian's chromium against a real server on a made-up register in a temporary folder.
# usage: web/e2e/run.sh [BINARY]   (default build/release/lianzhao)
set -euo pipefail
cd "$(dirname "$0")/.."
. ./tools.sh
binary=$(realpath "${1:-../build/release/lianzhao}")
data=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi; rm -rf "$data"' EXIT

node e2e/register.mjs >"$data/register.csv"
"$binary" import enterprises "$data/register.csv" --data "$data/lianzhao" >"$data/import.log" 2>&1 || { cat "$data/import.log" >&2; exit 1; }
port=$(node -e 'const s=require("node:net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
"$binary" serve --data "$data/lianzhao" --open --listen "127.0.0.1:$port" >"$data/serve.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  if node -e "fetch('http://127.0.0.1:$port/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"; then break; fi
  kill -0 "$server" 2>/dev/null || { cat "$data/serve.log" >&2; exit 1; }
  sleep 0.2
done
LIANZHAO_SERVER="http://127.0.0.1:$port" node --test e2e/pages.test.mjs || { tail -20 "$data/serve.log" >&2; exit 1; }
