#!/usr/bin/env bash
# The same tests for all four languages. The driver of each calls its generated clients as testdata/vectors/calls.json and
# order-calls.json say, and sends the spans through the batch processor and the OTLP/HTTP exporter to a receiver that decodes them
# with OpenTelemetry's pdata. What it prints and what was decoded must equal the vectors, and the validator must find in it what the
# client reports and nothing else. Then the validator's readers are compared with pdata.
#
# The drivers but Go's are those that scripts/test-ts.sh, test-kotlin.sh and test-swift.sh have built, in this clone or in another, from what
# is here now (scripts/driver.sh). Where one is missing, that script is run first. These scripts also bring the toolchains.
#
# Ends with the line "N passed, N failed", and with 1 where something failed. Results are kept in the user's cache, for each checkout, for three
# days.
set -euo pipefail
cd "$(dirname "$0")/.."

repo=$PWD
cache=${SPECGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/specgen}
checkout=$(printf '%s' "$repo" | sha256sum | cut -c 1-12)
out=$cache/vectors/$checkout
vectors=$repo/testdata/vectors
order=testdata/flows/order.yaml

passed=0
failed=0

# check NAME CMD … runs a command, counts it, and shows its output where it fails.
check() {
	local name=$1 began=$SECONDS said
	shift
	if said=$("$@" 2>&1); then
		last=ok
		passed=$((passed + 1))
		printf 'ok   %3d s  %s\n' $((SECONDS - began)) "$name${said:+: ${said##*$'\n'}}"
	else
		last=failed
		failed=$((failed + 1))
		printf 'FAIL %3d s  %s\n%s\n' $((SECONDS - began)) "$name" "$said"
	fi
}

# built LANGUAGE finds the driver of what is here now, as $out/LANGUAGE.driver, and runs the language's script where there is none.
built() {
	local language=$1 log=$out/$1.log how found
	if [ "$language" = go ]; then
		go build -o "$out/go-driver" ./test/vectors/drivers/go
		return
	fi
	rm -f "$out/$language.driver"
	how="as scripts/test-$language.sh has built it"
	if ! found=$(scripts/driver.sh find "$language"); then
		how="scripts/test-$language.sh has built it now"
		if ! "scripts/test-$language.sh" >"$log" 2>&1; then
			# Something else may have failed: that script shows it when it is run by itself.
			if ! found=$(scripts/driver.sh find "$language"); then
				tail -n 30 "$log"
				echo "cannot get the driver of $language: scripts/test-$language.sh fails; run it by itself"
				return 1
			fi
			how+=", but fails elsewhere; run it by itself"
		elif ! found=$(scripts/driver.sh find "$language"); then
			echo "cannot get the driver of $language: scripts/test-$language.sh passes, but does not keep it; see both scripts"
			return 1
		fi
	fi
	ln -sfn "$found" "$out/$language.driver"
	echo "$how"
}

# interop NAME COMMAND … runs a driver against the receiver, and fails where the driver is missing.
interop() {
	if [ "$2" = missing ]; then
		echo "cannot run the driver of $1: there is none, see above"
		return 1
	fi
	"$out/interop" "$vectors/calls.json,$vectors/order-calls.json" "$out" "$@"
}

# delivery NAME COMMAND … runs a driver through the scenarios of testdata/delivery.
delivery() {
	if [ "$2" = missing ]; then
		echo "cannot run the driver of $1: there is none, see above"
		return 1
	fi
	"$out/delivery" testdata/delivery/scenarios.json "$@"
}

# language NAME COMMAND … gets a driver, and compares what it prints and sends with the vectors, with pdata and with the
# findings of the validator. Without a driver all of these checks fail.
language() {
	local name=$1
	shift
	check "the driver of $name" built "$name"
	if [ "$last" = failed ]; then
		set -- missing
	fi
	rm -f "$out/$name".*jsonl
	check "$name, sent and decoded" interop "$name" "$@"
	check "$name, what becomes of each span" delivery "$name" "$@"
	local calls="$name=$out/$name.calls.jsonl" orders="$name=$out/$name.order-calls.jsonl"
	check "$name, the vectors" "$out/compare" "$vectors/calls.json" "$calls"
	check "$name, the vectors of the order flow" "$out/compare" "$vectors/order-calls.json" "$orders"
	check "$name, the validator" "$out/validate" spec/notification.yaml "$vectors/findings.json" "$calls"
	check "$name, the validator on the order flow" "$out/validate" "$order" "$vectors/order-findings.json" "$orders"
}

command -v go >/dev/null || {
	echo "cannot test the vectors: there is no go; install Go as go.mod says" >&2
	echo "0 passed, 1 failed"
	exit 1
}
mkdir -p "$cache/vectors"
# Another clone looks for what is old at the same time: it must not see this one's results as they were before, nor find nothing where it is
# about to look.
exec 9>"$cache/vectors.lock"
flock 9
mkdir -p "$out"
touch "$out"
find "$cache/vectors" -mindepth 1 -maxdepth 1 -mtime +2 -exec rm -rf {} +
exec 9>&-
# Two runs in one tree would overwrite each other's programs.
exec 9>"$out/lock"
flock 9
rm -f "$out"/{compare,validate,delivery,go-driver,interop}
check "the programs that compare" go build -o "$out/" ./test/vectors/compare ./test/vectors/validate ./test/delivery
check "interop" go -C test/interop build -o "$out/interop" .

language go "$out/go-driver"
language ts sh -c 'gen=$1/gen/ts calls=$2; shift 2; exec node "$0" "$calls" "$(realpath "$gen")" "$@"' test/vectors/drivers/ts/driver.mjs "$out/ts.driver"
language kotlin sh -c 'exec java -Xshare:auto -cp "$(cat "$0/driver.classpath")" dev.specgen.vectors.MainKt "$@"' "$out/kotlin.driver"
language swift sh -c 'driver=$(realpath "$1")/Driver; shift; exec scripts/swift-toolchain.sh run "$0" "$driver" "$@"' "$repo" "$out/swift.driver"

check "interop, vet" go -C test/interop vet ./...
check "interop, its tests, and the validator's readers beside pdata" go -C test/interop test -count=1 ./...

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
