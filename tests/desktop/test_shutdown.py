"""While a sign-out waits for an answer, Windows can say why."""

from __future__ import annotations

import ctypes

import pytest

from kbassist.desktop.shutdown import held_up


class FakeUser32:
    """Remembers the reasons that stand."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.reasons: dict[int | None, str | None] = {}
        self._refuses = refuses
        self.destroyed = 0

    def ShutdownBlockReasonCreate(self, window: ctypes.c_void_p, reason: ctypes.c_wchar_p) -> int:
        if not self._refuses:
            self.reasons[window.value] = reason.value
        return int(not self._refuses)

    def ShutdownBlockReasonDestroy(self, window: ctypes.c_void_p) -> None:
        self.destroyed += 1
        del self.reasons[window.value]


def test_the_reason_stands_while_the_question_does() -> None:
    calls = FakeUser32()
    with held_up(1 << 40, "有回复尚未发送", calls):
        assert calls.reasons == {1 << 40: "有回复尚未发送"}
    assert calls.reasons == {}


def test_it_goes_too_where_the_question_fails() -> None:
    calls = FakeUser32()
    with pytest.raises(ValueError, match="x"), held_up(1, "a reason", calls):
        raise ValueError("x")
    assert calls.destroyed == 1


def test_a_reason_that_windows_refuses_is_not_taken_back() -> None:
    calls = FakeUser32(refuses=True)
    with held_up(1, "a reason", calls):
        pass
    assert calls.destroyed == 0


def test_elsewhere_nothing_happens() -> None:
    with held_up(0, "a reason"):
        pass
