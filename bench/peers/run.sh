#!/usr/bin/env bash
# Atlas, DuckDB, PostgreSQL and SQLite on the same map questions over the same enterprises, one after the other.
# usage: bench/peers/run.sh DATA_DIR [QUESTIONS]     (after packaging/build.sh release)
set -euo pipefail
data=${1:?a data folder with a snapshot}
questions=${2:-100}
here=$(cd "$(dirname "$0")" && pwd)
bench=$here/../../build/release/peers_bench
[ -x "$bench" ] || { echo "build it first: packaging/build.sh release --target peers_bench" >&2; exit 1; }
[ -d "$here/node_modules" ] || npm --prefix "$here" install --no-audit --no-fund --no-package-lock >&2

work=$(mktemp -d)
binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)
as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
stop() {
  [ -z "$binaries" ] || as_postgres "$binaries/pg_ctl" -D "$work/postgres" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap stop EXIT

"$bench" "$data" "$work" "$questions"
url=
if [ -n "$binaries" ]; then
  chmod 755 "$work"
  mkdir "$work/postgres"
  [ "$(id -u)" -ne 0 ] || chown postgres "$work/postgres"
  port=$((20000 + RANDOM % 20000))
  cd "$work"
  as_postgres "$binaries/initdb" -D "$work/postgres" -A trust -E UTF8 --locale=C -U lianzhao >/dev/null
  # Tuned as its users would: memory for the table, no write-ahead waiting.
  as_postgres "$binaries/pg_ctl" -w -D "$work/postgres" -l "$work/postgres/log" \
    -o "-p $port -k $work/postgres -h 127.0.0.1 -c fsync=off -c shared_buffers=2GB -c work_mem=256MB -c max_parallel_workers_per_gather=1 -c jit=off" start >/dev/null
  url=postgresql://lianzhao@127.0.0.1:$port/postgres
fi
node "$here/peers.mjs" "$work" ${url:+"$url"}
