"""Collecting the problems of one file while it is read."""

from __future__ import annotations

from kbassist.content.problem import Edit, Level, Problem, Repair
from kbassist.i18n import Text


class Remarks:
    """The problems of one file in the making; it knows the file's lines, so that repairs can quote them."""

    def __init__(self, path: str, lines: list[str] | None = None) -> None:
        self.path = path
        self.lines = lines or []
        self._problems: list[Problem] = []

    def add(
        self,
        rule: str,
        line: int,
        message: Text,
        repair: Repair | None = None,
        level: Level = Level.WARNING,
    ) -> None:
        """Note a problem at a line (1-based, 0 for the whole file)."""
        self._problems.append(Problem(self.path, line, level, rule, message, repair))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems noted so far, each once, by line."""
        return tuple(sorted(dict.fromkeys(self._problems), key=lambda problem: problem.line))

    def error(self, rule: str, line: int, message: Text, repair: Repair | None = None) -> None:
        """Note that something of the file cannot be used."""
        self.add(rule, line, message, repair, Level.ERROR)

    def line(self, number: int) -> str:
        """Return a line of the file (1-based), or an empty one beyond its ends."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def rewrite(self, text: Text, number: int, *new: str) -> Repair:
        """Return the repair that puts these lines in the place of one line."""
        return Repair(text, Edit(number, number, new, (self.line(number),)))

    def substitute(self, text: Text, number: int, columns: tuple[int, int], new: str) -> Repair:
        """Return the repair that replaces a stretch of one line, `columns` from 0, the second one excluded."""
        old = self.line(number)
        return self.rewrite(text, number, old[: columns[0]] + new + old[columns[1] :])
