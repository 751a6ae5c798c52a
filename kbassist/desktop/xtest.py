"""Keys pressed for another program on X11; focus and keyboard are looked at while nobody else can change them."""

from __future__ import annotations

import ctypes as c
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kbassist.desktop.ports import HotkeyUnavailable
from kbassist.desktop.xcb import ALT, CTRL, KEY_PRESS, KEY_RELEASE, META, SHIFT, Cookie, Server
from kbassist.i18n import N_

_ALT_GR: Final = 0x80
_MODIFIERS: Final = SHIFT | CTRL | ALT | META | _ALT_GR  # not the locks
_FAKE_INPUT: Final = 2
_CHECKED: Final = 1
_DEPTH: Final = 32  # windows within windows


class _Piece(c.Structure):
    """`struct iovec`."""

    _fields_ = (("base", c.c_void_p), ("length", c.c_size_t))


class _Extension(c.Structure):
    """`xcb_extension_t`; libxcb numbers it when it is first used."""

    _fields_ = (("name", c.c_char_p), ("number", c.c_int))


class _Request(c.Structure):
    """`xcb_protocol_request_t`."""

    _fields_ = (
        ("count", c.c_size_t), ("extension", c.POINTER(_Extension)), ("opcode", c.c_uint8), ("is_void", c.c_uint8),
    )  # fmt: skip


class _FakeInput(c.Structure):
    """`xXTestFakeInputReq` of the X protocol; libxcb fills in the first four bytes."""

    _fields_ = (
        ("major", c.c_uint8), ("minor", c.c_uint8), ("length", c.c_uint16), ("type", c.c_uint8),
        ("detail", c.c_uint8), ("pad0", c.c_uint16), ("time", c.c_uint32), ("root", c.c_uint32),
        ("pad1", c.c_uint32 * 2), ("x", c.c_int16), ("y", c.c_int16), ("pad2", c.c_uint32), ("pad3", c.c_uint16),
        ("pad4", c.c_uint8), ("device", c.c_uint8),
    )  # fmt: skip


class InputServer(Server):
    """The X server with its XTEST extension, whose request is made by hand: libxcb-xtest is not on every desktop.

    Raises HotkeyUnavailable where the server lacks XTEST (asking for it then would end Qt's connection).
    """

    def __init__(self) -> None:
        super().__init__()
        if not self.has_extension("XTEST"):
            raise HotkeyUnavailable(N_("This desktop lets no program press keys in another."))
        self._xtest = _Extension(b"XTEST", 0)
        self._xcb.xcb_grab_server.argtypes = self._xcb.xcb_ungrab_server.argtypes = (c.c_void_p,)
        self._xcb.xcb_send_request.restype = c.c_uint
        self._xcb.xcb_send_request.argtypes = (c.c_void_p, c.c_int, c.POINTER(_Piece), c.POINTER(_Request))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep the server to ourselves: no other program can move the focus or take a selection meanwhile."""
        self._xcb.xcb_grab_server(self._connection)
        try:
            yield
        finally:
            self._xcb.xcb_ungrab_server(self._connection)
            self._xcb.xcb_flush(self._connection)

    def focus_within(self, window: int) -> bool:
        """Tell whether the keys go to a window or to a part of it."""
        with self._reply("get_input_focus") as reply:
            present = int(reply.contents.focus) if reply else 0
        for _level in range(_DEPTH):
            if present in {window, 0, 1, self.root}:  # 0 is nobody, 1 whatever is under the pointer
                return present == window
            present = self._parent(present)
        return False

    def modifiers_down(self) -> bool:
        """Tell whether Shift, Ctrl, Alt, AltGr or Super are held."""
        with self._reply("query_pointer", self.root) as reply:
            return not reply or bool(reply.contents.mask & _MODIFIERS)

    def is_down(self, *keycodes: int) -> bool:
        """Tell whether one of these keys is held."""
        with self._reply("query_keymap") as reply:
            return not reply or any(reply.contents.keys[code // 8] >> code % 8 & 1 for code in keycodes)

    def press_keys(self, keycodes: tuple[int, ...]) -> None:
        """Press these keys in turn, and release them in the opposite order."""
        for code in keycodes:
            self._fake(KEY_PRESS, code)
        for code in reversed(keycodes):
            self._fake(KEY_RELEASE, code)

    def _parent(self, window: int) -> int:
        with self._reply("query_tree", window) as reply:
            return int(reply.contents.parent) if reply else 0

    def _fake(self, kind: int, keycode: int) -> None:
        body = _FakeInput(type=kind, detail=keycode)
        pieces = (_Piece * 4)()  # libxcb writes into the two before the first that it is given
        pieces[2] = _Piece(c.cast(c.pointer(body), c.c_void_p), c.sizeof(body))
        request = _Request(2, c.pointer(self._xtest), _FAKE_INPUT, 1)
        first = c.cast(c.byref(pieces, 2 * c.sizeof(_Piece)), c.POINTER(_Piece))
        sequence = self._xcb.xcb_send_request(self._connection, _CHECKED, first, c.byref(request))
        self._check(Cookie(sequence))
