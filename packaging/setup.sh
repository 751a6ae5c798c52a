#!/usr/bin/env bash
# Prepares a checkout: Debian packages, the virtual environment in .venv, and the `kbassist` command in it.
#
#   packaging/setup.sh            everything
#   packaging/setup.sh --quiet    the same, silent where there is nothing to do
#
# Nothing is done twice: a second run takes a fraction of a second and needs no network. Environment:
#   PYTHON               the Python to use (3.11 or newer); else the first that fits is taken
#   KBASSIST_NO_SYSTEM   any value: leave Debian's packages alone
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. packaging/debian.sh

readonly lock=packaging/requirements-dev.lock
readonly stamp=.venv/.kbassist-setup
readonly quiet=${1:-}

# What Python and Qt need before anything starts.
readonly needed=(
    python3 python3-venv ca-certificates
    libgl1 libegl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0
    fonts-noto-cjk fonts-noto-color-emoji
)
# What the tour and the end-to-end tests need: a virtual screen, a window manager, a tray, keys, other programs, and
# what watches which connections a program opens.
readonly screen=(
    xvfb openbox trayer xdotool xclip x11-utils x11-xserver-utils xauth dbus xterm mousepad chromium imagemagick
    strace fcitx5 fcitx5-modules fcitx5-pinyin
)

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# Reading the status of all packages at once keeps a run with nothing to do quick.
all_installed() {
    local found
    found=$(dpkg-query -W -f '${db:Status-Status}\n' "$@" 2>/dev/null | grep -cx installed) || return 1
    [ "$found" -ge "$#" ]
}

system_packages() {
    if [ -n "${KBASSIST_NO_SYSTEM:-}" ]; then return; fi
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        [ -n "$quiet" ] || say "no Debian here: make sure that these are installed: ${needed[*]} ${screen[*]}"
        return
    fi
    if all_installed "${needed[@]}" "${screen[@]}"; then return; fi
    local lacking_needed lacking_screen
    mapfile -t lacking_needed < <(missing_packages "${needed[@]}")
    mapfile -t lacking_screen < <(missing_packages "${screen[@]}")
    if [ "$(id -u)" = 0 ]; then
        install_packages "${lacking_needed[@]}" "${lacking_screen[@]}"
        return
    fi
    if [ "${#lacking_screen[@]}" -gt 0 ]; then
        say "for the tour and the end-to-end tests run: sudo apt-get install ${lacking_screen[*]}"
    fi
    check_needed "${lacking_needed[@]}"
}

# Without root: a Python of one's own makes Debian's python3 packages unnecessary; the libraries are not.
check_needed() {
    local lacking=() name
    for name in "$@"; do
        case $name in
            python3 | python3-venv) find_python >/dev/null || lacking+=("$name") ;;
            *) lacking+=("$name") ;;
        esac
    done
    [ "${#lacking[@]}" -eq 0 ] || fail "as root, run first: apt-get install ${lacking[*]}"
}

fits() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 /usr/bin/python3 python3.14; do
        if command -v "$candidate" >/dev/null && fits "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# A change of the lock, of the project's own metadata, of this script, or of the folder asks for a new installation.
fingerprint() { { cat "$lock" pyproject.toml packaging/setup.sh; pwd -P; } | sha256sum | cut -d' ' -f1; }

# A virtual environment that was moved here from elsewhere, or whose Python is gone, is made anew.
sound_environment() {
    [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 &&
        [ "$(.venv/bin/python -c 'import sys; print(sys.prefix)')" -ef .venv ] &&
        { [ ! -e .venv/bin/kbassist ] || grep -qF "$(pwd -P)/.venv/" .venv/bin/kbassist; }
}

make_environment() {
    local python
    if sound_environment; then return; fi
    python=$(find_python) || fail "no Python 3.11 or newer with the venv module was found (Debian: apt-get install python3-venv)"
    say "making .venv with $python ($("$python" --version 2>&1))"
    rm -rf .venv
    "$python" -m venv .venv
}

install_python_packages() {
    export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
    say "installing the Python packages of $lock, every file checked against its hash"
    .venv/bin/python -m pip install --require-hashes --progress-bar off -r "$lock" |
        { grep -E '^(Collecting|Downloading|Installing|Successfully)' || true; } | sed 's/ --hash=[^ ]*//g; s/^/setup:   /'
    say "installing kbassist itself, from this folder"
    .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
}

system_packages
if [ -x .venv/bin/kbassist ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ]; then
    [ -n "$quiet" ] || say "ready"
    exit 0
fi
make_environment
install_python_packages
fingerprint >"$stamp"
say "ready: .venv/bin/kbassist --help"
