"""What this agent used, pinned, reported and fills in."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbassist.assistant.assistant import Assistant
from kbassist.assistant.folders import look_at
from kbassist.content.model import Macro
from kbassist.macros.form import Agent
from kbassist.search.results import Badge
from tests.assistant.shelf import FakeClock, Shelf


def keys(hits: object) -> list[str]:
    return [hit.key for hit in hits]  # type: ignore[attr-defined]  # any tuple of hits


def macro(assistant: Assistant, name: str) -> Macro:
    found = assistant.entry(name)
    assert isinstance(found, Macro)
    return found


# Traces


def test_pins_stand_first_and_only_what_may_be_offered_is_shown(assistant: Assistant, clock: FakeClock) -> None:
    for key in ("promotion@zh-CN", "unfinished@zh-CN", "greeting@zh-CN", "gone@zh-CN"):
        assert assistant.toggle_pin(key)
    pinned = assistant.pinned()
    assert keys(pinned) == ["promotion@zh-CN", "greeting@zh-CN"]
    assert all(Badge.PINNED in hit.badges for hit in pinned)
    clock.set("2026-11-12")
    assert keys(assistant.pinned()) == ["greeting@zh-CN"]
    assert not assistant.toggle_pin("greeting@zh-CN")
    assert keys(assistant.pinned()) == []


def test_recent_are_the_last_used_without_pinned_and_ended_ones(assistant: Assistant, clock: FakeClock) -> None:
    for minute, key in enumerate(("greeting", "invoice", "promotion", "unfinished", "refund-time", "invoice")):
        clock.set("2026-11-10", f"10:0{minute}")
        assistant.copied(f"{key}@zh-CN", "微信")
    assert keys(assistant.recent()) == [f"{key}@zh-CN" for key in ("invoice", "refund-time", "promotion", "greeting")]
    assistant.toggle_pin("invoice@zh-CN")
    clock.set("2026-11-12")
    assert keys(assistant.recent()) == ["refund-time@zh-CN", "greeting@zh-CN"]
    assert [found.id for found in assistant.recent_macros()] == ["refund-time", "greeting"]
    assert [found.id for found in assistant.recent_macros(1)] == ["refund-time"]


def test_traces_are_there_after_a_restart_and_belong_to_their_library(
    assistant: Assistant, shelf: Shelf, clock: FakeClock, tmp_path: Path
) -> None:
    assistant.copied("greeting@zh-CN")
    assistant.toggle_pin("invoice@zh-CN")
    again = Assistant(shelf.root, Agent(), clock)
    again.load()
    assert keys(again.recent()) == ["greeting@zh-CN"]
    assert keys(again.pinned()) == ["invoice@zh-CN"]
    other = Assistant(Shelf(tmp_path / "other").root, Agent(), clock)
    other.load()
    assert other.recent() == other.pinned() == ()


def test_a_report_is_masked(assistant: Assistant) -> None:
    note = assistant.report_missing("退款 13812345678 wang@example.com 还没到")
    assert "13812345678" not in note.words
    assert "wang" not in note.words
    assert "退款" in note.words
    filed = assistant.outbox.path.read_text(encoding="utf-8")
    assert "13812345678" not in filed
    assert "wang" not in filed
    assistant.report_error("invoice@zh-CN", "")
    assert [kept.entry for kept in assistant.outbox.notes()] == ["", "invoice@zh-CN"]


def test_a_data_folder_that_cannot_be_written_is_an_error_and_the_use_counts_today(
    shelf: Shelf, clock: FakeClock, own_profile: Path
) -> None:
    (own_profile / "data").write_text("a file where a folder should be")
    assistant = Assistant(shelf.root, Agent(), clock)
    assistant.load()
    with pytest.raises((FileExistsError, NotADirectoryError)):
        assistant.copied("greeting@zh-CN")
    with pytest.raises((FileExistsError, NotADirectoryError)):
        assistant.toggle_pin("greeting@zh-CN")
    with pytest.raises((FileExistsError, NotADirectoryError)):
        assistant.report_missing("退款")
    with pytest.raises((FileExistsError, NotADirectoryError)):
        assistant.report_error("invoice@zh-CN", "")
    assert keys(assistant.recent()) == ["greeting@zh-CN"]
    assert assistant.pinned() == ()


# Filling in


@pytest.mark.parametrize(
    ("name", "wanted", "shown"),
    [
        ("tkdz", "微信", "微信"),
        ("tkdz", "wx", "微信"),
        ("tkdz", "E-mail", "邮件"),
        ("tkdz", "电话", "微信"),
        ("tkdz", "", "微信"),
        ("wh", "电话", "电话"),
        ("wh", "", ""),
    ],
)
def test_a_macro_is_shown_in_the_channel_wanted_or_its_first(
    assistant: Assistant, name: str, wanted: str, shown: str
) -> None:
    assert assistant.channel_of(macro(assistant, name), wanted) == shown


def test_a_form_is_filled_with_the_agents_name_and_the_day(assistant: Assistant, shelf: Shelf) -> None:
    shelf.put("macros/sign.md", "---\n标题: 署名\n编号: sign\n---\n\n{{ agent.name }} {{ today | date: '%d' }} 日\n")
    assistant.load()
    outcome = assistant.render(macro(assistant, "sign"), "微信", {})
    assert outcome.ready
    assert outcome.text == "小林 10 日"


def test_a_missing_value_holds_the_text_back(assistant: Assistant) -> None:
    refund = macro(assistant, "tkdz")
    assert [spec.name for spec in assistant.form(refund, "微信").fields] == ["称呼", "订单号"]
    assert not assistant.render(refund, "微信", {}).ready
    assert assistant.render(refund, "微信", {"称呼": "王女士"}).text == "王女士您好，退款预计 1–3 个工作日到账。"


def test_warming_up_an_empty_library_is_no_error(tmp_path: Path, clock: FakeClock) -> None:
    Assistant(tmp_path, Agent(), clock).warm_up()


# Folders


def test_a_library_is_described_by_what_it_holds(shelf: Shelf) -> None:
    good, text = look_at(shelf.root)
    assert good
    assert str(text) == "5 files in kb/, 3 in macros/."


def test_a_folder_of_plain_pages_will_do(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.MD").write_text("x")
    (tmp_path / "b.markdown").write_text("x")
    (tmp_path / ".hidden.md").write_text("x")
    good, text = look_at(tmp_path)
    assert good
    assert "2 Markdown files" in str(text)


def test_folders_that_will_not_do_are_named(tmp_path: Path) -> None:
    assert look_at(tmp_path / "nowhere")[0] is False
    assert "nowhere" in str(look_at(tmp_path / "nowhere")[1])
    assert look_at(tmp_path)[0] is False
    file = tmp_path / "file.md"
    file.write_text("x")
    assert look_at(file)[0] is False


def test_a_link_in_a_circle_and_a_deep_tree_end_the_look(tmp_path: Path) -> None:
    deep = tmp_path.joinpath("kb", *"abcdefghij")
    deep.mkdir(parents=True)
    (deep / "too-deep.md").write_text("x")
    (tmp_path / "kb" / "a" / "near.md").write_text("x")
    (tmp_path / "kb" / "circle").symlink_to(tmp_path)
    good, text = look_at(tmp_path)
    assert good
    assert "1 files in kb/" in str(text)
