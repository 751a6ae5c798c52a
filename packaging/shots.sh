#!/usr/bin/env bash
# Takes a picture of every state of the window, at 100 % and 200 %, and those of the manual: shots.sh FOLDER. Always on
# virtual screens, so that the pictures do not depend on the machine's own; both scales at once, which halves the time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly folder=${1:-out/shots}

shoot() {
    echo "shots: at ${1}00 % into $folder"
    env -u WAYLAND_DISPLAY QT_QPA_PLATFORM=xcb xvfb-run --auto-servernum --server-args="-screen 0 2560x1600x24" \
        .venv/bin/python -m tests.shots.make "$folder" --scale "$@" </dev/null
}

shoot 2 --few &
shoot 1 --manual docs/images
wait $!
