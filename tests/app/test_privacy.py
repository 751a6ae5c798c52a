"""What a customer told stays out of every file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt

from tests.app.office import HELD, Office
from tests.assistant.shelf import Shelf

SECRET = "欧阳秘密女士7319"


def test_nothing_that_was_typed_is_left_on_the_disk(office: Office, own_profile: Path, shelf: Shelf) -> None:
    """Names of customers belong in the clipboard, and nowhere else."""
    office.summon()
    office.window.head.search.setText(SECRET)  # a search is no better a place
    office.until(office.window.no_hit)
    office.send_refund(SECRET)
    assert SECRET in office.desktop.clipboard.content.text
    office.summon()
    office.find("tkdz", "refund-time@zh-CN")
    office.press(Qt.Key.Key_Return)
    office.enter(f"draft {SECRET}")
    office.press(Qt.Key.Key_Escape)
    office.until(office.uses)
    office.desk.settings.keep(replace(HELD, agent_name="小林"))
    office.stop()
    shelf.edit("kb/invoice/e.md", "抬头", "公司名")
    files = [file for file in (*own_profile.rglob("*"), *shelf.root.rglob("*"), office.trace) if file.is_file()]
    assert {file.name for file in files} >= {"uses.jsonl", "settings.toml", "trace0.txt", "e.md"}
    for file in files:
        data = file.read_bytes()
        assert not any(form in data for form in written_forms(SECRET)), file


def written_forms(secret: str) -> set[bytes]:
    """Return what a text may look like in a file."""
    parts = {secret, secret[:2], secret[2:4], secret[-4:]}
    return {
        form
        for part in parts
        for form in (part.encode(), part.encode("utf-16-le"), part.encode("gb18030"), json.dumps(part)[1:-1].encode())
    }


def test_the_trace_holds_times_and_names_of_events_only(office: Office) -> None:
    office.send_refund(SECRET)
    office.stop()
    for line in office.trace.read_text(encoding="utf-8").splitlines():
        time, event = line.split(" ")
        assert time.isdigit()
        assert event.isascii()
        assert event.replace("-", "").isalpha()
