"""The calendar file is read back by the library that reads calendars, and keeps RFC 5545 to the letter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.i18n import use_language
from kbassist.usage.ics import calendar, export
from kbassist.usage.reminder import Reminder, one_line

NOW = datetime(2026, 11, 20, 10, 0, 0, 123456)


def reminder(title: str = "退款进度", note: str = "", name: str = "a1b2", due: str = "2028-02-29T09:30") -> Reminder:
    return Reminder(name, datetime.fromisoformat(due), "refund@zh-CN", title, NOW, NOW, note, revision=3)


def events(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_what_was_written_is_read_back() -> None:
    data = calendar([reminder(note="GD2026112201; 回电, 谢谢\\")], NOW)
    (event,) = events(data)
    assert str(event["summary"]) == "Follow up: 退款进度"
    assert str(event["description"]) == "GD2026112201; 回电, 谢谢\\"
    assert event.decoded("dtstart") == datetime(2028, 2, 29, 9, 30)
    assert event.decoded("duration") == timedelta(minutes=15)
    assert (str(event["uid"]), event["sequence"]) == ("a1b2@kbassist", 3)
    assert event.decoded("dtstamp") == NOW.replace(microsecond=0).astimezone(UTC)
    (alarm,) = event.walk("VALARM")
    assert (str(alarm["action"]), alarm.decoded("trigger")) == ("DISPLAY", timedelta(0))


def test_the_time_floats_and_the_stamp_is_universal() -> None:
    lines = calendar([reminder()], NOW).decode().split("\r\n")
    assert "DTSTART:20280229T093000" in lines
    assert any(line.startswith("DTSTAMP:") and line.endswith("Z") for line in lines)


def test_the_identity_outlives_every_change() -> None:
    first = events(calendar([reminder()], NOW))[0]
    second = events(calendar([reminder("新标题", due="2026-12-31T23:59")], NOW + timedelta(days=9)))[0]
    assert first["uid"] == second["uid"]


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_keeps_the_form(title: str, note: str) -> None:
    title, note = one_line(title, 200), one_line(note, 200)
    data = calendar([reminder(title, note), reminder(name="b2")], NOW)
    assert data.endswith(b"END:VCALENDAR\r\n")
    for line in data.split(b"\r\n"):
        assert b"\n" not in line and b"\r" not in line
        assert len(line) <= 75
        line.decode("utf-8")  # no character is cut in two
    first, second = events(data)
    assert str(first["summary"]) == f"Follow up: {title}"
    assert str(first.get("description", "")) == note
    assert str(second["uid"]) == "b2@kbassist"


def test_no_reminders_make_an_empty_calendar() -> None:
    assert events(calendar([], NOW)) == []


def test_the_summary_speaks_chinese() -> None:
    use_language("zh_CN")
    assert str(events(calendar([reminder()], NOW))[0]["summary"]) == "回访：退款进度"


def test_an_export_takes_the_place_of_an_old_one_or_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "跟进.ics"
    export(path, [reminder()], NOW)
    before = path.read_bytes()

    def full(_source: object, _target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="space"):
        export(path, [], NOW)
    assert path.read_bytes() == before
