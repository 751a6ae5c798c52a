"""Replies on their way into the window that the agent came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbassist.desktop.ports import Clip, Kept, PasteEnd, Target
from kbassist.settings import Client
from kbassist.ui.quick_keys import Mode
from tests.app.fakes import CHAT, FakePaster
from tests.app.rig import Rig
from tests.app.test_copy_trip import fill_in, send

KEY = "refund-time@zh-CN"
REPLY = "王女士您好，退款预计 1–3 个工作日到账。"
LONG = "甲" * 30 + "。" + "乙" * 30


@pytest.fixture
def paster(open_rig: Rig) -> FakePaster:
    """Return a paster that works, the quick window called from a chat."""
    open_rig.desktop.paster.refuses = None
    call(open_rig)
    return open_rig.desktop.paster


def call(rig: Rig) -> None:
    """Press the hotkey in the window that is in front."""
    rig.window.hide()
    rig.hotkey.show()
    rig.until(rig.window.isActiveWindow)


def paste(rig: Rig, clip: Clip) -> None:
    rig.window.paste_wanted.emit(clip, KEY)


def test_a_reply_goes_into_the_window_that_the_agent_came_from(open_rig: Rig, paster: FakePaster) -> None:
    told: list[tuple[str, str]] = []
    open_rig.copying.copied.connect(lambda key, query: told.append((key, query)))
    fill_in(open_rig)
    send(open_rig)
    [job] = paster.jobs
    assert job.target == Target(CHAT, "chat.exe", "", CHAT)
    assert [step.text for step in job.steps] == [REPLY]
    assert open_rig.window.isVisible()
    assert told == []
    paster.finish()
    assert not open_rig.window.isVisible()
    assert open_rig.window.mode is Mode.LIST
    assert open_rig.window.toast.text == ""
    assert told == [(KEY, "tkdz")]
    assert open_rig.desktop.clipboard.content == Clip("")  # the paster's own affair
    open_rig.settle()
    assert open_rig.assistant.chosen == [(KEY, "微信", "tkdz")]


@pytest.mark.parametrize("refused", [PasteEnd.NOT_HERE, PasteEnd.GONE, PasteEnd.ELEVATED])
def test_where_nothing_can_be_pasted_it_is_copied_and_said(
    open_rig: Rig, paster: FakePaster, refused: PasteEnd
) -> None:
    paster.refuses = refused
    fill_in(open_rig)
    send(open_rig)
    assert paster.jobs == []
    assert open_rig.desktop.clipboard.content == Clip(REPLY)
    assert open_rig.window.toast.text == "Copied. Press Ctrl+V to paste."
    assert bool(open_rig.window.toast.more) is (refused is not PasteEnd.NOT_HERE)


def test_nothing_is_pasted_where_the_agent_came_from_nowhere(open_rig: Rig, paster: FakePaster) -> None:
    open_rig.desktop.active_window.front = 0  # the desktop, a panel, our own settings
    call(open_rig)
    paste(open_rig, Clip("x"))
    assert paster.jobs == []
    assert open_rig.desktop.clipboard.content == Clip("x")


@pytest.mark.parametrize(
    "end",
    [
        PasteEnd.FOCUS,
        PasteEnd.KEYS_HELD,
        PasteEnd.GONE,
        PasteEnd.UNREAD,
        PasteEnd.TAKEN,
        PasteEnd.NO_KEY,
        PasteEnd.IMAGE,
    ],
)
def test_a_paste_that_failed_is_said_with_its_reason(open_rig: Rig, paster: FakePaster, end: PasteEnd) -> None:
    paste(open_rig, Clip("x"))
    paster.finish(end, Kept.REPLACED)
    assert open_rig.window.toast.text == "Copied. Press Ctrl+V to paste."
    assert open_rig.window.toast.more


def test_a_reply_that_is_nowhere_can_be_copied_again(open_rig: Rig, paster: FakePaster) -> None:
    paste(open_rig, Clip("x"))
    paster.finish(PasteEnd.TAKEN, Kept.REPLACED, copied=False)
    assert "Not pasted" in open_rig.window.toast.text
    call(open_rig)
    open_rig.window.copied_again.emit()
    assert open_rig.desktop.clipboard.content == Clip("x")


def test_a_held_clipboard_keeps_window_and_text(open_rig: Rig, paster: FakePaster) -> None:
    fill_in(open_rig)
    send(open_rig)
    paster.jobs[0].taken(False)
    assert open_rig.window.mode is Mode.FORM
    assert "Nothing is lost" in open_rig.window.bar.text
    send(open_rig)
    assert len(paster.jobs) == 2


def test_enter_held_down_pastes_once(open_rig: Rig, paster: FakePaster) -> None:
    for _time in range(3):
        paste(open_rig, Clip("x"))
    assert len(paster.jobs) == 1


@pytest.mark.parametrize(("kept", "words"), [(Kept.NONE, "could not be kept"), (Kept.SOME, "only in part")])
def test_a_lost_clipboard_is_said(open_rig: Rig, paster: FakePaster, kept: Kept, words: str) -> None:
    paste(open_rig, Clip("x"))
    paster.finish(kept=kept)
    assert open_rig.window.toast.text == "Pasted."
    assert words in open_rig.window.toast.more


def test_the_clients_profile_and_the_channels_line_breaks_hold(open_rig: Rig, paster: FakePaster) -> None:
    open_rig.pasting.use((Client("chat.exe", paste_key="shift+insert", newline="none", rich=False),))
    paste(open_rig, Clip("一\n二", "<p>一<br>二</p>"))
    [step] = paster.jobs[0].steps
    assert (step.keys, step.text, step.html) == ("shift+insert", "一 二", "")


def test_a_client_that_is_only_copied_for_gets_no_keys(open_rig: Rig, paster: FakePaster) -> None:
    open_rig.pasting.use((Client("chat*", paste_key="none"),))
    paste(open_rig, Clip("x"))
    assert paster.jobs == []
    assert open_rig.window.toast.text == "Copied. Press Ctrl+V to paste."


def test_images_that_a_client_does_not_take_are_said(open_rig: Rig, paster: FakePaster, tmp_path: Path) -> None:
    clip = Clip("x", images=(tmp_path / "a.png",))
    open_rig.pasting.use((Client("chat.exe", images=False),))
    paste(open_rig, clip)
    paster.finish()
    assert "without its images" in open_rig.window.toast.text
    open_rig.pasting.use(())
    call(open_rig)
    paste(open_rig, clip)
    assert [step.image for step in paster.jobs[-1].steps] == [None, tmp_path / "a.png"]


@pytest.fixture
def halved(open_rig: Rig, paster: FakePaster) -> FakePaster:
    """Return a paster after the first part of a reply of two."""
    open_rig.pasting.use((Client("chat.exe", longest=40),))
    paste(open_rig, Clip(LONG, "<p>html</p>"))
    paster.finish()
    return paster


def test_a_long_reply_goes_part_by_part(open_rig: Rig, halved: FakePaster) -> None:
    assert [step.text for step in halved.jobs[0].steps] == ["甲" * 30 + "。"]
    assert halved.jobs[0].steps[0].html == ""
    assert open_rig.window.toast.text == "Part 1 of 2 is pasted."
    assert "Ctrl+N" in open_rig.window.toast.more
    call(open_rig)
    assert open_rig.window.bar.text == "Part 2 of 2 of your reply waits: Ctrl+N pastes it."
    open_rig.window.next_part_wanted.emit()
    halved.finish()
    assert [step.text for step in halved.jobs[1].steps] == ["乙" * 30]
    assert open_rig.window.bar.isHidden()  # nothing waits any more
    assert not open_rig.window.isVisible()
    assert open_rig.window.toast.text == "Part 2 of 2 is pasted."
    assert open_rig.window.toast.more == ""
    call(open_rig)
    open_rig.window.next_part_wanted.emit()
    assert "No part" in open_rig.window.bar.text


def test_the_next_part_is_never_pasted_into_another_window(open_rig: Rig, halved: FakePaster) -> None:
    open_rig.desktop.active_window.front = CHAT + 1
    call(open_rig)
    open_rig.window.next_part_wanted.emit()
    assert len(halved.jobs) == 1
    assert open_rig.desktop.clipboard.content.text == "乙" * 30
    assert "another window" in open_rig.window.toast.text


def test_a_part_stays_where_the_clipboard_is_held(open_rig: Rig, halved: FakePaster) -> None:
    call(open_rig)
    open_rig.window.next_part_wanted.emit()
    halved.jobs[-1].taken(False)
    assert open_rig.window.isVisible()
    open_rig.window.next_part_wanted.emit()
    assert len(halved.jobs) == 3


@pytest.mark.parametrize("other", ["copy", "paste", "customer"])
def test_another_reply_or_customer_drops_the_parts_that_wait(open_rig: Rig, halved: FakePaster, other: str) -> None:
    call(open_rig)
    if other == "customer":
        open_rig.pasting.forget()
    elif other == "copy":
        open_rig.window.copy_wanted.emit(Clip("y"), KEY)
    else:
        paste(open_rig, Clip("y"))
        halved.finish()
    jobs = len(halved.jobs)
    call(open_rig)
    open_rig.window.next_part_wanted.emit()
    assert len(halved.jobs) == jobs
    assert "No part" in open_rig.window.bar.text
