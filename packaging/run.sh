#!/usr/bin/env bash
# Starts the program where there is a screen; else tours it on a virtual one and leaves the pictures in out/tour/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/kbassist desk "$@"
fi
echo "run: no screen here, so the program is toured on a virtual one"
exec .venv/bin/python -m tests.e2e.tour out/tour </dev/null
