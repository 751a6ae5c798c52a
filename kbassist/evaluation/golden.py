"""Reading golden files: questions, and the entries that must be among the first that each finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kbassist.content.decode import MAX_BYTES, decode
from kbassist.content.entry import locale_of
from kbassist.content.model import Ref
from kbassist.content.names import index
from kbassist.content.nodes import Listing, Node, Scalar, Table
from kbassist.content.problem import Level
from kbassist.content.punctuation import Vocabulary
from kbassist.content.remarks import Remarks
from kbassist.content.salvage import read_yaml
from kbassist.content.schema import Header
from kbassist.errors import KbassistError
from kbassist.i18n import N_

WITHIN: Final = 3
DEEPEST: Final = 50  # rows that the window lists
_TOP: Final = {"golden": ("验收问题",)}
_CASE: Final = {
    "question": ("问题",),
    "expect": ("应找到",),
    "within": ("前几",),
    "locale": ("语言",),
}
_NAMES: Final = frozenset(index(_CASE))
_VOCABULARY: Final = Vocabulary(frozenset(index(_TOP)) | _NAMES, _NAMES, frozenset(index(_TOP)))
_GUESSED: Final = frozenset({"unknown-key", "duplicate-key", "header-syntax"})
_SHOWN: Final = 20
_EXAMPLE: Final = "- {question: 退款多久到账, expect: refund-arrival, within: 3}"


class UnreadableGolden(KbassistError):  # noqa: N818 - named as the user reads it
    """A golden file cannot be used; the message names the lines."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question that must find one of these entries (or sections) among the first `within`.

    With a `locale` only that language version counts. `line` is where the question stands in its file, 1-based.
    """

    question: str
    expect: tuple[Ref, ...]
    within: int = WITHIN
    locale: str = ""
    line: int = 0


def read_golden(path: Path) -> tuple[Case, ...]:
    """Return the cases of a golden file: a list, or a mapping with the list under `golden`.

    Raises UnreadableGolden for a file with anything in it that is not understood, since a test that is left out
    unnoticed is worse than none; OSError for no file.
    """
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableGolden(N_("{path} is bigger than {n} MB.", path=str(path), n=MAX_BYTES // 1_000_000))
    text = decode(path.read_bytes(), path.name).text
    remarks = Remarks(str(path), text.split("\n"))
    node = read_yaml(text, 1, _VOCABULARY, remarks)
    found = tuple(_cases(node, remarks)) if node else ()
    if not found and not any(problem.level is Level.ERROR for problem in remarks.problems):
        remarks.error("missing-value", 1, N_("The file holds no questions."))
    _refuse(path, remarks)
    return found


def _refuse(path: Path, remarks: Remarks) -> None:
    """Raise for what was not understood; slips of the keyboard that were read as meant may stay."""
    grave = [problem for problem in remarks.problems if problem.level is Level.ERROR or problem.rule in _GUESSED]
    if grave:
        rest = len(grave) - _SHOWN
        told = [f"{path}:{problem.line}: {problem.message}" for problem in grave[:_SHOWN]]
        lines = "\n".join((*told, *((f"… (+{rest})",) if rest > 0 else ())))
        raise UnreadableGolden(
            N_("The golden file cannot be used:\n{lines}", lines=lines),
            N_("A case looks like this: {example}", example=_EXAMPLE),
        )


def _cases(node: Node, remarks: Remarks) -> Iterator[Case]:
    if isinstance(node, Table):
        header = Header(node, _TOP, remarks, closed=True)
        node = header.nodes.get("golden", Listing((), node.line))
    if not isinstance(node, Listing):
        remarks.error("wrong-type", node.line, N_("“{key}” must be a list.", key="golden"))
        return
    for item in node.items:
        if isinstance(item, Table):
            yield _case(Header(item, _CASE, remarks, closed=True), item.line, remarks)
        else:
            message = N_("Each item of “{key}” must be “key: value” lines.", key="golden")
            remarks.error("wrong-type", item.line, message)


def _case(header: Header, line: int, remarks: Remarks) -> Case:
    for name in ("question", "expect"):
        value = header.nodes.get(name)
        if value is None or (isinstance(value, Scalar) and not value.value.strip()):
            remarks.error("missing-value", line, N_("“{key}” is missing here.", key=header.named(name)))
    expect = header.refs("expect")
    if any(not ref.id for ref in expect):
        remarks.error("missing-value", header.lines["expect"], N_("A section needs the id of its entry before “#”."))
    return Case(header.text("question"), expect, _within(header), _locale(header), line)


def _within(header: Header) -> int:
    within = header.count("within")
    if within is not None and not 1 <= within <= DEEPEST:
        message = N_("“{key}” must be a number from 1 to {most}.", key=header.written("within"), most=DEEPEST)
        header.remarks.error("bad-number", header.lines["within"], message)
    return WITHIN if within is None else within


def _locale(header: Header) -> str:
    written = header.text("locale")
    locale = locale_of(written)
    if written and locale is None:
        header.remarks.error("unknown-value", header.lines["locale"], N_("“{value}” is no language.", value=written))
    return locale or ""
