"""A reply that is composed of several texts: what each adds, and how they read as one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

LONGEST_OPENING: Final = 60
"""Characters of a line that may be a greeting or a closing; a longer one says something of its own."""

_GREETED: Final = re.compile(
    r"您好|你好|大家好|[早晚]上好|[上中下]午好|尊敬的|亲爱的|^亲"
    r"|^(?:dear|hi|hello|hey|good (?:morning|afternoon|evening))\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[^，,！!：:。~～\n]{1,40}[，,！!：:。~～][ \t]*")
_ITEM: Final = re.compile(r"\s*(?:[-*+•·]\s|\(?[0-9]{1,2}[.、．)）]|（[0-9]{1,2}）)")
_PARAGRAPH: Final = re.compile(r"<p>(.*?)(?:</p>|<br\s*/?>)\s*", re.DOTALL)
_TAGS: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a reply: of a macro, of a snippet (an empty `key`) or of an article.

    `title` is for the agent only. `text` is plain, `html` an HTML fragment that says the same (empty: there is none),
    `images` are places in the library. `subject` is that of an e-mail, `seconds` the speaking time on the phone.
    """

    key: str
    title: str
    channel: str
    text: str
    html: str = ""
    images: tuple[str, ...] = ()
    subject: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """What is sent of a part: its text without what the whole says already; `cut` characters went at its front."""

    text: str
    html: str
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """Texts in the order in which the customer reads them.

    A greeting that a later text repeats is said once, at the beginning, and so is a closing, at the end: the lines
    or the clause of greeting (王女士您好，) that two texts begin with, the lines that they end with.
    Nothing is taken from a list, and a text is never taken away whole.
    """

    parts: tuple[Part, ...] = ()

    def append(self, part: Part) -> Reply:
        """Return the reply with one more text at its end."""
        return Reply((*self.parts, part))

    def without(self, index: int) -> Reply:
        """Return the reply without one of its texts; the same where there is none of this number."""
        return Reply(tuple(part for number, part in enumerate(self.parts) if number != index))

    def without_last(self) -> Reply:
        """Return the reply without its last text."""
        return Reply(self.parts[:-1])

    def with_part(self, index: int, part: Part) -> Reply:
        """Return the reply with another text at this place."""
        return Reply(tuple(part if number == index else each for number, each in enumerate(self.parts)))

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What is sent of each part."""
        return tuple(_pieces(self.parts))

    @property
    def text(self) -> str:
        """The whole as plain text, an empty line between two parts."""
        return "\n\n".join(piece.text for piece in self.pieces)

    @property
    def html(self) -> str:
        """The whole as HTML, where any part has some; those without are paragraphs then."""
        if not any(part.html for part in self.parts):
            return ""
        return "\n".join(piece.html or paragraphs(piece.text) for piece in self.pieces)

    @property
    def subject(self) -> str:
        """The first subject that a part has."""
        return next((part.subject for part in self.parts if part.subject), "")

    @property
    def seconds(self) -> float | None:
        """How long it takes to say all; None where nothing is spoken."""
        spoken = [part.seconds for part in self.parts if part.seconds is not None]
        return sum(spoken) if spoken else None

    @property
    def images(self) -> tuple[str, ...]:
        """The pictures of all parts, each one once."""
        return tuple(dict.fromkeys(image for part in self.parts for image in part.images))

    def place(self, offset: int) -> tuple[int, int] | None:
        """Return the part that a character of the whole lies in, and where in that part's piece; None between two."""
        start = 0
        for number, piece in enumerate(self.pieces):
            if start <= offset <= start + len(piece.text):
                return number, offset - start
            start += len(piece.text) + 2
        return None


def paragraphs(text: str) -> str:
    """Return plain text as an HTML fragment: empty lines part paragraphs, line breaks stay."""
    blocks = (block.strip("\n") for block in re.split(r"\n[ \t]*\n", text))
    return "\n".join(
        f"<p>{html.escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks if block
    )


def _pieces(parts: tuple[Part, ...]) -> Iterator[Piece]:
    texts = [part.text.strip("\n") for part in parts]
    greeted: list[str] = []
    for number, (part, text) in enumerate(zip(parts, texts, strict=True)):
        front = max((_shared_opening(before, text) for before in greeted), default=0)
        following = texts[number + 1 :]
        end = max(front, len(text) - max((_shared_closing(text, after) for after in following), default=0))
        greeted.append(text)
        if not text[front:end].strip():
            front, end = 0, len(text)
        kept = text[front:end].rstrip()
        yield Piece(_capitalized(kept) if front else kept, _trimmed_html(part, text, front, kept), front)


def _shared_opening(before: str, text: str) -> int:
    """Return how many characters of `text` repeat how `before` begins: whole lines of greeting, or a clause of it."""
    lines, others = text.split("\n"), before.split("\n")
    same = 0
    while same < min(len(lines), len(others)) and lines[same] == others[same] and _is_frame(lines[same]):
        same += 1
    length = len("\n".join(lines[:same])) + 1 if any(line.strip() for line in lines[:same]) else 0
    if length:
        return length + _empty_lines(text[length:])
    clause, other = _CLAUSE.match(text), _CLAUSE.match(before)
    repeated = clause and other and clause[0].strip() == other[0].strip() and _GREETED.search(clause[0])
    return clause.end() if clause and repeated else 0


def _shared_closing(text: str, after: str) -> int:
    """Return how many characters at the end of `text` another one repeats at its own end, in whole lines."""
    lines, others = text.split("\n"), after.split("\n")
    same = 0
    while (
        same < min(len(lines), len(others)) and lines[-1 - same] == others[-1 - same] and _is_frame(lines[-1 - same])
    ):
        same += 1
    return len("\n".join(lines[len(lines) - same :])) + 1 if same else 0


def _is_frame(line: str) -> bool:
    """Tell whether a line may be a greeting or a closing: short, and no item of a list."""
    return len(line) <= LONGEST_OPENING and _ITEM.match(line) is None


def _empty_lines(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))


def _capitalized(text: str) -> str:
    """Let an English sentence that begins here now begin with a capital; nothing else changes, its length neither."""
    return text[0].upper() + text[1:] if text[:1].isascii() and text[:1].islower() else text


def _trimmed_html(part: Part, text: str, front: int, kept: str) -> str:
    """Return the part's HTML without what its text lost; made anew from the text where it is not found there."""
    if not part.html or (not front and kept == text.rstrip()):
        return part.html
    left = part.html
    for line in filter(str.strip, text[:front].split("\n")):
        match = _PARAGRAPH.match(left)
        if match is None or _plain(match[1]) != line.strip():
            return ""
        left = left[match.end() :] if match[0].rstrip().endswith("</p>") else f"<p>{left[match.end() :]}"
    return left if text[front:].rstrip() == kept else ""


def _plain(fragment: str) -> str:
    return html.unescape(_TAGS.sub("", fragment)).strip()


def with_replacement(reply: Reply, index: int, start: int, length: int, replacement: str) -> Reply:
    """Return the reply with other words in one of its parts; `start` counts in that part's piece.

    The part loses its HTML, which would say the old words.
    """
    part, piece = reply.parts[index], reply.pieces[index]
    place = piece.cut + start
    body = part.text.strip("\n")
    return reply.with_part(index, replace(part, text=body[:place] + replacement + body[place + length :], html=""))
