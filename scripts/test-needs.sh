# Sourced by ./test and ./check: installs what the tests need, where it is missing, and says so.

say() { printf '%s\n' "$*" >&2; }

install() { # PACKAGE...
  if ! command -v apt-get >/dev/null; then
    say "Missing: $*. Install them with this system's package manager and run again."
    return 1
  fi
  say "Installing $* (Debian packages)…"
  local sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  [ -n "${_updated:-}" ] || $sudo apt-get update -qq && _updated=1
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "$@" >/dev/null
}

has_postgres() { command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }

needs() {
  command -v dotnet >/dev/null || { say "The .NET 10 SDK is missing; install it from https://dot.net and run again."; return 1; }
  command -v node >/dev/null && command -v npm >/dev/null || { say "Node.js 20.19 or newer is missing; install it and run again."; return 1; }
  local missing=()
  has_postgres || missing+=(postgresql)
  command -v chromium >/dev/null || missing+=(chromium)
  command -v gcc >/dev/null || missing+=(gcc)
  command -v ip >/dev/null || [ -x /usr/sbin/ip ] || missing+=(iproute2)
  command -v ps >/dev/null || missing+=(procps)
  command -v perl >/dev/null || missing+=(perl)
  command -v python3 >/dev/null || missing+=(python3)
  [ ${#missing[@]} = 0 ] || install "${missing[@]}"
}
