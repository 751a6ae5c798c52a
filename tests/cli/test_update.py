"""`kbassist update`: says what lies in IT's folder, in words, as JSON and as an exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kbassist import __version__, registry
from kbassist.cli.app import run
from kbassist.registry import Hive, Value
from tests.cli.conftest import Ran
from tests.updates.publisher import CONTENT, SETUP, Publisher

Run = Callable[..., Ran]


class FakeRegistry:
    """The registry of a machine with these policies."""

    def __init__(self, policies: Mapping[str, Value]) -> None:
        self._policies = policies

    def values(self, hive: Hive, key: str) -> Mapping[str, Value]:
        return self._policies if hive is Hive.MACHINE and "Policies" in key else {}


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path / "releases")


@pytest.fixture
def update(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], publisher: Publisher) -> Run:
    monkeypatch.setenv("KBASSIST_LANGUAGE", "en")

    def call(*arguments: str, source: tuple[str, ...] | None = None) -> Ran:
        given = ("--folder", str(publisher.folder), "--key", publisher.public) if source is None else source
        monkeypatch.setattr(sys, "argv", ["kbassist", "update", *given, *arguments])
        code = run()
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


def test_nothing_newer_ends_with_0_and_says_what_is_there(update: Run, publisher: Publisher) -> None:
    assert update().out == f"There is no update notice in {publisher.folder}.\n"
    for version in (__version__, "0.0.1"):
        publisher.publish(version)
        ran = update()
        assert (ran.code, ran.err) == (0, "")
        assert f"kbassist {version} is in" in ran.out
        assert f"it is not newer than this one ({__version__})" in ran.out


def test_a_newer_version_ends_with_10_and_its_notes(update: Run, publisher: Publisher) -> None:
    publisher.publish("99.0.0")
    ran = update()
    assert (ran.code, ran.err) == (10, "")
    assert ran.out.splitlines() == [
        f"kbassist 99.0.0 is available in {publisher.folder}.", "Released on 2026-11-23, notice 1001.", "", "Quicker",
    ]  # fmt: skip


def test_a_forged_notice_and_a_folder_that_is_gone_end_with_2(update: Run, publisher: Publisher) -> None:
    Publisher(publisher.folder, b"\x02" * 32).publish("99.0.0")
    ran = update()
    assert (ran.code, ran.out) == (2, "")
    assert "is not genuine and was ignored. Please tell your IT department." in ran.err
    publisher.folder.rename(publisher.folder.with_name("away"))
    ran = update()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"The folder {publisher.folder} cannot be reached.\n"


def test_an_older_notice_is_refused_when_a_newer_one_was_seen(update: Run, publisher: Publisher) -> None:
    publisher.publish("99.0.0")
    old = publisher.taken()
    publisher.publish("99.0.1")
    assert update().code == 10
    publisher.put_back(old)
    ran = update("--json")
    assert ran.code == 2
    assert json.loads(ran.out)["refusal"] == "put-back"


def test_files_are_compared_by_their_content_where_that_is_wished(update: Run, publisher: Publisher) -> None:
    publisher.publish("99.0.0")
    assert update("--files").out.endswith(f"{SETUP}: not there\n")
    (publisher.folder / SETUP).write_bytes(CONTENT)
    assert update("--files").out.endswith(f"{SETUP}: as the notice says\n")
    (publisher.folder / SETUP).write_bytes(CONTENT[::-1])
    assert (update().code, update("--files").code) == (10, 2)
    assert f"{SETUP}: NOT what the notice says" in update("--files").out


def test_json_has_everything_and_null_for_what_does_not_apply(update: Run, publisher: Publisher) -> None:
    found = json.loads(update("--json").out)
    assert (found["state"], found["notice"], found["refusal"], found["own"]) == ("nothing", None, None, __version__)
    publisher.publish("99.0.0")
    (publisher.folder / SETUP).write_bytes(CONTENT)
    ran = update("--json", "--files")
    assert ran.code == 10
    notice = json.loads(ran.out)["notice"]
    assert (notice["version"], notice["serial"], notice["released"]) == ("99.0.0", 1001, "2026-11-23")
    assert notice["notes"] == {"zh_CN": "更快", "en": "Quicker"}
    assert [(file["name"], file["state"]) for file in notice["files"]] == [(SETUP, "right")]
    assert json.loads(update("--json").out)["notice"]["files"][0]["state"] is None


def test_the_policy_names_folder_and_key(update: Run, publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher.publish("99.0.0")
    policies = {"update_folder": str(publisher.folder), "update_key": publisher.public}
    monkeypatch.setattr(registry, "here", lambda: FakeRegistry(policies))
    assert update(source=()).code == 10


def test_without_a_policy_it_says_what_to_do(update: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = update(source=())
    assert (ran.code, ran.out) == (2, "")
    assert "No folder for new versions is set up. Set the policies update_folder and update_key" in ran.err
    monkeypatch.setattr(registry, "here", lambda: FakeRegistry({"update_folder": "x", "update_key": "y"}))
    assert "update_key" in update(source=()).err.splitlines()[0]


@pytest.mark.parametrize("source", [("--folder", "x"), ("--key", "x"), ("--folder", "x", "--key", "bm8=")])
def test_folder_and_key_go_together(update: Run, source: tuple[str, ...]) -> None:
    ran = update(source=source)
    assert (ran.code, ran.out) == (2, "")
    assert "--folder and --key go together" in ran.err
