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


FIELDS = """---
标题: 各种填写
编号: fields
简码: gztx
填写:
  称呼: {type: text}
  情况: {type: multiline}
  日期: {type: date}
---

{{ 称呼 }}；{{ 情况 }}；{{ 日期 | date: "%Y" }}
"""


def test_every_kind_of_field_composes_and_its_keys_stay_the_input_methods(desk: Desk, tmp_path: Path) -> None:
    assert desk.library is not None
    (desk.library / "macros" / "fields.md").write_text(FIELDS, encoding="utf-8")
    method = InputMethod(desk.desktop, tmp_path / "home")
    desk.open_chat()
    desk.start()
    desk.summon()
    desk.type("gztx")
    desk.press("Return")
    method.turn_on()
    for letters in ("nihao", "tuikuan", "mingtian"):
        desk.type(letters)
        desk.press("space")  # the first candidate
        assert desk.desktop.windows(QUICK)
        if letters != "mingtian":
            desk.press("Tab")
    desk.press("ctrl+Return")
    desk.gone()
    wait_for(lambda: desk.message().startswith("你好；退款；20"), what=f"the text, not {desk.message()!r}")
    desk.summon()  # the card of a reminder for what was used last takes composed words too
    method.turn_on()
    desk.press("ctrl+g")
    desk.type("mingtian")
    desk.press("space", "Return")
    wait_for((desk.folder / "data" / "reminders.jsonl").exists, what="the reminder to be kept")
