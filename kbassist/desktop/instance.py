"""One running program per user and profile: a second start hands its request to the first."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile, QObject, QSysInfo, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from kbassist.desktop.private_folder import private_folder
from kbassist.desktop.sessions import Sessions, here
from kbassist.errors import KbassistError
from kbassist.i18n import N_

LONGEST_QUERY: Final = 200
LONGEST_MESSAGE: Final = 4096
_READ_MS: Final = 1000
_ANSWER_MS: Final = 5000  # a first instance that is just starting builds its windows before it listens to us
_START_S: Final = 5.0
_PAUSE_S: Final = 0.03
_NETBIOS_NAME: Final = 15  # letters


@dataclass(frozen=True, slots=True)
class Request:
    """What a second start asks of the first: to show the window, with a query (at most 200 characters) or without."""

    query: str = ""

    def encode(self) -> bytes:
        """Return the line that goes over the socket."""
        query = " ".join(self.query.split())[:LONGEST_QUERY]
        return f"search {query}\n".encode() if query else b"show\n"

    @classmethod
    def decode(cls, line: bytes) -> Request | None:
        """Read a line; None for anything but the two known verbs."""
        try:
            verb, _space, query = line.decode().strip().partition(" ")
        except UnicodeDecodeError:
            return None
        if verb == "show" and not query:
            return cls()
        return cls(query) if verb == "search" and 0 < len(query) <= LONGEST_QUERY and query.isprintable() else None


class InstanceHangs(KbassistError):  # noqa: N818
    """The program runs already and does not answer."""


class InstanceElsewhere(KbassistError):  # noqa: N818
    """The program runs already where this start cannot reach it: in another session, or on another computer."""


class FirstInstance(QObject):
    """The running program's ear for later starts; keep it until the program ends, then `close` it."""

    requested = Signal(object)
    """A `Request` of a second start."""

    def __init__(self, name: str, lock: QLockFile, unmark: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._lock = lock
        self._unmark = unmark
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        QLocalServer.removeServer(name)  # what a crash left behind; nobody else holds the lock
        if not self._server.listen(name):
            raise KbassistError(
                N_("kbassist cannot listen for a second start: {why}.", why=self._server.errorString())
            )

    def close(self) -> None:
        """Stop listening and let the next start be the first."""
        self._server.close()
        self._unmark()
        self._lock.unlock()

    def _accept(self) -> None:
        """Take every waiting connection."""
        while socket := self._server.nextPendingConnection():
            _Visitor(socket, self.requested.emit)


class _Visitor(QObject):
    """One connection, for at most a second and four kilobytes."""

    def __init__(self, socket: QLocalSocket, asked: Callable[[Request], None]) -> None:
        super().__init__(socket)
        self._socket = socket
        self._asked = asked
        socket.setReadBufferSize(LONGEST_MESSAGE)
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(socket.deleteLater)
        QTimer.singleShot(_READ_MS, self, socket.abort)
        self._read()

    def _read(self) -> None:
        """Answer once a whole line is there; hang up on what is too long or unknown."""
        if not self._socket.canReadLine():
            if self._socket.bytesAvailable() >= LONGEST_MESSAGE:
                self._socket.abort()
            return
        request = Request.decode(bytes(self._socket.readLine(LONGEST_MESSAGE).data()))
        if request is None:
            self._socket.abort()
            return
        self._socket.readyRead.disconnect(self._read)
        self._socket.write(b"ok\n")
        self._socket.flush()  # the answer is out before anything else happens, be it the end of the program
        self._socket.disconnectFromServer()
        self._asked(request)


class _Answer(Enum):
    """How an attempt to reach the first instance ended; NOBODY may be one that is about to listen, or to end."""

    TAKEN = auto()
    NOBODY = auto()
    SILENCE = auto()


def claim(folder: Path, request: Request, sessions: Sessions | None = None) -> FirstInstance | None:
    """Become the one running program of a profile, or hand `request` to it.

    `folder` is the profile (the folder of the settings). Returns None where another one runs and has taken the
    request: it may raise its window now. Blocks for up to ten seconds. Raises InstanceHangs where it does not answer,
    InstanceElsewhere where it runs in another session or on another computer, KbassistError where the folder for the
    socket cannot be used. On Windows a mutex `Local\\kbassist-<profile>` shows the session that it runs.
    """
    sessions = sessions or here()
    place = private_folder(folder)
    stem = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:16]
    name = str(place / f"{stem}.sock") if os.name == "posix" else f"kbassist-{stem}-{sessions.own()}"
    lock = QLockFile(str(place / f"{stem}.lock"))
    lock.setStaleLockTime(0)  # a lock is stale when its process is gone, never by age
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        if lock.tryLock(0):
            mark = sessions.mark(f"kbassist-{stem}")
            return FirstInstance(name, lock, partial(sessions.unmark, mark))
        if lock.error() is not QLockFile.LockError.LockFailedError:
            raise KbassistError(N_("The folder {folder} cannot be written.", folder=str(place)))
        if _left_behind(lock):
            continue
        _look_elsewhere(lock, sessions)
        answer = _hand_over(name, request, lambda: sessions.allow_foreground(_holder(lock)))
        if answer is _Answer.TAKEN:
            return None
        if answer is _Answer.SILENCE:
            break
        time.sleep(_PAUSE_S)
    raise _hangs(lock)


def _is_foreign(lock: QLockFile) -> str:
    """Return the computer whose program holds the lock, where it is not this one."""
    _process, host, _program = lock.getLockInfo()
    return "" if _short(host) == _short(QSysInfo.machineHostName()) else host


def _short(computer: str) -> str:
    """Return a computer's name as Windows' older calls give it, which Qt's lock uses there; its newer ones do not."""
    return computer.partition(".")[0][:_NETBIOS_NAME].casefold()


def _left_behind(lock: QLockFile) -> bool:
    """Remove what a crash left of a computer that has another name now; Windows lets nobody remove a held lock."""
    if sys.platform == "win32" and _is_foreign(lock):
        with contextlib.suppress(OSError):
            Path(lock.fileName()).unlink()
            return True
    return False


def _look_elsewhere(lock: QLockFile, sessions: Sessions) -> None:
    """Raise InstanceElsewhere where the program runs, but nobody here can see its window."""
    host, session = _is_foreign(lock), sessions.of(_holder(lock))
    if host:
        raise InstanceElsewhere(
            N_("kbassist is already running with this profile on the computer {name}.", name=host),
            N_("Quit it there, then start it here."),
        )
    if session not in {None, sessions.own()}:
        where = " ".join(str(part) for part in (session, sessions.place(session or 0)) if part != "")
        raise InstanceElsewhere(
            N_("kbassist is already running in another session of this computer (session {name}).", name=where),
            N_("Go back to that session and quit it there, or sign that session out; then start it here."),
        )


def _hand_over(name: str, request: Request, before: Callable[[], None]) -> _Answer:
    """Send the request to whoever listens."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_READ_MS):
        return _Answer.NOBODY
    before()
    socket.write(request.encode())
    socket.waitForBytesWritten(_READ_MS)
    if not socket.canReadLine():
        socket.waitForReadyRead(_ANSWER_MS)  # false, too, where answer and hanging up come at once
    if bytes(socket.readAll().data()) == b"ok\n":
        return _Answer.TAKEN
    waiting = socket.state() is QLocalSocket.LocalSocketState.ConnectedState
    return _Answer.SILENCE if waiting else _Answer.NOBODY


def _holder(lock: QLockFile) -> int:
    """Return the process that holds the lock, 0 where it cannot be read."""
    process, _host, _program = lock.getLockInfo()
    return int(process)


def _hangs(lock: QLockFile) -> InstanceHangs:
    """Make the error that names the process in the way."""
    return InstanceHangs(
        N_("kbassist is already running, but it does not answer."),
        N_("End the process {process} in the system's task list, then start kbassist again.", process=_holder(lock)),
    )
