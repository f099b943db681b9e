#!/usr/bin/env bash
# Installs what packaging/debian-packages.txt lists for the given purposes (build, test) and is missing.
# usage: packaging/install_packages.sh build [test]
set -euo pipefail
cd "$(dirname "$0")"

missing=()
for purpose in "$@"; do
  for package in $(sed -n "s/^$purpose: //p" debian-packages.txt); do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
done
# Debian's nodejs and npm only where there is none: another vendor's packages conflict with them.
command -v npm >/dev/null || missing+=(nodejs npm)

[ ${#missing[@]} -eq 0 ] && exit 0
sudo=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "missing packages: ${missing[*]}; install them as root and try again" >&2; exit 1; }
  sudo=(sudo)
fi
echo "installing: ${missing[*]}" >&2
"${sudo[@]}" apt-get update -qq
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
