"""The few X11 requests that shortcuts and windows need, made on Qt's own connection through libxcb."""

from __future__ import annotations

import ctypes as c
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, Final

from PySide6.QtGui import QGuiApplication, QNativeInterface

from kbassist.desktop.ports import HotkeyUnavailable
from kbassist.i18n import N_

SHIFT, CTRL, ALT, META = 0x01, 0x04, 0x08, 0x40
CAPS_LOCK, NUM_LOCK = 0x02, 0x10
KEY_PRESS, KEY_RELEASE, MAPPING_NOTIFY = 2, 3, 34
BAD_ACCESS: Final = 10
_CLIENT_MESSAGE: Final = 33
_GRAB_ASYNC: Final = 1
_TO_WINDOW_MANAGER: Final = 0x180000  # SubstructureRedirect and SubstructureNotify


class KeyEvent(c.Structure):
    """`xcb_key_press_event_t`, which key releases share."""

    _fields_ = (
        ("response_type", c.c_uint8), ("detail", c.c_uint8), ("sequence", c.c_uint16), ("time", c.c_uint32),
        ("root", c.c_uint32), ("event", c.c_uint32), ("child", c.c_uint32), ("root_x", c.c_int16),
        ("root_y", c.c_int16), ("event_x", c.c_int16), ("event_y", c.c_int16), ("state", c.c_uint16),
        ("same_screen", c.c_uint8),
    )  # fmt: skip


class Cookie(c.Structure):
    """`xcb_void_cookie_t`: the number of a request."""

    _fields_ = (("sequence", c.c_uint),)


class _Error(c.Structure):
    _fields_ = (("response_type", c.c_uint8), ("code", c.c_uint8))


class _Screens(c.Structure):
    _fields_ = (("root", c.POINTER(c.c_uint32)), ("rem", c.c_int), ("index", c.c_int))


class _ClientMessage(c.Structure):
    _fields_ = (
        ("response_type", c.c_uint8), ("format", c.c_uint8), ("sequence", c.c_uint16), ("window", c.c_uint32),
        ("type", c.c_uint32), ("data", c.c_uint32 * 5),
    )  # fmt: skip


class _Reply(c.Structure):
    """What every reply begins with; `detail` is its one byte of data there."""

    _fields_: ClassVar[Sequence[tuple[str, type[Any]]]] = (
        ("type", c.c_uint8),
        ("detail", c.c_uint8),
        ("sequence", c.c_uint16),
        ("length", c.c_uint32),
    )


class _Atom(_Reply):
    _fields_ = (("atom", c.c_uint32),)


class _Property(_Reply):
    _fields_ = (("type_atom", c.c_uint32), ("bytes_after", c.c_uint32), ("value_length", c.c_uint32))


class _Geometry(_Reply):
    _fields_ = (
        ("root", c.c_uint32), ("x", c.c_int16), ("y", c.c_int16), ("width", c.c_uint16), ("height", c.c_uint16),
    )  # fmt: skip


class _Place(_Reply):
    _fields_ = (("child", c.c_uint32), ("x", c.c_int16), ("y", c.c_int16))


class _Extension(_Reply):
    _fields_ = (("present", c.c_uint8), ("major", c.c_uint8), ("first_event", c.c_uint8))


class _Focus(_Reply):
    _fields_ = (("focus", c.c_uint32),)


class _Tree(_Reply):
    _fields_ = (("root", c.c_uint32), ("parent", c.c_uint32), ("children", c.c_uint16))


class _Pointer(_Reply):
    _fields_ = (
        ("root", c.c_uint32), ("child", c.c_uint32), ("root_x", c.c_int16), ("root_y", c.c_int16),
        ("x", c.c_int16), ("y", c.c_int16), ("mask", c.c_uint16),
    )  # fmt: skip


class _Keymap(_Reply):
    _fields_ = (("keys", c.c_uint8 * 32),)


_P, _U8, _U16, _U32 = c.c_void_p, c.c_uint8, c.c_uint16, c.c_uint32
_REQUESTS: Final[tuple[tuple[str, type[_Reply], tuple[Any, ...]], ...]] = (
    ("intern_atom", _Atom, (_U8, _U16, c.c_char_p)),
    ("get_property", _Property, (_U8, _U32, _U32, _U32, _U32, _U32)),
    ("get_geometry", _Geometry, (_U32,)),
    ("translate_coordinates", _Place, (_U32, _U32, c.c_int16, c.c_int16)),
    ("query_extension", _Extension, (_U16, c.c_char_p)),
    ("get_input_focus", _Focus, ()),
    ("query_tree", _Tree, (_U32,)),
    ("query_pointer", _Pointer, (_U32,)),
    ("query_keymap", _Keymap, ()),
)


def _libraries() -> tuple[c.CDLL, c.CDLL]:
    """Open libxcb and libxcb-keysyms (Qt has loaded both) and declare what is called; raises OSError."""
    xcb, keysyms = c.CDLL("libxcb.so.1"), c.CDLL("libxcb-keysyms.so.1")
    xcb.xcb_get_setup.restype, xcb.xcb_get_setup.argtypes = _P, (_P,)
    xcb.xcb_setup_roots_iterator.restype, xcb.xcb_setup_roots_iterator.argtypes = _Screens, (_P,)
    xcb.xcb_flush.argtypes = (_P,)
    xcb.xcb_request_check.restype, xcb.xcb_request_check.argtypes = c.POINTER(_Error), (_P, Cookie)
    xcb.xcb_grab_key_checked.restype = xcb.xcb_ungrab_key_checked.restype = Cookie
    xcb.xcb_grab_key_checked.argtypes = (_P, _U8, _U32, _U16, _U8, _U8, _U8)
    xcb.xcb_ungrab_key_checked.argtypes = (_P, _U8, _U32, _U16)
    xcb.xcb_send_event_checked.restype = Cookie
    xcb.xcb_send_event_checked.argtypes = (_P, _U8, _U32, _U32, _P)
    xcb.xcb_get_property_value.restype, xcb.xcb_get_property_value.argtypes = _P, (_P,)
    for name, reply, arguments in _REQUESTS:
        request, answer = getattr(xcb, f"xcb_{name}"), getattr(xcb, f"xcb_{name}_reply")
        request.restype, request.argtypes = Cookie, (_P, *arguments)
        answer.restype, answer.argtypes = c.POINTER(reply), (_P, Cookie, c.POINTER(c.POINTER(_Error)))
    keysyms.xcb_key_symbols_alloc.restype, keysyms.xcb_key_symbols_alloc.argtypes = _P, (_P,)
    keysyms.xcb_key_symbols_free.argtypes = (_P,)
    keysyms.xcb_key_symbols_get_keycode.restype = c.POINTER(c.c_uint8)
    keysyms.xcb_key_symbols_get_keycode.argtypes = (_P, _U32)
    return xcb, keysyms


class Server:
    """The X server, over the connection that Qt holds; to be used on the GUI thread.

    Raises HotkeyUnavailable where Qt is not on X11 or its libraries cannot be opened.
    """

    def __init__(self) -> None:
        try:
            self._xcb, self._keysyms = _libraries()
            self._free = c.CDLL(None).free
            self._free.argtypes = (_P,)
            self._connection = _qt_connection()
        except OSError as error:
            raise HotkeyUnavailable(N_("A library of the X11 desktop is missing: {why}.", why=str(error))) from error
        self.root = int(self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._connection)).root[0])

    def keycode(self, keysym: int) -> int:
        """Return the code of the key that bears this symbol on the present keyboard; 0 if none does."""
        symbols = self._keysyms.xcb_key_symbols_alloc(self._connection)
        codes = self._keysyms.xcb_key_symbols_get_keycode(symbols, keysym)
        self._keysyms.xcb_key_symbols_free(symbols)
        if not codes:
            return 0
        code = int(codes[0])
        self._free(codes)
        return code

    def grab_key(self, keycode: int, modifiers: int) -> int:
        """Ask for every press of a key with exactly these modifiers; return 0 or the X error code."""
        return self._check(
            self._xcb.xcb_grab_key_checked(
                self._connection, 0, self.root, modifiers, keycode, _GRAB_ASYNC, _GRAB_ASYNC
            )
        )

    def ungrab_key(self, keycode: int, modifiers: int) -> None:
        """Let a key go."""
        self._check(self._xcb.xcb_ungrab_key_checked(self._connection, keycode, self.root, modifiers))

    def atom(self, name: str) -> int:
        """Return the number of a name."""
        with self._reply("intern_atom", 0, len(name), name.encode("ascii")) as reply:
            return int(reply.contents.atom) if reply else 0

    def extension_event(self, name: str) -> int:
        """Return the first event number of an extension; 0 where the server lacks it, or it has no events."""
        with self._reply("query_extension", len(name), name.encode("ascii")) as reply:
            return int(reply.contents.first_event) if reply and reply.contents.present else 0

    def has_extension(self, name: str) -> bool:
        """Tell whether the server has an extension."""
        with self._reply("query_extension", len(name), name.encode("ascii")) as reply:
            return bool(reply and reply.contents.present)

    def numbers(self, window: int, atom: int, most: int = 1024) -> tuple[int, ...]:
        """Return a window's property of 32-bit numbers; empty where there is none or the window is gone."""
        with self._reply("get_property", 0, window, atom, 0, 0, most) as reply:
            if not reply or reply.contents.detail != 32:
                return ()
            value = c.cast(self._xcb.xcb_get_property_value(reply), c.POINTER(c.c_uint32))
            return tuple(int(value[index]) for index in range(reply.contents.value_length))

    def letters(self, window: int, atom: int, most: int = 256) -> bytes:
        """Return the first bytes of a window's property of text; empty where there is none or the window is gone."""
        with self._reply("get_property", 0, window, atom, 0, 0, most // 4) as reply:
            if not reply or reply.contents.detail != 8:
                return b""
            return c.string_at(self._xcb.xcb_get_property_value(reply), reply.contents.value_length)

    def geometry(self, window: int) -> tuple[int, int, int, int] | None:
        """Return x and y on the root window, width and height, all in pixels; None where the window is gone."""
        with (
            self._reply("get_geometry", window) as size,
            self._reply("translate_coordinates", window, self.root, 0, 0) as place,
        ):
            if not size or not place:
                return None
            return place.contents.x, place.contents.y, size.contents.width, size.contents.height

    def tell_window_manager(self, window: int, message: int, data: Sequence[int]) -> None:
        """Send a client message about a window to the window manager."""
        words = (c.c_uint32 * 5)(*data)
        event = _ClientMessage(_CLIENT_MESSAGE, 32, 0, window, message, words)
        self._check(
            self._xcb.xcb_send_event_checked(self._connection, 0, self.root, _TO_WINDOW_MANAGER, c.byref(event))
        )

    def _check(self, cookie: Cookie) -> int:
        """Wait for a request to be done; return 0 or its error code (so Qt never logs it)."""
        error = self._xcb.xcb_request_check(self._connection, cookie)
        if not error:
            return 0
        code = int(error.contents.code)
        self._free(error)
        return code

    @contextmanager
    def _reply(self, name: str, *arguments: object) -> Iterator[Any]:
        """Make a request; give a pointer to its reply, null on an error, and free it afterwards."""
        cookie = getattr(self._xcb, f"xcb_{name}")(self._connection, *arguments)
        error = c.POINTER(_Error)()
        reply = getattr(self._xcb, f"xcb_{name}_reply")(self._connection, cookie, c.byref(error))
        try:
            yield reply
        finally:
            self._free(reply)
            self._free(error)


def _qt_connection() -> int:
    """Return the address of Qt's connection; raises HotkeyUnavailable where Qt is not on X11."""
    application = QGuiApplication.instance()
    native = application.nativeInterface() if isinstance(application, QGuiApplication) else None
    if not isinstance(native, QNativeInterface.QX11Application) or QGuiApplication.platformName() != "xcb":
        raise HotkeyUnavailable(N_("This desktop is not X11."))
    return int(native.connection())
