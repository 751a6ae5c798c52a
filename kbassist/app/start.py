"""Starting the desktop program: one instance per profile, tray and hotkey first, library after."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kbassist import __version__, i18n, paths, settings
from kbassist.app import crash
from kbassist.app.trace import Ticker, Trace
from kbassist.desktop.instance import Request, claim
from kbassist.ui import icons
from kbassist.ui.tray import Tray

SIGNAL_POLL_MS = 500
SWITCH_S = 0.001  # how long a busy lane keeps the window's thread waiting for the interpreter; Python's is 5 ms


def run(
    library: Path | None, *, show: bool = False, query: str = "", trace: Path | None = None, ticks: bool = False
) -> int:
    """Run until the user quits; return the exit code.

    `library` overrides the settings' folder for this run. Where the program runs already, its window is shown with
    the query instead. `ticks` adds to the trace how late the GUI thread is. Raises KbassistError where the first
    instance does not answer.
    """
    sys.setswitchinterval(SWITCH_S)
    app = application()
    first = claim(paths.config_dir(), Request(query))
    if first is None:
        return 0
    times = Trace(trace)
    loaded = settings.load(paths.config_dir() / "settings.toml")
    i18n.use_language(os.environ.get("KBASSIST_LANGUAGE") or loaded.settings.language)
    tray = Tray(icons.app_icon(), icons.app_icon(warning=True), app)
    tray.show()
    times.mark("tray")
    from kbassist.app.desk import Desk  # after the icon: what follows takes longer than a person should wait for it

    desk = Desk(app, loaded.settings, library, tray, times)
    crash.install(paths.data_dir() / "crashes.log", desk.news.failed)
    first.requested.connect(desk.requested)
    desk.start(loaded.message)
    if show or query:
        desk.requested(Request(query))
    if ticks and times.on:
        Ticker(times, app)
    with _interruptible(app):
        code = app.exec()
    desk.stop()
    first.close()
    times.close()
    return code


def application() -> QApplication:
    """Return the Qt application, made and named."""
    QApplication.setApplicationName("kbassist")
    QApplication.setApplicationDisplayName("kbassist")
    QApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName("kbassist")
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    return app


class _interruptible:  # noqa: N801 - used as a word of the `with` statement
    """Lets Ctrl+C and a terminate signal end the program properly: Python looks for signals only when it runs."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._timer = QTimer(app, interval=SIGNAL_POLL_MS)
        self._timer.timeout.connect(lambda: None)

    def __enter__(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda _number, _frame: self._app.quit())
        self._timer.start()

    def __exit__(self, *_error: object) -> None:
        self._timer.stop()
