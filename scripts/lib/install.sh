# Debian packages on demand, for a fresh machine. Sourced by other scripts.

apt_lists_are_fresh=

# install_package PACKAGE: by apt when root; otherwise says what to install and fails.
install_package() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "$1 is needed and not installed (Debian: apt-get install $1)" >&2
    return 1
  fi
  if [ -z "$apt_lists_are_fresh" ]; then
    apt-get update -qq >&2 || return 1
    apt_lists_are_fresh=yes
  fi
  echo "installing $1" >&2
  without_services env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

# without_services COMMAND…: a package that brings a server must not start it: ours run in a folder and on ports of the
# project's own.
without_services() {
  local policy=/usr/sbin/policy-rc.d code=0
  if [ -e "$policy" ]; then
    "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
  "$@" || code=$?
  rm -f "$policy"
  return "$code"
}
