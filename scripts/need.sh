#!/usr/bin/env bash
# need.sh COMMAND PACKAGE …: makes sure that commands are there, from the distribution's packages where they are missing, which are installed
# in one go. A COMMAND may be several, any of which will do, as in chromium,google-chrome; so may a PACKAGE: the first that there is.
#
# Another clone may want packages at the same time: apt-get fails where it runs already, so one waits for the other.
#
# SPECGEN_CACHE: where the lock is, ~/.cache/specgen if not set.
set -euo pipefail

# have COMMANDS tells whether one of them is there.
have() {
  local name
  for name in ${1//,/ }; do
    command -v "$name" >/dev/null && return
  done
  return 1
}

wanted=("$@")
missing=()
look() {
  local i
  missing=()
  for ((i = 0; i < ${#wanted[@]}; i += 2)); do
    have "${wanted[i]}" || missing+=("${wanted[i]}" "${wanted[i + 1]}")
  done
}
look
[ ${#missing[@]} -gt 0 ] || exit 0

if command -v apt-get >/dev/null; then
  cache=${SPECGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/specgen}
  mkdir -p "$cache"
  exec 9>"$cache/apt.lock"
  flock 9
  look
  [ ${#missing[@]} -gt 0 ] || exit 0
  sudo=
  [ "$(id -u)" = 0 ] || sudo="sudo -n"
  $sudo apt-get update -qq >/dev/null || true # the packages may be known already
  packages=()
  for ((i = 1; i < ${#missing[@]}; i += 2)); do
    for package in ${missing[i]//,/ }; do
      if [ -n "$(apt-cache madison "$package" 2>/dev/null)" ]; then
        packages+=("$package")
        break
      fi
    done
  done
  if [ ${#packages[@]} -gt 0 ]; then
    echo "installing ${packages[*]} from the distribution's packages"
    DEBIAN_FRONTEND=noninteractive $sudo apt-get -o DPkg::Lock::Timeout=600 install -y -qq "${packages[@]}" >/dev/null || true # what is still missing is told below
  fi
  exec 9>&-
fi

found=true
for ((i = 0; i < ${#missing[@]}; i += 2)); do
  have "${missing[i]}" && continue
  found=false
  echo "cannot go on without ${missing[i]//,/ or }: install it (on Debian and Ubuntu the package ${missing[i + 1]//,/ or }), and run this again" >&2
done
$found
