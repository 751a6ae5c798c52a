"""What happened and what to do stand together as their language asks, wherever sentences meet."""

from __future__ import annotations

import pytest

from kbassist import i18n
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text, joined, sentences

WHAT = N_("There is no channel “{name}”.", name="电邮")
THEN = N_("The library folder cannot be reached. Answers are as of {time}; all are kept.", time="09:05")


def test_an_error_says_what_happened_and_what_to_do() -> None:
    assert str(KbassistError(WHAT)) == "There is no channel “电邮”."
    assert str(KbassistError(WHAT, N_("Try again."))) == "There is no channel “电邮”. Try again."


def test_chinese_sentences_of_an_error_stand_together() -> None:
    i18n.use_language("zh_CN")
    said = str(KbassistError(WHAT, THEN))
    assert said == "没有“电邮”这个渠道。资料库文件夹暂时无法访问。搜索结果截至 09:05，内容都还在。"


def test_a_message_of_two_sentences_follows_the_language() -> None:
    error = KbassistError(WHAT, THEN)
    told = error.said
    english = str(told)
    i18n.use_language("zh_CN")
    chinese = str(told)
    i18n.use_language("en")
    assert english == f"{WHAT} {THEN}" and "。" not in english
    assert " " not in chinese.replace(" 09:05", "") and chinese.count("。") == 3
    assert str(told) == english


def test_sentences_are_values() -> None:
    one, two = N_("One."), N_("Two.")
    assert sentences(one) is one and sentences(one, None) is one
    assert sentences(one, two) == sentences(one, None, two) != sentences(two, one)
    assert len({sentences(one, two), sentences(one, two)}) == 1
    assert str(sentences(one, two, N_("Three {n}.", n=3))) == "One. Two. Three 3."
    assert str(N_("{why} Go on.", why=sentences(one, two))) == "One. Two. Go on."


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("One.", "Two."), "One. Two."),
        (("“One.”", "Two."), "“One.” Two."),
        (("Reading …", "Two."), "Reading … Two."),
        (("一。", "二！", "三？", "四"), "一。二！三？四"),
        (("他说“好。”", "二。"), "他说“好。”二。"),
        (("（见上。）", "二。"), "（见上。）二。"),
        (("正在读取……", "请稍候。"), "正在读取……请稍候。"),
        # Behind a full-width mark there is room enough, whatever follows; English words that end stand apart.
        (("文件无法写入。", "Permission denied"), "文件无法写入。Permission denied"),
        (("[Errno 13] Permission denied", "没有改动任何内容。"), "[Errno 13] Permission denied 没有改动任何内容。"),
        (("Permission denied.", "请重试。"), "Permission denied. 请重试。"),
        # A sentence without its mark would run into the next one.
        (("安装命令：pip install x", "请重试。"), "安装命令：pip install x 请重试。"),
        (("打开“设置”", "再试一次"), "打开“设置” 再试一次"),
        (("", "一。", "", "二。"), "一。二。"),
        ((), ""),
    ],
)
def test_a_space_parts_sentences_but_not_behind_a_full_width_mark(parts: tuple[str, ...], whole: str) -> None:
    assert joined(parts) == whole


def test_untranslated_words_are_not_taken_for_gaps() -> None:
    assert str(sentences(Text("{a} is no gap."), Text("Nor is {b}."))) == "{a} is no gap. Nor is {b}."
