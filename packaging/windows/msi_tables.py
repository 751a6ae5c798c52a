"""What wixl cannot say in an MSI, written into its tables: conditions, kept options, a polite end of the program."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from windows.tool import run

ENDING: Final = "EndRunning"
_PROGRAM: Final = 2  # a program stored in the package; an exit code other than 0 stops the installation
_PROGRAM_IGNORED: Final = 2 + 64  # the same, whatever its exit code
_SET_PROPERTY: Final = 51
OPTIONS: Final = ("LIBRARY", "HOTKEY", "LANGUAGE")
PROGRAM_KEY: Final = r"Software\kbassist"
DEFAULTS_KEY: Final = rf"{PROGRAM_KEY}\Defaults"
RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
UNINSTALL_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\kbassist"  # Setup.exe's, of HKCU
OWN_COPY: Final = "OWN_COPY"  # the folder of the copy that Setup.exe made for the user who installs
_SECOND_COPY: Final = (
    "kbassist is already installed for this user by Setup.exe. Remove it first, or set BESIDE=1 to have both. "
    "当前用户已用 Setup.exe 安装了 kbassist。请先卸载，或用 BESIDE=1 保留两份。"
)
_HKCU: Final = 1
_HKLM: Final = 2
_RAW_64: Final = 2 + 16  # a registry value, in the 64-bit registry
_AFTER_SEARCH: Final = 60  # AppSearch is 50, the first thing that Windows sizes comes at 800
_BEFORE_VALIDATION: Final = 1390  # InstallValidate, 1400, counts what is in use
_AFTER_ALL: Final = 6610  # InstallFinalize is 6600
FOUND: Final = ("WIX_DOWNGRADE_DETECTED", "WIX_UPGRADE_DETECTED")
# What the command line sets. Named as safe, they reach Windows' service also where the user is no administrator.
PROPERTIES: Final = (*OPTIONS, "AUTOSTART", "COMPONENTS", "FORCE", "BESIDE", "INSTALLDIR", "WIPE")
# What the search finds. Windows searches once, and with a window not where it installs: named as safe, it gets there.
SEARCHED: Final = (
    *(f"{name}_BEFORE" for name in ("SEMANTIC", "AUTOSTART", *OPTIONS, "INSTALLDIR")),
    OWN_COPY,
)
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


def complete(path: Path, package: str, more: Sequence[str] = ()) -> None:
    """Complete a package made by wixl, with `more` queries; `package` is its identity.

    Raises BuildError where a table refuses.
    """
    existing = run(["msiinfo", "tables", path]).split()
    queries = [query for table, query in TABLES.items() if table not in existing] + [*rows(), *more]
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
    text = run(["msiinfo", "export", path.resolve(), table], cwd=folder)  # it writes a table's files where it stands
    if (whole := unspelled(text)) == text:
        return None
    target = folder / f"{table}.idt"
    target.write_text(whole, encoding="utf-8", newline="")
    return target


def rows() -> list[str]:
    """Return the queries that complete the tables."""
    options = [query for option in OPTIONS for query in _kept_option(option, DEFAULTS_KEY, option.lower())]
    conditions = [_condition(f"Default{option.title()}", option) for option in OPTIONS]
    folder = _kept_option("INSTALLDIR", PROGRAM_KEY, "InstallDir")
    parts = [*_chosen_parts(), *options, *conditions, *folder]
    return [*_order(), *_ending(), *_starting(), *_forgetting(), *parts, *_alone()]


def _order() -> list[str]:
    """Search first; take the old version away within the transaction, so that a failure brings it back.

    What was chosen before is found by our own search: Windows' migration would overrule the command line.
    """
    tables = ("InstallExecuteSequence", "InstallUISequence")
    secure = ";".join((*FOUND, *PROPERTIES, *SEARCHED))
    return [
        *(row(table, ("Action", "Sequence"), ("AppSearch", 50)) for table in tables),
        *(f"DELETE FROM `{table}` WHERE `Action` = 'MigrateFeatureStates'" for table in tables),
        "UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'",
        f"UPDATE `Property` SET `Value` = '{secure}' WHERE `Property` = 'SecureCustomProperties'",
    ]


def _ending() -> list[str]:
    """Ask the running program to end; where an agent says no, nothing is installed."""
    asked = "(Installed OR WIX_UPGRADE_DETECTED) AND NOT UPGRADINGPRODUCTCODE"
    return [
        *_asked(ENDING, _PROGRAM, "--end-running", "30 --remember", (_BEFORE_VALIDATION, f"{asked} AND NOT FORCE")),
        *_asked("EndByForce", _PROGRAM, "--end-running", "30 --remember --force",
                (_BEFORE_VALIDATION + 1, f"{asked} AND FORCE")),
    ]  # fmt: skip


def _starting() -> list[str]:
    """Start it again where it ran before, and nobody removes it."""
    return _asked("StartAgain", _PROGRAM_IGNORED, "--start-again", "", (_AFTER_ALL, 'NOT REMOVE="ALL"'))


def _forgetting() -> list[str]:
    """Take away what the program left with the user who removes it; with WIPE=1, settings and data as well."""
    removed = 'REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE'
    return [
        *_asked("Forget", _PROGRAM_IGNORED, "--forget", "", (_AFTER_ALL + 1, f"{removed} AND NOT WIPE")),
        *_asked("Wipe", _PROGRAM_IGNORED, "--forget", "--wipe", (_AFTER_ALL + 2, f"{removed} AND WIPE")),
    ]


def _asked(name: str, kind: int, wish: str, more: str, when: tuple[int, str]) -> list[str]:
    """Ask the launcher; the point keeps the folder's last backslash from escaping the quote."""
    return [_action(name, kind, ENDING, f'{wish} "[INSTALLDIR]." {more}'.rstrip()), _sequence(name, *when)]


def _alone() -> list[str]:
    """Do not come beside the user's own copy unasked; an upgrade or a removal is no second one."""
    wished = f"NOT {OWN_COPY} OR BESIDE OR Installed OR WIX_UPGRADE_DETECTED"
    return [
        *_found(OWN_COPY, "FindOwnCopy", UNINSTALL_KEY, "InstallLocation", _HKCU),
        row("LaunchCondition", ("Condition", "Description"), (wished, spelled(_SECOND_COPY))),
    ]


def _chosen_parts() -> list[str]:
    """Install the optional parts that the command line names, or that the version before had."""
    return [
        *_found("SEMANTIC_BEFORE", "FindSemantic", PROGRAM_KEY, "Semantic"),
        *_found("AUTOSTART_BEFORE", "FindAutostart", RUN_KEY, "kbassist"),
        _condition("Semantic", 'COMPONENTS~="semantic" OR (SEMANTIC_BEFORE AND NOT COMPONENTS)'),
        _condition("Autostart", 'AUTOSTART="1" OR (AUTOSTART_BEFORE AND NOT AUTOSTART)'),
    ]


def _kept_option(option: str, key: str, value: str) -> list[str]:
    """Take what the command line names; without it, what the version before wrote to this value of the registry."""
    title, before = option.title(), f"{option}_BEFORE"
    return [
        *_found(before, f"Find{title}", key, value),
        _action(f"Keep{title}", _SET_PROPERTY, option, f"[{before}]"),
        _sequence(f"Keep{title}", _AFTER_SEARCH, f"NOT {option} AND {before}"),
    ]


def _found(name: str, signature: str, key: str, value: str, root: int = _HKLM) -> list[str]:
    """Put a value of the registry into a property, if there is one."""
    return [
        row("AppSearch", ("Property", "Signature_"), (name, signature)),
        row("RegLocator", ("Signature_", "Root", "Key", "Name", "Type"), (signature, root, key, value, _RAW_64)),
    ]


def _condition(feature: str, condition: str) -> str:
    return row("Condition", ("Feature_", "Level", "Condition"), (feature, 1, condition))


def row(table: str, columns: tuple[str, ...], values: tuple[str | int, ...]) -> str:
    """Return the query that adds a row."""
    named = ", ".join(f"`{column}`" for column in columns)
    given = ", ".join(str(value) if isinstance(value, int) else f"'{value}'" for value in values)
    return f"INSERT INTO `{table}` ({named}) VALUES ({given})"


def _action(name: str, kind: int, source: str, target: str) -> str:
    return row("CustomAction", ("Action", "Type", "Source", "Target"), (name, kind, source, target))


def _sequence(name: str, number: int, condition: str) -> str:
    return row("InstallExecuteSequence", ("Action", "Condition", "Sequence"), (name, condition, number))
