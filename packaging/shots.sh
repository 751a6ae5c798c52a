#!/usr/bin/env bash
# Takes a picture of every state of the window, at 100 % and 200 %: shots.sh FOLDER. Always on a virtual screen, so that
# the pictures do not depend on the machine's own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly folder=${1:-out/shots}
for scale in 1 2; do
    echo "shots: at ${scale}00 % into $folder"
    env -u WAYLAND_DISPLAY QT_QPA_PLATFORM=xcb xvfb-run --auto-servernum --server-args="-screen 0 2560x1600x24" \
        .venv/bin/python -m tests.shots.make "$folder" --scale "$scale" </dev/null
done
