#!/usr/bin/env bash
# Everything about Swift that a change must pass: the runtime, the generated package, the example, packages installed from git, what
# must not compile, hostile and big flows, old callers, formatting. swift-toolchain.sh says where the compiler comes from.
#
# Builds are kept under the user's cache, for each checkout, and go when it has not used them for three days. Where a source of a package or
# of what it depends on has changed, it is built from scratch: SwiftPM's incremental builds sometimes link stale objects. Nothing is built twice that one build
# can show: gen/swift is built as what the driver depends on, the flow of old callers against the runtime of the new one.
set -euo pipefail
cd "$(dirname "$0")/.."

repo=$PWD
tool=$repo/scripts/swift-toolchain.sh
cache=${SPECGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/specgen}
out=$cache/swift-build/$(printf '%s' "$repo" | sha256sum | cut -c 1-12)
# An expression that the type checker needs more memory for costs every build seconds: 3 MB are some tenths of a second. It counts memory, not time, so that
# the answer is the same on every machine.
strict=(-Xswiftc -warnings-as-errors -Xswiftc -Xfrontend -Xswiftc -solver-memory-threshold -Xswiftc -Xfrontend -Xswiftc 3000000)
runtime=runtime/swift/flowtrace
testdata=internal/codegen/swift/testdata

begun=
step() {
	[ -z "$begun" ] || printf '%ss\n' "$((SECONDS - begun))"
	begun=$SECONDS
	printf '\n== %s (%ss)\n' "$1" "$SECONDS"
}

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

# caller FILE NAME OBJECTS FLAGS … compiles a caller against a flow's objects and the runtime of the package cases, and runs it.
caller() {
	local file=$1 name=$2 objects=$3
	shift 3
	run "$out" sh -c '
		file=$1 name=$2 objects=$3 build=$4
		shift 4
		swiftc -swift-version 6 -parse-as-library "$@" -I "$build/Modules" "$file" "$objects/"*.o \
			"$build/Flowtrace.build/"*.o "$build/FlowtraceExporters.build/"*.o "$build/FlowtraceGenerated.build/"*.o \
			"$build/FlowtraceTesting.build/"*.o -o "$name" &&
			"./$name"
	' sh "$repo/$file" "$name" "$objects" "$out/cases/.build/debug" "$@"
}

step "toolchain"
"$tool" install
mkdir -p "$cache/swift-build"
# Another clone looks for what is old at the same time: it must not see this one's builds as they were before, nor find nothing where it is
# about to look.
exec 9>"$cache/swift-build.lock"
flock 9
mkdir -p "$out"
touch "$out"
find "$cache/swift-build" -mindepth 1 -maxdepth 1 -type d -name '????????????' -mtime +2 -print0 | while read -rd '' old; do
	run "$cache/swift-build" rm -rf "$old" </dev/null 9>&-
done
exec 9>&-
# Two runs in one tree would overwrite each other's builds.
exec 9>"$out/lock"
flock 9
rm -rf "$out/callers" && mkdir "$out/callers"
go test ./internal/codegen/swift -run '^(TestCases|TestWriteCallers)$' -cases "$out" -callers "$out/callers"

step "the runtime, its vectors and its tests"
fresh runtime "$runtime"
quiet run "$repo/$runtime" swift test --scratch-path "$out/runtime" "${strict[@]}"

step "the runtime in Swift 5 mode"
mkdir -p "$out/swift5"
run "$repo/$runtime" sh -c 'for module in Flowtrace FlowtraceGenerated; do
		swiftc -wmo -emit-module -emit-module-path "$1/swift5/$module.swiftmodule" -swift-version 5 -warnings-as-errors \
			-package-name flowtrace -module-name "$module" -I "$1/swift5" -enable-upcoming-feature ExistentialAny \
			-enable-upcoming-feature InternalImportsByDefault Sources/"$module"/*.swift || exit 1
	done' sh "$out"

step "the vectors' driver, with the generated package and the client of the order flow"
driver=test/vectors/drivers/swift/Driver
from=$(scripts/driver.sh digest swift)
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
scripts/driver.sh keep swift "$from" "$out/driver/debug/Driver"

step "the example"
fresh example "$runtime" gen/swift examples/swift
quiet run "$repo/examples/swift/Inbox" swift test --scratch-path "$out/example" "${strict[@]}"

step "two generated packages in one app, with one runtime, from git repositories"
# publish REPOSITORY TAG makes a git repository of a folder, under a tag that SwiftPM finds.
publish() {
	run "$out/installed" sh -c 'cd "$1" && git init --quiet && git add --all && \
		git -c user.name=test -c user.email=test@example.com -c commit.gpgsign=false commit --quiet --message=release && git tag "$2"' sh "$@"
}
now=$(digest Package.swift "$runtime/Sources" "$out/installed/one" "$out/installed/two" "$testdata/installed")
if [ "$(cat "$out/installed.sources" 2>/dev/null || true)" != "$now" ]; then
	run "$out" rm -rf installed/specgen.git installed/App installed/cache installed/one/.git installed/two/.git
	mkdir -p "$out/installed/specgen.git/$runtime"
	cp Package.swift "$out/installed/specgen.git"
	cp -R "$runtime/Sources" "$out/installed/specgen.git/$runtime"
	cp -R "$testdata/installed" "$out/installed/App"
	publish specgen.git v0.1.0 && publish one 1.0.0 && publish two 1.0.0
	printf '%s\n' "$now" >"$out/installed.sources"
fi
quiet run "$out/installed/App" swift build --cache-path "$out/installed/cache" "${strict[@]}"
run "$out/installed/App" .build/debug/App >"$out/installed.log"
diff - "$out/installed.log" <<'END'
https://collector.example:4318/v1/traces Bearer token seen, run job
true 2 2
END
[ -f "$out/installed/App/.build/debug/Flowtrace_FlowtraceExporters.resources/PrivacyInfo.xcprivacy" ] ||
	{ echo "cannot find the privacy manifest among the app's resources"; exit 1; }

step "what must not compile"
run "$out" "$repo/scripts/swift/refused.sh" "$out/driver/debug/Modules" "$repo/$testdata/refused" "$out/refused"

step "flows that are hostile, wide, big and new, with the runtime emitted beside them"
fresh cases/.build "$out/cases"
quiet run "$out/cases" swift build "${strict[@]}"
built=$out/cases/.build/debug
caller "$testdata/callers/hostile.swift" hostile "$built/HostileFlow.build" -warnings-as-errors
caller "$testdata/callers/parents.swift" parents "$built/ParentsFlow.build" -warnings-as-errors
caller "$testdata/callers/checkout.swift" checkout "$built/CheckoutFlow.build" -warnings-as-errors >"$out/checkout.jsonl"
[ "$(wc -l <"$out/checkout.jsonl")" = 6 ] || { echo "cannot go on: checkout emits other than 6 spans"; exit 1; }

step "callers of version 1.0 against 1.0 and 1.1"
mkdir -p "$out/before/built"
run "$out/before" sh -c 'swiftc -emit-module -emit-module-path built/EvolutionFlow.swiftmodule -emit-object -o built/EvolutionFlow.o -wmo \
	-module-name EvolutionFlow -parse-as-library -swift-version 6 -warnings-as-errors -enable-upcoming-feature ExistentialAny \
	-enable-upcoming-feature InternalImportsByDefault -I "$1/Modules" Sources/EvolutionFlow/*.swift' sh "$built"
caller "$testdata/callers/evolution.swift" evolution-before "$out/before/built" -warnings-as-errors -I "$out/before/built"
caller "$testdata/callers/evolution.swift" evolution-cases "$built/EvolutionFlow.build" -suppress-warnings

step "callers of old clients against new ones"
run "$out/callers" "$repo/scripts/swift/callers.sh" "$out/driver/debug/Modules" "$out/callers"
go run ./test/oldcallers swift "$out/callers" "$out/callers/log"

step "the code in the READMEs"
rm -rf "$out/readme" && mkdir "$out/readme"
awk -v out="$out/readme" '/^```swift$/ { n++; file = out "/" n ".swift"; next } /^```$/ { file = ""; next } file { print >file }' \
	gen/swift/README.md "$out/cases/README.md"
# The only service of the flow Lifecycle is deprecated.
run "$out/readme" sh -c '"$1/scripts/swift/each.sh" "LifecycleFlow" -I "$2" -I "$3" -- $(grep -l "^import Flowtrace" ./*.swift)' \
	sh "$repo" "$built/Modules" "$out/driver/debug/Modules" | tee "$out/readme.log"
[ "$(cat "$out/readme.log")" = "40 files" ] || { echo "cannot go on: want 40 files"; exit 1; }
run "$out" "$repo/scripts/swift/snippets.sh" "$repo/$runtime/README.md" "$out/snippets" "$built/Modules"

step "the calls that the documentation shows"
rm -rf "$out/shown"
go run ./test/callers swift "$out/shown" Cases testdata/flows/*.yaml testdata/flows/features/*.yaml
# Something in the two is deprecated.
run "$out/shown" sh -c '"$1/scripts/swift/each.sh" "(Checkout|Lifecycle)Flow" -I "$2" -- ./*.swift' sh "$repo" "$built/Modules"

step "formatting"
run "$repo" swift format lint --strict --configuration "$runtime/.swift-format" --recursive \
	Package.swift "$runtime/Package.swift" "$runtime/Sources" "$runtime/Tests" gen/swift/Package.swift gen/swift/Sources \
	examples/swift/Inbox/Package.swift examples/swift/Inbox/Sources examples/swift/Inbox/Tests \
	"$driver/Package.swift" "$driver/Sources" "$testdata/callers" "$testdata/installed" "$out/installed/one/Package.swift" \
	"$out/cases/Sources/CheckoutFlow" "$out/cases/Sources/ParentsFlow" \
	"$out/cases/Sources/StatusFlow" "$out/orders/Sources"
echo "no remark"

step "done"
