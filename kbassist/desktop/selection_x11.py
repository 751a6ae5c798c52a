"""All formats of the X11 clipboard: read over a connection of its own, so that no owner can stop the windows."""

from __future__ import annotations

import ctypes as c
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard

from kbassist.desktop.backup import LARGEST, LONGEST_S, Backup

_PROPERTY_NOTIFY, _SELECTION_NOTIFY = 28, 31
_NEW_VALUE: Final = 0
_WATCH_PROPERTIES: Final = 0x400000
_EVENT_MASK: Final = 0x800
_ANY: Final = 0
_ALL: Final = LARGEST // 4
TEXTS: Final = ("UTF8_STRING", "text/plain;charset=utf-8", "STRING", "TEXT", "text/plain", "COMPOUND_TEXT")
_NO_CONTENT: Final = frozenset(
    {"TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION", "INSERT_PROPERTY", "LENGTH"}
)


class _Event(c.Structure):
    """What SelectionNotify and PropertyNotify have in common with others: 32 bytes."""

    _fields_ = (("type", c.c_uint8), ("pad", c.c_uint8), ("sequence", c.c_uint16), ("words", c.c_uint32 * 7))


class _Cookie(c.Structure):
    _fields_ = (("sequence", c.c_uint),)


class _Reply(c.Structure):
    """The head of every reply; `words` begin with what the request asked for."""

    _fields_ = (
        ("type", c.c_uint8), ("detail", c.c_uint8), ("sequence", c.c_uint16), ("length", c.c_uint32),
        ("words", c.c_uint32 * 6),
    )  # fmt: skip


class _Late(Exception):  # noqa: N818 - no error: the time or the room is up
    """The owner took too long, or gives too much."""


class X11Snapshots:
    """See `backup.Snapshots`; written back through Qt, under the same names."""

    def __init__(self, clipboard: QClipboard) -> None:
        self._clipboard = clipboard

    def read(self) -> Backup:
        """Return all formats of the selection CLIPBOARD; of the names for text the best one alone."""
        found: list[tuple[str, bytes]] = []
        try:
            with _Reader(time.monotonic() + LONGEST_S) as reader:
                for name in wanted(reader.targets()):
                    data = reader.convert(name)
                    if data is not None:
                        found.append(("text/plain", _utf8(name, data)) if name in TEXTS else (name, data))
        except (_Late, OSError):
            return Backup(tuple(found), complete=False)
        return Backup(tuple(found), complete=True)

    def write(self, backup: Backup) -> bool:
        """Offer the formats anew."""
        if not backup.formats:
            self._clipboard.clear()
            return True
        data = QMimeData()
        for name, content in backup.formats:
            data.setData(name, content)
        self._clipboard.setMimeData(data)
        return self._clipboard.mimeData() is data


def wanted(targets: list[str]) -> list[str]:
    """Return what is to be read, the most important first: one text, other texts, a picture, the rest."""
    text = [name for name in TEXTS if name in targets][:1]
    others = [name for name in targets if name not in TEXTS and name not in _NO_CONTENT]
    return text + sorted(others, key=lambda name: (not name.startswith("text/"), name != "image/png"))


def _utf8(name: str, data: bytes) -> bytes:
    """Return text as Qt keeps it."""
    return data.decode("latin-1").encode() if name == "STRING" else data


class _Reader:
    """One connection with a window that nobody sees; `until` is a moment of `time.monotonic`."""

    def __init__(self, until: float) -> None:
        self._until, self._room = until, LARGEST
        self._xcb = _library()
        self._free = c.CDLL(None).free
        self._free.argtypes = (c.c_void_p,)
        self._connection = self._xcb.xcb_connect(None, None)

    def __enter__(self) -> _Reader:
        if self._xcb.xcb_connection_has_error(self._connection):
            self._xcb.xcb_disconnect(self._connection)
            raise OSError("no X server")
        self._socket = select.poll()
        self._socket.register(self._xcb.xcb_get_file_descriptor(self._connection), select.POLLIN)
        self._window = self._xcb.xcb_generate_id(self._connection)
        root = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._connection)).root[0]
        watched = (c.c_uint32 * 1)(_WATCH_PROPERTIES)
        self._xcb.xcb_create_window(
            self._connection, 0, self._window, root, 0, 0, 1, 1, 0, 0, 0, _EVENT_MASK, watched
        )
        self._selection, self._property = self._atom("CLIPBOARD"), self._atom("KBASSIST_BACKUP")
        self._incr, self._targets = self._atom("INCR"), self._atom("TARGETS")
        return self

    def __exit__(self, *_error: object) -> None:
        self._xcb.xcb_disconnect(self._connection)

    def targets(self) -> list[str]:
        """Return the names of what the owner offers; none where there is no owner."""
        with self._reply("get_selection_owner", self._selection) as reply:
            if not reply or not reply.contents.words[0]:
                return []
        data = self._converted(self._targets) or b""
        return [name for name in map(self._name, memoryview(data[: len(data) // 4 * 4]).cast("I")) if name]

    def convert(self, name: str) -> bytes | None:
        """Return one format; None where the owner does not give it after all, or it is no sequence of bytes."""
        return self._converted(self._atom(name), bytes_only=True)

    def _converted(self, target: int, *, bytes_only: bool = False) -> bytes | None:
        self._xcb.xcb_convert_selection(self._connection, self._window, self._selection, target, self._property, 0)
        words = self._wait(_SELECTION_NOTIFY, lambda words: words[3] == target)
        if not words[4]:
            return None
        kind, size, data = self._take()
        if kind == self._incr:
            return self._in_parts()
        return None if bytes_only and size != 8 else data

    def _in_parts(self) -> bytes:
        """Return what is too big for one property: each part comes after the one before was taken."""
        parts: list[bytes] = []
        while True:
            self._wait(_PROPERTY_NOTIFY, lambda words: (words[1], words[3] & 0xFF) == (self._property, _NEW_VALUE))
            part = self._take()[2]
            if not part:
                return b"".join(parts)
            parts.append(part)

    def _take(self) -> tuple[int, int, bytes]:
        """Return type, size of a unit in bits and bytes of the property, and delete it."""
        with self._reply("get_property", 1, self._window, self._property, _ANY, 0, _ALL) as reply:
            if not reply:
                return 0, 0, b""
            kind, more, units = reply.contents.words[:3]
            size = reply.contents.detail
            self._room -= units * size // 8
            if more or self._room < 0:
                raise _Late
            return kind, size, c.string_at(self._xcb.xcb_get_property_value(reply), units * size // 8)

    def _wait(self, kind: int, fits: Any) -> tuple[int, ...]:
        """Return the words of the next event of a kind that fits."""
        self._xcb.xcb_flush(self._connection)
        while True:
            event = self._xcb.xcb_poll_for_event(self._connection)
            if event:
                found, words = event.contents.type & 0x7F, tuple(event.contents.words)
                self._free(event)
                if found == kind and fits(words):
                    return words
                continue
            left = self._until - time.monotonic()
            if left <= 0 or self._xcb.xcb_connection_has_error(self._connection):
                raise _Late
            self._socket.poll(max(1, left * 1000))

    def _atom(self, name: str) -> int:
        encoded = name.encode("utf-8", "surrogateescape")
        with self._reply("intern_atom", 0, len(encoded), encoded) as reply:
            return int(reply.contents.words[0]) if reply else 0

    def _name(self, atom: int) -> str:
        with self._reply("get_atom_name", atom) as reply:
            if not reply:
                return ""
            name = self._xcb.xcb_get_atom_name_name(reply)
            return c.string_at(name, self._xcb.xcb_get_atom_name_name_length(reply)).decode("utf-8", "replace")

    @contextmanager
    def _reply(self, name: str, *arguments: object) -> Iterator[Any]:
        """Make a request; give a pointer to its reply, null on an error, and free it afterwards."""
        cookie = getattr(self._xcb, f"xcb_{name}")(self._connection, *arguments)
        reply = getattr(self._xcb, f"xcb_{name}_reply")(self._connection, cookie, None)
        try:
            yield reply
        finally:
            self._free(reply)


class _Roots(c.Structure):
    _fields_ = (("root", c.POINTER(c.c_uint32)), ("rem", c.c_int), ("index", c.c_int))


def _library() -> Any:
    """Open libxcb anew, with types of our own on its functions; raises OSError."""
    xcb = c.CDLL("libxcb.so.1")
    pointer, small, short, number = c.c_void_p, c.c_uint8, c.c_uint16, c.c_uint32
    xcb.xcb_connect.restype, xcb.xcb_connect.argtypes = pointer, (c.c_char_p, pointer)
    xcb.xcb_get_setup.restype, xcb.xcb_get_setup.argtypes = pointer, (pointer,)
    xcb.xcb_setup_roots_iterator.restype, xcb.xcb_setup_roots_iterator.argtypes = _Roots, (pointer,)
    for name in ("connection_has_error", "disconnect", "get_file_descriptor", "generate_id", "flush"):
        getattr(xcb, f"xcb_{name}").argtypes = (pointer,)
    xcb.xcb_generate_id.restype = number
    xcb.xcb_poll_for_event.restype, xcb.xcb_poll_for_event.argtypes = c.POINTER(_Event), (pointer,)
    xcb.xcb_create_window.restype = xcb.xcb_convert_selection.restype = _Cookie
    xcb.xcb_create_window.argtypes = (
        pointer, small, number, number, c.c_int16, c.c_int16, short, short, short, short, number, number, pointer,
    )  # fmt: skip
    xcb.xcb_convert_selection.argtypes = (pointer, number, number, number, number, number)
    requests: dict[str, tuple[Any, ...]] = {
        "intern_atom": (small, short, c.c_char_p),
        "get_atom_name": (number,),
        "get_selection_owner": (number,),
        "get_property": (small, number, number, number, number, number),
    }
    for name, arguments in requests.items():
        request, answer = getattr(xcb, f"xcb_{name}"), getattr(xcb, f"xcb_{name}_reply")
        request.restype, request.argtypes = _Cookie, (pointer, *arguments)
        answer.restype, answer.argtypes = c.POINTER(_Reply), (pointer, _Cookie, pointer)
    for name in ("get_property_value", "get_atom_name_name"):
        getattr(xcb, f"xcb_{name}").restype, getattr(xcb, f"xcb_{name}").argtypes = pointer, (pointer,)
    xcb.xcb_get_atom_name_name_length.argtypes = (pointer,)
    return xcb
