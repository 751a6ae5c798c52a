#!/usr/bin/env bash
# Prepares a machine for `make package`: Debian packages, and the build's own Python packages in .venv-package.
#
# A second run does nothing and needs no network. Environment:
#   PYTHON               the Python to use (3.11 or newer); else python3
#   KBASSIST_NO_SYSTEM   any value: leave Debian's packages alone
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. packaging/debian.sh

readonly lock=packaging/windows/build-requirements.lock
readonly venv=.venv-package
readonly stamp=$venv/.kbassist-setup
readonly needed=(
    git python3 python3-venv ca-certificates
    gcc-mingw-w64-x86-64 librsvg2-bin msitools nsis osslsigncode wine wine64 wixl
)

say() { printf 'package: %s\n' "$*"; }
fail() { printf 'package: %s\n' "$*" >&2; exit 1; }

system_packages() {
    local missing
    if [ -n "${KBASSIST_NO_SYSTEM:-}" ] || ! command -v dpkg-query >/dev/null; then return; fi
    mapfile -t missing < <(missing_packages "${needed[@]}")
    if [ "${#missing[@]}" -eq 0 ]; then return; fi
    [ "$(id -u)" = 0 ] || fail "as root, run first: apt-get install ${missing[*]}"
    install_packages "${missing[@]}"
}

fingerprint() { { cat "$lock"; pwd -P; } | sha256sum | cut -d' ' -f1; }

python_packages() {
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ]; then return; fi
    say "making $venv, every file checked against its hash"
    rm -rf "$venv"
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
        --only-binary=:all: -r "$lock"
    fingerprint >"$stamp"
}

system_packages
python_packages
