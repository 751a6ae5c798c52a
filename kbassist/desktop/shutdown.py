"""Why a shutdown is held up: a sentence in the list that Windows shows of the programs in its way."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kbassist.desktop.user32 import load


@contextmanager
def held_up(window: int, reason: str, user32: Any = None) -> Iterator[None]:
    """Let Windows show `reason` while a sign-out waits for an answer; on other systems nothing.

    `window` is the native handle of a top-level window of the calling thread; it may be hidden. `user32` are the
    calls to make, those of Windows where there is none.
    """
    calls, handle = user32 or _calls(), ctypes.c_void_p(window)
    held = calls is not None and calls.ShutdownBlockReasonCreate(handle, ctypes.c_wchar_p(reason))
    try:
        yield
    finally:
        if held:
            calls.ShutdownBlockReasonDestroy(handle)


def _calls() -> Any:
    return load("user32.dll") if sys.platform == "win32" else None
