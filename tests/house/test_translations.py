"""Every message of the interface has its Chinese, with the same gaps, and the compiled catalogue is up to date."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.house.sources import ROOT

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "packaging" / "translations.py"), run_name="translations")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "kbassist").mkdir()
    (tmp_path / "resources/locale/zh_CN").mkdir(parents=True)
    return tmp_path


def write(project: Path, code: str, **catalogues: str) -> None:
    (project / "kbassist" / "room.py").write_text(code, encoding="utf-8")
    for name, text in catalogues.items():
        (project / "resources/locale/zh_CN" / f"{name}.po").write_text(HEADER + text, encoding="utf-8")


def test_the_project_is_translated_and_compiled(script: dict[str, Any]) -> None:
    assert script["problems"]() == []


CASES = {
    "missing": ('_("Open")', "", 'room.py:1: no Chinese for "Open"'),
    "obsolete": ("", 'msgid "Open"\nmsgstr "打开"\n', 'no longer used in the program: "Open"'),
    "empty": ('_("Open")', 'msgid "Open"\nmsgstr ""\n', 'not translated: "Open"'),
    "gaps differ": ('N_("{n} left", n=1)', 'msgid "{n} left"\nmsgstr "剩 {m}"\n', "other gaps"),
    "braces": ('N_("{n} left", n=1)', 'msgid "{n} left"\nmsgstr "剩 {n"\n', "unbalanced braces"),
    "values differ": ('N_("{n} left", m=1)', 'msgid "{n} left"\nmsgstr "剩 {n}"\n', "get values ['m']"),
    "no literal": ("_(name)", "", "needs its message as a literal"),
    "fuzzy": ('_("Open")', '#, fuzzy\nmsgid "Open"\nmsgstr "打开"\n', 'fuzzy: "Open"'),
    "twice": (
        '_("Open")',
        'msgid "Open"\nmsgstr "打开"\n\nmsgid "Open"\nmsgstr "开"\n',
        'twice in this file: "Open"',
    ),
    "not a po file": ('_("Open")', "msgid Open\n", "cannot be read"),
    "plural": (
        'ngettext("{n} file", "{n} files", n)',
        'msgid "{n} file"\nmsgid_plural "{n} files"\nmsgstr[0] "{m} 个"\n',
        "other gaps",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_translation_is_named(script: dict[str, Any], project: Path, case: str) -> None:
    code, catalogue, wanted = CASES[case]
    write(project, code, area=catalogue)
    assert any(wanted in sentence for sentence in script["problems"](project)), script["problems"](project)


def test_two_files_must_not_contradict_each_other(script: dict[str, Any], project: Path) -> None:
    write(project, '_("Open")', a='msgid "Open"\nmsgstr "打开"\n', b='msgid "Open"\nmsgstr "开启"\n')
    assert any("differs from a.po" in sentence for sentence in script["problems"](project))


def test_the_compiled_catalogue_must_be_there(script: dict[str, Any], project: Path) -> None:
    write(project, '_("Open")', a='msgid "Open"\nmsgstr "打开"\n')
    (sentence,) = script["problems"](project)
    assert "not up to date" in sentence
    target = project / script["COMPILED"]
    target.parent.mkdir()
    target.write_bytes(script["compiled"](script["merge"](project)[0]))
    assert script["problems"](project) == []


def test_the_help_of_the_command_line_is_to_be_translated(script: dict[str, Any], project: Path) -> None:
    code = (
        'app = typer.Typer(help="All.")\n'
        'Named = Annotated[str, typer.Option("--name", metavar="NAME", help="Its name." + "")]\n'
        'def command(n: Annotated[int, typer.Argument(min=1, help="How many.")]) -> None:\n'
        '    """Do it\n    at once.\n\n    Twice.\n    """\n'
        '@app.command("other")\n'
        'def other() -> None:\n    """Do others."""\n'
        'def neither(help: str) -> None:\n    """Be quiet."""\n    show(help="nothing")\n'
    )
    folder = project / "kbassist" / "cli"
    folder.mkdir()
    (folder / "one.py").write_text(code, encoding="utf-8")
    (project / "kbassist" / "elsewhere.py").write_text(code, encoding="utf-8")
    found = list(script["uses"](project))
    texts = {one.msgid for one in found if not isinstance(one, str)}
    assert texts == {"All.", "NAME", "How many.", "Do it at once.", "Twice.", "Do others."}
    (wrong,) = (one for one in found if isinstance(one, str))
    assert wrong.startswith("kbassist/cli/one.py:2: help= needs a literal")
