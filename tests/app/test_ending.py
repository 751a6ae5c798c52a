"""What the agent did in the last moment is on the disk when the program has ended."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt

from tests.app.office import CTRL, Office


def test_a_copy_in_the_last_moment_is_counted(office: Office) -> None:
    """At sign-out the program is stopped while a reading of the library, say, keeps the lane busy."""
    office.summon()
    office.find("tkdz", "refund-time@zh-CN")
    office.press(Qt.Key.Key_Return)
    office.enter("王女士")
    busy, go = threading.Event(), threading.Event()
    office.desk.library._lane.submit(lambda: (busy.set(), go.wait(30)))
    assert busy.wait(30)
    office.press(Qt.Key.Key_Return, CTRL)
    assert "王女士" in office.desktop.clipboard.content.text
    assert office.uses() == []
    threading.Timer(0.2, go.set).start()
    office.stop()
    assert [use["key"] for use in office.uses()] == ["refund-time@zh-CN"]
