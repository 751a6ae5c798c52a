"""The pages tell the truth: commands run, targets exist, every command and rule is in the manual."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import typer.main

import kbassist
from tests.house.sources import ROOT, python_files, tree

LANGUAGES = ("zh", "en")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(?:sh|console|bash)\n(.*?)^```", re.MULTILINE | re.DOTALL)
RULE = re.compile(r"[a-z]+(-[a-z]+)+")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")


def commands(page: Path, first_word: str) -> list[str]:
    """Return the commands in a page's shell blocks that begin with a word, comments and pipes cut off."""
    lines = [line for block in BLOCK.findall(page.read_text(encoding="utf-8")) for line in block.splitlines()]
    lines = [re.split(r"\s+#\s|\s+\|\s", line)[0].strip().removeprefix("$ ") for line in lines]
    return [line for line in lines if line.split()[:1] == [first_word]]


def documented_commands() -> list[str]:
    found = {line: None for page in PAGES for line in commands(page, "kbassist")}
    return [line for line in found if shlex.split(line)[1:2] != ["desk"]]


def text(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


@pytest.mark.parametrize("line", documented_commands())
def test_every_documented_command_runs(line: str, tmp_path: Path) -> None:
    library = tmp_path / "library"
    for folder in ("kb", "macros"):
        shutil.copytree(ROOT / folder, library / folder)
    words = [str(library) if word == "DIR" else word for word in shlex.split(line)[1:]]
    done = subprocess.run(
        [sys.executable, "-m", "kbassist", *words],
        cwd=library,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr


def test_the_readme_shows_commands() -> None:
    names = {shlex.split(line)[1] for line in commands(ROOT / "README.md", "kbassist")}
    assert {"--help", "search", "fill", "check", "doctor"} <= names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z0-9-]+)[`\s]", page.read_text(encoding="utf-8")))
    named |= {line.split()[1] for line in commands(page, "make") if len(line.split()) > 1}
    assert named - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    dead = [target for target in LINK.findall(prose) if not (page.parent / target).exists()]
    assert dead == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_in_the_manual(language: str) -> None:
    from kbassist.cli.app import app

    manual = text(f"docs/manual/leads.{language}.md", f"docs/manual/agents.{language}.md")
    group = typer.main.get_command(app)
    missing = [name for name in getattr(group, "commands", {}) if f"`kbassist {name}" not in manual]
    assert missing == []


def names_in_code() -> set[str]:
    """Return the words that stand bare in a call, a yield, a `RULE` or `_RULES` of the rooms that find problems."""
    found: list[ast.expr] = []
    for path in python_files("kbassist/content", "kbassist/macros", "kbassist/lint"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                found += [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "rule")]
            elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                found += node.value.elts
            elif isinstance(node, ast.AnnAssign) and ast.unparse(node.target) in {"RULE", "_RULES"} and node.value:
                found += node.value.values if isinstance(node.value, ast.Dict) else [node.value]
    return {node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def names_after_a_level() -> set[str]:
    """Return the words that follow `Level.…` in a call, as in `Problem(path, line, Level.ERROR, "expired", …)`."""
    found: set[str] = set()
    for path in python_files("kbassist/content", "kbassist/macros", "kbassist/lint"):
        for node in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
            for level, name in pairwise(node.args):
                named = isinstance(level, ast.Attribute) and ast.unparse(level.value) == "Level"
                if named and isinstance(name, ast.Constant) and isinstance(name.value, str):
                    found.add(name.value)
    return found


def test_every_rule_is_in_the_manual_and_every_rule_of_the_manual_exists() -> None:
    described = tomllib.loads(text("docs/manual/rules.toml"))["rules"].keys()
    names = names_in_code()
    # Words with hyphens are nothing else in these rooms; rules of one word follow a level.
    rules = {name for name in names if RULE.fullmatch(name)} | names_after_a_level()
    assert (sorted(rules - described), sorted(described - names)) == ([], [])


def test_every_filter_is_in_both_manuals_and_in_the_formats() -> None:
    from kbassist.macros.filters import FILTERS

    for page in ("docs/formats.md", "docs/manual/leads.en.md", "docs/manual/leads.zh.md"):
        assert [each.name for each in FILTERS if f"`{each.name}" not in text(page)] == [], page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_files_is_in_the_manual(language: str) -> None:
    manual = text(f"docs/manual/leads.{language}.md")
    rows = re.findall(r"^\| ([a-z_, ]+) \| ([^|]+) \|", text("docs/formats.md"), re.MULTILINE)
    column = 1 if language == "zh" else 0
    names = {name.strip() for row in rows for name in row[column].split(",") if name.strip() not in {"key", "中文"}}
    assert {name for name in names if name not in manual} == set()


def chords() -> set[str]:
    """Return all chords that mean something in the quick window, as the manual writes them."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QKeySequence

    from kbassist.ui.quick_keys import Mode, command

    drawn = {"Return": "Enter", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "PgDown": "PgDn", "~": "`"}
    names = ("ControlModifier", "AltModifier", "ShiftModifier")
    held = [Qt.KeyboardModifier(0)]
    for name in names:
        held += [one | Qt.KeyboardModifier[name] for one in held]
    found = ((one, key) for key in Qt.Key for one in held if any(command(mode, key, one) for mode in Mode))
    written = (QKeySequence(one.value | key.value).toString().split("+") for one, key in found)
    return {"+".join([*before, drawn.get(name, name)]) for *before, name in written}


def keys_of(chapter: str) -> set[str]:
    """Return the keys in the first column of a chapter's tables; those between the ends of a range stand as well."""
    cells = re.findall(r"^\| ([^|]+) \|", chapter, re.MULTILINE)
    found = {name for cell in cells for name in re.split(r"[\s、，,]+", cell.strip()) if name}
    ranges = [re.findall(r"(\S+\+)(\d) … \1(\d)", cell) for cell in cells]
    return found | {
        f"{held}{n}" for each in ranges for held, low, high in each for n in range(int(low), int(high) + 1)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_quick_window_is_in_the_manual_and_no_other(language: str) -> None:
    manual = text(f"docs/manual/agents.{language}.md")
    chapter = next(part for part in manual.split("\n## ") if part.startswith(("Keys\n", "快捷键\n")))
    written, known = keys_of(chapter), chords()
    assert sorted(known - written) == []
    assert sorted(key for key in written - known if key.startswith(("Ctrl+", "Alt+"))) == []


def team_files(page: str) -> list[tuple[str, str]]:
    """Return the settings files that a page shows: a name, and the lines below `# name.yaml` in a block of YAML."""
    blocks = "\n".join(re.findall(r"^```yaml\n(.*?)^```", text(page), re.MULTILINE | re.DOTALL))
    parts = re.split(r"^# (?:kb/_team/)?(\w+\.yaml)\n", blocks, flags=re.MULTILINE)
    return [(name, body) for name, body in zip(parts[1::2], parts[2::2], strict=True) if not name.startswith("_")]


@pytest.mark.parametrize("page", ["docs/formats.md", "docs/manual/leads.en.md", "docs/manual/leads.zh.md"])
def test_settings_files_that_are_shown_are_read_without_a_remark(page: str) -> None:
    from kbassist.content.team import read_team_file

    shown = team_files(page)
    assert {"wording.yaml", "steps.yaml", "openings.yaml"} <= {name for name, _body in shown}
    assert {name: read_team_file(body, f"kb/_team/{name}")[1] for name, body in shown} == {
        name: () for name, _body in shown
    }


TEAMS = {"en": ("signature", "Acme Support"), "zh": ("署名", "晴选商城客服")}
"""The snippet that the macro of a manual takes, and the signature of its team."""


def library_shown(language: str, root: Path) -> Path:
    """Write the macro of a manual, with the examples that it shows, and what they rest on into a library."""
    manual = text(f"docs/manual/leads.{language}.md")
    (macro,) = re.findall(r"^```text\n(---\n.*?)^```", manual, re.MULTILINE | re.DOTALL)
    (examples,) = re.findall(r"^```yaml\n((?:examples|测试):.*?)^```", manual, re.MULTILINE | re.DOTALL)
    shutil.copytree(ROOT / "kb", root / "kb")
    snippet, signature = TEAMS[language]
    (root / "kb" / "_team" / "team.yaml").write_text(f"signature: {signature}\n", encoding="utf-8")
    (root / "macros" / "_snippets").mkdir(parents=True)
    (root / "macros" / "_snippets" / f"{snippet}.md").write_text("{{ team.signature }}", encoding="utf-8")
    shown = macro.replace("\n---\n", f"\n{examples}---\n", 1)
    (root / "macros" / "shown.md").write_text(shown, encoding="utf-8")
    return root


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_macro_and_the_examples_that_are_shown_hold(language: str, tmp_path: Path) -> None:
    from kbassist.content.loader import load
    from kbassist.content.model import Macro
    from kbassist.lint.rules.examples import failed_example

    library = load(library_shown(language, tmp_path / "library"))
    (macro,) = (entry for entry in library.entries.values() if isinstance(entry, Macro))
    assert [str(problem) for problem in library.problems if problem.path == "macros/shown.md"] == []
    assert len(macro.examples) == 3
    assert [str(problem.message) for problem in failed_example(library, date(2026, 11, 22))] == []


def test_both_languages_have_the_same_pages_and_chapters() -> None:
    for name in ("agents", "leads"):
        counts = {text(f"docs/manual/{name}.{language}.md").count("\n## ") for language in LANGUAGES}
        assert len(counts) == 1, name


def test_the_changelog_names_this_version() -> None:
    first = re.search(r"^## \[([^\]]+)\]", text("CHANGELOG.md"), re.MULTILINE)
    assert first is not None
    assert first[1] == kbassist.__version__


def test_the_licence_is_the_one_that_the_project_states() -> None:
    assert text("LICENSE").startswith("MIT License")
    assert 'license = "MIT"' in text("pyproject.toml")


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
