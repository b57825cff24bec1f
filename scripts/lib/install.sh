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
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}
