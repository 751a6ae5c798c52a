"""The manual for IT says what the installers and the program do: every option, code, property, setting and key."""

from __future__ import annotations

import re
import sys

import pytest

from kbassist import policy
from kbassist.setting_kinds import Choice, Codes, Number, Whole
from kbassist.settings import KINDS
from kbassist.updates.refusal import Refusal
from tests.house.sources import ROOT

sys.path.insert(0, str(ROOT / "packaging"))

from windows import msi_tables, sign, update_key

LANGUAGES = ("en", "zh")
PAIRS = ("it", "network")
BUILT_IN = ("S", "D=")
"""Options that NSIS itself reads."""


def manual(language: str, name: str = "it") -> str:
    return (ROOT / "docs" / "manual" / f"{name}.{language}.md").read_text(encoding="utf-8")


def setup() -> str:
    return (ROOT / "packaging" / "windows" / "setup.nsi").read_text(encoding="utf-8")


def row(text: str, name: str) -> str:
    """Return the row of a table whose first cell begins with a name in code; empty where there is none."""
    return next((line for line in text.splitlines() if line.startswith(f"| `{name}`")), "")


@pytest.mark.parametrize("name", PAIRS)
def test_both_languages_have_the_same_chapters_rows_and_examples(name: str) -> None:
    shapes = {
        tuple(
            len(re.findall(mark, manual(language, name), re.MULTILINE))
            for mark in ("^## ", "^### ", r"^\|", "^```", "^- ")
        )
        for language in LANGUAGES
    }
    assert len(shapes) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exit_code_of_the_setup_is_said_and_no_other(language: str) -> None:
    defined = {int(code) for code in re.findall(r"^!define [A-Z_]+ (\d+)$", after_codes(), re.MULTILINE)}
    said = {int(code) for code in re.findall(r"^\| (\d+) \|", manual(language), re.MULTILINE)}
    assert said == defined | {0, 1, 2}


def after_codes() -> str:
    return setup().split("; Exit codes", 1)[1].split("Name ", 1)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_of_setup_and_uninstaller_is_said(language: str) -> None:
    read = set(re.findall(r'ReadArgument "(?:un\.)?" (\w+=?)', setup()))
    read |= set(re.findall(r"KeepDefault ([A-Z]+) ", setup()))
    assert {"LOG=", "AUTOSTART=", "WIPE", "LIBRARY"} <= read
    assert [option for option in {*read, *BUILT_IN} if f"/{option}" not in manual(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_property_of_the_msi_is_said(language: str) -> None:
    chapter = manual(language).split("\n## ")[3]  # what there is, Setup.exe, the MSI
    assert [name for name in msi_tables.PROPERTIES if name not in chapter] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*KINDS, policy.UPDATE_FOLDER, policy.UPDATE_KEY])
def test_every_setting_is_said_with_what_it_may_be(language: str, name: str) -> None:
    said, kind = row(manual(language), name), KINDS.get(name)
    assert said, f"{name} has no row"
    words: list[object] = []
    if isinstance(kind, Choice):
        words += [one or policy.NONE for one in kind.names]
    elif isinstance(kind, Codes):
        words += kind.known
    elif isinstance(kind, Whole | Number):
        words += [kind.low, kind.high]
    assert [word for word in words if str(word) not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_of_the_registry_and_names_of_the_environment_are_said(language: str) -> None:
    names = (policy.POLICIES, policy.DEFAULTS, msi_tables.PROGRAM_KEY, sign.CERTIFICATE, sign.PASSWORD_FILE,
             sign.TIMESTAMP, update_key.KEY, "KBASSIST_UPDATE_NOTES", "KBASSIST_CONFIG_DIR", "KBASSIST_DATA_DIR",
             "KBASSIST_CACHE_DIR", "KBASSIST_LANGUAGE")  # fmt: skip
    assert [name for name in names if name not in manual(language)] == []


def test_every_reason_for_a_refusal_is_in_the_formats() -> None:
    formats = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [why.value for why in Refusal if f"`{why.value}`" not in formats] == []
