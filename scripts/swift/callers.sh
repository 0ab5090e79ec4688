#!/bin/sh
# callers.sh MODULES DIR: compiles the clients in DIR/clients as modules, and checks the callers in DIR/callers, each against the client
# that DIR/units.txt names; DIR/log gets what the compiler says. It runs where swiftc is, and keeps two processors busy.
set -eu
modules=$1 dir=$2
export modules dir
rm -f "$dir"/log*

# module CLIENT compiles a client.
# check UNIT CLIENT checks callers against it.
cat >"$dir/one.sh" <<'END'
case $1 in
module)
	out=$dir/clients/$2
	for flow in "$out"/Sources/*; do
		swiftc -emit-module -emit-module-path "$out/$(basename "$flow").swiftmodule" -module-name "$(basename "$flow")" -swift-version 6 -wmo -parse-as-library \
			-enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault -I "$modules" "$flow"/*.swift >"$dir/log-$2" 2>&1
	done
	;;
check)
	swiftc -typecheck -swift-version 6 -wmo -parse-as-library -I "$modules" -I "$dir/clients/$3" "$dir/callers/$2"/*.swift >"$dir/log-$2" 2>&1
	;;
esac
exit 0
END
find "$dir/clients" -mindepth 1 -maxdepth 1 -printf '%f\n' | xargs -P 2 -I NAME sh "$dir/one.sh" module NAME
xargs -P 2 -L 1 sh "$dir/one.sh" check <"$dir/units.txt"
cat "$dir"/log-* >"$dir/log"
