"""One running program per user and profile: a second start hands its request to the first."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from kbassist.errors import KbassistError
from kbassist.i18n import N_

LONGEST_QUERY: Final = 200
LONGEST_MESSAGE: Final = 4096
_READ_MS: Final = 1000
_ANSWER_MS: Final = 5000  # a first instance that is just starting builds its windows before it listens to us
_START_S: Final = 5.0
_PAUSE_S: Final = 0.03
_LONGEST_PATH: Final = 100  # of a socket, in bytes; Linux takes 107


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


class FirstInstance(QObject):
    """The running program's ear for later starts; keep it until the program ends, then `close` it."""

    requested = Signal(object)
    """A `Request` of a second start."""

    def __init__(self, name: str, lock: QLockFile) -> None:
        super().__init__()
        self._lock = lock
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


def claim(
    folder: Path, request: Request, allow_foreground: Callable[[int], None] = lambda _process: None
) -> FirstInstance | None:
    """Become the one running program of a profile, or hand `request` to it.

    `folder` is the profile (the folder of the settings). `allow_foreground` is told the process that is about to
    raise its window. Returns None where another one runs and has taken the request; blocks for up to ten seconds.
    Raises InstanceHangs where it does not answer, KbassistError where the folder for the socket cannot be used.
    """
    place = _private_folder(folder)
    stem = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:16]
    name = str(place / f"{stem}.sock") if os.name == "posix" else f"kbassist-{stem}"
    lock = QLockFile(str(place / f"{stem}.lock"))
    lock.setStaleLockTime(0)  # a lock is stale when its process is gone, never by age
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        if lock.tryLock(0):
            return FirstInstance(name, lock)
        if lock.error() is not QLockFile.LockError.LockFailedError:
            raise KbassistError(N_("The folder {folder} cannot be written.", folder=str(place)))
        answer = _hand_over(name, request, lambda: allow_foreground(_holder(lock)))
        if answer is _Answer.TAKEN:
            return None
        if answer is _Answer.SILENCE:
            break
        time.sleep(_PAUSE_S)
    raise _hangs(lock)


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


def _private_folder(profile: Path) -> Path:
    """Return a folder that only this user can enter: for the session where there is one, else in the temporary files.

    Raises KbassistError where another user has prepared a folder of that name.
    """
    if sys.platform == "win32":
        profile.mkdir(parents=True, exist_ok=True)
        return profile  # Windows' pipes have no place in the file system; the lock lies in the user's profile
    session = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if session.is_absolute() and len(os.fsencode(session)) < _LONGEST_PATH - 30 and _is_private(session):
        return session
    own = Path(tempfile.gettempdir(), f"kbassist-{_user()}")
    own.mkdir(mode=0o700, exist_ok=True)
    if not _is_private(own):
        raise KbassistError(N_("The folder {folder} can be entered by other users.", folder=str(own)))
    return own


def _is_private(folder: Path) -> bool:
    """Tell whether a folder is this user's own, no link, and closed to all others."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == _user() and not found.st_mode & 0o077


def _user() -> int:
    """Return this user's number."""
    return 0 if sys.platform == "win32" else os.getuid()
