#!/bin/sh
# refused.sh MODULES DIR [--write]: every file of DIR must fail to compile with the message in its last line, and for no
# other reason; --write writes that line, for review. It runs where swiftc is.
set -eu
modules=$1 dir=$2 write=${3:-}
bad=0 count=0
for file in "$dir"/*.swift; do
	name=$(basename "$file")
	said=$(swiftc -typecheck -swift-version 6 -warnings-as-errors -I "$modules" "$file" 2>&1 |
		sed -n "s|^$file:[0-9]*:[0-9]*: error: |// error: |p" | sort -u)
	if [ "$write" = --write ]; then
		sed -i '/^\/\/ error: /d' "$file"
		printf '%s\n' "$said" >>"$file"
	fi
	count=$((count + 1))
	if [ -z "$said" ] || [ "$said" != "$(sed -n '/^\/\/ error: /p' "$file")" ]; then
		printf 'cannot accept %s: want\n%s\ngot\n%s\n' "$name" "$(sed -n '/^\/\/ error: /p' "$file")" "$said"
		bad=1
	fi
done
[ "$count" -gt 30 ] || { echo "cannot find the fixtures in $dir: $count are there"; bad=1; }
echo "refused: $count fixtures"
exit "$bad"
