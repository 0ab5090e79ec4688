#!/usr/bin/env bash
# The same tests for all four languages. The driver of each calls its generated clients as testdata/vectors/calls.json and
# order-calls.json say, and sends the spans through the batch processor and the OTLP/HTTP exporter to a receiver that decodes them
# with OpenTelemetry's pdata. What it prints and what was decoded must equal the vectors, and the validator must find in it what the
# client reports and nothing else. Then the validator's readers are compared with pdata.
#
# The drivers but Go's are those that scripts/test-ts.sh, test-kotlin.sh and test-swift.sh build, which also bring the toolchains.
# Where one is missing, or was built from other sources, that script is run first.
#
# Ends with the line "N passed, N failed", and with 1 where something failed. Results are kept in the user's cache.
set -euo pipefail
cd "$(dirname "$0")/.."

repo=$PWD
cache=${SPECGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/specgen}
checkout=$(printf '%s' "$repo" | sha256sum | cut -c 1-12)
out=$cache/vectors/$checkout
vectors=$repo/testdata/vectors
swift=$cache/swift-build/$checkout/driver/debug/Driver

# The sources that the drivers are built from: of Kotlin's and Swift's, what the client of the order flow is generated from too.
order=testdata/flows/order.yaml
generator="internal/codegen/client internal/codegen/outline"
declare -A sources=(
	[ts]="runtime/ts/src gen/ts/src"
	[kotlin]="runtime/kotlin gen/kotlin test/vectors/drivers/kotlin $order $generator internal/codegen/kotlin"
	[swift]="runtime/swift gen/swift test/vectors/drivers/swift $order $generator internal/codegen/swift"
)

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

# within LANGUAGE FIND … runs find on the language's sources, without the build outputs and the generator's tests among them.
within() {
	local folders
	read -ra folders <<<"${sources[$1]}"
	shift
	find "${folders[@]}" \( -name .build -o -name target -o -name dist -o -name node_modules -o -name testdata -o -name '*_test.go' \) \
		-prune -o "$@"
}

# digest LANGUAGE is the hash of its sources.
digest() { within "$1" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1; }

# is_current LANGUAGE PRODUCT DIGEST says whether the product was built from the sources with the digest. TypeScript's was, if the
# copy that it was built in has these sources, and an order client that would be generated the same now. The others were, if they
# are newer than all sources and folders (in case a file was removed), or were recorded with the same digest before.
is_current() {
	local language=$1 product=$2 now=$3
	[ -s "$product" ] || return 1
	if [ "$language" = ts ]; then
		[ "$now" = "$(cd "$cache/ts" && digest ts)" ] && cmp -s "$order" "$cache/ts/orders/order.yaml" &&
			(cd "$cache/ts/orders" && "$out/specgen" generate --check --quiet)
		return
	fi
	[ -z "$(within "$language" -newer "$product" -print -quit)" ] ||
		[ "$now $(stat -c %Y "$product")" = "$(cat "$out/$language.made" 2>/dev/null)" ]
}

# built LANGUAGE PRODUCT runs the language's script where the product is missing or not current.
built() {
	local language=$1 product=$2 log=$out/$1.log how now
	if [ "$language" = go ]; then
		go build -o "$product" ./test/vectors/drivers/go
		return
	fi
	now=$(digest "$language")
	how="as scripts/test-$language.sh has built it"
	if ! is_current "$language" "$product" "$now"; then
		how="scripts/test-$language.sh has built it now"
		if ! "scripts/test-$language.sh" >"$log" 2>&1; then
			# Something else may have failed: that script shows it when it is run by itself.
			if ! is_current "$language" "$product" "$now"; then
				tail -n 30 "$log"
				echo "cannot get the driver of $language: scripts/test-$language.sh fails; run it by itself"
				return 1
			fi
			how+=", but fails elsewhere; run it by itself"
		fi
		if [ ! -s "$product" ]; then
			echo "cannot get the driver of $language: scripts/test-$language.sh passes, but does not build it; see both scripts"
			return 1
		fi
	fi
	echo "$now $(stat -c %Y "$product")" >"$out/$language.made"
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

# language NAME PRODUCT COMMAND … builds a driver, and compares what it prints and sends with the vectors, with pdata and with the
# findings of the validator. Without a driver all of these checks fail.
language() {
	local name=$1 product=$2
	shift 2
	check "the driver of $name" built "$name" "$product"
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
mkdir -p "$out"
rm -f "$out"/{compare,validate,delivery,go-driver,interop,specgen}
check "the programs that compare" go build -o "$out/" ./test/vectors/compare ./test/vectors/validate ./test/delivery ./cmd/specgen
check "interop" go -C test/interop build -o "$out/interop" .

language go "$out/go-driver" "$out/go-driver"
language ts "$cache/ts/gen/ts/dist/esm/notification/index.js" \
	sh -c 'gen=$1 calls=$2; shift 2; exec node "$0" "$calls" "$gen" "$@"' test/vectors/drivers/ts/driver.mjs "$cache/ts/gen/ts"
language kotlin scripts/kotlin/checks/target/driver.classpath scripts/kotlin/driver
language swift "$swift" scripts/swift-toolchain.sh run "$repo" "$swift"

check "interop, vet" go -C test/interop vet ./...
check "interop, its tests, and the validator's readers beside pdata" go -C test/interop test -count=1 ./...

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
