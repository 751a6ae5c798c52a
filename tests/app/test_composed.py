"""What leaves the whole program, by whatever way: checked, whole, and remembered for every reply in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from kbassist.desktop.ports import Clip
from kbassist.ui.quick_keys import Mode
from tests.app.office import CTRL, HELD, Hire, Office
from tests.app.trade import (
    ALT,
    ANSWER,
    BLOCKED,
    BLOCKED_NEWS,
    BYE,
    CHECK,
    FILES,
    OLD_RULE,
    SENT,
    SHIFT,
    check_order,
    come_from,
    copy,
    fill,
    open_form,
    values,
)
from tests.assistant.shelf import Shelf

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d4944415478da63fccfc0500f0004850180846b5e8d0000000049454e44ae426082"
)


@pytest.fixture
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shop"), FILES)


def pasting(office: Office) -> Office:
    """Return an office where pasting works."""
    office.desk.desktop.paster.refuses = None  # type: ignore[attr-defined]  # the fake
    return office


def left(office: Office) -> bool:
    """Tell whether anything has left."""
    return bool(office.desktop.clipboard.content.text or office.desktop.paster.jobs)


KEYS = [
    (Qt.Key.Key_C, CTRL),
    (Qt.Key.Key_Return, CTRL),
    (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Return, ALT),
    (Qt.Key.Key_1, ALT),
]


@pytest.mark.parametrize(("key", "held"), KEYS)
@pytest.mark.parametrize(
    ("query", "name", "why"),
    [("bxcn", BLOCKED, "没有这项服务"), ("jgd", OLD_RULE, "旧规定")],
    ids=["blocked words", "an expired basis"],
)
def test_no_key_of_the_list_lets_out_what_may_not_leave(
    office: Office, query: str, name: str, why: str, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    pasting(office)
    office.summon()
    office.find(query, name)
    office.press(key, held)
    for more in ((Qt.Key.Key_Return, CTRL), (Qt.Key.Key_Return, ALT)):
        if office.window.mode is Mode.FORM:  # its form opened, and says why
            office.press(*more)
            assert any(why in str(gap.message) for gap in office.window.body.form.result.gaps())
    assert not left(office)
    assert not office.window.reply.parts
    assert office.window.isVisible()
    assert office.window.mode is Mode.FORM or why in office.window.bar.text
    assert not office.uses()


def test_an_article_with_blocked_words_stays_too(office: Office) -> None:
    office.summon()
    office.find("保修宣传", BLOCKED_NEWS)
    office.press(Qt.Key.Key_C, CTRL)
    assert not left(office)
    assert "没有这项服务" in office.window.bar.text
    office.find("快递多久到", ANSWER)
    office.press(Qt.Key.Key_C, CTRL)
    assert "一般两天送达" in office.desktop.clipboard.content.text


@pytest.mark.parametrize("words", ["终身保修", "终 身 保 修", "終身保修"])
def test_blocked_words_that_the_agent_types_stay_in_the_form(office: Office, words: str) -> None:
    pasting(office)
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001", 备注=f"可以{words}")
    for key, held in ((Qt.Key.Key_Return, CTRL), (Qt.Key.Key_Return, ALT), (Qt.Key.Key_C, CTRL)):
        office.press(key, held)
        assert not left(office)
        assert office.window.mode is Mode.FORM
    fill(office, 备注="")
    office.press(Qt.Key.Key_F2)
    office.window.body.form.result.text.insertPlainText(words)
    office.press(Qt.Key.Key_Return, CTRL)
    assert not left(office)
    office.press(Qt.Key.Key_A, ALT)  # what the team proposes instead
    office.press(Qt.Key.Key_Return, CTRL)
    (job,) = office.desktop.paster.jobs
    assert "按保修政策处理" in job.clip.text


def test_a_rule_that_comes_while_the_text_is_written_holds_at_once(office: Office, shelf: Shelf) -> None:
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001", 备注="稍等")
    shelf.put("kb/_team/wording.yaml", "phrases:\n  - {phrase: 稍等, level: block, why: 说多久}\n")
    office.desk.library.reload()
    office.until(lambda: office.marks().count("indexed") >= 2)
    office.press(Qt.Key.Key_Return, CTRL)
    assert not left(office)
    assert any("说多久" in str(gap.message) for gap in office.window.body.form.result.gaps())


def test_pictures_go_along_from_the_list_as_from_the_form(office: Office, shelf: Shelf) -> None:
    pasting(office)
    (shelf.root / "macros" / "p.png").write_bytes(PIXEL)
    shelf.put("macros/picture.md", "---\n标题: 看图\n编号: picture\n简码: kt\n---\n\n请看：\n\n![图](p.png)\n")
    office.desk.library.reload()
    office.until(lambda: office.marks().count("indexed") >= 2)
    office.summon()
    office.find("kt", "picture@zh-CN")
    office.press(Qt.Key.Key_C, CTRL)
    assert [path.name for path in office.desktop.clipboard.content.images] == ["p.png"]
    office.summon()
    office.find("kt", "picture@zh-CN")
    office.press(Qt.Key.Key_Return, CTRL)
    (job,) = office.desktop.paster.jobs
    assert [Path(path).name for path in job.clip.images] == ["p.png"]


def test_two_texts_leave_as_one_and_both_are_remembered(office: Office) -> None:
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    office.press(Qt.Key.Key_Return, ALT)
    assert office.window.mode is Mode.LIST
    assert not left(office)
    open_form(office, "yjc", SENT)
    assert values(office) == {"称呼": "王女士", "单号": "202611220001"}  # asked once, also within one reply
    assert copy(office) == "王女士您好，订单 202611220001 在查。\n\n202611220001 已经寄出。"
    office.until(lambda: len(office.uses()) == 2)
    assert {use["key"] for use in office.uses()} == {CHECK, SENT}
    assert office.window.unsent == 0
    office.summon()
    assert "查进度" in office.window.bar.text  # the follow-up that the first of them asks for


def test_a_text_without_fields_follows_at_once_and_the_whole_is_pasted(office: Office) -> None:
    pasting(office)
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    office.press(Qt.Key.Key_Return, ALT)
    office.find("zj", BYE)
    office.press(Qt.Key.Key_Return, CTRL)
    if not office.desktop.paster.jobs:  # its form shows the whole first
        office.press(Qt.Key.Key_Return, CTRL)
    (job,) = office.desktop.paster.jobs
    assert job.clip.text == "王女士您好，订单 202611220001 在查。\n\n祝您生活愉快。"
    office.desktop.paster.finish()
    office.until(lambda: len(office.uses()) == 2)
    assert not office.window.reply.parts


def test_a_reply_that_is_half_written_keeps_the_program_until_it_is_answered(office: Office) -> None:
    asked: list[str] = []

    def ask(question: str, _more: str) -> bool:
        asked.append(question)
        return False

    office.desk.leaving._ask = ask
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    office.press(Qt.Key.Key_Return, ALT)
    open_form(office, "zj", BYE)
    office.tray.quit_wanted.emit()
    assert len(asked) == 1
    assert "not sent" in asked[0]
    copy(office)
    ended: list[int] = []
    office.desk.leaving._app = type("App", (), {"quit": lambda _self: ended.append(1)})()
    office.tray.quit_wanted.emit()
    assert (len(asked), ended) == (1, [1])


def test_a_text_edited_by_hand_is_asked_about_too(office: Office) -> None:
    asked: list[str] = []

    def ask(question: str, _more: str) -> bool:
        asked.append(question)
        return False

    office.desk.leaving._ask = ask
    office.summon()
    office.find("zj", BYE)
    office.press(Qt.Key.Key_Tab)
    office.press(Qt.Key.Key_F2)
    office.window.body.form.result.text.insertPlainText("另外，")
    office.tray.quit_wanted.emit()
    assert asked


def test_related_replies_and_answers_join_the_reply(office: Office) -> None:
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    assert any(related.key == ANSWER for related in office.window.body.form.result.also._related)
    office.press(Qt.Key.Key_1, ALT)
    assert copy(office) == "王女士您好，订单 202611220001 在查。\n\n一般两天送达。"


def test_the_basis_is_read_from_the_form_and_back_and_added(office: Office) -> None:
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    office.press(Qt.Key.Key_B, CTRL)
    office.until(lambda: office.window.body.preview.key == ANSWER)
    office.press(Qt.Key.Key_Escape)
    assert office.window.mode is Mode.FORM
    assert values(office)["称呼"] == "王女士"
    office.press(Qt.Key.Key_B, CTRL | SHIFT)
    assert copy(office).endswith("\n\n依据：《快递多久到》：一般两天送达。")


def test_a_snippet_reads_as_it_would_in_this_reply(hire: Hire, shelf: Shelf) -> None:
    office = hire(shelf.root, replace(HELD, agent_name="小林"))
    office.start()
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    office.press(Qt.Key.Key_J, CTRL)
    assert office.window.body.form.snippets.isVisible()
    office.press(Qt.Key.Key_Return)
    assert copy(office) == "王女士您好，订单 202611220001 在查。\n\n客服 小林 敬上"


def test_a_reply_that_the_library_loses_keeps_its_form_and_says_so(office: Office, shelf: Shelf) -> None:
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    (shelf.root / "macros" / "check.md").unlink()
    office.desk.library.reload()
    office.until(lambda: office.marks().count("indexed") >= 2)
    assert values(office)["称呼"] == "王女士"
    office.press(Qt.Key.Key_Return, CTRL)
    assert not left(office)
    assert office.window.mode is Mode.FORM
    assert any("does not hold" in str(gap.message) for gap in office.window.body.form.result.gaps())


def test_an_earlier_text_whose_reply_expires_may_not_leave(office: Office, shelf: Shelf) -> None:
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    office.press(Qt.Key.Key_Return, ALT)
    shelf.edit("macros/check.md", "编号: check", f"编号: check\n失效: {date(2026, 1, 1)}")
    office.desk.library.reload()
    office.until(lambda: office.marks().count("indexed") >= 2)
    office.find("yjc", SENT)
    office.press(Qt.Key.Key_Return)
    office.press(Qt.Key.Key_Return, CTRL)
    assert not left(office)
    assert office.window.mode is Mode.FORM


def test_the_teleprompter_shows_the_text_as_it_is_filled_in(office: Office) -> None:
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    office.press(Qt.Key.Key_T, CTRL)
    assert office.window.mode is Mode.FORM  # a text for a chat is not read aloud
    office.press(Qt.Key.Key_3, CTRL)
    office.press(Qt.Key.Key_T, CTRL)
    assert office.window.mode is Mode.PROMPT
    assert office.window.isActiveWindow()
    shown = "".join(line.text for line in office.window.body.prompter.reading.script.lines)
    assert "王女士您好，您的订单我正在查" in shown
    office.press(Qt.Key.Key_Escape)
    assert office.window.mode is Mode.FORM
    assert values(office)["称呼"] == "王女士"


def test_settings_that_change_while_a_form_is_open_leave_it(office: Office) -> None:
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    now = replace(HELD, language="zh_CN", theme="dark", answer_timer=True, case_minutes=60, agent_name="小周")
    office.desk.settings.keep(now)
    office.until(lambda: office.marks().count("indexed") >= 2)
    assert office.window.mode is Mode.FORM
    assert values(office)["称呼"] == "王女士"
    assert copy(office) == "王女士您好，订单 202611220001 在查。"


def test_a_reply_appended_for_one_customer_is_not_anothers(office: Office) -> None:
    check_order(office, "李先生", "202611220002")
    come_from(office, 4712)
    open_form(office, "cjd", CHECK)
    fill(office, 称呼="王女士", 订单号="202611220001")
    office.press(Qt.Key.Key_Return, ALT)
    come_from(office, 4711)
    assert not office.window.reply.parts
    office.find("zj", BYE)
    office.press(Qt.Key.Key_C, CTRL)
    assert office.desktop.clipboard.content == Clip("祝您生活愉快。")
