#!/usr/bin/env bash
# Writes docs/images again: pages of the repo's own samples, as a browser shows them. CHROMIUM names the browser, as in test-ts.sh, whose copy
# of the packages has what this needs.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${SPECGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/specgen}/ts
[ -d "$work/node_modules/axe-core" ] || {
  echo "cannot write pictures: run scripts/test-ts.sh first" >&2
  exit 1
}
exec 9>"$work.lock" # of test-ts.sh, which may be at work there
flock 9
cp -R scripts/ts "$work/scripts/"
go build -o "$work/specgen" ./cmd/specgen
node "$work/scripts/ts/pictures.mjs" "$work/specgen" "$PWD"
