"""What wixl cannot say in an MSI, written into its tables: conditions, kept options, a polite end of the program."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from windows.tool import run

ENDING: Final = "EndRunning"
_EXE_IN_TABLE_IGNORE: Final = 2 + 64  # a program stored in the package; its exit code does not stop the installation
_SET_PROPERTY: Final = 51
OPTIONS: Final = ("LIBRARY", "HOTKEY", "LANGUAGE")
PROGRAM_KEY: Final = r"Software\kbassist"
DEFAULTS_KEY: Final = rf"{PROGRAM_KEY}\Defaults"
RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
_HKLM: Final = 2
_RAW_64: Final = 2 + 16  # a registry value, in the 64-bit registry
_AFTER_SEARCH: Final = 60  # AppSearch is 50, the first thing that Windows sizes comes at 800
_BEFORE_VALIDATION: Final = 1390  # InstallValidate, 1400, counts what is in use
# Tables that wixl makes only where it has rows for them itself.
TABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Condition": "CREATE TABLE `Condition` (`Feature_` CHAR(38) NOT NULL, `Level` INT NOT NULL, "
        "`Condition` CHAR(255) PRIMARY KEY `Feature_`, `Level`)",
        "AppSearch": "CREATE TABLE `AppSearch` (`Property` CHAR(72) NOT NULL, `Signature_` CHAR(72) NOT NULL "
        "PRIMARY KEY `Property`, `Signature_`)",
        "RegLocator": "CREATE TABLE `RegLocator` (`Signature_` CHAR(72) NOT NULL, `Root` INT NOT NULL, "
        "`Key` CHAR(255) NOT NULL, `Name` CHAR(255), `Type` INT PRIMARY KEY `Signature_`)",
        "CustomAction": "CREATE TABLE `CustomAction` (`Action` CHAR(72) NOT NULL, `Type` INT NOT NULL, "
        "`Source` CHAR(72), `Target` CHAR(255), `ExtendedType` LONG PRIMARY KEY `Action`)",
    }
)


def spelled(text: str) -> str:
    """Return a text in plain letters, which is all that wixl survives; `complete` puts the others back."""
    return re.sub(r"[^\x00-\x7f]", lambda found: f"_u{ord(found[0]):x}_", text)


def unspelled(text: str) -> str:
    """Return a text as it was before `spelled`."""
    return re.sub(r"_u([0-9a-f]{2,6})_", lambda found: chr(int(found[1], 16)), text)


def complete(path: Path, package: str) -> None:
    """Complete a package made by wixl; `package` is its identity. Raises BuildError where a table refuses."""
    existing = run(["msiinfo", "tables", path]).split()
    queries = [query for table, query in TABLES.items() if table not in existing] + rows()
    run(["msibuild", path, *(word for query in queries for word in ("-q", query))])
    _write_letters(path)
    run(["msibuild", path, "-s", "kbassist", "kbassist contributors", "x64;1033", f"{{{package}}}"])


def _write_letters(path: Path) -> None:
    """Declare the package's text as UTF-8 and write the letters that wixl did not get."""
    with tempfile.TemporaryDirectory() as scratch:
        changed = [_export(path, table, Path(scratch)) for table in run(["msiinfo", "tables", path]).split()]
        code_page = Path(scratch, "code_page.idt")
        code_page.write_bytes(b"\r\n\r\n65001\t_ForceCodepage\r\n")
        tables = [code_page, *(one for one in changed if one is not None)]
        run(["msibuild", path, *(word for one in tables for word in ("-i", one))])


def _export(path: Path, table: str, folder: Path) -> Path | None:
    """Write a table with its letters put back to a file; None where it has none."""
    if table.startswith("_"):
        return None
    text = run(["msiinfo", "export", path, table])
    if (whole := unspelled(text)) == text:
        return None
    target = folder / f"{table}.idt"
    target.write_text(whole, encoding="utf-8", newline="")
    return target


def rows() -> list[str]:
    """Return the queries that complete the tables."""
    return [*_order(), *_ending(), *_chosen_parts(), *(query for option in OPTIONS for query in _kept_option(option))]


def _order() -> list[str]:
    """Search first; take the old version away within the transaction, so that a failure brings it back.

    What was chosen before is found by our own search: Windows' migration would overrule the command line.
    """
    tables = ("InstallExecuteSequence", "InstallUISequence")
    return [
        *(_row(table, ("Action", "Sequence"), ("AppSearch", 50)) for table in tables),
        *(f"DELETE FROM `{table}` WHERE `Action` = 'MigrateFeatureStates'" for table in tables),
        "UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'",
    ]


def _ending() -> list[str]:
    """Ask the running program to end, in the session of whoever installs; Windows itself asks in all the others."""
    return [
        _action(ENDING, _EXE_IN_TABLE_IGNORE, ENDING, '--end-running "[INSTALLDIR]" 30'),
        _sequence(ENDING, _BEFORE_VALIDATION, "Installed OR WIX_UPGRADE_DETECTED"),
    ]


def _chosen_parts() -> list[str]:
    """Install the optional parts that the command line names, or that the version before had."""
    return [
        *_found("SEMANTIC_BEFORE", "FindSemantic", PROGRAM_KEY, "Semantic"),
        *_found("AUTOSTART_BEFORE", "FindAutostart", RUN_KEY, "kbassist"),
        _condition("Semantic", 'COMPONENTS~="semantic" OR (SEMANTIC_BEFORE AND NOT COMPONENTS)'),
        _condition("Autostart", 'AUTOSTART="1" OR (AUTOSTART_BEFORE AND NOT AUTOSTART)'),
    ]


def _kept_option(option: str) -> list[str]:
    """Write a default that the command line names; without it, the one of the version before."""
    title, before = option.title(), f"{option}_BEFORE"
    return [
        *_found(before, f"Find{title}", DEFAULTS_KEY, option.lower()),
        _action(f"Keep{title}", _SET_PROPERTY, option, f"[{before}]"),
        _sequence(f"Keep{title}", _AFTER_SEARCH, f"NOT {option} AND {before}"),
        _condition(f"Default{title}", option),
    ]


def _found(name: str, signature: str, key: str, value: str) -> list[str]:
    """Put a value of the machine's registry into a property, if there is one."""
    return [
        _row("AppSearch", ("Property", "Signature_"), (name, signature)),
        _row("RegLocator", ("Signature_", "Root", "Key", "Name", "Type"), (signature, _HKLM, key, value, _RAW_64)),
    ]


def _condition(feature: str, condition: str) -> str:
    return _row("Condition", ("Feature_", "Level", "Condition"), (feature, 1, condition))


def _row(table: str, columns: tuple[str, ...], values: tuple[str | int, ...]) -> str:
    named = ", ".join(f"`{column}`" for column in columns)
    given = ", ".join(str(value) if isinstance(value, int) else f"'{value}'" for value in values)
    return f"INSERT INTO `{table}` ({named}) VALUES ({given})"


def _action(name: str, kind: int, source: str, target: str) -> str:
    return _row("CustomAction", ("Action", "Type", "Source", "Target"), (name, kind, source, target))


def _sequence(name: str, number: int, condition: str) -> str:
    return _row("InstallExecuteSequence", ("Action", "Condition", "Sequence"), (name, condition, number))
