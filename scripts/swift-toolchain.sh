#!/usr/bin/env bash
# Gets a Swift toolchain and runs commands with it.
#
#   scripts/swift-toolchain.sh install          get the toolchain where it is missing, and say which one is used
#   scripts/swift-toolchain.sh run DIR CMD …    run a command in DIR, a folder of this repo or of the build cache
#
# The swift on the PATH is used if there is one. Else, on Debian, the package of the next release (trixie) goes into a
# folder of its own under the user's cache (3.1 GB), so that the system is not changed, and commands run in it by chroot. Mounts
# are made in a mount namespace of each command: the kernel removes them with its last process, however that ends.
#
# SPECGEN_CACHE: where the toolchain and the builds are kept, ~/.cache/specgen if not set.
set -euo pipefail

repo=$(cd "$(dirname "$0")/.." && pwd)
cache=${SPECGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/specgen}
suite=trixie
packages=swiftlang,libc6-dev,libstdc++-14-dev,ca-certificates,git
root=$cache/swift-$suite

fail() {
	printf 'cannot get Swift: %s\n' "$1" >&2
	exit 1
}

on_path() { [ "${SPECGEN_SWIFT_CHROOT:-}" != 1 ] && command -v swift >/dev/null 2>&1; }

# as_root CMD … runs a command as root, with sudo where the user is not root.
as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null 2>&1; then
		sudo -E "$@"
	else
		fail "debootstrap and chroot need root; become root, install sudo, or put swift 6 on the PATH (https://swift.org/install)"
	fi
}

# mirror prints the Debian mirror that apt is configured with, or nothing, which leaves the choice to debootstrap.
mirror() {
	apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
		awk -F'|' '$1 == "Debian" && $2 == "Debian" && $3 ~ /^https?:/ { sub("/$", "", $3); print $3; exit }'
}

# proxy SCHEME prints the proxy that apt is configured with; debootstrap's wget only reads it from the environment.
proxy() {
	apt-config dump "Acquire::$1::Proxy" 2>/dev/null | sed -n 's/^[^"]*"\([^"]*\)";$/\1/p' | grep -vi '^direct$' | head -n 1 || true
}

install_debootstrap() {
	command -v debootstrap >/dev/null 2>&1 && return
	command -v apt-get >/dev/null 2>&1 || fail "this is no Debian; put swift 6 on the PATH (https://swift.org/install)"
	(
		exec 8>"$cache/apt.lock" # as in need.sh
		flock 8
		as_root apt-get update >&2 || true # the packages may be known already
		as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends \
			debootstrap debian-archive-keyring wget >&2
	)
}

install_chroot() {
	[ -f "$root/.specgen-complete" ] && return
	install_debootstrap
	PATH=$PATH:/usr/sbin:/sbin
	local from http https
	from=$(mirror)
	http=${http_proxy:-$(proxy http)}
	https=${https_proxy:-$(proxy https)}
	[ -n "$http" ] && export http_proxy=$http
	[ -n "$https" ] && export https_proxy=$https
	mkdir -p "$cache"
	# The folder gets its final name only when it is complete.
	as_root rm -rf --one-file-system "$root.part"
	printf 'getting Swift (Debian %s) into %s\n' "$suite" "$root" >&2
	# What debootstrap mounts there would stay if it were killed, and could not be removed.
	as_root unshare --mount --propagation private debootstrap --variant=minbase --include="$packages" "$suite" "$root.part" ${from:+"$from"} >"$cache/swift-install.log" 2>&1 || {
		tail -n 20 "$cache/swift-install.log" >&2
		fail "debootstrap failed, see $cache/swift-install.log; check the network and the free space (4 GB), and run this again"
	}
	as_root sh -c 'rm -rf "$1"/var/cache/apt/archives/*.deb "$1"/usr/share/doc/* && touch "$1"/.specgen-complete && mv "$1" "$2"' sh "$root.part" "$root"
}

install() {
	on_path && return
	mkdir -p "$cache"
	# Two builds that start together must not both install.
	exec 9>"$cache/swift-install.lock"
	flock 9
	install_chroot
	add_git
	exec 9>&-
}

# add_git gives git, which SwiftPM gets packages with, to a folder that was made without it.
add_git() {
	[ -x "$root/usr/bin/git" ] && return
	printf 'getting git into %s\n' "$root" >&2
	as_root env http_proxy="${http_proxy:-$(proxy http)}" https_proxy="${https_proxy:-$(proxy https)}" unshare --mount --propagation private bash -c '
		set -euo pipefail
		mount --rbind /dev "$1/dev"
		mount -t proc proc "$1/proc" 2>/dev/null || mount --rbind /proc "$1/proc"
		mount --bind /etc/resolv.conf "$1/etc/resolv.conf"
		PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive chroot "$1" sh -c \
			"apt-get update && apt-get install -y --no-install-recommends --no-upgrade git && apt-get clean"
	' bash "$root" >>"$cache/swift-install.log" 2>&1 || {
		tail -n 20 "$cache/swift-install.log" >&2
		fail "apt-get cannot install git in $root, see $cache/swift-install.log; check the network, or remove that folder, and run this again"
	}
}

# in_chroot DIR CMD … runs CMD in DIR; the repo is mounted read-only and the build cache writable, each at its own path.
in_chroot() {
	local dir=$1
	shift
	mkdir -p "$cache/swift-build"
	as_root unshare --mount --propagation private bash -c '
		set -euo pipefail
		root=$1 repo=$2 build=$3 dir=$4
		shift 4
		mkdir -p "$root$repo" "$root$build"
		mount --rbind /dev "$root/dev"
		mount -t proc proc "$root/proc" 2>/dev/null || mount --rbind /proc "$root/proc"
		mount --bind "$repo" "$root$repo"
		mount -o remount,bind,ro "$root$repo"
		mount --bind "$build" "$root$build"
		# Folders belong to whoever runs this, and git is run by root.
		exec chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/var/tmp LANG=C.UTF-8 TERM=dumb \
			GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="*" \
			SPECGEN_REPO="$repo" sh -c "cd \"\$1\" && shift && exec \"\$@\"" sh "$dir" "$@"
	' bash "$root" "$repo" "$cache/swift-build" "$dir" "$@"
}

run() {
	[ $# -ge 2 ] || fail "run needs a folder and a command"
	install
	if on_path; then
		mkdir -p "$cache/swift-build"
		(cd "$1" && shift && SPECGEN_REPO=$repo "$@")
	else
		in_chroot "$@"
	fi
}

case ${1:-} in
install)
	install
	run "$repo" swift --version
	;;
run)
	shift
	run "$@"
	;;
*)
	fail "say install, or run DIR CMD …"
	;;
esac
