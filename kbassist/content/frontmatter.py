"""Telling a file's header from its body."""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import dataclass
from typing import Any, Final

from kbassist.content.nodes import Listing, Node, Scalar, Table
from kbassist.content.problem import Edit, Repair
from kbassist.content.punctuation import Vocabulary
from kbassist.content.remarks import Remarks
from kbassist.content.salvage import read_yaml
from kbassist.i18n import N_

MAX_HEADER: Final = 65_536
_FENCE: Final = re.compile(r"(?:-{3,}|[—–－―─]{1,}-*)\s*$")
_KEY: Final = re.compile(r"[^\s:：#\-\[\]{}<>*`|!][^:：\[\]()<>]{0,60}(?:[:：](?!//)|\s*=\s)")
_HEADING: Final = re.compile(r"#{1,6}\s")
_LIST_KEY: Final = re.compile(r"[:：]\s*(?:[|>][-+0-9]*)?$")
_TOML_LINE: Final = re.compile(r"line (\d+)")
_EMPTY: Final = Table((), 1)


@dataclass(frozen=True, slots=True)
class Document:
    """A file in two: the header's tree, and the body with the number (1-based) of its first line."""

    header: Table
    body: str
    body_line: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a header lies, by index of lines: from `first` up to `last`; the body begins at `body`."""

    first: int
    last: int
    body: int
    toml: bool = False


def split(text: str, words: Vocabulary, remarks: Remarks) -> Document:
    """Return header and body; what is wrong with the header is noted, and the body is never lost."""
    lines = text.split("\n")
    cut = _find(lines, words, remarks)
    if cut is None:
        return Document(_EMPTY, text, 1)
    body = "\n".join(lines[cut.body :])
    inner = "\n".join(lines[cut.first : cut.last])
    if len(inner) > MAX_HEADER:
        remarks.error("header-too-big", cut.first, N_("The header is longer than 64 KB; it is not read."))
        return Document(_EMPTY, body, cut.body + 1)
    node = _toml(inner, cut.first + 1, remarks) if cut.toml else read_yaml(inner, cut.first + 1, words, remarks)
    return Document(_table(node, cut.first + 1, remarks), body, cut.body + 1)


def _table(node: Node | None, line: int, remarks: Remarks) -> Table:
    if isinstance(node, Table):
        return node
    if node is not None:
        remarks.error("not-a-mapping", line, N_("The header has no “key: value” lines; it is not read."))
    return _EMPTY


def _find(lines: list[str], words: Vocabulary, remarks: Remarks) -> _Cut | None:
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines):
        return None
    opening = lines[start].rstrip()
    if opening == "+++":
        return _closed(lines, start, "+++", words, remarks)
    if not _FENCE.match(opening):
        return None
    if not _looks_like_header(lines[start + 1 :], empty_counts=opening == "---"):
        return None
    if opening != "---":
        repair = remarks.rewrite(N_("Write “---”."), start + 1, "---")
        remarks.add("header-fence", start + 1, N_("A header begins with a line of three hyphens."), repair)
    return _closed(lines, start, "---", words, remarks)


def _looks_like_header(lines: list[str], empty_counts: bool) -> bool:
    """Tell a header from a rule across the page: one of the next few lines is `key: value`, or it closes at once."""
    near = [line for line in lines[:20] if line.strip() and not line.startswith("#")][:4]
    if empty_counts and near and near[0].rstrip() == "---":
        return True
    return any(_KEY.match(line) for line in itertools.takewhile(lambda line: not _FENCE.match(line), near))


def _closed(lines: list[str], start: int, fence: str, words: Vocabulary, remarks: Remarks) -> _Cut:
    toml = fence == "+++"
    soft = _end(lines, start + 1, words, after_blank=True)
    for index in range(start + 1, len(lines)):
        line = lines[index].rstrip()
        if line == fence or (line == "..." and not toml):
            return _Cut(start + 1, index, index + 1, toml)
        if not toml and line and _FENCE.match(line) and not line.startswith("-----"):
            repair = remarks.rewrite(N_("Write “---”."), index + 1, "---")
            remarks.add("header-fence", index + 1, N_("A header ends with a line of three hyphens."), repair)
            return _Cut(start + 1, index, index + 1, toml)
        if index == soft:
            break
    return _unclosed(lines, start, _end(lines, start + 1, words, after_blank=False), fence, remarks)


def _unclosed(lines: list[str], start: int, soft: int, fence: str, remarks: Remarks) -> _Cut:
    last = soft
    while last > start + 1 and not lines[last - 1].strip():
        last -= 1
    edit = Edit(last, last, (lines[last - 1], fence), (lines[last - 1],))
    repair = Repair(N_("Add a line “{fence}” after line {line}.", fence=fence, line=last), edit)
    remarks.add("header-not-closed", start + 1, N_("The header has no closing “{fence}”.", fence=fence), repair)
    return _Cut(start + 1, last, soft, fence == "+++")


def _end(lines: list[str], first: int, words: Vocabulary, *, after_blank: bool) -> int:
    """Return where the header must end at the latest: at prose or a heading (that a blank line sets apart)."""
    size, brackets = 0, 0
    for index in range(first, len(lines)):
        line = lines[index]
        size += len(line) + 1
        if size > MAX_HEADER * 2:
            return index
        blank = index > first and not lines[index - 1].strip()
        if (blank or not after_blank) and brackets <= 0 and _is_body(lines, index, words, strict=blank):
            return index
        brackets += sum(map(line.count, "[{")) - sum(map(line.count, "]}"))
    return len(lines)


def _is_body(lines: list[str], index: int, words: Vocabulary, *, strict: bool) -> bool:
    line = lines[index]
    if not line.strip() or line[0] in " \t" or _FENCE.match(line) or line.startswith(("+++", "...")):
        return False
    if _HEADING.match(line):
        after = next((other for other in lines[index + 1 :] if other.strip()), "")
        return line.startswith("##") or not _is_key(after, words, strict=True)
    if line.startswith("- "):
        before = next((other for other in reversed(lines[:index]) if other.strip()), "")
        return not (before.startswith(("- ", " ")) or _LIST_KEY.search(before.rstrip()))
    return not (_is_key(line, words, strict) or line.startswith(("#", "[", "]", "}")))


def _is_key(line: str, words: Vocabulary, strict: bool) -> bool:
    """Tell whether a line is `key: value`; a strict look takes no sentence with a colon for it."""
    if not _KEY.match(line):
        return False
    name = re.split("[:：=]", line)[0].strip()
    return not strict or name.casefold() in words.top or re.fullmatch(r"[\w.-]+", name, re.ASCII) is not None


def _toml(text: str, first_line: int, remarks: Remarks) -> Node | None:
    lines = text.split("\n")
    try:
        return _toml_node(tomllib.loads(text, parse_float=str), lines, first_line, first_line)
    except RecursionError:
        remarks.error("header-too-deep", first_line, N_("This is nested too deeply to be a header; it is not read."))
        return None
    except tomllib.TOMLDecodeError as error:
        match = _TOML_LINE.search(str(error))
        line = first_line + (int(match[1]) if match else 1) - 1
        remarks.error(
            "header-syntax", line, N_("This line is not valid TOML; only the lines that are sound are read.")
        )
    return _toml_by_line(lines, first_line)


def _toml_by_line(lines: list[str], first_line: int) -> Node:
    pairs: list[tuple[Scalar, Node]] = []
    for offset, line in enumerate(lines):
        try:
            node = _toml_node(tomllib.loads(line, parse_float=str), [line], first_line + offset, first_line + offset)
        except (tomllib.TOMLDecodeError, RecursionError):
            continue
        if isinstance(node, Table):
            pairs += node.pairs
    return Table(tuple(pairs), first_line)


def _toml_node(value: Any, lines: list[str], first_line: int, line: int) -> Node:
    if isinstance(value, dict):
        pairs = []
        for key, inner in value.items():
            at = _toml_line(key, lines, first_line, line)
            pairs.append((Scalar(key, at, plain=False), _toml_node(inner, lines, first_line, at)))
        return Table(tuple(pairs), line)
    if isinstance(value, list):
        return Listing(tuple(_toml_node(item, lines, first_line, line) for item in value), line)
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return Scalar(written, line, plain=False)


def _toml_line(key: str, lines: list[str], first_line: int, line: int) -> int:
    wanted = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[]=.]""")
    return next(
        (first_line + n for n, text in enumerate(lines) if first_line + n >= line and wanted.match(text)), line
    )
