"""Setting one key of a TOML header, whose other lines stay as they are."""

from __future__ import annotations

from datetime import date
from typing import Any


def put(lines: list[str], name: str, value: date | list[str]) -> list[str] | None:
    """Return the lines with this value of a top-level key; None where that cannot be done.

    A text where a date is wanted stays a text.
    """
    import tomlkit  # noqa: PLC0415 - hardly any header is TOML
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        document: Any = tomlkit.parse("\n".join(lines) + "\n")
        as_text = isinstance(value, date) and isinstance(document.get(name), str)
        new: Any = value.isoformat() if isinstance(value, date) and as_text else value
        item = tomlkit.item(new)
        if name in document:
            item.trivia.comment_ws = document[name].trivia.comment_ws
            item.trivia.comment = document[name].trivia.comment
        document[name] = item
        return str(tomlkit.dumps(document)).removesuffix("\n").split("\n")
    except (TOMLKitError, ValueError, TypeError, KeyError, AttributeError):
        return None
