#!/usr/bin/env bash
# Everything about Swift that a change must pass: the runtime, the generated package, the example, what must not compile,
# hostile and big flows, old callers, formatting. swift-toolchain.sh says where the compiler comes from.
#
# Builds are kept under the user's cache, for each checkout. Where a source of a package or of what it depends on has
# changed, it is built from scratch: SwiftPM's incremental builds sometimes link stale objects.
set -euo pipefail
cd "$(dirname "$0")/.."

repo=$PWD
tool=$repo/scripts/swift-toolchain.sh
cache=${SPECGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/specgen}
out=$cache/swift-build/$(printf '%s' "$repo" | sha256sum | cut -c 1-12)
strict=(-Xswiftc -warnings-as-errors)
runtime=runtime/swift/flowtrace
testdata=internal/codegen/swift/testdata

step() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }

# run DIR CMD … runs a command with the toolchain.
run() { "$tool" run "$@"; }

# digest DIR … is the hash of the Swift sources below the folders.
digest() {
	find "$@" -name .build -prune -o -type f -name '*.swift' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# fresh NAME DIR … removes the build NAME where the sources in the folders, or the script, have changed since it was made.
fresh() {
	local name=$1 now
	shift
	now=$(digest "$@")
	if [ "$(cat "$out/$name.sources" 2>/dev/null || true)" != "$now" ]; then
		run "$out" rm -rf "$out/$name"
		printf '%s\n' "$now" >"$out/$name.sources"
	fi
}

# quiet CMD … shows the result of a build or a test, and all of its output where it fails.
quiet() {
	local log=$out/last.log
	if ! "$@" >"$log" 2>&1; then
		cat "$log"
		return 1
	fi
	grep -E '^(✔|Build complete|.*Test run)' "$log" | tail -n 1 || true
}

# caller FILE MODULES-OF-BUILD FLOW FLAGS … compiles a caller against a flow of a built package, and runs it.
caller() {
	local file=$1 build=$2 flow=$3 name
	shift 3
	name=$(basename "$file" .swift)-$(basename "$(dirname "$build")")
	run "$out" sh -c '
		file=$1 build=$2 flow=$3 name=$4
		shift 4
		swiftc -swift-version 6 -parse-as-library "$@" -I "$build/Modules" "$file" "$build/$flow.build/"*.o \
			"$build/Flowtrace.build/"*.o "$build/FlowtraceExporters.build/"*.o "$build/FlowtraceGenerated.build/"*.o \
			"$build/FlowtraceTesting.build/"*.o -o "$name" &&
			"./$name"
	' sh "$repo/$file" "$build" "$flow" "$name" "$@"
}

step "toolchain"
"$tool" install
mkdir -p "$out"
go test ./internal/codegen/swift -run '^TestCases$' -cases "$out"

step "the runtime, its vectors and its tests"
fresh runtime "$runtime"
quiet run "$repo/$runtime" swift test --scratch-path "$out/runtime" "${strict[@]}"

step "the runtime in Swift 5 mode"
mkdir -p "$out/swift5"
run "$repo/$runtime" sh -c 'for module in Flowtrace FlowtraceGenerated; do
		swiftc -emit-module -emit-module-path "$1/swift5/$module.swiftmodule" -swift-version 5 -warnings-as-errors \
			-package-name flowtrace -module-name "$module" -I "$1/swift5" -enable-upcoming-feature ExistentialAny \
			-enable-upcoming-feature InternalImportsByDefault Sources/"$module"/*.swift || exit 1
	done' sh "$out"

step "the generated package"
fresh gen "$runtime" gen/swift
quiet run "$repo/gen/swift" swift build --scratch-path "$out/gen" "${strict[@]}"

step "the vectors' driver, with the client of the order flow"
driver=test/vectors/drivers/swift/Driver
fresh driver "$runtime" gen/swift "$out/orders" "$driver"
quiet run "$repo/$driver" env FLOWTRACE_PATH="$repo/$runtime" ORDERS_PATH="$out/orders" \
	swift build --scratch-path "$out/driver" "${strict[@]}"
# drive FILE LEAST LEFT runs the cases of a file, of which there must be so many, and so many left out.
drive() {
	local cases left
	cases=$(run "$repo" "$out/driver/debug/Driver" "$repo/testdata/vectors/$1.json" | tee "$out/$1.jsonl" | wc -l)
	left=$(grep -c '"left_out"' "$out/$1.jsonl" || true)
	echo "$1: $cases cases, $left of them left out"
	[ "$cases" -ge "$2" ] && [ "$left" = "$3" ] || { echo "cannot go on: want at least $2 cases, and $3 left out"; exit 1; }
	go run ./test/vectors/compare "testdata/vectors/$1.json" "swift=$out/$1.jsonl"
}
drive calls 30 3
drive order-calls 15 1

step "the example"
fresh example "$runtime" gen/swift examples/swift
quiet run "$repo/examples/swift/Inbox" swift test --scratch-path "$out/example" "${strict[@]}"

step "what must not compile"
run "$out" "$repo/scripts/swift/refused.sh" "$out/driver/debug/Modules" "$repo/$testdata/refused"

step "flows that are hostile, wide, big and new, with the runtime emitted beside them"
fresh cases/.build "$out/cases"
quiet run "$out/cases" swift build "${strict[@]}"
fresh before/.build "$out/before"
quiet run "$out/before" swift build "${strict[@]}"
caller "$testdata/callers/hostile.swift" "$out/cases/.build/debug" HostileFlow -warnings-as-errors
caller "$testdata/callers/parents.swift" "$out/cases/.build/debug" ParentsFlow -warnings-as-errors
caller "$testdata/callers/checkout.swift" "$out/cases/.build/debug" CheckoutFlow -warnings-as-errors >"$out/checkout.jsonl"
[ "$(wc -l <"$out/checkout.jsonl")" = 6 ] || { echo "cannot go on: checkout emits other than 6 spans"; exit 1; }

step "callers of version 1.0 against 1.0 and 1.1"
caller "$testdata/callers/evolution.swift" "$out/before/.build/debug" EvolutionFlow -warnings-as-errors
caller "$testdata/callers/evolution.swift" "$out/cases/.build/debug" EvolutionFlow -suppress-warnings

step "callers of old clients against new ones"
rm -rf "$out/callers" && mkdir "$out/callers"
go test ./internal/codegen/swift -run '^TestWriteCallers$' -callers "$out/callers"
run "$out/callers" "$repo/scripts/swift/callers.sh" "$out/driver/debug/Modules" "$out/callers"
go run ./test/oldcallers swift "$out/callers" "$out/callers/log"

step "the code in the generated READMEs"
rm -rf "$out/readme" && mkdir "$out/readme"
awk -v out="$out/readme" '/^```swift$/ { n++; file = out "/" n ".swift"; next } /^```$/ { file = ""; next } file { print >file }' \
	gen/swift/README.md "$out/cases/README.md"
run "$out/readme" sh -c 'count=0
	for file in $(grep -l "^import Flowtrace" ./*.swift); do
		warnings=-warnings-as-errors
		grep -q "^import LifecycleFlow" "$file" && warnings=-suppress-warnings # its only service is deprecated
		swiftc -typecheck -swift-version 6 $warnings -I "$1/cases/.build/debug/Modules" -I "$1/gen/debug/Modules" "$file" || exit 1
		count=$((count + 1))
	done
	echo "readme: $count examples"
	[ "$count" = 40 ]' sh "$out"

step "the calls that the documentation shows"
rm -rf "$out/shown"
go run ./test/callers swift "$out/shown" Cases testdata/flows/*.yaml testdata/flows/features/*.yaml
run "$out/shown" sh -c 'for file in *.swift; do
		warnings=-warnings-as-errors
		grep -Eq "^import (Checkout|Lifecycle)Flow" "$file" && warnings=-suppress-warnings # something in them is deprecated
		swiftc -typecheck -swift-version 6 $warnings -I "$1/cases/.build/debug/Modules" "$file" || exit 1
	done' sh "$out"

step "formatting"
run "$repo" swift format lint --strict --configuration "$runtime/.swift-format" --recursive \
	"$runtime/Package.swift" "$runtime/Sources" "$runtime/Tests" gen/swift/Package.swift gen/swift/Sources \
	examples/swift/Inbox/Package.swift examples/swift/Inbox/Sources examples/swift/Inbox/Tests \
	"$driver/Package.swift" "$driver/Sources" "$testdata/callers" "$out/cases/Sources/CheckoutFlow" "$out/cases/Sources/ParentsFlow" \
	"$out/cases/Sources/StatusFlow" "$out/orders/Sources"
echo "no remark"

step "done"
