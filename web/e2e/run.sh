#!/usr/bin/env bash
# Drives the pages in Debian's chromium against real servers on made-up registers in a temporary folder: one with data
# and without passwords, one with accounts and nothing in it, one with accounts and the demo's projects, one with single sign-on.
# usage: web/e2e/run.sh [BINARY] [TEST…]   (default build/release/lianzhao, all tests)
set -euo pipefail
given=${1:+$(realpath "$1")}
cd "$(dirname "$0")/.."
. ./tools.sh
binary=${given:-$(realpath ../build/release/lianzhao)}
shift || true
data=$(mktemp -d)
servers=()
stop() {
  for pid in "${servers[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${servers[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$data"
}
trap stop EXIT

free_port() { node -e 'const s=require("node:net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
# start FOLDER LOG OPTIONS…: sets $address and $pid; a $folder/single_sign_on.yaml is told the address
start() {
  local folder=$1 log=$2
  shift 2
  address=127.0.0.1:$(free_port)
  [ ! -f "$folder/single_sign_on.yaml" ] || echo "page: http://$address" >>"$folder/single_sign_on.yaml"
  "$binary" serve --data "$folder" --listen "$address" "$@" >"$log" 2>&1 &
  pid=$!
  servers+=("$pid")
  for _ in $(seq 150); do
    if node -e "fetch('http://$address/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"; then return; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.2
  done
  cat "$log" >&2
  exit 1
}

mkdir -p "$data/full" "$data/new"
cp ../demo/zones.yaml "$data/full/"
# A few thousand all over the country, and a few in Tonghua that make a known story there.
{
  "$binary" synth enterprises --count 5000 --seed 7 --out "$data/synth.csv"
  node e2e/register.mjs >"$data/register.csv"
  "$binary" import enterprises "$data/synth.csv" --data "$data/full"
  "$binary" import enterprises "$data/register.csv" --data "$data/full"
  "$binary" atlas build --data "$data/full"
} >"$data/import.log" 2>&1 || { cat "$data/import.log" >&2; exit 1; }

cp -r "$data/full" "$data/work"
cp ../demo/projects.yaml "$data/work/"

start "$data/full" "$data/full.log" --open
export LIANZHAO_SERVER=http://$address
start "$data/new" "$data/new.log"
export LIANZHAO_ACCOUNTS_SERVER=http://$address LIANZHAO_ACCOUNTS_PID=$pid
LIANZHAO_FIRST_PASSWORD=$(sed -n 's/.*first administrator: name admin, password \([^ ]*\) .*/\1/p' "$data/new.log")
export LIANZHAO_FIRST_PASSWORD

start "$data/work" "$data/work.log"
export LIANZHAO_WORK_SERVER=http://$address
LIANZHAO_WORK_PASSWORD=$(sed -n 's/.*first administrator: name admin, password \([^ ]*\) .*/\1/p' "$data/work.log")
export LIANZHAO_WORK_PASSWORD

mkdir -p "$data/sign_in"
cp ../demo/zones.yaml "$data/sign_in/"
LIANZHAO_PROVIDER=http://127.0.0.1:$(free_port)
printf 'issuer: %s\nname: 园区统一认证\nclient_id: lianzhao\nclient_secret: "s3cret+/&="\n' "$LIANZHAO_PROVIDER" >"$data/sign_in/single_sign_on.yaml"
start "$data/sign_in" "$data/sign_in.log"
export LIANZHAO_PROVIDER LIANZHAO_SIGN_IN_SERVER=http://$address
LIANZHAO_SIGN_IN_PASSWORD=$(sed -n 's/.*first administrator: name admin, password \([^ ]*\) .*/\1/p' "$data/sign_in.log")
export LIANZHAO_SIGN_IN_PASSWORD

[ $# -gt 0 ] || set -- e2e/*.test.mjs
node --test --test-concurrency=1 --test-reporter=spec "$@" || { tail -n 20 "$data/full.log" "$data/new.log" "$data/work.log" "$data/sign_in.log" >&2; exit 1; }
