"""A newer version in words."""

from __future__ import annotations

from kbassist import i18n
from kbassist.updates.notice import UpdateNotice

NOTES = {"zh_CN": "更快\n", "en": "Quicker", "fr": "Plus vite"}


def test_the_notes_follow_the_language_and_some_are_better_than_none() -> None:
    assert UpdateNotice("1.3.0", "x", NOTES).note == "Quicker"
    i18n.use_language("zh_CN")
    assert UpdateNotice("1.3.0", "x", NOTES).note == "更快"
    assert UpdateNotice("1.3.0", "x", {"en": "Quicker", "zh_CN": " "}).note == "Quicker"
    assert UpdateNotice("1.3.0", "x", {"fr": "Plus vite"}).note == "Plus vite"
    assert UpdateNotice("1.3.0", "x").note == ""


def test_the_sentence_and_the_menus_row_follow_the_language() -> None:
    notice = UpdateNotice("1.3.0", r"\\server\x{y}")
    assert (str(notice.sentence), str(notice.row)) == (
        r"kbassist 1.3.0 is available in \\server\x{y}.", "kbassist 1.3.0 is available…",
    )  # fmt: skip
    i18n.use_language("zh_CN")
    assert str(notice.row) == "有新版本 kbassist 1.3.0…"
