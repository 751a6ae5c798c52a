"""What gives way under a final text where the window has little room, so that the text itself can be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from kbassist.ui.also_chips import AlsoChips
from kbassist.ui.earlier_parts import EarlierParts
from kbassist.ui.opening_chips import OpeningChips
from kbassist.ui.remarks_view import VISIBLE, RemarksView
from kbassist.ui.step_chips import StepChips

PAPER: Final = 136
"""The height of five lines of the text, which are always in sight."""

Way = Callable[[bool], None]
"""Makes something smaller, or lets it have its room again."""


class Room:
    """Shares the height of a column: what matters least gives way first, and only as much as it must."""

    def __init__(self, column: QLayout, ways: tuple[Way, ...]) -> None:
        """`ways` stand in the order in which they are taken."""
        self._column = column
        self._ways = ways

    def share(self, height: int) -> int:
        """Make the column fit into a height in pixels, if it can be done; return how many ways were taken."""
        for taken in range(len(self._ways) + 1):
            for number, way in enumerate(self._ways):
                way(number < taken)
            if self._column.minimumSize().height() <= height:
                return taken
        return len(self._ways)


def ways(
    also: AlsoChips, openings: OpeningChips, remarks: RemarksView, earlier: EarlierParts, steps: StepChips
) -> tuple[Way, ...]:
    """Return how the parts around a text give way to it, that which matters least first."""
    return (
        also.give_way,
        openings.give_way,
        lambda given: remarks.show_most(2 if given else VISIBLE),
        earlier.give_way,
        steps.give_way,
        lambda given: remarks.show_most(1) if given else None,
    )


def row(*widgets: QWidget, stretch: int) -> QHBoxLayout:
    """Return widgets beside each other, without a margin; the one at `stretch` takes the room that is left."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    for at, widget in enumerate(widgets):
        line.addWidget(widget, 1 if at == stretch else 0)
    return line
