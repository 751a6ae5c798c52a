"""Reading, finding, and keeping up with a folder that changes, vanishes and comes back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kbassist.assistant.assistant import Assistant, EntryMissing
from kbassist.content.loader import LibraryMissing
from kbassist.macros.form import Agent
from kbassist.search.engine import Engine
from kbassist.search.results import Badge, Stage
from tests.assistant.shelf import FakeClock, Shelf


def found(assistant: Assistant, query: str) -> list[str]:
    return [hit.key for hit in assistant.search(query).hits]


def titles(assistant: Assistant, query: str) -> list[str]:
    return [hit.key for hit in assistant.titles(query).hits]


class Counted:
    """Counts how often the index is brought up to date."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        use = Engine.use

        def counting(*values: object) -> None:
            self.count += 1
            use(*values)  # type: ignore[arg-type]  # handed on as it came

        monkeypatch.setattr(Engine, "use", counting)


def test_titles_answer_once_the_library_is_read_and_the_whole_text_after_the_index(fresh: Assistant) -> None:
    assert found(fresh, "退款") == []
    fresh.load()
    assert not fresh.index_ready
    assert "refund-arrival@zh-CN" in found(fresh, "退款多久")
    assert fresh.search("退款多久").stage is Stage.TITLES
    assert found(fresh, "抬头") == []
    fresh.index()
    assert fresh.index_ready
    results = fresh.search("抬头")
    assert [hit.key for hit in results.hits] == ["invoice@zh-CN"]
    assert results.stage is Stage.FULL


def test_words_of_a_template_are_found_with_its_fields_as_labels(assistant: Assistant) -> None:
    hit = assistant.search("预计 工作日").hits[0]
    assert hit.key == "refund-time@zh-CN"
    assert "{{" not in hit.snippet.text
    assert "{%" not in hit.snippet.text


def test_a_library_without_any_change_keeps_its_index(assistant: Assistant) -> None:
    for _time in range(3):
        assert not assistant.refresh()
        assert assistant.index_ready
        assert assistant.search("抬头").stage is Stage.FULL


def test_a_touched_file_keeps_the_index(assistant: Assistant, shelf: Shelf) -> None:
    shelf.edit("kb/invoice/e.md", "抬头", "抬头")
    assistant.load()
    assert assistant.index_ready


def test_nothing_is_indexed_again_where_nothing_differs(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, clock: FakeClock
) -> None:
    counted = Counted(monkeypatch)
    clock.set("2026-11-10", "23:59")
    assistant.refresh()
    assert counted.count == 0


def test_an_edit_is_found_and_told_by_key(assistant: Assistant, shelf: Shelf) -> None:
    shelf.edit("kb/invoice/e.md", "公司全称", "营业执照上的名字")
    shelf.put("kb/invoice/paper.md", "# 纸质发票\n\n随货寄出。\n")
    shelf.remove("macros/general/greeting.md")
    changes = assistant.refresh()
    assert changes.changed == {"invoice@zh-CN"}
    assert changes.added == {"kb/invoice/paper@zh-CN"}
    assert changes.removed == {"greeting@zh-CN"}
    assert found(assistant, "营业执照") == ["invoice@zh-CN"]
    assert found(assistant, "随货寄出") == ["kb/invoice/paper@zh-CN"]
    assert found(assistant, "很高兴") == []
    assert assistant.index_ready


def test_titles_are_new_at_once_and_the_text_as_it_was_goes_on_answering(assistant: Assistant, shelf: Shelf) -> None:
    shelf.edit("kb/invoice/e.md", "标题: 电子发票", "标题: 数电票")
    shelf.edit("kb/invoice/e.md", "公司全称", "营业执照上的名称")
    shelf.remove("kb/promotions/double11.md")
    assistant.load()
    assert not assistant.index_ready
    results = assistant.search("数电票")
    assert results.stage is Stage.FULL
    assert results.hits[0].key == "invoice@zh-CN"
    assert found(assistant, "抬头") == ["invoice@zh-CN"]
    assert found(assistant, "营业执照") == []
    assistant.index()
    assert found(assistant, "营业执照") == ["invoice@zh-CN"]


def test_team_settings_alone_are_taken_in_by_a_refresh(assistant: Assistant, shelf: Shelf) -> None:
    assert found(assistant, "小票") == []
    shelf.put("kb/_team/synonyms.yaml", "synonyms: [[小票, 发票]]\n")
    assert not assistant.refresh()
    assert assistant.index_ready
    assert "invoice@zh-CN" in found(assistant, "小票")


def test_a_second_start_finds_without_reading_a_file(assistant: Assistant, shelf: Shelf, clock: FakeClock) -> None:
    assistant.close()
    for path in (shelf.root / "kb" / "invoice").iterdir():
        stamp = path.stat()
        path.write_bytes(b"x" * stamp.st_size)
        os.utime(path, ns=(stamp.st_mtime_ns, stamp.st_mtime_ns))
    again = Assistant(shelf.root, Agent(), clock)
    again.load()
    again.index()
    assert found(again, "抬头") == ["invoice@zh-CN"]
    again.close()


# The day


def test_at_midnight_entries_begin_and_end(assistant: Assistant, clock: FakeClock) -> None:
    clock.set("2026-11-11", "23:59")
    assistant.refresh()
    assert found(assistant, "满减") == ["promotion@zh-CN"]
    assert found(assistant, "预告") == []
    clock.set("2026-11-12", "00:00")
    assert not assistant.refresh()
    assert assistant.index_ready
    assert found(assistant, "满减") == []
    assert found(assistant, "每满三百") == []
    assert found(assistant, "预告") == ["coming@zh-CN"]
    assert "coming@zh-CN" in found(assistant, "零点开始")
    assert titles(assistant, "满减") == []


def test_a_new_day_asks_for_the_index_although_no_file_differs(assistant: Assistant, clock: FakeClock) -> None:
    clock.set("2026-11-12", "00:00")
    before = assistant.library
    assert before.same_content(assistant.load())
    assert not assistant.index_ready


def test_badges_say_what_is_due_and_what_ends(assistant: Assistant) -> None:
    badges = {hit.key: hit.badges for hit in (*assistant.search("发票").hits, *assistant.search("双十一").hits)}
    assert Badge.TO_BE_CHECKED in badges["invoice@zh-CN"]
    assert Badge.EXPIRING in badges["promotion@zh-CN"]


# The folder


def test_a_folder_that_vanishes_leaves_everything_answering(assistant: Assistant, shelf: Shelf) -> None:
    read_at = assistant.library.loaded_at
    shelf.vanish()
    assert not assistant.refresh()
    assert assistant.library.stale
    assert assistant.library.loaded_at == read_at
    assert found(assistant, "抬头") == ["invoice@zh-CN"]
    macro = assistant.entry("greeting")
    assert assistant.render(macro, "微信", {}).ready  # type: ignore[arg-type]  # a macro, as the library says
    shelf.come_back()
    shelf.edit("kb/invoice/e.md", "抬头", "公司名")
    assert assistant.refresh().changed == {"invoice@zh-CN"}
    assert not assistant.library.stale
    assert found(assistant, "公司名") == ["invoice@zh-CN"]


def test_an_empty_mount_point_counts_as_gone(assistant: Assistant, shelf: Shelf) -> None:
    shelf.vanish()
    shelf.root.mkdir()
    assistant.load()
    assert assistant.library.stale
    assert titles(assistant, "发票") == ["invoice@zh-CN"]
    assistant.index()
    assert found(assistant, "抬头") == ["invoice@zh-CN"]


def test_a_start_without_the_folder_answers_from_what_was_kept(
    assistant: Assistant, shelf: Shelf, clock: FakeClock
) -> None:
    assistant.close()
    shelf.vanish()
    again = Assistant(shelf.root, Agent(), clock)
    assert again.load().stale
    again.index()
    assert found(again, "抬头") == ["invoice@zh-CN"]
    again.close()


def test_a_folder_that_never_was_is_an_error_and_may_come_later(tmp_path: Path, clock: FakeClock) -> None:
    root = tmp_path / "not yet"
    assistant = Assistant(root, Agent(), clock)
    for _time in range(2):
        with pytest.raises(LibraryMissing):
            assistant.load()
    assistant.index()  # nothing to index, and no complaint
    assert not assistant.index_ready
    Shelf(root)
    assert assistant.refresh().added
    assert found(assistant, "抬头") == ["invoice@zh-CN"]
    assistant.close()


# The index


def test_an_index_that_cannot_be_kept_is_said_and_works(shelf: Shelf, clock: FakeClock, own_profile: Path) -> None:
    (own_profile / "cache").write_text("a file where a folder should be")
    assistant = Assistant(shelf.root, Agent(), clock)
    assistant.load()
    assistant.index()
    assert "cannot be kept" in str(assistant.index_note)
    assert found(assistant, "抬头") == ["invoice@zh-CN"]
    assistant.close()


def test_cancelled_it_indexes_no_more_and_titles_answer(fresh: Assistant) -> None:
    fresh.load()
    fresh.cancel()
    fresh.index()
    assert not fresh.index_ready
    assert titles(fresh, "发票") == ["invoice@zh-CN"]


def test_closed_it_still_answers_from_titles(assistant: Assistant) -> None:
    assistant.close()
    assert not assistant.index_ready
    assert assistant.search("发票").stage is Stage.TITLES
    assert titles(assistant, "发票") == ["invoice@zh-CN"]


def test_progress_is_told(fresh: Assistant) -> None:
    fresh.load()
    told: list[tuple[int, int]] = []
    fresh.index(lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0


# Entries


@pytest.mark.parametrize("name", ["refund-time", "refund-time@zh-CN", "tkdz"])
def test_an_entry_is_known_by_id_key_and_shortcut(assistant: Assistant, name: str) -> None:
    assert assistant.entry(name).key == "refund-time@zh-CN"


def test_an_entry_that_is_not_there_is_said_with_a_way_on(assistant: Assistant) -> None:
    with pytest.raises(EntryMissing) as raised:
        assistant.entry("refnud")
    assert "refnud" in str(raised.value)
    assert "kbassist search refnud" in str(raised.value.hint)


def test_the_check_reports_what_is_wrong_with_the_library(assistant: Assistant, shelf: Shelf) -> None:
    shelf.put("kb/broken.md", "---\n标题: [\n---\n\n[[nowhere]]\n")
    assistant.load()
    assert "kb/broken.md" in {problem.path for problem in assistant.check()}
