"""Reading files of questions: one JSON object a line, as BEIR and its kin write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text

MAX_BYTES: Final = 200_000_000
_ID: Final = ("_id", "id")
_TEXT: Final = ("text", "query")
_EXAMPLE: Final = '{"_id": "q1", "text": "退款多久到账"}'


class UnreadableQuestions(KbassistError):  # noqa: N818 - named as the user reads it
    """A file of questions cannot be used; the message names the line."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the name that it has in the answers."""

    id: str
    text: str


def read_questions(path: Path) -> tuple[Question, ...]:
    """Return the questions of a JSONL file in its order; empty lines do not count.

    Each line is an object with `_id` or `id` and with `text` or `query`; other keys are ignored. Raises
    UnreadableQuestions for any other line, for an id given twice and for an empty file, OSError for no file.
    """
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableQuestions(N_("{path} is bigger than {n} MB.", path=str(path), n=MAX_BYTES // 1_000_000))
    seen: dict[str, int] = {}
    found = []
    for number, question in _lines(path):
        if question.id in seen:
            message = N_("the id “{id}” was given in line {first}", id=question.id, first=seen[question.id])
            raise _bad(path, number, message)
        seen[question.id] = number
        found.append(question)
    if not found:
        raise UnreadableQuestions(N_("{path} holds no questions.", path=str(path)))
    return tuple(found)


def _lines(path: Path) -> Iterator[tuple[int, Question]]:
    for number, raw in enumerate(path.read_bytes().split(b"\n"), 1):
        if raw.strip():
            yield number, _question(path, number, raw.removeprefix(b"\xef\xbb\xbf"))


def _question(path: Path, number: int, raw: bytes) -> Question:
    try:
        record = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise _bad(path, number, N_("it is not encoded as UTF-8")) from None
    except (ValueError, RecursionError):
        raise _bad(path, number, N_("it is not JSON")) from None
    if not isinstance(record, dict):
        raise _bad(path, number, N_("it is not a JSON object"))
    name, text = _value(record, _ID), _value(record, _TEXT)
    if name is None or not _printable(name):
        raise _bad(path, number, N_("“_id” must be a text or number without tabs and line ends"))
    if text is None or not text.strip():
        raise _bad(path, number, N_("“text” must be a text that is not empty"))
    return Question(name, " ".join(text.splitlines()).strip())


def _value(record: dict[str, Any], names: tuple[str, ...]) -> str | None:
    value = next((record[name] for name in names if name in record), None)
    if isinstance(value, str):
        return value
    return str(value) if names is _ID and isinstance(value, int) and not isinstance(value, bool) else None


def _printable(name: str) -> bool:
    return bool(name.strip()) and not any(character in "\t\r\n" for character in name)


def _bad(path: Path, line: int, reason: Text) -> UnreadableQuestions:
    return UnreadableQuestions(
        N_("{path}, line {line}: {reason}.", path=str(path), line=line, reason=reason),
        N_("A line looks like this: {example}", example=_EXAMPLE),
    )
