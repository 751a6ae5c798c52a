"""Tests run apart from the machine, and the scripts that start them are sound."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

from kbassist import i18n, paths
from tests.conftest import E2E_PROGRAMS, NetworkForbiddenError
from tests.house.sources import ROOT

SCRIPTS = [*sorted((ROOT / "packaging").rglob("*.sh")), ROOT / ".ci" / "run"]
# The Debian package that each program of the end-to-end tests comes in.
PACKAGES = {"Xvfb": "xvfb", "openbox": "openbox", "trayer": "trayer", "xdotool": "xdotool", "xclip": "xclip"}
# What Qt's platform plugins for X11 and for no screen load at start.
QT_NEEDS = """libgl1 libegl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxcb-cursor0 libxcb-icccm4
libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"""


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0), ("example.invalid", 443)])
def test_the_network_is_off(address: tuple[object, ...]) -> None:
    family = socket.AF_INET6 if ":" in str(address[0]) else socket.AF_INET
    with socket.socket(family) as client, pytest.raises(NetworkForbiddenError):
        client.connect(address)


def test_the_machine_itself_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())


def test_each_test_has_folders_of_its_own(own_profile: Path) -> None:
    folders = (paths.config_dir(), paths.cache_dir(), paths.data_dir())
    assert all(folder.parent == own_profile for folder in folders)
    assert not any(folder.exists() for folder in folders)


def test_messages_are_english_and_no_window_can_appear() -> None:
    assert i18n.language() == "en"
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_parse_and_stop_at_errors(script: Path) -> None:
    subprocess.run(["bash", "-n", str(script)], check=True, timeout=30)
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")


def test_setup_names_every_package_that_is_needed() -> None:
    words = set(re.findall(r"[a-z0-9.+-]+", (ROOT / "packaging" / "setup.sh").read_text(encoding="utf-8")))
    assert set(E2E_PROGRAMS) == PACKAGES.keys()
    assert {*PACKAGES.values(), *QT_NEEDS.split(), "python3-venv", "fonts-noto-cjk"} - words == set()
