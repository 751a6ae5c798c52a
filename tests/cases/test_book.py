"""Open cases: values never cross from one customer to another without a word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.cases.book import CaseBook
from kbassist.cases.values import NOWHERE, Place, Remembered
from kbassist.content.model import FieldSpec, FieldType
from kbassist.content.team_model import Pattern

CHAT, OTHER_CHAT, MAIL = Place(11, "wechat"), Place(12, "wechat"), Place(21, "mail")
ORDER = Pattern("order_no", "订单号", r"\d{12,18}")
NAME = FieldSpec("称呼", remember="case")
NUMBER = FieldSpec("订单号", FieldType.PATTERN, pattern_name="order_no", remember="case")


class Watch:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 10)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def book(watch: Watch) -> CaseBook:
    return CaseBook(watch, 30)


def name(value: str) -> Remembered:
    return Remembered("称呼", "称呼", FieldType.TEXT, "", value)


def number(value: str) -> Remembered:
    return Remembered("订单号", "订单号", FieldType.PATTERN, "order_no", value)


def filled(book: CaseBook, *fields: FieldSpec) -> dict[str, str]:
    return dict(book.filling(fields or (NAME, NUMBER), {"order_no": ORDER}, lambda _spec, _value: True).filled)


def offered(book: CaseBook) -> dict[str, tuple[str, ...]]:
    return dict(book.filling((NAME, NUMBER), {"order_no": ORDER}, lambda _spec, _value: True).offered)


def hints(book: CaseBook) -> list[str]:
    return [view.hint for view in book.views()]


def send(book: CaseBook, place: Place, *said: Remembered) -> None:
    book.arrive(place)
    book.remember(said)


def test_what_was_sent_fills_the_next_reply(book: CaseBook) -> None:
    send(book, CHAT, name("王女士"), number("202611220001"))
    assert filled(book) == {"称呼": "王女士", "订单号": "202611220001"}


def test_a_new_customer_is_asked_anew(book: CaseBook) -> None:
    send(book, CHAT, name("王女士"))
    before = book.serial
    book.new_customer()
    assert filled(book) == {}
    assert book.serial != before
    assert [view.values for view in book.views()] == [()]


def test_a_new_customer_in_another_window_wipes_nobody(book: CaseBook) -> None:
    send(book, CHAT, name("王女士"))
    book.arrive(MAIL)
    book.new_customer()
    assert filled(book) == {}
    book.arrive(CHAT)
    assert filled(book) == {"称呼": "王女士"}


def test_a_window_brings_its_own_case_back(book: CaseBook) -> None:
    send(book, CHAT, name("王女士"))
    send(book, MAIL, name("李先生"))
    assert len(book.views()) == 2
    book.arrive(CHAT)
    assert filled(book) == {"称呼": "王女士"}
    assert not book.doubtful
    book.arrive(MAIL)
    assert filled(book) == {"称呼": "李先生"}


def test_a_window_never_seen_fills_nothing_in_and_offers(book: CaseBook) -> None:
    """It may be the same customer's order page, or another customer's chat: nobody can tell."""
    send(book, CHAT, name("王女士"))
    book.arrive(OTHER_CHAT)
    assert book.doubtful
    assert filled(book) == {}
    assert offered(book) == {"称呼": ("王女士",)}


def test_choosing_the_case_ends_the_doubt(book: CaseBook) -> None:
    send(book, CHAT, name("王女士"))
    book.arrive(MAIL)
    book.switch(book.current)
    assert not book.doubtful
    assert filled(book) == {"称呼": "王女士"}
    book.arrive(CHAT)
    book.arrive(MAIL)
    assert not book.doubtful  # both windows are this customer's now


def test_in_doubt_a_value_said_again_tells_that_it_is_the_same_customer(book: CaseBook) -> None:
    send(book, CHAT, name("王女士"), number("202611220001"))
    send(book, MAIL, name("王女士"))
    assert len(book.views()) == 1
    assert filled(book) == {"称呼": "王女士", "订单号": "202611220001"}


def test_in_doubt_other_values_are_another_customers(book: CaseBook) -> None:
    send(book, CHAT, name("王女士"))
    send(book, MAIL, number("202611229999"))
    assert filled(book) == {"订单号": "202611229999"}
    book.arrive(CHAT)
    assert filled(book) == {"称呼": "王女士"}


def test_in_doubt_a_reply_without_values_binds_nothing(book: CaseBook) -> None:
    send(book, CHAT, name("王女士"))
    send(book, MAIL)
    assert book.doubtful


def test_another_name_in_the_same_window_is_another_customer(book: CaseBook) -> None:
    """In a client with one window for all customers nobody presses a key between them."""
    send(book, CHAT, name("王女士"), number("202611220001"))
    send(book, CHAT, name("李先生"))
    assert filled(book) == {"称呼": "李先生"}
    assert hints(book) == ["王女士", "李先生"]


def test_a_client_with_one_window_for_all_keeps_the_agents_choice(book: CaseBook) -> None:
    send(book, CHAT, name("王女士"))
    book.open()
    send(book, CHAT, name("李先生"))
    book.switch(1)
    book.arrive(CHAT)
    assert filled(book) == {"称呼": "王女士"}
    send(book, MAIL, name("赵女士"))
    book.arrive(CHAT)
    assert hints(book)[book.current - 1] == "王女士"
    assert book.doubtful  # two customers were answered in this window
    assert filled(book) == {}


def test_a_corrected_value_makes_the_others_unsure(book: CaseBook) -> None:
    send(book, CHAT, number("202611220001"), name("王女士"))
    send(book, CHAT, number("202611229999"))
    assert filled(book) == {"订单号": "202611229999"}
    assert offered(book) == {"称呼": ("王女士",)}
    send(book, CHAT, name("王女士"))
    assert filled(book)["称呼"] == "王女士"


def test_what_is_being_written_stays_with_its_customer(book: CaseBook) -> None:
    send(book, CHAT, name("王女士"))
    send(book, MAIL, name("李先生"))
    book.arrive(CHAT)
    assert book.arrive(MAIL, keep=True) == 2
    assert book.current == 1
    assert book.doubtful


def test_without_knowledge_of_windows_the_current_case_stays(book: CaseBook) -> None:
    send(book, NOWHERE, name("王女士"))
    book.arrive(NOWHERE)
    assert filled(book) == {"称呼": "王女士"}


def test_a_case_is_forgotten_when_it_was_not_used_for_long(book: CaseBook, watch: Watch) -> None:
    send(book, CHAT, name("王女士"))
    watch.wait(29)
    book.arrive(CHAT)
    assert filled(book) == {"称呼": "王女士"}  # looking at it is not using it
    watch.wait(1)
    assert book.sweep()
    assert filled(book) == {}
    assert not book.holds_anything
    assert not book.sweep()


def test_a_clock_that_was_put_back_keeps_nothing_for_ever(book: CaseBook, watch: Watch) -> None:
    send(book, CHAT, name("王女士"))
    watch.wait(-60)
    book.arrive(CHAT)
    assert filled(book) == {}


def test_the_next_case_is_a_new_one_where_there_is_no_other(book: CaseBook) -> None:
    book.next()
    assert len(book.views()) == 1
    send(book, CHAT, name("王女士"))
    book.next()
    assert filled(book) == {}
    book.next()
    assert filled(book) == {"称呼": "王女士"}
    assert len(book.views()) == 1  # the unused one is gone


def test_next_goes_round(book: CaseBook) -> None:
    for customer in ("王女士", "李先生", "赵女士"):
        book.open()
        send(book, CHAT, name(customer))
    seen = []
    for _step in range(4):
        book.next()
        seen.append(filled(book)["称呼"])
    assert seen == ["王女士", "李先生", "赵女士", "王女士"]


def test_beyond_the_limit_the_idlest_gives_way(watch: Watch) -> None:
    book = CaseBook(watch, 30, limit=3)
    for customer in ("王女士", "李先生", "赵女士"):
        book.open()
        send(book, CHAT, name(customer))
        watch.wait(1)
    book.switch(1)
    watch.wait(1)
    book.open()
    assert len(book.views()) == 3
    assert set(hints(book)) == {"王女士", "赵女士", ""}


def test_closing_another_case_leaves_the_current_one(book: CaseBook) -> None:
    send(book, CHAT, name("王女士"))
    send(book, MAIL, name("李先生"))
    book.close(1)
    book.close(77)
    assert filled(book) == {"称呼": "李先生"}
    book.arrive(CHAT)
    assert book.doubtful


def test_a_label_gives_nobody_away(book: CaseBook) -> None:
    send(book, CHAT, number("202611220001"))
    assert hints(book) == ["…0001"]
    send(book, CHAT, number("202611220001"), name("王女士"))
    assert hints(book) == ["王女士"]


def test_nothing_shows_its_content(book: CaseBook) -> None:
    send(book, CHAT, name("秘密女士"), number("202611227319"))
    book.note_openings(("我理解您",))
    shown = repr((book, vars(book), book.views(), name("秘密女士"), book.filling((NAME,), {}, lambda _s, _v: True)))
    assert "秘密" not in shown
    assert "7319" not in shown


def test_wiping_forgets_all(book: CaseBook) -> None:
    send(book, CHAT, name("王女士"))
    book.note_openings(("我理解您",))
    book.wipe()
    assert not book.holds_anything
    assert book.openings_used == frozenset()


VALUES = st.sampled_from(["王女士", "李先生", "赵女士"])
MOVES = st.one_of(
    st.tuples(st.just("send"), st.sampled_from([CHAT, OTHER_CHAT, MAIL, NOWHERE]), VALUES),
    st.tuples(st.sampled_from(["next", "open", "new", "close"]), st.just(NOWHERE), st.just("")),
    st.tuples(st.just("wait"), st.just(NOWHERE), st.just("")),
)


@given(st.lists(MOVES, max_size=40))
def test_whatever_happens_a_case_holds_one_customer(moves: Sequence[tuple[str, Place, str]]) -> None:
    """Every customer has an order number of their own: no case ever pairs a name with another's number."""
    numbers = {"王女士": "202611220001", "李先生": "202611220002", "赵女士": "202611220003"}
    watch = Watch()
    book = CaseBook(watch, 30, limit=3)
    for move, place, customer in moves:
        if move == "send":
            send(book, place, name(customer), number(numbers[customer]))
        elif move == "wait":
            watch.wait(11)
        else:
            {"next": book.next, "open": book.open, "new": book.new_customer, "close": lambda: book.close(1)}[move]()
        views = book.views()
        assert 1 <= len(views) <= 3
        assert [view.number for view in views if view.current] == [book.current]
        for view in views:
            values = dict(view.values)
            assert not values or numbers[values["称呼"]] == values["订单号"]
