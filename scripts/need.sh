#!/usr/bin/env bash
# need.sh COMMAND PACKAGE …: makes sure that commands are there, from the distribution's packages where they are missing, which are installed
# in one go. A COMMAND may be several, any of which will do, as in chromium,google-chrome; so may a PACKAGE: the first that there is.
set -euo pipefail

# have COMMANDS tells whether one of them is there.
have() {
  local name
  for name in ${1//,/ }; do
    command -v "$name" >/dev/null && return
  done
  return 1
}

missing=()
while [ $# -gt 1 ]; do
  have "$1" || missing+=("$1" "$2")
  shift 2
done
[ ${#missing[@]} -gt 0 ] || exit 0

if command -v apt-get >/dev/null; then
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
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "${packages[@]}" >/dev/null || true
  fi
fi

found=true
for ((i = 0; i < ${#missing[@]}; i += 2)); do
  have "${missing[i]}" && continue
  found=false
  echo "cannot go on without ${missing[i]//,/ or }: install it (on Debian and Ubuntu the package ${missing[i + 1]//,/ or }), and run this again" >&2
done
$found
