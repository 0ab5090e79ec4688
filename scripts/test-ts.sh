#!/usr/bin/env bash
# All that CI runs for TypeScript: compilers, linter, tests in Node and in a real browser, the packages as they would be
# published. It works in a copy below the user's cache, so that the tree stays as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
repo=$PWD
work=${SPECGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/specgen}/ts

fail() {
  echo "cannot test TypeScript: $*" >&2
  exit 1
}

command -v node >/dev/null || fail "there is no node; install Node.js 20 or later"
command -v npm >/dev/null || fail "there is no npm; install it with Node.js"
command -v go >/dev/null || fail "there is no go; install Go as go.mod says"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' || fail "node $(node --version) is too old; install Node.js 20 or later"

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null; then
      command -v "$name"
      return
    fi
  done
}
scripts/need.sh "${CHROMIUM:-chromium},chromium,chromium-browser,google-chrome" chromium
CHROMIUM=$(find_chromium)
export CHROMIUM

# The copy. Only node_modules stays from run to run, as long as the lock file does. Another clone has the same, so one run waits for the other.
mkdir -p "$work"
exec 9>"$work.lock"
if command -v flock >/dev/null && ! flock -n 9; then
  echo "waiting for another scripts/test-ts.sh, which works in $work"
  flock 9
fi
from=$(scripts/driver.sh digest ts)
find "$work" -mindepth 1 -maxdepth 1 ! -name node_modules ! -name lock -exec rm -rf {} +
for path in package.json package-lock.json .npmrc eslint.config.mjs runtime/ts gen/ts examples/ts scripts/ts; do
  mkdir -p "$work/$(dirname "$path")"
  cp -R "$path" "$work/$path"
done
cp -R internal/codegen/typescript/testdata/refused "$work/refused"
find "$work" -path "$work/node_modules" -prune -o \( -name dist -o -name node_modules \) -type d -prune -exec rm -rf {} +

mkdir "$work/callers"
cd "$work"
lock=$(cat package-lock.json package.json */ts/package.json | cksum)
if [ ! -d node_modules ] || [ "$lock" != "$(cat lock 2>/dev/null)" ]; then
  rm -f lock
  npm ci --loglevel=error
  echo "$lock" >lock
fi
(cd "$repo" && go build -o "$work/specgen" ./cmd/specgen &&
  go run ./test/callers typescript "$work/shown" @specgen/flows spec/notification.yaml &&
  go run ./test/callers typescript "$work/shown" orders testdata/flows/order.yaml testdata/flows/features/{parents,references,status}.yaml) >/dev/null
# Callers of old clients against new ones.
(cd "$repo" && go test ./internal/codegen/typescript -run '^TestWriteCallers$' -callers "$work/callers")
node scripts/ts/callers.mjs callers node_modules/typescript/bin/tsc runtime/ts
(cd "$repo" && go run ./test/oldcallers typescript "$work/callers" "$work/callers/log")
rm -rf callers
# RegExps against the automata that they stand for.
(cd "$repo" && go test ./internal/codegen/typescript -run '^TestWriteRegExps$' -regexps "$work/regexps.json")
node scripts/ts/test.mjs "$work/specgen" "$repo"
"$repo/scripts/driver.sh" keep ts "$from" "$work"
