"""The smallest search window that PySide6 can be: a field over a list of constant rows, which answers at once.

What a keystroke costs in our window is held against it: the same key, the same painting of a list, nothing else.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QVBoxLayout, QWidget

from kbassist.app.trace import PaintWatch, Trace

TITLE = "bare list"
ROWS = [f"退款到账时间说明 {number} refund policy" for number in range(50)]


def main() -> int:
    """Show the window; write `text` and `list-painted` to the file that is named first, as our program does."""
    app = QApplication(sys.argv)
    trace = Trace(Path(sys.argv[1]))
    window, field, rows, model = QWidget(), QLineEdit(), QListView(), QStringListModel()
    rows.setModel(model)
    painted = PaintWatch(trace, rows.viewport(), "list-painted")

    def answer(_text: str) -> None:
        trace.mark("text")
        painted.arm()
        model.setStringList(ROWS)

    field.textChanged.connect(answer)
    column = QVBoxLayout(window)
    column.addWidget(field)
    column.addWidget(rows)
    window.setWindowTitle(TITLE)
    window.resize(860, 540)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
