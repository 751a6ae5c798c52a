#!/usr/bin/env bash
# Tests the Windows product on Debian, under wine: test.sh [--quick] [--only unit|products]. See `make test-windows`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

packaging/setup.sh --quiet
packaging/windows/setup.sh
unset DISPLAY WAYLAND_DISPLAY WINEPREFIX
PYTHONPATH=packaging exec .venv/bin/python -m tests.packaging.wine.run "$@" </dev/null
