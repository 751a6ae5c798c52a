"""Two threads at one assistant, as in the desktop program: one reads and answers, one builds the index."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from kbassist.assistant.assistant import Assistant
from kbassist.macros.form import Agent
from kbassist.search.engine import Engine, SearchStopped
from kbassist.search.index import Index
from kbassist.search.results import Stage
from tests.assistant.shelf import FILES, FakeClock, Shelf

ROUNDS = 120
LONGEST_S = 20


class Held:
    """Index building that stops at its beginning, or before its last step, until it is let go."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._go = threading.Event()

    def at_the_end(self, monkeypatch: pytest.MonkeyPatch) -> Held:
        update = Index.update

        def waiting(*values: object) -> object:
            snapshot = update(*values)  # type: ignore[arg-type]  # handed on as it came
            self._wait()
            return snapshot

        monkeypatch.setattr(Index, "update", waiting)
        return self

    def at_the_beginning(self, monkeypatch: pytest.MonkeyPatch) -> Held:
        index = Engine.index

        def waiting(*values: object) -> None:
            self._wait()
            index(*values)  # type: ignore[arg-type]  # handed on as it came

        monkeypatch.setattr(Engine, "index", waiting)
        return self

    def _wait(self) -> None:
        """Say that it is here; a test that fails lets it go by the time-out."""
        self.reached.set()
        assert self._go.wait(LONGEST_S)

    def let_go(self) -> None:
        self._go.set()


@pytest.fixture(autouse=True)
def _often_interrupted() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@contextmanager
def beside(work: Callable[[], object], stop: threading.Event | None = None) -> Iterator[Future[object]]:
    """Do work on another thread; it has ended without an error when this is left, which sets `stop`."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        try:
            yield future
        finally:
            if stop is not None:
                stop.set()
        future.result(LONGEST_S)


def test_keystrokes_are_answered_while_the_index_is_built(fresh: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh.load()
    held = Held().at_the_end(monkeypatch)
    with beside(fresh.index) as building:
        assert held.reached.wait(LONGEST_S)
        results = fresh.search("发票")
        assert results.stage is Stage.TITLES
        assert [hit.key for hit in results.hits] == ["invoice@zh-CN"]
        assert not building.done()
        held.let_go()
    assert fresh.search("抬头").stage is Stage.FULL


def test_a_library_read_during_a_build_is_not_mixed_with_the_older_index(
    assistant: Assistant, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.edit("kb/invoice/e.md", "公司全称", "公司名称")
    assistant.load()
    held = Held().at_the_end(monkeypatch)
    with beside(assistant.index):
        assert held.reached.wait(LONGEST_S)
        shelf.put("kb/aaa.md", "# 排在最前\n\n新的一篇。\n")  # every row of the catalogue moves
        shelf.remove("kb/promotions/double11.md")
        assistant.load()
        held.let_go()
    assert not assistant.index_ready
    assert [hit.key for hit in assistant.search("最前").hits] == ["kb/aaa@zh-CN"]
    assistant.index()
    assert assistant.index_ready
    assert [hit.key for hit in assistant.search("抬头").hits] == ["invoice@zh-CN"]
    assert [hit.key for hit in assistant.search("新的一篇").hits] == ["kb/aaa@zh-CN"]


def test_titles_never_go_back_to_an_older_library(
    assistant: Assistant, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.edit("kb/invoice/e.md", "标题: 电子发票", "标题: 数电票")
    assistant.load()
    held = Held().at_the_beginning(monkeypatch)
    with beside(assistant.index):
        assert held.reached.wait(LONGEST_S)
        shelf.edit("kb/invoice/e.md", "标题: 数电票", "标题: 全电票")
        assistant.load()
        assert assistant.titles("全电票").hits
        held.let_go()
    assert [hit.title.text for hit in assistant.search("全电票").hits] == ["全电票"]


def test_a_build_can_be_cancelled_before_it_has_begun_to_count(
    fresh: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh.load()
    index = Engine.index

    def cancelling(*values: object) -> None:
        fresh.cancel()
        index(*values)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(Engine, "index", cancelling)
    with pytest.raises(SearchStopped):
        fresh.index()
    assert not fresh.index_ready
    fresh.index()
    assert not fresh.index_ready


def test_it_can_be_closed_while_it_answers(assistant: Assistant) -> None:
    stop = threading.Event()

    def closing() -> None:
        while not stop.is_set():
            assistant.close()
            assistant.index()

    with beside(closing, stop) as other:
        for _round in range(ROUNDS):
            hits = assistant.search("抬头").hits
            assert [hit.key for hit in hits] in ([], ["invoice@zh-CN"])
            assert not other.done()


class Desk:
    """A pile of articles of which one is edited, added or removed at a time; each has a word of its own."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.words: dict[str, str] = {}

    def turn(self, number: int) -> None:
        """Make the change that belongs to this number."""
        key = f"kb/pile/{number % 7}"
        path = f"{key}.md"
        if number % 5 == 4 and key in self.words:
            self.shelf.remove(path)
            del self.words[key]
        else:
            self.words[key] = f"word{number:04}"
            self.shelf.put(
                path, f"# Sheet {number % 7} turn{number:04}\n\n## Part\n\nIts text says word{number:04}.\n"
            )


@pytest.mark.timeout(180)
def test_edits_and_searches_by_turns_while_the_index_follows(fresh: Assistant, shelf: Shelf) -> None:
    desk, wanted, stop = Desk(shelf), threading.Event(), threading.Event()

    def following() -> None:
        while not stop.is_set():
            if wanted.wait(0.01):
                wanted.clear()
                fresh.index()
                fresh.check()

    with beside(following, stop) as other:
        for number in range(ROUNDS):
            desk.turn(number)
            fresh.load()
            wanted.set()
            _ask(fresh, desk, number)
            assert not other.done()
    fresh.index()
    for key, word in desk.words.items():
        assert [hit.key for hit in fresh.search(word).hits] == [f"{key}@zh-CN"]


def _ask(assistant: Assistant, desk: Desk, number: int) -> None:
    """Whatever stage answers, every row is an entry of the library that was read, with its title as it is."""
    entries = assistant.library.entries
    for query in (f"turn{number:04}", f"word{number:04}", "sheet", "抬头", "part says", "退款", "nothing at all"):
        for answer in (assistant.search(query), assistant.titles(query)):
            for hit in (*answer.hits, *answer.near):
                assert hit.title.text == entries[hit.key].title
                assert hit.path == entries[hit.key].path
    for key in desk.words:
        if desk.words[key] == f"word{number:04}":
            assert f"{key}@zh-CN" in [hit.key for hit in assistant.titles(f"turn{number:04}").hits]


def test_forms_are_rendered_on_one_thread_while_others_render_and_index(assistant: Assistant) -> None:
    macro = assistant.library.entries["refund-time@zh-CN"]
    stop = threading.Event()

    def rendering(name: str) -> Callable[[], None]:
        def work() -> None:
            while not stop.is_set():
                outcome = assistant.render(macro, "微信", {"称呼": name})  # type: ignore[arg-type]  # a macro
                assert outcome.text == f"{name}您好，退款预计 1–3 个工作日到账。"

        return work

    with beside(rendering("王女士"), stop) as first, beside(rendering("李先生"), stop) as second:
        for _round in range(20):
            assistant.check()
            assistant.warm_up()
        assert not first.done()
        assert not second.done()


def test_two_assistants_of_one_folder_follow_each_other(
    assistant: Assistant, shelf: Shelf, clock: FakeClock, own_profile: Path
) -> None:
    """Settings that name another agent open the same folder again while the old assistant is still at work."""
    shelf.edit("kb/invoice/e.md", "公司全称", "公司名称")
    again = Assistant(shelf.root, Agent("小周"), clock)
    with beside(assistant.refresh):
        again.load()
        again.index()
    assert [hit.key for hit in again.search("公司名称").hits] == ["invoice@zh-CN"]
    again.close()
    third = Assistant(shelf.root, Agent(), clock)
    third.load()
    third.index()
    assert len(third.library.entries) == len([path for path in FILES if not path.endswith(".yaml")])
    assert [hit.key for hit in third.search("公司名称").hits] == ["invoice@zh-CN"]
    third.close()
