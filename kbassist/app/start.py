"""Starting the desktop program: one instance per profile, tray and hotkey first, library after."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QLibraryInfo,
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    Signal,
    qFormatLogMessage,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from kbassist import __version__, i18n, paths, policy, registry, settings_file
from kbassist.app import crash, windowed
from kbassist.app.run_record import RunRecord
from kbassist.app.trace import Ticker, Trace
from kbassist.desktop.instance import FirstInstance, Request, claim
from kbassist.ui import icons
from kbassist.ui.tray import Tray

if TYPE_CHECKING:
    from kbassist.app.desk import Desk

SIGNAL_POLL_MS: Final = 500
SWITCH_S: Final = 0.001  # how long a busy lane keeps the window's thread waiting for Python; else it is 5 ms
SPEAKS: Final = "KBASSIST_SPEAKS"  # tells the launcher in which language a crash is told
STAGE: Final = "KBASSIST_STAGE"  # tells the launcher what a crash means: of a start, of work, of nothing any more
SETTLED, ENDING = "settled", "ending"
SETTLED_MS: Final = 10_000  # after the library was indexed: what it or the settings do wrong has shown by then
LONGEST_START_MS: Final = 60_000


def run(
    library: Path | None, *, show: bool = False, query: str = "", trace: Path | None = None, ticks: bool = False
) -> int:
    """Run until the user quits; return the exit code.

    `library` overrides the settings' folder for this run. Where the program runs already, its window is shown with
    the query instead. `ticks` adds to the trace how late the GUI thread is. Raises KbassistError where the first
    instance does not answer, or a part of Qt is missing.
    """
    sys.setswitchinterval(SWITCH_S)
    with ExitStack() as ends:
        app = application()
        ends.callback(qInstallMessageHandler, None)  # Qt may say something when Python has ended
        first = claim(paths.config_dir(), Request(query))
        if first is None:
            return 0
        ends.callback(first.close)
        times = Trace(trace)
        ends.callback(times.close)
        desk = _set_up(app, first, library, times, ends)
        if show or query:
            desk.requested(Request(query))
        if ticks and times.on:
            Ticker(times, app)
        # On Windows a sign-out ends the process as soon as this signal has been answered: `exec` never returns then.
        app.aboutToQuit.connect(ends.close)
        windowed.started()
        with _interruptible(app):
            return app.exec()


def application() -> QApplication:
    """Return the Qt application, made and named; raises KbassistError where Qt would end the process instead."""
    QApplication.setApplicationName("kbassist")
    QApplication.setApplicationDisplayName("kbassist")
    QApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName("kbassist")
    if sys.platform == "win32":
        _make_fatal_caught()
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    return app


def _set_up(app: QApplication, first: FirstInstance, library: Path | None, times: Trace, ends: ExitStack) -> Desk:
    """Make the program and set it to work; `ends` learns how it ends, in the opposite order."""
    record = RunRecord(paths.data_dir() / crash.FOLDER)
    ends.callback(record.close)
    managed = policy.read(registry.here())
    loaded = settings_file.load(paths.config_dir() / "settings.toml", managed)
    os.environ[SPEAKS] = i18n.use_language(os.environ.get("KBASSIST_LANGUAGE") or loaded.settings.language)
    app.setWindowIcon(icons.app_icon())
    tray = Tray(app.windowIcon(), icons.app_icon(warning=True), app)
    tray.show()
    times.mark("tray")
    from kbassist.app.desk import Desk  # after the icon: what follows takes longer than a person should wait for it
    from kbassist.app.last_run import LastRun

    desk = Desk(app, loaded.settings, library, tray, times, managed=managed)
    ends.callback(desk.stop)
    ends.callback(_tell_stage, ENDING)
    desk.library.indexed.connect(lambda: QTimer.singleShot(SETTLED_MS, _settle))
    QTimer.singleShot(LONGEST_START_MS, _settle)  # there may be no library
    fallen = _Fallen(app)
    fallen.happened.connect(desk.news.failed)
    reports = crash.install(paths.data_dir() / crash.FOLDER, fallen.happened.emit)
    desk.leaving.session_ending.connect(record.ending)
    desk.leaving.session_stays.connect(record.staying)
    first.requested.connect(desk.requested)
    LastRun(reports, desk.window, desk.desktop.opener)
    desk.start(loaded.message)
    return desk


def _tell_stage(stage: str) -> None:
    os.environ[STAGE] = stage


def _settle() -> None:
    """The start is over, and it went well; only the end comes after it."""
    if STAGE not in os.environ:
        _tell_stage(SETTLED)


class _Fallen(QObject):
    """Carries exceptions from the thread where they came up to the window's."""

    happened = Signal(object)


def _make_fatal_caught() -> None:
    """Let Qt's last words end the process in a way that is noticed: its own cannot be caught on Windows."""
    plugin = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms", "qwindows.dll")
    if not plugin.is_file():
        raise windowed.missing_part(plugin.name)
    qInstallMessageHandler(_heard)


def _heard(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Print what Qt says where there is a console; abort, after which a crash is reported, where it gives up."""
    if sys.stderr is not None and not isinstance(sys.stderr, windowed.Ear):
        print(qFormatLogMessage(kind, context, message), file=sys.stderr)  # noqa: T201
    if kind is QtMsgType.QtFatalMsg:
        os.abort()


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
