#!/usr/bin/env bash
# need.sh COMMAND PACKAGE: makes sure that a command is there, from the distribution's packages where it is missing.
set -euo pipefail
command -v "$1" >/dev/null && exit 0
if command -v apt-get >/dev/null; then
  sudo=
  [ "$(id -u)" = 0 ] || sudo="sudo -n"
  echo "installing $2 from the distribution's packages"
  $sudo apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "$2" >/dev/null && exit 0
fi
echo "cannot go on without $1: install it (on Debian and Ubuntu the package $2), and run this again" >&2
exit 1
