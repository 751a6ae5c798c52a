"""The products that `make package` made, installed under wine; KBASSIST_PACKAGE_DIR names the folder they lie in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from tests.desktop.xvfb import VirtualDesktop
from tests.e2e.wine_desk import SCREEN, Machine, prepare, switched_on
from tests.packaging.wine.prefix import Done, Windows, make

VARIABLE: Final = "KBASSIST_PACKAGE_DIR"
MINUTES: Final = 10  # for one test; the first of a module installs the product
QUESTION: Final = "^kbassist$"  # the window that asks whether to leave a reply
MACRO: Final = """---
编号: hello
标题: 问候
简码: wh
填写:
  姓名: {类型: 文本, 标签: 客户怎么称呼}
---
{{ 姓名 }}您好
"""
"""A reply to fill in; the search “wh” finds it."""


def unavailable() -> str:
    """Tell why the products cannot be tested here; empty where they can."""
    if not os.environ.get(VARIABLE):
        return f"{VARIABLE} names no folder with products of `make package`"
    lacking = [
        name for name in ("wine", "x86_64-w64-mingw32-gcc", "Xvfb", "xdotool", "import") if shutil.which(name) is None
    ]
    return f"not installed: {', '.join(lacking)}" if lacking else ""


def needs_products() -> list[pytest.MarkDecorator]:
    """Return the marks of a test that runs the installed program under wine."""
    why = unavailable()
    return [
        pytest.mark.wine,
        pytest.mark.slow,
        pytest.mark.timeout(60 * MINUTES),
        pytest.mark.skipif(bool(why), reason=why),
    ]


def product(pattern: str) -> Path:
    """Return the one product of this name."""
    return next(Path(os.environ[VARIABLE]).glob(pattern))


def run_setup(windows: Windows, *options: str, setup: Path | None = None) -> Done:
    """Run the per-user installer silently to its end."""
    return windows.run(setup or product("*-Setup.exe"), "/S", *options)


def run_msi(windows: Windows, *options: str, package: Path | None = None) -> Done:
    """Install the per-machine package silently."""
    return windows.run("msiexec", "/i", package or product("*.msi"), "/qn", *options)


def user_folder(windows: Windows) -> Path:
    """Return where the per-user installer puts the program."""
    return windows.local / "Programs" / "kbassist"


def machine_folder(windows: Windows) -> Path:
    """Return where the per-machine package puts the program."""
    return windows.drive / "Program Files" / "kbassist"


INSTALLERS: Final[Mapping[str, tuple[Callable[..., Done], Callable[[Windows], Path]]]] = MappingProxyType(
    {"wine-setup": (run_setup, user_folder), "wine-msi": (run_msi, machine_folder)}
)


@contextmanager
def machine(kind: str, folder: Path, *options: str) -> Iterator[Machine]:
    """Install a product (`wine-setup`, `wine-msi`) into a fresh Windows with a desktop, and give it."""
    install, top = INSTALLERS[kind]
    with VirtualDesktop(f"{SCREEN}x24", window_manager=False) as desktop:
        windows = make(folder).on(desktop.display)
        prepare(windows)
        done = install(windows, *options)
        assert done.code == 0, done
        with switched_on(windows, desktop, top(windows)) as found:
            yield found
