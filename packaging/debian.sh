#!/usr/bin/env bash
# Finds and installs Debian packages; read by the set-up scripts, which give `say` (one line to the user).
set -euo pipefail

# Print which of the packages are not installed, a line each.
missing_packages() {
    local name
    for name in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed || printf '%s\n' "$name"
    done
}

# Install packages, as root, asking nothing.
install_packages() {
    say "installing $# Debian packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -q -y --no-install-recommends "$@" </dev/null
}
