"""A second program for the tests and the tour: a chat window that writes what is in its input box to a file.

`python -m tests.e2e.chat_client FILE [TITLE]` saves the text of the input box after every change, and HTML pasted
beside it to FILE.html; it knows nothing of the program under test.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

TITLE = "chat client"
CUSTOMER = "王女士：你好，我上周退的空气炸锅，钱怎么还没到账？订单 202611150042"


class InputBox(QPlainTextEdit):
    """The box where an agent writes; keeps the HTML of the last paste."""

    def __init__(self, out: Path) -> None:
        super().__init__()
        self._out = out
        self.setAccessibleName("Message")
        self.textChanged.connect(lambda: out.write_text(self.toPlainText(), encoding="utf-8"))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste the text and save the HTML that came with it."""
        if source.hasHtml():
            Path(f"{self._out}.html").write_text(source.html(), encoding="utf-8")
        super().insertFromMimeData(source)


def window(out: Path, title: str = TITLE) -> QWidget:
    """Return the chat window."""
    widget = QWidget()
    widget.setWindowTitle(title)
    contacts = QListWidget()
    contacts.addItems(["王女士", "李先生", "Emma Brown", "陈先生"])
    contacts.setCurrentRow(0)
    contacts.setFixedWidth(150)
    contacts.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    said = QLabel(CUSTOMER)
    said.setWordWrap(True)
    said.setAlignment(Qt.AlignmentFlag.AlignTop)
    box = InputBox(out)
    right = QVBoxLayout()
    right.addWidget(said, 1)
    right.addWidget(box, 1)
    layout = QHBoxLayout(widget)
    layout.addWidget(contacts)
    layout.addLayout(right, 1)
    widget.resize(640, 420)
    box.setFocus()
    return widget


def main() -> int:
    """Show the window until it is closed."""
    app = QApplication(sys.argv)
    font = QFont()
    font.setFamilies(["Noto Sans CJK SC", "Microsoft YaHei UI"])
    app.setFont(font)
    shown = window(Path(sys.argv[1]), *sys.argv[2:3])
    shown.move(60, 330)
    shown.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
