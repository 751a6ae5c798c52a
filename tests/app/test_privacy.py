"""What a customer told stays out of every file."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from kbassist.app.crash import install
from kbassist.assistant.assistant import Assistant
from kbassist.assistant.meaning import Meaning
from kbassist.cases.values import Origin
from kbassist.content.model import FieldSpec
from kbassist.desktop.ports import Clip
from kbassist.macros.form import Agent
from tests.app import trade
from tests.app.answering import answering
from tests.app.office import CTRL, HELD, Hire, Office
from tests.app.rig import Rig
from tests.assistant.shelf import Shelf
from tests.semantic.fakes import FakeEncoder

SECRET = "欧阳秘密女士qz7xv"  # no digits alone: times of day hold those by chance


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


def written_forms(secret: str, *more: str) -> set[bytes]:
    """Return what a text may look like in a file, in part at least."""
    parts = {secret, *(more or (secret[:2], secret[2:4], secret[-4:]))}
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


PHONE = "13987654321"


def test_what_the_search_learns_holds_no_number(office: Office, own_profile: Path) -> None:
    """A wording is kept on a wish, words of a choice always; numbers of customers in neither."""
    question = f"退款到账要多久呀 {PHONE}"
    office.summon()
    office.find(question, "refund-time@zh-CN")
    office.press(Qt.Key.Key_Return)
    office.enter("王女士")
    office.press(Qt.Key.Key_Return, CTRL)
    office.until(lambda: files(own_profile, "choices.jsonl"))
    office.summon()
    office.press(Qt.Key.Key_K, CTRL)
    office.until(lambda: files(own_profile, "phrasings.jsonl"))
    office.window.head.search.setText(f"火星分店的电话 {PHONE}")
    office.until(lambda: office.window.no_hit() or not office.window.fits())
    office.press(Qt.Key.Key_R, CTRL)
    office.until(lambda: files(own_profile, "notes.jsonl"))
    office.stop()
    assert "到账要多久" in files(own_profile, "phrasings.jsonl")[0].read_text(encoding="utf-8")
    for file in (*files(own_profile, "*"), office.trace):
        assert not any(form in file.read_bytes() for form in written_forms(PHONE, PHONE[-8:])), file


def test_a_long_question_that_led_to_a_copy_leaves_no_words(office: Office, own_profile: Path) -> None:
    """What is too long for a keyword was pasted from a chat: the choice is remembered without any of its words."""
    office.summon()
    story = f"您好，我叫{SECRET}，住在{SECRET}的那条街上，上周在你们店里退了一台机器，" * 2
    office.find(f"{story}退款到账时间", "refund-time@zh-CN")
    office.press(Qt.Key.Key_Return)
    office.enter("王女士")
    office.press(Qt.Key.Key_Return, CTRL)
    office.until(lambda: files(own_profile, "choices.jsonl"))
    office.stop()
    for file in (*files(own_profile, "*"), office.trace):
        assert not any(form in file.read_bytes() for form in written_forms(SECRET)), file


def test_vectors_are_made_of_the_library_alone(own_profile: Path, shelf: Shelf) -> None:
    """Nothing that a customer asks is computed into a file."""
    encoder = FakeEncoder()
    meaning = Meaning(own_profile / "cache", lambda macro, _library: macro.title, encoder)
    assistant = Assistant(shelf.root, Agent("小林"))
    meaning.update(assistant.load())
    assert meaning.work(lambda _done, _total: None, lambda: True)
    before = {file: file.read_bytes() for file in files(own_profile, "*")}
    assert any("semantic" in file.parts for file in before)
    meaning.scores(f"钱什么时候退给我 {SECRET}")
    meaning.close()
    assistant.close()
    assert {file: file.read_bytes() for file in files(own_profile, "*")} == before


def test_what_a_case_remembers_is_in_no_file_and_no_crash_report(
    rig: Rig, shelf: Shelf, own_profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Forms, case, clipboard, selection and the next form hold it; nothing that outlives the program does."""
    agent = answering(rig, shelf)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    told = list[Exception]()
    reports = install(own_profile / "crashes", told.append)
    agent.cases.arrived(4711, "wechat")
    agent.sources[Origin.SELECTION] = f"我叫{SECRET[:3]}，电话{PHONE}"
    agent.send("first", 称呼=SECRET, 订单号=f"2026{PHONE}")
    agent.cases.arrived(4712, "mail")
    assert agent.open("second")["称呼"] == ""
    agent.cases.switch(agent.cases.book.current)
    assert agent.values()["称呼"] == SECRET
    form = rig.window.body.form.form
    assert form is not None

    def broken(_spec: FieldSpec, value: str) -> bool:
        raise ValueError(f"{value} of {form!r} in {agent.cases.book!r} {agent.cases.book.views()!r}")

    with pytest.raises(ValueError, match="of Form") as crash:
        agent.cases.book.filling(form.fields, form.patterns, broken)
    sys.excepthook(crash.type, crash.value, crash.tb)
    rig.settle()
    agent.stop()
    assert told == [crash.value]
    assert "ValueError" in files(reports.folder, "*.txt")[0].read_text(encoding="utf-8")
    said = capsys.readouterr()
    forms = written_forms(SECRET) | written_forms(PHONE, PHONE[-8:])
    for file in (*files(own_profile, "*"), *files(shelf.root, "*"), *files(tmp_path, "*")):
        assert not any(form in file.read_bytes() for form in forms), file
    assert not any(form in (said.out + said.err).encode() for form in forms)


CANARY, ORDER = "慕容暗号先生", "778866554433"
HAND, COPIED, SELECTED = "手写暗语四二七", "剪贴暗语九五一", "选中暗语三六八"


def answer_all(office: Office) -> None:
    """Do all that an agent can do with what a customer said."""
    office.desktop.clipboard.content = Clip(f"我叫{COPIED}，订单 {ORDER}")
    trade.open_form(office, "cjd", trade.CHECK)
    trade.fill(office, 称呼=CANARY, 订单号=ORDER, 备注=f"{COPIED}没办法")  # a remark comes of it
    office.qtbot.wait(150)  # until the remarks are shown
    office.press(Qt.Key.Key_Return, trade.ALT)
    trade.open_form(office, "yjc", trade.SENT)
    office.press(Qt.Key.Key_F2)
    office.window.body.form.result.text.insertPlainText(HAND)
    assert HAND in trade.copy(office)
    office.summon()
    office.press(Qt.Key.Key_G, CTRL)
    office.press(Qt.Key.Key_Return)  # a reminder without a note
    office.until(lambda: office.desk.around.watch.all)
    office.find("来电流程", trade.CALL)
    office.press(Qt.Key.Key_Return)
    for key in (Qt.Key.Key_1, Qt.Key.Key_A):
        office.press(key)
    trade.copy(office)
    office.summon()
    office.desk.around.guides.copy_summary(trade.CALL)
    assert CANARY not in office.desktop.clipboard.content.text
    office.press(Qt.Key.Key_Escape)
    trade.come_from(office, 4712)
    trade.open_form(office, "cjd", trade.CHECK)  # offered, in doubt, and left as a draft
    trade.fill(office, 备注=HAND)
    office.press(Qt.Key.Key_3, CTRL)
    office.press(Qt.Key.Key_T, CTRL)
    office.press(Qt.Key.Key_Escape)
    office.press(Qt.Key.Key_Escape)


def crash_within(office: Office) -> None:
    """Let the parts that hold a customer's words break down, each with these words in its message."""

    def broken(*_anything: object) -> object:
        raise ValueError(f"{CANARY} {ORDER} {HAND} {COPIED}")

    around = office.desk.around
    around.cases.book._clock = broken  # type: ignore[assignment]
    for act in (
        lambda: around.cases.arrived(4711, CANARY),
        lambda: around.composing.check(CANARY, HAND, broken()),  # type: ignore[arg-type]
        lambda: office.desk.pasting.paste(broken(), CANARY),  # type: ignore[arg-type]
        lambda: around.guides.follow(broken()),  # type: ignore[arg-type]
        lambda: around.reminders.keep(broken()),  # type: ignore[arg-type]
    ):
        with pytest.raises(ValueError, match=CANARY) as crash:
            act()
        sys.excepthook(crash.type, crash.value, crash.tb)


def test_no_feature_leaves_what_a_customer_said_in_any_file(
    hire: Hire, own_profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Cases, parts, remarks, edits, guides, reminders, offers, drafts, and the report of a crash in each of them."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    shelf = Shelf(tmp_path / "shop", trade.FILES)
    office = hire(shelf.root)
    office.start()
    found = office.desk.around._sources
    monkeypatch.setattr(office.desk.around.cases, "_sources", lambda: {**found(), Origin.SELECTION: SELECTED})
    reports = install(own_profile / "crashes", lambda _error: None)
    answer_all(office)
    office.until(lambda: len(office.uses()) >= 2)
    clock = office.desk.around.cases.book._clock
    crash_within(office)
    office.desk.around.cases.book._clock = clock
    office.stop()
    secrets = (CANARY, ORDER, HAND, COPIED, SELECTED)
    forms = set().union(*(written_forms(secret, secret[:4], secret[-4:]) for secret in secrets))
    written = [*files(own_profile, "*"), *files(tmp_path, "*")]
    assert {file.name for file in written} >= {"reminders.jsonl", "uses.jsonl", "trace0.txt"}
    kept = "".join(path.read_text(encoding="utf-8") for path in files(reports.folder, "*.txt"))
    assert kept.count("ValueError") == 5
    for file in written:
        assert not any(form in file.read_bytes() for form in forms), file
    said = capsys.readouterr()
    assert not any(form in (said.out + said.err + caplog.text).encode() for form in forms)


def files(folder: Path, name: str) -> list[Path]:
    return [path for path in folder.rglob(name) if path.is_file()]
