#!/bin/sh
# each.sh DEPRECATED FLAGS -- FILE …: every file must compile by itself, as an app's would, without a warning; those that import a module
# that the extended expression DEPRECATED matches may warn. It runs where swiftc is, and asks two compilers at once.
set -eu
deprecated=$1
shift
flags=
while [ "$1" != -- ]; do flags="$flags $1" && shift; done
shift
export deprecated flags
printf '%s\n' "$@" | xargs -P 2 -I {} sh -c '
	warnings=-warnings-as-errors
	grep -Eq "^import ($deprecated)\$" "$1" && warnings=-suppress-warnings
	swiftc -typecheck -swift-version 6 $warnings $flags "$1"' sh {}
echo "$# files"
