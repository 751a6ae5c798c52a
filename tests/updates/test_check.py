"""A look at IT's folder: what is there, whether it may be believed, and that nothing else happens."""

from __future__ import annotations

import builtins
import json
import os
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kbassist import i18n
from kbassist.policy import UpdateSource
from kbassist.updates.check import check
from kbassist.updates.manifest import LONGEST, LONGEST_SIGNATURE, MANIFEST, SIGNATURE
from kbassist.updates.memory import Memory
from kbassist.updates.outcome import Outcome, State, sentence
from kbassist.updates.refusal import Refusal
from tests.updates.publisher import CONTENT, SETUP, Publisher

OWN = "1.2.0"


def refusal(outcome: Outcome) -> Refusal | None:
    assert outcome.state is State.REFUSED and outcome.manifest is None
    return outcome.refusal


def test_without_a_folder_nothing_is_looked_at(memory: Memory) -> None:
    assert check(None, OWN, memory) == Outcome(State.UNSET)


def test_a_newer_version_is_found(publisher: Publisher, memory: Memory) -> None:
    publisher.publish("1.3.0")
    found = check(publisher.source, OWN, memory)
    assert (found.state, found.folder) == (State.NEWER, str(publisher.folder))
    assert found.manifest is not None and found.manifest.version == "1.3.0"
    assert str(sentence(found, OWN)) == f"kbassist 1.3.0 is available in {publisher.folder}."


@pytest.mark.parametrize("version", ["1.2.0", "1.1.9"])
def test_the_same_or_a_lower_version_is_nothing_newer(publisher: Publisher, memory: Memory, version: str) -> None:
    publisher.publish(version)
    found = check(publisher.source, OWN, memory)
    assert found.state is State.NOTHING
    assert "not newer than this one (1.2.0)" in str(sentence(found, OWN))


def test_an_empty_folder_is_nothing_and_one_that_is_gone_is_unreachable(publisher: Publisher, memory: Memory) -> None:
    found = check(publisher.source, OWN, memory)
    assert (found.state, found.manifest) == (State.NOTHING, None)
    assert str(sentence(found, OWN)) == f"There is no update notice in {publisher.folder}."
    publisher.folder.rmdir()
    assert check(publisher.source, OWN, memory).state is State.UNREACHABLE


def test_a_folder_that_is_a_file_or_a_notice_that_is_a_folder_is_unreachable(
    publisher: Publisher, memory: Memory
) -> None:
    publisher.publish()
    source = UpdateSource(str(publisher.folder / MANIFEST), publisher.source.key)
    assert check(source, OWN, memory).state is State.UNREACHABLE
    (publisher.folder / MANIFEST).unlink()
    (publisher.folder / MANIFEST).mkdir()
    assert check(publisher.source, OWN, memory).state is State.UNREACHABLE


def test_a_share_that_fails_while_it_is_read_is_unreachable(
    publisher: Publisher, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.publish()

    def gone(_self: Path, *_rest: Any, **_more: Any) -> Any:
        raise OSError(5, "the network path was not found")

    monkeypatch.setattr(Path, "open", gone)
    assert check(publisher.source, OWN, memory).state is State.UNREACHABLE


def test_without_a_signature_or_with_anothers_it_is_refused(publisher: Publisher, memory: Memory) -> None:
    publisher.publish()
    (publisher.folder / SIGNATURE).unlink()
    assert refusal(check(publisher.source, OWN, memory)) is Refusal.NOT_GENUINE
    forger = Publisher(publisher.folder, b"\x02" * 32)
    forger.publish("9.9.9")
    assert refusal(check(publisher.source, OWN, memory)) is Refusal.NOT_GENUINE
    assert memory.serial(publisher.source) == 0


def test_a_forger_cannot_raise_the_serial_nor_be_read(publisher: Publisher, memory: Memory) -> None:
    Publisher(publisher.folder, b"\x02" * 32).publish("9.9.9", serial=10**15, product="otherapp", notes=["x"])
    assert refusal(check(publisher.source, OWN, memory)) is Refusal.NOT_GENUINE
    publisher.publish("1.3.0")
    assert check(publisher.source, OWN, memory).state is State.NEWER


def test_a_notice_that_was_changed_is_refused(publisher: Publisher, memory: Memory) -> None:
    publisher.publish("1.3.0")
    path = publisher.folder / MANIFEST
    path.write_bytes(path.read_bytes().replace(b"1.3.0", b"1.4.0", 1))
    assert refusal(check(publisher.source, OWN, memory)) is Refusal.NOT_GENUINE


def test_another_product_of_the_same_publisher_is_refused(publisher: Publisher, memory: Memory) -> None:
    publisher.publish("3.0.0", product="otherapp")
    assert refusal(check(publisher.source, OWN, memory)) is Refusal.FOREIGN
    assert memory.serial(publisher.source) == 0


def test_a_genuine_notice_that_cannot_be_read_is_damage(publisher: Publisher, memory: Memory) -> None:
    publisher.put(b'{"product": "kbassist"')
    assert refusal(check(publisher.source, OWN, memory)) is Refusal.DAMAGED


def test_files_that_are_too_big_are_not_read_whole(publisher: Publisher, memory: Memory) -> None:
    publisher.publish(padding="x" * LONGEST)
    assert refusal(check(publisher.source, OWN, memory)) is Refusal.TOO_BIG
    publisher.publish()
    (publisher.folder / SIGNATURE).write_bytes(b"A" * (LONGEST_SIGNATURE + 1))
    assert refusal(check(publisher.source, OWN, memory)) is Refusal.TOO_BIG


def test_a_notice_of_the_greatest_size_is_read(publisher: Publisher, memory: Memory) -> None:
    publisher.publish(padding="")
    data = (publisher.folder / MANIFEST).read_bytes()
    whole = json.loads(data) | {"padding": "x" * (LONGEST - len(data))}
    publisher.put(json.dumps(whole, ensure_ascii=False).encode())
    assert (publisher.folder / MANIFEST).stat().st_size == LONGEST
    assert check(publisher.source, OWN, memory).state is State.NEWER


def test_an_older_notice_that_is_put_back_is_refused_for_good(publisher: Publisher, memory: Memory) -> None:
    publisher.publish("1.3.0")
    old = publisher.taken()
    publisher.publish("1.4.0")
    assert check(publisher.source, OWN, memory).state is State.NEWER
    publisher.put_back(old)
    for _day in range(2):
        assert refusal(check(publisher.source, OWN, memory)) is Refusal.PUT_BACK


def test_the_same_notice_may_be_seen_again_and_a_version_withdrawn(publisher: Publisher, memory: Memory) -> None:
    publisher.publish("1.3.0")
    for _day in range(2):
        assert check(publisher.source, OWN, memory).state is State.NEWER
    publisher.publish("1.2.0")  # 1.3.0 was faulty: the notice is newer, its version is not
    assert check(publisher.source, OWN, memory).state is State.NOTHING


def test_what_this_version_does_not_need_counts_for_the_serial_too(publisher: Publisher, memory: Memory) -> None:
    publisher.publish("1.1.0")
    old = publisher.taken()
    publisher.publish("1.2.0")
    check(publisher.source, OWN, memory)
    publisher.put_back(old)
    assert refusal(check(publisher.source, OWN, memory)) is Refusal.PUT_BACK


def test_a_full_disk_does_not_keep_the_news_back(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    publisher.publish()
    assert check(publisher.source, OWN, Memory(tmp_path / "file" / "updates.json")).state is State.NEWER


def test_nothing_but_two_files_is_read_and_nothing_run_or_sent(
    publisher: Publisher, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.publish()
    (publisher.folder / SETUP).write_bytes(CONTENT)
    before = sorted(path.name for path in publisher.folder.iterdir())
    opened: list[str] = []
    plain_open = Path.open

    def noting(path: Path, *rest: Any, **more: Any) -> Any:
        opened.append(path.name)
        return plain_open(path, *rest, **more)

    def forbidden(*_words: Any, **_more: Any) -> None:
        raise AssertionError("a check starts nothing and connects nowhere")

    monkeypatch.setattr(Path, "open", noting)
    for module, name in ((socket, "socket"), (subprocess, "Popen"), (os, "system"), (os, "startfile")):
        monkeypatch.setattr(module, name, forbidden, raising=False)
    monkeypatch.setattr(builtins, "exec", forbidden)
    assert check(publisher.source, OWN, memory).state is State.NEWER
    assert opened[:2] == [MANIFEST, SIGNATURE] and set(opened[2:]) <= {"updates.json"}
    assert sorted(path.name for path in publisher.folder.iterdir()) == before


REFUSALS = {
    Refusal.NOT_GENUINE: "is not genuine", Refusal.FOREIGN: "is about another program",
    Refusal.PUT_BACK: "is older than one seen before", Refusal.DAMAGED: "cannot be read",
    Refusal.TOO_BIG: "is too large",
}  # fmt: skip


@pytest.mark.parametrize("why", list(Refusal))
def test_every_refusal_is_said_with_its_place_and_what_to_do(why: Refusal) -> None:
    outcome = Outcome(State.REFUSED, r"\\server\共享", refusal=why)
    said = str(sentence(outcome, OWN))
    assert said.startswith(rf"The update notice in \\server\共享 {REFUSALS[why]}")
    assert said.endswith("and was ignored. Please tell your IT department.")
    i18n.use_language("zh_CN")
    assert str(sentence(outcome, OWN)).endswith("已忽略。请告知 IT 部门。")


def test_what_is_not_news_has_no_mark() -> None:
    assert [Outcome(state, "x").mark for state in (State.UNSET, State.NOTHING, State.UNREACHABLE)] == ["", "", ""]
