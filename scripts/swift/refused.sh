#!/bin/sh
# refused.sh MODULES DIR OUT [--write]: every file of DIR must fail to compile with the messages in its last lines, and for no
# other reason; --write writes these lines, for review. It runs where swiftc is. The compiler gets all files at once, as copies in
# OUT whose declarations have names of their own: to start it takes as long as to check twenty of them.
set -eu
modules=$1 dir=$2 out=$3 write=${4:-}
bad=0 count=0
rm -rf "$out" && mkdir "$out"
for file in "$dir"/*.swift; do
	count=$((count + 1))
	sed "s/^func refused/&$count/; s/^let refused/&$count/" "$file" >"$out/$(basename "$file")"
done
# It fails, as it should: what it says of each file is compared below.
swiftc -typecheck -swift-version 6 -wmo -parse-as-library -warnings-as-errors -I "$modules" "$out"/*.swift >"$out/log" 2>&1 || true
for file in "$dir"/*.swift; do
	name=$(basename "$file")
	said=$(sed -n "s|^$out/$name:[0-9]*:[0-9]*: error: |// error: |p" "$out/log" | sort -u)
	if [ "$write" = --write ]; then
		sed -i '/^\/\/ error: /d' "$file"
		printf '%s\n' "$said" >>"$file"
	fi
	if [ -z "$said" ] || [ "$said" != "$(sed -n '/^\/\/ error: /p' "$file")" ]; then
		printf 'cannot accept %s: want\n%s\ngot\n%s\n' "$name" "$(sed -n '/^\/\/ error: /p' "$file")" "$said"
		bad=1
	fi
done
[ "$count" -gt 30 ] || { echo "cannot find the fixtures in $dir: $count are there"; bad=1; }
echo "refused: $count fixtures"
exit "$bad"
