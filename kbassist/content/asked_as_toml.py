"""Adding wordings to a TOML header."""

from __future__ import annotations

from typing import Any


def added(lines: list[str], wordings: list[str], at: int | None, name: str) -> list[str] | None:
    """Return the header's lines with wordings added to the array `name`; None where that cannot be done.

    `at` is the index of the line with the key, None where there is none yet.
    """
    import tomlkit  # noqa: PLC0415 - hardly any header is TOML
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        document: Any = tomlkit.parse("\n".join(lines) + "\n")
        value = document.get(name) if at is not None else None
        if isinstance(value, list):
            value.extend(wordings)
        else:
            rows = [row for row in str(value or "").split("\n") if row.strip()]
            document[name] = [*rows, *wordings]
        return str(tomlkit.dumps(document)).removesuffix("\n").split("\n")
    except (TOMLKitError, ValueError, TypeError, KeyError):
        return None
