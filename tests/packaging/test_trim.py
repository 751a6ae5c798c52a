"""What of each wheel is shipped."""

from __future__ import annotations

import pytest
from windows import trim


@pytest.mark.parametrize(
    ("distribution", "path", "taken"),
    [
        ("pyside6-essentials", "PySide6/Qt6Core.dll", True),
        ("pyside6-essentials", "PySide6/QtCore.pyd", True),
        ("pyside6-essentials", "PySide6/plugins/platforms/qwindows.dll", True),
        ("pyside6-essentials", "PySide6/translations/qtbase_zh_CN.qm", True),
        ("pyside6-essentials", "PySide6/msvcp140.dll", True),
        ("pyside6-essentials", "PySide6/opengl32sw.dll", False),
        ("pyside6-essentials", "PySide6/Qt6Quick.dll", False),
        ("pyside6-essentials", "PySide6/plugins/tls/qopensslbackend.dll", False),
        ("pyside6-essentials", "PySide6/designer.exe", False),
        ("babel", "babel/locale-data/zh_Hans_CN.dat", True),
        ("babel", "babel/locale-data/en.dat", True),
        ("babel", "babel/locale-data/root.dat", True),
        ("babel", "babel/locale-data/de.dat", False),
        ("numpy", "numpy/_core/_multiarray_umath.cp313-win_amd64.pyd", True),
        ("numpy", "numpy/typing/__init__.py", True),
        ("numpy", "numpy/_core/tests/test_umath.py", False),
        ("numpy", "numpy/_core/_umath_tests.cp313-win_amd64.pyd", False),
        ("cffi", "_cffi_backend.cp313-win_amd64.pyd", True),
        ("cffi", "cffi-2.1.1.dist-info/METADATA", True),
        ("cffi", "cffi/api.py", False),
        ("pynacl", "nacl/_sodium.pyd", True),
        ("pynacl", "nacl/bindings/crypto_pwhash.py", True),
        ("pynacl", "nacl/pwhash/argon2i.py", False),
        ("rich", "rich/console.py", True),
        ("rich", "rich/py.typed", False),
        ("rich", "rich-15.0.0.dist-info/METADATA", True),
        ("rich", "rich-15.0.0.dist-info/RECORD", False),
    ],
)
def test_what_is_taken(distribution: str, path: str, taken: bool) -> None:
    assert trim.takes(distribution, path) is taken


@pytest.mark.parametrize("module", ["QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtSvg"])
def test_every_qt_module_of_the_program_is_taken(module: str) -> None:
    assert trim.takes("pyside6-essentials", f"PySide6/{module}.pyd")


def test_python_keeps_what_modules_import_and_loses_its_own_launchers() -> None:
    assert all(map(trim.takes_of_python, ("python313.dll", "python3.dll", "_ssl.pyd", "vcruntime140.dll")))
    assert not any(map(trim.takes_of_python, ("python.exe", "pythonw.exe", "sqlite3.dll", "_wmi.pyd")))


def test_a_rule_that_finds_nothing_is_told() -> None:
    assert "PySide6/Qt6Svg.dll" in trim.missing("pyside6-essentials", frozenset({"PySide6/Qt6Core.dll"}))
    assert trim.missing("rich", frozenset({"rich/console.py"})) == ()
