#!/usr/bin/env bash
# Makes a fresh checkout ready to work, and returns in a moment when it is: packages (with Node 24), the Wormhole core contracts,
# compiled contracts, generated clients. Asks nothing, needs no root, writes only inside the checkout and npm's cache.
# Speaks on stderr, so that whatever runs next has stdout to itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec 1>&2

node_version=24.21.0
stamp=node_modules/.installed-lock # written by package.json's postinstall: the checksum of the lock file that is installed

fail() {
  echo "set-up: $*"
  exit 1
}

check_prerequisites() {
  local missing=() tool
  for tool in git node npm; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [[ ${#missing[@]} -eq 0 ]] ||
    fail "missing: ${missing[*]}. On Debian or Ubuntu install make, git and Node.js 20 or later with npm, then run this again."
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  ((major >= 20)) || fail "Node.js $(node --version) is too old: install Node.js 20 or later, then run this again."
}

# npm wants a cache it can write; where HOME is read-only or absent, one inside the checkout will do.
ensure_npm_cache() {
  local cache
  cache=$(npm config get cache --loglevel=silent)
  if ! mkdir -p "$cache/_cacache/tmp" 2>/dev/null || [[ ! -w $cache/_cacache/tmp ]]; then
    export npm_config_cache=$PWD/.cache/npm
  fi
}

# Under Node 20 npm skips the native parts of Hardhat, so npm itself has to run on the Node that will run Hardhat.
install_packages() {
  local platform install=(npm ci --include=dev --include=optional --ignore-scripts=false --loglevel=error)
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) platform=linux-x64 ;;
    Linux-aarch64) platform=linux-arm64 ;;
    *) fail "no Node $node_version package for $(uname -s) on $(uname -m): use Linux on x86_64 or arm64." ;;
  esac
  echo "set-up: installing packages …"
  npx --yes --loglevel=error --package="node-$platform@$node_version" --call="${install[*]}" &>.cache/install.log || {
    head -n 12 .cache/install.log
    fail "npm could not install the packages; all it said is in .cache/install.log."
  }
  [[ $(node_modules/.bin/node --version) == "v$node_version" ]] || fail "npm did not install Node $node_version: see .cache/install.log."
}

mkdir -p .cache 2>/dev/null || fail "cannot write to $PWD: use a checkout that this user owns."
exec 9<.cache # two targets started at once take turns; reading is enough where another user has set everything up
flock 9

if ! sha256sum --check --status "$stamp" 2>/dev/null; then
  check_prerequisites
  ensure_npm_cache
  install_packages
fi
PATH=$PWD/node_modules/.bin:$PATH exec node scripts/setup/prepare.ts
