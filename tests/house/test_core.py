"""The core works where Qt is not installed."""

from __future__ import annotations

import subprocess
import sys

from tests.house.sources import ROOT, modules

WITH_QT = ("kbassist.app", "kbassist.ui", "kbassist.desktop")
QT_FREE_PORTS = ("kbassist.desktop", "kbassist.desktop.ports")
BLOCKER = """
import importlib, sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ModuleNotFoundError(f"No module named {name!r} (taken away by the test)", name=name)
sys.meta_path.insert(0, Blocker())
failed = []
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except Exception as error:
        failed.append(f"{name}: {type(error).__name__}: {error}")
print("\\n".join(failed))
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )


def core_modules() -> list[str]:
    return [name for name in modules() if not name.startswith(WITH_QT) and name != "kbassist.__main__"]


def test_core_imports_without_qt() -> None:
    done = run("-c", BLOCKER, *core_modules(), *QT_FREE_PORTS)
    assert (done.stdout.strip(), done.stderr.strip(), done.returncode) == ("", "", 0)


def test_search_and_fill_work_without_qt() -> None:
    script = (
        BLOCKER
        + "from kbassist.__main__ import main\nsys.argv = ['kbassist', 'search', '退款', '--library', '.']\nmain()"
    )
    done = run("-c", script)
    assert done.returncode == 0, done.stderr
    assert "退款" in done.stdout


def test_the_command_line_does_not_load_qt() -> None:
    script = (
        "import sys; sys.argv = ['kbassist', '--help']\n"
        "from kbassist.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))])"
    )
    done = run("-c", script)
    assert done.stdout.strip().endswith("[]"), done.stdout + done.stderr


def test_start_up_does_not_load_what_is_needed_later() -> None:
    later = ("liquid", "whoosh", "markdown", "nh3", "numpy", "watchfiles")
    script = (
        f"import sys; import kbassist.__main__; "
        f"print(sorted({{name.partition('.')[0] for name in sys.modules}} & set({later!r})))"
    )
    done = run("-c", script)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
