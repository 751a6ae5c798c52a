"""The pages tell the truth: commands run, targets exist, every command and rule is in the manual."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
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
    targets = set(re.findall(r"^([a-z0-9]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z0-9]+)`", page.read_text(encoding="utf-8")))
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
    """Return the words that stand bare in a call or a yield of the rooms that find problems."""
    found: list[ast.expr] = []
    for path in python_files("kbassist/content", "kbassist/macros", "kbassist/lint"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                found += [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "rule")]
            elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                found += node.value.elts
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
