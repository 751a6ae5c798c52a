"""`kbassist reminders`: lists, ticks off, puts off, deletes and exports what waits at this desk."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from kbassist import paths
from kbassist.cli import reminders
from kbassist.cli.app import run
from kbassist.usage.reminder import Draft, State
from kbassist.usage.reminders import FILE, Reminders
from tests.cli.conftest import Ran

NOW = datetime(2028, 2, 28, 10, 0)
Run = Callable[..., Ran]


@pytest.fixture
def kbassist(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    app = typer.Typer()
    app.command("other")(lambda: None)
    app.command(reminders.NAME)(reminders.command)
    monkeypatch.setattr("kbassist.cli.app.app", app)
    monkeypatch.setattr("kbassist.cli.reminders.system_clock", lambda: NOW)
    monkeypatch.setenv("KBASSIST_LANGUAGE", "en")

    def call(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["kbassist", "reminders", *arguments])
        code = run()
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@pytest.fixture
def store() -> Reminders:
    return Reminders(paths.data_dir() / FILE)


@pytest.fixture
def names(store: Reminders) -> list[str]:
    kept = (
        Draft("a@zh-CN", "后来", datetime(2028, 3, 1, 9, 30)),
        Draft("b@zh-CN", "退款进度", datetime(2028, 2, 25, 16, 0), "GD2026112201"),
    )
    return [store.add(draft, datetime(2028, 2, 20, 10, 0)).id for draft in kept]


def test_nothing_to_follow_up_is_said(kbassist: Run) -> None:
    ran = kbassist()
    assert (ran.code, ran.out) == (0, "")
    assert "no follow-ups" in ran.err


def test_the_earliest_comes_first(kbassist: Run, names: list[str]) -> None:
    assert kbassist().out.splitlines() == [
        f"{names[1]}  2028-02-25 16:00  due  退款进度  GD2026112201",
        f"{names[0]}  2028-03-01 09:30  后来",
    ]
    found: list[dict[str, Any]] = json.loads(kbassist("--json").out)
    assert [(one["id"], one["is_due"], one["due"]) for one in found] == [
        (names[1], True, "2028-02-25T16:00"),
        (names[0], False, "2028-03-01T09:30"),
    ]


def test_done_is_listed_only_on_demand(kbassist: Run, names: list[str]) -> None:
    ran = kbassist("--done", names[1])
    assert (ran.code, ran.out) == (0, "") and "Done: 退款进度" in ran.err
    assert names[1] not in kbassist().out
    assert f"{names[1]}  2028-02-25 16:00  done" in kbassist("--all").out


def test_put_off_over_the_leap_day(kbassist: Run, store: Reminders, names: list[str]) -> None:
    assert kbassist("--snooze", names[1], "1").code == 0
    (found,) = [one for one in store.all(NOW) if one.id == names[1]]
    assert (found.due, found.state) == (datetime(2028, 2, 29, 16, 0), State.SNOOZED)


def test_deleted_is_gone(kbassist: Run, store: Reminders, names: list[str]) -> None:
    assert "Deleted: 后来" in kbassist("--delete", names[0]).err
    assert [one.id for one in store.all(NOW)] == [names[1]]


@pytest.mark.parametrize("arguments", [("--done", "zz"), ("--snooze", "zz", "3"), ("--delete", "zz")])
def test_an_id_that_is_none_is_a_sentence(kbassist: Run, names: list[str], arguments: tuple[str, ...]) -> None:
    ran = kbassist(*arguments)
    assert ran.code == 2
    assert "There is no follow-up “zz”." in ran.err and "lists it" in ran.err


@pytest.mark.parametrize("days", ["0", "3661", "99999999999"])
def test_days_that_make_no_sense_are_refused(kbassist: Run, names: list[str], days: str) -> None:
    ran = kbassist("--snooze", names[0], days)
    assert ran.code == 2
    assert "put off by 1 to 3660 days" in ran.err


def test_a_calendar_file_holds_what_waits(kbassist: Run, names: list[str], tmp_path: Path) -> None:
    kbassist("--done", names[0])
    path = tmp_path / "out.ics"
    ran = kbassist("--ics", str(path))
    assert (ran.code, ran.out) == (0, "") and "1 follow-up exported." in ran.err
    text = path.read_text(encoding="utf-8")
    assert f"UID:{names[1]}@kbassist" in text and "退款进度" in text
    assert kbassist("--ics", str(tmp_path / "no" / "\0.ics")).code == 2


def test_control_characters_are_not_printed(kbassist: Run, store: Reminders) -> None:
    store.add(Draft("a@zh-CN", "\x1b[31m红\u202e", NOW, "\x07"), NOW)
    assert "\x1b" not in kbassist().out and "红" in kbassist().out
