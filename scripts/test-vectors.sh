#!/usr/bin/env bash
# One truth for all four languages. The driver of each calls its generated client as testdata/vectors/calls.json says, and
# sends the spans through the batch processor and the OTLP/HTTP exporter to a receiver that decodes them with OpenTelemetry's
# pdata. What it prints and what was decoded must be what the vectors have, and the validator must find in it what the client
# reports and nothing else. Then the validator's readers are held to pdata.
#
# The drivers are those that scripts/test-ts.sh, test-kotlin.sh and test-swift.sh build, which also bring the toolchains.
# Where one is missing, or older than its sources, that script is run first.
#
# Ends with the line "N passed, N failed", and with 1 where something failed. Results are kept in the user's cache.
set -euo pipefail
cd "$(dirname "$0")/.."

repo=$PWD
cache=${SPECGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/specgen}
checkout=$(printf '%s' "$repo" | sha256sum | cut -c 1-12)
out=$cache/vectors/$checkout
vectors=$repo/testdata/vectors
drivers=$repo/internal/vectors/drivers
swift=$cache/swift-build/$checkout/driver/debug/Driver

passed=0
failed=0

# check NAME CMD … runs a command, counts it, and shows what it says where it fails.
check() {
	local name=$1 began=$SECONDS said
	shift
	if said=$("$@" 2>&1); then
		passed=$((passed + 1))
		printf 'ok   %3d s  %s: %s\n' $((SECONDS - began)) "$name" "$(tail -n 1 <<<"$said")"
	else
		failed=$((failed + 1))
		printf 'FAIL %3d s  %s\n%s\n' $((SECONDS - began)) "$name" "$said"
	fi
}

# digest DIR … is the hash of the sources below the folders.
digest() {
	find "$@" \( -name .build -o -name target -o -name dist -o -name node_modules \) -prune -o -type f -print0 |
		sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# fresh LANGUAGE PRODUCT DIR … has the language's script make the product where it is not there, or older than the sources
# below the folders and not known to be made of them.
fresh() {
	local language=$1 product=$2 now newer log=$out/$1.log
	shift 2
	now=$(digest "$@")
	newer=$( # a folder is newer where a file was taken away
		find "$@" \( -name .build -o -name target -o -name dist -o -name node_modules \) -prune -o -newer "$product" -print -quit 2>/dev/null || true
	)
	if [ -s "$product" ] && { [ -z "$newer" ] || [ "$now" = "$(cat "$out/$language.sources" 2>/dev/null)" ]; }; then
		echo "$now" >"$out/$language.sources"
		echo "it is there"
		return
	fi
	rm -f "$out/$language.sources"
	if ! "scripts/test-$language.sh" >"$log" 2>&1; then
		tail -n 30 "$log"
		echo "cannot get the driver of $language: scripts/test-$language.sh fails, see $log; run it by itself"
		return 1
	fi
	if [ ! -s "$product" ]; then
		echo "cannot get the driver of $language: scripts/test-$language.sh passes, but does not build it; run it by itself"
		return 1
	fi
	echo "$now" >"$out/$language.sources"
	echo "scripts/test-$language.sh made it"
}

# language NAME COMMAND … holds what a driver prints and sends to the vectors, to pdata and to the validator.
language() {
	local name=$1
	shift
	rm -f "$out/$name.jsonl" "$out/$name.decoded.jsonl"
	check "$name, sent and decoded" "$out/interop" "$vectors/calls.json" "$out" "$name" "$@"
	check "$name, the vectors" "$out/compare" "$vectors/calls.json" "$name=$out/$name.jsonl"
	check "$name, the validator" "$out/judge" spec/notification.yaml "$vectors/findings.json" "$name=$out/$name.jsonl"
}

command -v go >/dev/null || {
	echo "cannot test the vectors: there is no go; install Go as go.mod says" >&2
	echo "0 passed, 1 failed"
	exit 1
}
mkdir -p "$out"
check "the programs that compare" go build -o "$out/" ./internal/vectors/compare ./internal/vectors/judge
check "the driver of go" go build -o "$out/go-driver" ./internal/vectors/drivers/go
check "interop" go -C interop build -o "$out/interop" .
check "the driver of ts" fresh ts "$cache/ts/gen/ts/dist/esm/notification/index.js" runtime/ts gen/ts
check "the driver of kotlin" fresh kotlin scripts/kotlin/checks/target/driver.classpath runtime/kotlin gen/kotlin "$drivers/kotlin"
check "the driver of swift" fresh swift "$swift" runtime/swift gen/swift "$drivers/swift"

language go "$out/go-driver"
language ts sh -c 'gen=$1 calls=$2; shift 2; exec node "$0" "$calls" "$gen" "$@"' "$drivers/ts/driver.mjs" "$cache/ts/gen/ts"
language kotlin scripts/kotlin/driver
language swift scripts/swift-toolchain.sh run "$repo" "$swift"

check "interop, vet" go -C interop vet ./...
check "interop, its tests, and the validator's readers beside pdata" go -C interop test ./...

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
