"""What may be kept of a reminder's note: the numbers of the team's own cases, and nothing of the customer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kbassist.content.team_model import Pattern
from kbassist.usage.masking import anonymous
from kbassist.usage.reminder import LONGEST_NOTE, one_line

# A code of the team's own begins with letters (GD2026112201). Digits alone could be a phone, a card or a person's
# number whatever the team calls them, and stay masked; so does a part of an address.
_CODE: Final = re.compile(r"(?<![A-Za-z0-9_@＠.-])[A-Za-z]{1,6}-?\d[A-Za-z0-9-]*(?![A-Za-z0-9_@＠-])")


def kept_note(text: str, patterns: Iterable[Pattern]) -> str:
    """Return a note as it is written down: one line, at most 200 characters, personal data replaced by `***`.

    Spared are codes that begin with a letter and match one of the team's patterns with `personal: no`.
    """
    line = one_line(text, LONGEST_NOTE)
    open_ones = [pattern.expression for pattern in patterns if not pattern.personal]
    kept, end = [], 0
    for code in _CODE.finditer(line):
        if any(_matches(expression, code[0]) for expression in open_ones):
            kept += [anonymous(line[end : code.start()]), code[0]]
            end = code.end()
    return "".join([*kept, anonymous(line[end:])])[:LONGEST_NOTE]


def _matches(expression: str, text: str) -> bool:
    import re2  # noqa: PLC0415 - a note is rare, and the list of reminders is read at the start

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(expression, options).fullmatch(text) is not None
    except re2.error:  # the lint says so
        return False
