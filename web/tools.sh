# Sourced by build.sh, test.sh and e2e/run.sh from web/: installs the tools when the lock file has changed, and puts
# the Node.js they need first in the path (npm's own package of it; Debian 12's is too old to run them).
lock=$(sha256sum package-lock.json .npmrc)
if [ "$(cat node_modules/.installed-from 2>/dev/null)" != "$lock" ]; then
  echo "installing the tools of the pages" >&2
  npm ci --loglevel=error >&2
  printf '%s' "$lock" >node_modules/.installed-from
fi
# By its own folder: npm 9 links no command where two packages of the lock file offer the same.
for bin in node_modules/node-linux-*/bin; do PATH="$PWD/$bin:$PATH"; done
PATH="$PWD/node_modules/.bin:$PATH"
