#!/usr/bin/env bash
# Configures and builds a preset. usage: packaging/build.sh <preset> [cmake --build arguments…]
set -euo pipefail
cd "$(dirname "$0")/.."
preset=$1
shift
# Pages are part of the binary, so they are built first.
if [ -f web/package.json ] && { [ "$preset" = release ] || [ "$preset" = dev ]; }; then web/build.sh; fi
options=()
grep -qw avx2 /proc/cpuinfo && grep -qw fma /proc/cpuinfo || options+=(-DLIANZHAO_MARCH=x86-64)
cmake --preset "$preset" "${options[@]}" >/dev/null
cmake --build --preset "$preset" "$@"
