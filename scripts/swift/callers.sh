#!/bin/sh
# callers.sh MODULES DIR: compiles the clients in DIR/clients as modules, and checks all callers of each in one go: DIR/units.txt says
# which of DIR/callers are of which client. DIR/log gets what the compiler says. It runs where swiftc is.
set -eu
modules=$1 dir=$2
export modules dir
rm -rf "$dir/log" "$dir/logs"
mkdir "$dir/logs"

# one.sh CLIENT UNIT …
cat >"$dir/one.sh" <<'END'
client=$dir/clients/$1 name=$1
shift
for flow in "$client"/Sources/*; do
	swiftc -emit-module -emit-module-path "$client/${flow##*/}.swiftmodule" -module-name "${flow##*/}" -swift-version 6 -wmo -parse-as-library \
		-enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault -I "$modules" "$flow"/*.swift
done >"$dir/logs/$name" 2>&1
for unit; do printf '%s\n' "$dir/callers/$unit"_*.swift; done |
	xargs swiftc -typecheck -swift-version 6 -wmo -parse-as-library -I "$modules" -I "$client" >>"$dir/logs/$name" 2>&1
exit 0
END
awk '{ units[$2] = units[$2] " " $1 } END { for (client in units) print client units[client] }' "$dir/units.txt" |
	xargs -P 2 -L 1 sh "$dir/one.sh"
cat "$dir"/logs/* >"$dir/log"
