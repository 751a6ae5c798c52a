"""A program that an agent uses and that falls then; run as `python -m tests.app.falling LIBRARY HOW`.

What a customer said stands in a form, in the final text and on the clipboard when it falls, and in what the falling
code holds in its hands.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kbassist.app import start
from kbassist.app.desk import Desk
from kbassist.i18n import Text
from kbassist.ui.quick_keys import Mode

CUSTOMER: Final = "慕容暗号先生"
HAND: Final = "手写暗语四二七"
COPIED: Final = "剪贴暗语九五一"
MACRO: Final = "refund-time@zh-CN"
LONGEST_S: Final = 30.0
READY: Final = "the customer's words are everywhere"


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + LONGEST_S
    while not condition():
        assert time.monotonic() < end
        QTest.qWait(20)


def answer(desk: Desk) -> None:
    """Fill in a reply by hand, leave it open, and copy something of the customer's."""
    window = desk.window
    desk.hotkey.show()
    window.head.search.setText("tkdz")
    until(lambda: (hit := window.body.list.hit()) is not None and hit.key == MACRO)
    desk.entries.open_form(MACRO, window.channel, {})
    until(lambda: window.mode is Mode.FORM)
    field = window.focusWidget()
    assert field is not None
    field.insert(CUSTOMER)  # type: ignore[attr-defined]  # a line of text
    QTest.keyClick(field, Qt.Key.Key_F2)
    window.body.form.result.text.insertPlainText(HAND)
    QGuiApplication.clipboard().setText(f"我叫{COPIED}")
    assert window.unsent == 1 and CUSTOMER in window.body.form.result.text.toPlainText()


def broken(*words: str) -> None:
    raise ValueError(f"{words}")


class Going:
    """Fails when it goes."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def __del__(self) -> None:
        broken(*self.words)


def fall(how: str, *words: str) -> None:
    """Fall with the customer's words at hand."""
    if how == "slot":
        broken(*words)
    if how == "thread":
        thread = threading.Thread(target=broken, args=words, name=words[0])
        thread.start()
        thread.join()
    if how == "finalizer":
        Going(*words)
    if how == "access":
        faulthandler._sigsegv()  # type: ignore[attr-defined] # `ctypes` turns a wild read on Windows into an error
    if how == "abort":
        os.abort()


def main(library: str, how: str) -> int:
    """Start the program as it is started, and let it fall once it is in use; what outlives that ends properly."""
    begin = Desk.start

    def begin_and_fall(desk: Desk, message: Text | None) -> None:
        begin(desk, message)

        def act() -> None:
            QTimer.singleShot(int(LONGEST_S * 1000), QGuiApplication.quit)
            answer(desk)
            print(READY, flush=True)
            QTimer.singleShot(200, QGuiApplication.quit)
            fall(how, CUSTOMER, HAND, COPIED)

        desk.library.indexed.connect(lambda: QTimer.singleShot(0, act))

    Desk.start = begin_and_fall  # type: ignore[method-assign]  # it is this process's own
    return start.run(Path(library))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
