"""Compiles the interface's translations, and says what is missing, obsolete, contradictory or garbled in them."""

from __future__ import annotations

import argparse
import ast
import io
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser

ROOT: Final = Path(__file__).resolve().parent.parent
LOCALE: Final = "zh_CN"
COMPILED: Final = Path("resources/locale") / LOCALE / "LC_MESSAGES" / "kbassist.mo"
# The catalogue's own module hands on variables, which is its task.
CATALOGUE_MODULE: Final = Path("kbassist/i18n.py")
# How many of the first arguments are message ids.
KEYWORDS: Final = {"_": 1, "N_": 1, "ngettext": 2}
# The command line's help is translated where it is shown: what stands in these arguments of typer, and the paragraphs
# of the docstrings of commands.
HELP_FOLDER: Final = Path("kbassist/cli")
HELP_CALLS: Final = frozenset({"typer.Argument", "typer.Option", "typer.Typer"})
HELP_ARGUMENTS: Final = frozenset({"help", "metavar"})
# A fixed date keeps the compiled file the same where no translation changed.
EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Use:
    """A message id in the source: its plural (else empty), the names of the values given, and where it stands.

    `gaps` is None where the values are filled in elsewhere, so that they cannot be compared here.
    """

    msgid: str
    plural: str
    gaps: frozenset[str] | None
    place: str


class Strict(Catalog):
    """A catalogue that remembers every message that it was given twice."""

    def __init__(self, **options: Any) -> None:
        self.twice: list[Message] = []
        super().__init__(**options)

    def __setitem__(self, msgid: Any, message: Message) -> None:
        """Keep a message; a second one with the same id is noted."""
        if msgid and self.get(msgid) is not None:
            self.twice.append(message)
        super().__setitem__(msgid, message)


def gaps(text: str) -> frozenset[str]:
    """Return the names of the `{name}` gaps in a message; raises ValueError for unbalanced braces."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def uses(root: Path) -> Iterator[Use | str]:
    """Yield every message of the package, and a sentence for each call whose message is no literal."""
    for path in sorted((root / "kbassist").rglob("*.py")):
        relative = path.relative_to(root)
        if relative == CATALOGUE_MODULE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                yield _use(node, node.func.id, f"{relative.as_posix()}:{node.lineno}")
            elif relative.is_relative_to(HELP_FOLDER):
                yield from _help(node, relative.as_posix())


def _use(node: ast.Call, keyword: str, place: str) -> Use | str:
    wanted = KEYWORDS[keyword]
    literals = [
        argument.value
        for argument in node.args[:wanted]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    if len(literals) < wanted:
        return f"{place}: {keyword}() needs its message as a literal, or it cannot be found for translation"
    names = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
    known = keyword == "N_" and all(keyword.arg for keyword in node.keywords)
    return Use(literals[0], literals[1] if wanted == 2 else "", names if known else None, place)


def _help(node: ast.AST, path: str) -> Iterator[Use | str]:
    """Yield the texts of help that a call of typer or the function of a command holds."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in HELP_CALLS:
        for keyword in (keyword for keyword in node.keywords if keyword.arg in HELP_ARGUMENTS):
            place = f"{path}:{keyword.value.lineno}"
            if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
                yield Use(keyword.value.value, "", None, place)
            else:
                yield f"{place}: {keyword.arg}= needs a literal, or it cannot be found for translation"
    elif isinstance(node, ast.FunctionDef) and _is_command(node):
        for paragraph in (ast.get_docstring(node) or "").split("\n\n"):
            yield Use(" ".join(paragraph.split()), "", None, f"{path}:{node.lineno}")


def _is_command(node: ast.FunctionDef) -> bool:
    calls = (one.func for one in node.decorator_list if isinstance(one, ast.Call))
    return node.name == "command" or any(isinstance(call, ast.Attribute) and call.attr == "command" for call in calls)


def read(path: Path) -> tuple[Strict, list[str]]:
    """Return the messages of one .po file, and what is wrong with the file itself."""
    catalogue = Strict(locale=LOCALE)
    try:
        with path.open(encoding="utf-8") as file:
            PoFileParser(catalogue, ignore_obsolete=True, abort_invalid=True).parse(file)
    except (PoFileError, UnicodeDecodeError) as error:
        return catalogue, [f"{path.name}: cannot be read: {error}"]
    return catalogue, [
        f'{path.name}:{message.lineno}: twice in this file: "{_name(message)}"' for message in catalogue.twice
    ]


def _name(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def merge(root: Path) -> tuple[Catalog, list[str]]:
    """Return all messages of all .po files as one catalogue, and a sentence for each that is wrong."""
    merged = Catalog(
        locale=LOCALE, project="kbassist", version="", creation_date=EPOCH, revision_date=EPOCH, charset="utf-8"
    )
    problems: list[str] = []
    origin: dict[str, str] = {}
    for path in sorted((root / "resources/locale" / LOCALE).glob("*.po")):
        catalogue, wrong = read(path)
        problems += wrong
        for message in catalogue:
            name = _name(message)
            if not name:
                continue
            problems += [f'{path.name}:{message.lineno}: {fault}: "{name}"' for fault in _faults(message)]
            before = merged.get(name)
            if before is not None and _strings(before) != _strings(message):
                problems.append(f'{path.name}:{message.lineno}: differs from {origin[name]}: "{name}"')
            merged.add(message.id, message.string)
            origin[name] = f"{path.name}:{message.lineno}"
    return merged, problems


def _faults(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    if not all(_strings(message)):
        yield "not translated"
        return
    # Chinese has one form for all numbers; its gaps are those of the English plural.
    wanted = message.id if isinstance(message.id, str) else message.id[-1]
    for translated in _strings(message):
        try:
            if gaps(wanted) != gaps(translated):
                yield f"other gaps in {{ }}: {sorted(gaps(wanted))} and {sorted(gaps(translated))}"
        except ValueError as error:
            yield f"unbalanced braces ({error})"


def compare(found: list[Use | str], merged: Catalog) -> Iterator[str]:
    """Yield a sentence for each message of the source without a translation, and the other way round."""
    known: set[str] = set()
    for use in found:
        if isinstance(use, str):
            yield use
            continue
        if use.gaps is not None and use.gaps != gaps(use.msgid):
            yield f'{use.place}: gaps {sorted(gaps(use.msgid))} get values {sorted(use.gaps)}: "{use.msgid}"'
        if use.msgid not in known and merged.get(use.msgid) is None:
            yield f'{use.place}: no Chinese for "{use.msgid}"'
        known.add(use.msgid)
    for message in merged:
        if _name(message) and _name(message) not in known:
            yield f'no longer used in the program: "{_name(message)}"'


def compiled(merged: Catalog) -> bytes:
    """Return the merged catalogue as a .mo file, the same bytes for the same messages."""
    file = io.BytesIO()
    write_mo(file, merged)
    return file.getvalue()


def problems(root: Path = ROOT) -> list[str]:
    """Return a sentence for everything that is wrong with the translations, the compiled file included."""
    merged, wrong = merge(root)
    wrong += compare(list(uses(root)), merged)
    target = root / COMPILED
    if not wrong and (not target.is_file() or target.read_bytes() != compiled(merged)):
        wrong.append(f"{COMPILED.as_posix()} is not up to date: run packaging/translations.py")
    return wrong


def main(arguments: list[str] | None = None) -> int:
    """Compile the catalogue, or with `--check` only say what is wrong; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail where anything is wrong")
    options = parser.parse_args(arguments)
    if not options.check:
        merged, _ = merge(ROOT)
        (ROOT / COMPILED).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / COMPILED).write_bytes(compiled(merged))
    wrong = problems()
    for sentence in wrong:
        print(sentence, file=sys.stderr)  # noqa: T201 - this is a command
    counted = sum(1 for use in uses(ROOT) if isinstance(use, Use))
    print(f"translations: {counted} uses of messages, {len(wrong)} problems")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
