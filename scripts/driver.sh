#!/usr/bin/env bash
# Keeps the drivers of the vectors that scripts/test-ts.sh, test-kotlin.sh and test-swift.sh build, for scripts/test-vectors.sh in any clone.
#
#   scripts/driver.sh digest LANGUAGE              the hash of all that the driver is built from, and of what builds it
#   scripts/driver.sh keep LANGUAGE DIGEST FROM    keep what was built while the digest was this, and is
#   scripts/driver.sh find LANGUAGE                the folder of the driver of what is here now, or nothing and 1
#
# FROM is the copy that TypeScript is built in, the file with Kotlin's class path, or Swift's program. A driver is there as a whole or not at
# all, under its digest, and is never changed. The last ones that were used stay.
#
# SPECGEN_CACHE: where they are kept, ~/.cache/specgen if not set.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."

repo=$PWD
cache=${SPECGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/specgen}
stay=6

fail() {
	printf 'cannot keep drivers: %s\n' "$*" >&2
	exit 1
}

what=${1:-} language=${2:-}
order=testdata/flows/order.yaml
# sources: the runtime, the generated client, the driver, and what builds them. programs: what generates the client of the order flow.
case $language in
ts)
	kept=$cache/drivers/ts
	sources=(runtime/ts gen/ts package.json package-lock.json .npmrc scripts/test-ts.sh scripts/ts/test.mjs testdata/flows)
	programs=(./cmd/specgen)
	;;
kotlin)
	kept=$cache/drivers/kotlin
	sources=(runtime/kotlin gen/kotlin test/vectors/drivers/kotlin scripts/kotlin scripts/test-kotlin.sh "$order")
	programs=(./test/kotlincases)
	;;
swift)
	kept=$cache/swift-build/drivers # of the cache, the compiler's chroot sees this folder alone
	sources=(runtime/swift gen/swift test/vectors/drivers/swift scripts/swift-toolchain.sh scripts/test-swift.sh internal/codegen/swift/cases_test.go "$order")
	programs=(./internal/codegen/swift ./internal/codegentest)
	;;
*) fail "there is no language ${language:-named}; it is ts, kotlin or swift" ;;
esac

# tools says which compiler there is. TypeScript's is in its lock file, Kotlin's in its pom.
tools() {
	case $language in
	kotlin) javac -version 2>&1 ;;
	swift) "$repo/scripts/swift-toolchain.sh" run "$repo" swift --version 2>&1 ;;
	esac
}

# generator lists the Go sources of the programs, and the files that they embed, but for the validator's, which generate nothing, and those
# of the runtimes, which are sources above.
generator() {
	go list -deps -f '{{with .Module}}{{if .Main}}{{range $.GoFiles}}{{$.Dir}}/{{.}}
{{end}}{{range $.EmbedFiles}}{{$.Dir}}/{{.}}
{{end}}{{end}}{{end}}' "${programs[@]}" | sed -n "s|^$repo/||p" | grep -vE '^(validator|runtime)/'
}

digest() {
	local listed named
	named=$(tools && uname -sm)
	listed=$(find "${sources[@]}" \( -name .build -o -name target -o -name dist -o -name node_modules \) -prune -o -type f -print)
	listed+=$'\n'$(generator)
	printf '%s\n' "$listed" | LC_ALL=C sort -u | tr '\n' '\0' | xargs -0 sha256sum | { printf '%s\n' "$named" && cat; } | sha256sum | cut -c 1-40
}

# keep_ts FROM TO …: the packages as they are built. The links between them are those that npm makes.
keep_ts() {
	local package
	for package in runtime/ts gen/ts orders/out; do
		mkdir -p "$2/$package"
		cp -R "$1/$package/package.json" "$1/$package/dist" "$2/$package"
	done
	mkdir -p "$2/node_modules/@specgen"
	ln -s ../../runtime/ts "$2/node_modules/@specgen/flowtrace"
	ln -s ../../gen/ts "$2/node_modules/@specgen/flows"
}

keep_kotlin() {
	local entry entries n=0 path=
	IFS=: read -ra entries <"$1" || true # the line has no end
	for entry in "${entries[@]}"; do
		n=$((n + 1))
		cp -RL "$entry" "$2/$n"
		path+=${path:+:}$3/$n
	done
	printf '%s' "$path" >"$2/driver.classpath"
}

keep_swift() { cp "$1" "$2/Driver"; }

# lock waits for other clones that add, remove or look for drivers of the language, until this process ends.
lock() {
	mkdir -p "$kept"
	exec 9>"$kept.lock"
	flock 9
}

# prune removes what was broken off, and what has not been used for long: a run may use one that another has found.
prune() {
	local old
	rm -rf "$kept"/part.*
	find "$kept" -mindepth 1 -maxdepth 1 -type d -printf '%T@ %p\n' | sort -rn | tail -n +$((stay + 1)) | cut -d ' ' -f 2- | while read -r old; do
		if [ -n "$(find "$old" -maxdepth 0 -mmin +120)" ]; then
			rm -rf "$old"
		fi
	done
}

keep() {
	local was=$1 from=$2 part now
	now=$(digest)
	[ "$now" = "$was" ] || {
		echo "the driver of $language is not kept: its sources have changed meanwhile"
		return
	}
	lock
	if [ ! -d "$kept/$was" ]; then
		part=$(mktemp -d "$kept/part.XXXXXX")
		"keep_$language" "$from" "$part" "$kept/$was"
		mv -T "$part" "$kept/$was"
	fi
	prune
}

find_kept() {
	local now folder
	now=$(digest)
	folder=$kept/$now
	lock
	[ -d "$folder" ] || return 1
	touch "$folder"
	printf '%s\n' "$folder"
}

case $what in
digest) digest ;;
keep) keep "${3:?DIGEST}" "${4:?FROM}" ;;
find) find_kept ;;
*) fail "say digest, keep or find" ;;
esac
