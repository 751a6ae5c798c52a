"""All formats of the Windows clipboard as bytes, and back again."""

from __future__ import annotations

import ctypes as c
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from kbassist.desktop.backup import LARGEST, LONGEST_S, Backup
from kbassist.desktop.clipboard import NO, PRIVATE
from kbassist.desktop.user32 import load

_PAUSES_S: Final = (0.0, 0.01, 0.02, 0.03, 0.05)
_MOVEABLE: Final = 2
# Handles that are no memory: bitmaps, metafiles, palettes, what the owner draws itself, and private ones.
_NO_MEMORY: Final = frozenset({2, 3, 9, 14, 0x80, 0x82, 0x83, 0x8E})
_HANDLES: Final = range(0x200, 0x400)  # CF_PRIVATEFIRST to CF_GDIOBJLAST: what they point to is the owner's
# How OLE finds the owner's object, which is gone once something else was put there; the formats it offers are read.
_OF_OLE: Final = frozenset({"DataObject", "Ole Private Data"})
_LONGEST_NAME: Final = 256
# What Windows makes by itself: text in old encodings and their locale from Unicode text; bitmap, DIB and DIBV5 from
# one another (the owner's own comes first in the list).
_FROM_TEXT: Final = frozenset({1, 7, 16})
_TEXT: Final = 13
_BITMAP, _DIB, _DIB_V5, _METAFILE, _ENHANCED = 2, 8, 17, 3, 14


class ClipboardCalls(Protocol):
    """The calls of Windows that are needed; see `RawClipboard`."""

    def open(self) -> bool: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102
    def empty(self) -> None: ...  # noqa: D102
    def formats(self) -> list[int]: ...  # noqa: D102
    def get(self, number: int, most: int) -> bytes | None: ...  # noqa: D102
    def set(self, number: int, data: bytes) -> bool: ...  # noqa: D102
    def name(self, number: int) -> str: ...  # noqa: D102
    def number(self, name: str) -> int: ...  # noqa: D102
    def sequence(self) -> int: ...  # noqa: D102


class WindowsSnapshots:
    """See `backup.Snapshots`; formats are named by their numbers, which hold as long as Windows runs."""

    def __init__(
        self,
        calls: ClipboardCalls,
        pause: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._calls, self._pause, self._now = calls, pause, now

    def read(self) -> Backup:
        """Return all formats that are memory; once more where another program copied meanwhile."""
        until = self._now() + LONGEST_S
        for _attempt in range(2):
            before = self._calls.sequence()
            backup = self._read(until)
            if self._calls.sequence() == before:
                return backup
        return Backup((), complete=False)

    def write(self, backup: Backup) -> bool:
        """Put the formats back in their order, kept out of the history: what was to be there is there already.

        Nothing is done where another program, for which this one had to wait, put something there meanwhile.
        """
        before = self._calls.sequence()
        with self._opened() as opened:
            if opened and self._calls.sequence() == before:
                self._calls.empty()
                there = [self._calls.set(int(name), data) for name, data in backup.formats]
                if backup.formats:
                    self._keep_private({int(name) for name, _data in backup.formats})
                return all(there)
        return False

    def _keep_private(self, there: set[int]) -> None:
        """Add the formats that keep the clipboard out of history and cloud, where they are not among the others."""
        for number in map(self._calls.number, PRIVATE):
            if number and number not in there:
                self._calls.set(number, NO)

    def _read(self, until: float) -> Backup:
        """Read one format after the other; one that its owner does not give is left out, and the rest is read."""
        found: list[tuple[str, bytes]] = []
        room, whole = LARGEST, True
        with self._opened() as opened:
            if not opened:
                return Backup((), complete=False)
            numbers = self._calls.formats()
            for number in self._of_worth(numbers):
                if self._now() > until:
                    return Backup(tuple(found), complete=False)
                data = self._calls.get(number, room)
                if data is None:
                    whole = whole and self._calls.name(number) in PRIVATE  # a mark may be empty
                    continue
                room -= len(data)
                found.append((str(number), data))
        return Backup(tuple(found), complete=whole and _is_whole(numbers))

    def _of_worth(self, numbers: list[int]) -> list[int]:
        """Return the formats that mean something without the program that put them there."""
        return [number for number in _wanted(numbers) if self._calls.name(number) not in _OF_OLE]

    @contextmanager
    def _opened(self) -> Iterator[bool]:
        """Open the clipboard, again a few times where another program has it; give whether it is open."""
        for seconds in _PAUSES_S:
            if seconds:
                self._pause(seconds)
            if self._calls.open():
                break
        else:
            yield False
            return
        try:
            yield True
        finally:
            self._calls.close()


def _wanted(numbers: list[int]) -> list[int]:
    """Return the formats that are read: memory, and not what Windows makes of another by itself."""
    dib = next((number for number in numbers if number in {_DIB, _DIB_V5}), 0)
    made = (_FROM_TEXT if _TEXT in numbers else frozenset()) | ({_DIB, _DIB_V5} - {dib})
    return [number for number in numbers if number not in _NO_MEMORY | made and number not in _HANDLES]


def _is_whole(numbers: list[int]) -> bool:
    """Tell whether nothing is lost: a bitmap without a DIB and a metafile are."""
    lost = {_METAFILE, _ENHANCED}.intersection(numbers)
    return not lost and (_BITMAP not in numbers or bool({_DIB, _DIB_V5}.intersection(numbers)))


class RawClipboard:
    """The clipboard calls of `user32.dll` with the memory calls of `kernel32.dll`; usable on Windows only."""

    def __init__(self, window: int) -> None:
        self._window = window  # what is put there without an owner is refused
        self._user, self._kernel = load("user32.dll"), load("kernel32.dll")
        handle, number = c.c_void_p, c.c_uint32
        self._user.GetClipboardFormatNameW.argtypes = (number, c.c_wchar_p, c.c_int)
        self._user.RegisterClipboardFormatW.argtypes = (c.c_wchar_p,)
        self._user.RegisterClipboardFormatW.restype = number
        self._user.OpenClipboard.argtypes = (handle,)
        self._user.EnumClipboardFormats.argtypes, self._user.EnumClipboardFormats.restype = (number,), number
        self._user.GetClipboardData.argtypes, self._user.GetClipboardData.restype = (number,), handle
        self._user.SetClipboardData.argtypes, self._user.SetClipboardData.restype = (number, handle), handle
        self._user.GetClipboardSequenceNumber.restype = number
        self._kernel.GlobalSize.argtypes, self._kernel.GlobalSize.restype = (handle,), c.c_size_t
        self._kernel.GlobalAlloc.argtypes, self._kernel.GlobalAlloc.restype = (number, c.c_size_t), handle
        for name in ("GlobalLock", "GlobalUnlock", "GlobalFree"):
            getattr(self._kernel, name).argtypes = (handle,)
        self._kernel.GlobalLock.restype = handle

    def open(self) -> bool:
        """OpenClipboard for our window, on whichever thread."""
        return bool(self._user.OpenClipboard(self._window))

    def close(self) -> None:
        """CloseClipboard."""
        self._user.CloseClipboard()

    def empty(self) -> None:
        """EmptyClipboard."""
        self._user.EmptyClipboard()

    def formats(self) -> list[int]:
        """Return the formats that are there, in the owner's order."""
        found: list[int] = []
        while number := int(self._user.EnumClipboardFormats(found[-1] if found else 0)):
            found.append(number)
        return found

    def get(self, number: int, most: int) -> bytes | None:
        """Return a format's bytes; None where the owner gives nothing, or more than `most`."""
        memory = self._user.GetClipboardData(number)
        length = int(self._kernel.GlobalSize(memory)) if memory else 0
        if not length or length > most:
            return None
        place = self._kernel.GlobalLock(memory)
        if not place:
            return None
        data = c.string_at(place, length)
        self._kernel.GlobalUnlock(memory)
        return data

    def set(self, number: int, data: bytes) -> bool:
        """Put a format there; Windows owns the memory then."""
        memory = self._kernel.GlobalAlloc(_MOVEABLE, max(1, len(data)))
        place = self._kernel.GlobalLock(memory) if memory else None
        if not place:
            return False
        c.memmove(place, data, len(data))
        self._kernel.GlobalUnlock(memory)
        if self._user.SetClipboardData(number, memory):
            return True
        self._kernel.GlobalFree(memory)
        return False

    def name(self, number: int) -> str:
        """Return the name of a registered format; empty for those of Windows itself."""
        name = c.create_unicode_buffer(_LONGEST_NAME)
        self._user.GetClipboardFormatNameW(number, name, _LONGEST_NAME)
        return name.value

    def number(self, name: str) -> int:
        """Return the number of a format of this name, registered where it was not."""
        return int(self._user.RegisterClipboardFormatW(name))

    def sequence(self) -> int:
        """Return the number that grows with every change."""
        return int(self._user.GetClipboardSequenceNumber())
