"""Which files of each part the program uses; all others stay out of the package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns over paths within a wheel (`*` takes slashes too); what is dropped is dropped even if it is kept."""

    keep: tuple[str, ...] = ("*",)
    drop: tuple[str, ...] = ()

    def takes(self, path: str) -> bool:
        """Tell whether a file is used."""
        return any(fnmatchcase(path, one) for one in self.keep) and not any(
            fnmatchcase(path, one) for one in self.drop
        )


# Typing stubs, sources of extension modules, what compiles against them, and tests of their own.
NEVER: Final = (
    "*.pyi", "*/py.typed", "*.pyx", "*.pxd", "*.pxi", "*.h", "*.c", "*.cpp", "*.hpp", "*.lib", "*.a", "*.pdb",
    "*.pyc", "*/tests/*", "*/test/*", "*.data/*",
)  # fmt: skip

_QT_MODULES: Final = ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtSvg")
_QT: Final = Rule(
    (
        "PySide6/__init__.py", "PySide6/_config.py", "PySide6/_git_pyside_version.py", "PySide6/pyside6.abi3.dll",
        *(f"PySide6/{module}.pyd" for module in _QT_MODULES),
        *(f"PySide6/{module.replace('Qt', 'Qt6', 1)}.dll" for module in _QT_MODULES),
        "PySide6/msvcp140.dll", "PySide6/msvcp140_1.dll", "PySide6/msvcp140_2.dll",
        "PySide6/vcruntime140.dll", "PySide6/vcruntime140_1.dll",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        "PySide6/plugins/iconengines/qsvgicon.dll",
        "PySide6/plugins/imageformats/qgif.dll", "PySide6/plugins/imageformats/qico.dll",
        "PySide6/plugins/imageformats/qjpeg.dll", "PySide6/plugins/imageformats/qsvg.dll",
        "PySide6/plugins/imageformats/qwebp.dll",
        "PySide6/translations/qtbase_zh_CN.qm",
        "*.dist-info/METADATA",
    ),
)  # fmt: skip

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "pyside6-essentials": _QT,
        "shiboken6": Rule(drop=("shiboken6/concrt140.dll", "shiboken6/vc[ac]*.dll", "shiboken6/vcomp140.dll",
                                "shiboken6/msvcp140_codecvt_ids.dll")),
        # Numbers and dates of every language on Earth; macros are written in two.
        "babel": Rule(("babel/*.py", "babel/global.dat", "babel/locale-data/root.dat", "babel/locale-data/en*.dat",
                       "babel/locale-data/zh*.dat")),
        # Its own copy of the time zones beside tzdata's; the program asks pytz for none.
        "pytz": Rule(drop=("pytz/zoneinfo/*",)),
        # PyNaCl's own extension asks for the backend alone; the rest writes C, for which a compiler were needed.
        "cffi": Rule(("_cffi_backend.*.pyd", "*.dist-info/METADATA")),
        # Passwords and boxes are not the program's; of the bindings all are, since one module imports them.
        "pynacl": Rule(drop=("nacl/pwhash/*", "nacl/hashlib.py")),
        "numpy": Rule(drop=("numpy/f2py/*", "numpy/_pyinstaller/*", "numpy/doc/*",
                            "numpy/_core/_*_tests.*.pyd", "numpy/_core/_simd.*.pyd")),
    }
)  # fmt: skip

# Locked, since the extensions of others were made with it, and asked for by nothing that runs.
NOT_SHIPPED: Final = frozenset({"pycparser"})

# CPython without its own launchers, SQLite, and a look at the whole machine. OpenSSL stays: watchfiles
# imports anyio, and that imports ssl, although nothing here opens a connection.
PYTHON_DROPS: Final = frozenset(
    {
        "python.exe", "pythonw.exe", "python.cat", "python313._pth", "_sqlite3.pyd", "sqlite3.dll", "winsound.pyd",
        "_wmi.pyd", "LICENSE.txt",
    }
)  # fmt: skip


def takes(distribution: str, path: str) -> bool:
    """Tell whether a file of a wheel goes into the package; of its description only METADATA does."""
    folder, _slash, rest = path.partition("/")
    if folder.endswith(".dist-info"):
        return rest == "METADATA"
    if any(fnmatchcase(path, one) for one in NEVER):
        return False
    return RULES.get(distribution, Rule()).takes(path)


def takes_of_python(name: str) -> bool:
    """Tell whether a file of the embeddable CPython goes into the package."""
    return name not in PYTHON_DROPS


def missing(distribution: str, paths: frozenset[str]) -> tuple[str, ...]:
    """Return the patterns that find nothing any more, because the distribution has changed."""
    rule = RULES.get(distribution, Rule())
    return tuple(one for one in (*rule.keep, *rule.drop) if not any(fnmatchcase(path, one) for path in paths))
