#!/usr/bin/env bash
# Everything of Kotlin that CI runs: the runtime and its tests, the generated client, the example, what the compiler must
# refuse, hostile, wide and big flows, the emitted runtime, Java callers, two packages in one app, the README, ktlint, detekt, and the
# vectors; and an app of Gradle where there is one.
#
# It needs a JDK of 17 or newer and Maven, which it installs with apt where it may; everything else comes from Maven Central
# through Maven. What has not changed since the last run is not compiled or linted again.
set -euo pipefail
cd "$(dirname "$0")/.."

ktlint=1.8.0
detekt=1.23.8
work=scripts/kotlin/target
checks=scripts/kotlin/checks/target
cache=${SPECGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/specgen}

# Each JVM lives for seconds: the second compiler and parallel collectors would take more than they give.
brief=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1)
export MAVEN_OPTS="${MAVEN_OPTS:-} ${brief[*]}"

say() { printf 'kotlin: %s\n' "$*"; }

fail() {
	printf 'kotlin: %s\n' "$*" >&2
	exit 1
}

# build runs Maven without the network, and with it where something is missing.
build() {
	maven -o && return
	grep -aq 'in offline mode' "$work/maven.log" || return 1
	fetching maven
}

# fetching CMD … runs a command that puts something into Maven's local repository, alone: Maven has no lock for that, and other clones use
# the same repository.
fetching() {
	(
		mkdir -p "$cache"
		exec 8>"$cache/maven.lock"
		if command -v flock >/dev/null; then
			flock 8
		fi
		"$@"
	)
}

# The compiler's daemon serves all modules, and ends soon after them instead of staying for hours.
maven() {
	mvn "$@" -B -ntp -Dstyle.color=never -Dkotlin.compiler.daemon.shutdownDelayMs=2000 -f scripts/kotlin/pom.xml test >"$work/maven.log" 2>&1 8>&- 9>&-
}

# tool GROUP:ARTIFACT VERSION gets a program, which is there as a whole or not at all.
tool() {
	local name=${1#*:}
	if [ ! -s "$work/$name-$2-all.jar" ]; then
		fetching mvn -q -B -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy "-Dartifact=$1:$2:jar:all" "-DoutputDirectory=$work/part"
		mv "$work/part/$name-$2-all.jar" "$work/"
	fi
}

linted=(runtime/kotlin/*/src gen/kotlin/src examples/kotlin/src test/vectors/drivers/kotlin/src scripts/kotlin/checks/src)
shown=("$checks"/cases/{checkout,evolution-1.1,wide,emitted,order,parents,status,lists})
detected=(runtime/kotlin/{core,exporters,testing}/src/main gen/kotlin/src "$checks"/cases/{checkout,order,parents,status})

# lint has no finding to tell again while the sources, the settings, the tools and this script are those of the last run without one.
lint() {
	local digest
	digest=$(find "${linted[@]}" "${shown[@]}" runtime/kotlin/detekt.yml scripts/test-kotlin.sh .editorconfig -type f \
		\( -name '*.kt' -o -name '*.yml' -o -name '*.sh' -o -name .editorconfig \) -exec sha256sum {} + | sort | sha256sum)
	if [ "$(cat "$work/linted" 2>/dev/null)" = "$digest" ]; then
		return
	fi
	java "${brief[@]}" -jar "$work/ktlint-cli-$ktlint-all.jar" --relative "${linted[@]/%//**/*.kt}" "${shown[@]/%//**/*.kt}"
	java "${brief[@]}" -jar "$work/detekt-cli-$detekt-all.jar" --build-upon-default-config --config runtime/kotlin/detekt.yml --jvm-target 1.8 \
		--input "$(IFS=, && echo "${detected[*]}")"
	echo "$digest" >"$work/linted"
}

scripts/need.sh javac openjdk-17-jdk-headless,default-jdk-headless mvn maven
mkdir -p "$work"
# Two runs in one tree would overwrite each other's classes.
exec 9>"$work/lock"
if command -v flock >/dev/null; then
	flock 9
fi
from=$(scripts/driver.sh digest kotlin)
go run ./test/kotlincases "$checks/cases"
rm -rf "$checks/callers"
mkdir -p "$checks/callers"
go test ./internal/codegen/kotlin -run '^TestWriteCallers$' -callers "$PWD/$checks/callers"
for flow in features/keys order features/status; do
	go run ./test/callers kotlin "$checks/cases/shown/$(basename "$flow")" dev.specgen.cases "testdata/flows/$flow.yaml" >/dev/null
done
tool com.pinterest.ktlint:ktlint-cli "$ktlint"
tool io.gitlab.arturbosch.detekt:detekt-cli "$detekt"
lint >"$work/lint.log" 2>&1 9>&- &
linting=$!
build || {
	grep -avE '^\[INFO\]|^\[ERROR\] *$' "$work/maven.log" >&2
	fail "the build or its tests failed; $work/maven.log has all of it"
}
read -r passed skipped < <(LC_ALL=C awk -F'[:,]' '/Tests run:.*-- in/ { n += $2; s += $8 } END { print n + 0, s + 0 }' "$work/maven.log")
[ "$passed" -gt 0 ] && [ "$skipped" = 0 ] || fail "$passed tests ran and $skipped were skipped; $work/maven.log has all of it"
say "$passed tests passed"
scripts/driver.sh keep kotlin "$from" "$checks/driver.classpath"
go run ./test/oldcallers kotlin "$checks/callers" "$checks/callers/log"
# The example's tests once more, below specgen listen, which judges what they send.
go run ./cmd/specgen listen -- mvn -o -B -ntp -q -Dstyle.color=never -Dkotlin.compiler.daemon.shutdownDelayMs=2000 -f scripts/kotlin/pom.xml \
	-pl :chat -am -Dtest='com.example.chat.*Test' -Dsurefire.failIfNoSpecifiedTests=false test >"$work/listen.log" 2>&1 9>&- && grep -aq '^no findings: 3 records' "$work/listen.log" || {
	cat "$work/listen.log" >&2
	fail "the example below specgen listen failed"
}
say "specgen listen has no finding in what the example sends"
wait "$linting" || {
	cat "$work/lint.log" >&2
	fail "ktlint or detekt has findings"
}
say "ktlint $ktlint and detekt $detekt have no finding"
if command -v gradle >/dev/null; then
	scripts/kotlin/try-gradle >"$work/gradle.log" 2>&1 9>&- || {
		cat "$work/gradle.log" >&2
		fail "an app of Gradle cannot take what Maven installs"
	}
	say "an app of Gradle takes what Maven installs, and no class stands in two jars"
else
	say "there is no Gradle here: scripts/kotlin/try-gradle was not run"
fi
for calls in calls order-calls; do
	go run ./test/vectors/compare "testdata/vectors/$calls.json" "kotlin=$checks/$calls.jsonl"
done
