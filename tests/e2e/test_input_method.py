"""Typing with a real input method: what is being composed searches as pinyin, and its keys are its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.xvfb import missing, wait_for
from tests.e2e.agent import QUICK, Desk
from tests.e2e.input_method import NEEDED, InputMethod

GREETING = "您好，很高兴为您服务，请问有什么可以帮您？"
FIRST_ROW = (180, 112)  # in the window, its shadow included

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(bool(missing(NEEDED)), reason=f"not installed: {', '.join(missing(NEEDED))}"),
]


@pytest.fixture
def composing(desk: Desk, tmp_path: Path) -> Desk:
    """The quick window in front, pinyin on."""
    method = InputMethod(desk.desktop, tmp_path / "home")
    desk.open_chat()
    desk.start()
    desk.summon()
    method.turn_on()
    return desk


def test_letters_that_are_being_composed_find_what_they_stand_for(composing: Desk) -> None:
    window = composing.desktop.window(QUICK)
    composing.type("wenhou")
    left, top = FIRST_ROW
    composing.desktop.xdotool("mousemove", "--window", window, left, top, "click", "--repeat", 2, "--delay", 60, 1)
    composing.gone()
    assert composing.desktop.clipboard() == GREETING


def test_the_candidate_that_is_chosen_takes_the_place_of_the_letters(composing: Desk) -> None:
    composing.type("wenhou")
    composing.press("space")  # the input method's key: it takes the first candidate
    assert composing.desktop.windows(QUICK)
    composing.press("Return")
    composing.gone()
    assert composing.desktop.clipboard() == GREETING


def test_escape_ends_the_composition_and_leaves_the_window(composing: Desk) -> None:
    composing.type("wenhou")
    composing.press("Escape")
    assert composing.desktop.windows(QUICK)
    wait_for(lambda: composing.desktop.active() == composing.desktop.window(QUICK), what="the focus to stay")
    composing.type("tuikuan")
    composing.press("1", "Return")
    composing.type("wang")
    composing.press("space")
    assert composing.desktop.windows(QUICK)
