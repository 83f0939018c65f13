# packages.sh - installs Debian packages that are missing; sourced by quickstart and tests/all.
# need_packages NAME…: nothing to do, no question asked, when all are there.
need_packages() {
  local missing=() sudo=()
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  echo "Installing from Debian: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Please run as root: apt-get install ${missing[*]}" >&2; return 1; }
    echo "Root rights are needed for that, and for nothing else."
    sudo=(sudo)
  fi
  "${sudo[@]}" apt-get -qq update || true # an old list may still do
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
}

build_packages=(gcc meson ninja-build pkg-config libglib2.0-dev libpcre2-dev libcjson-dev libyaml-dev libsodium-dev zlib1g-dev
  libsqlite3-dev libpq-dev default-libmysqlclient-dev ca-certificates)
