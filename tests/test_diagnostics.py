"""What the doctor says about the decisions of IT."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from kbassist.diagnostics import FOR_ALL, FOR_USER, State, decisions, installations
from kbassist.i18n import N_
from kbassist.policy import Managed, UpdateSource
from kbassist.registry import Hive, Value
from kbassist.settings import Client


def told(managed: Managed) -> list[tuple[str, str, str]]:
    return [(str(one.name), one.state.value, str(one.seen)) for one in decisions(managed)]


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


def test_policies_and_defaults_are_listed_with_their_values() -> None:
    managed = Managed(
        locked={"theme": "dark", "semantic": False, "clients": (Client("a.exe"), Client("b*"))},
        defaults={"library": r"\\srv\kb", "case_minutes": 45},
        update=UpdateSource(r"\\srv\new", bytes(32)),
    )
    assert told(managed) == [
        ("Policies", "ok", r"theme = dark; semantic = 0; clients = a.exe, b*; update_folder = \\srv\new"),
        ("Defaults of IT and setup", "ok", r"library = \\srv\kb; case_minutes = 45"),
    ]


def test_long_values_and_line_breaks_take_one_line() -> None:
    ((_name, _state, seen),) = told(Managed(locked={"agent_signature": "一行\n二行" + "长" * 100}))
    assert seen.startswith("agent_signature = 一行 二行")
    assert len(seen) < 90


def test_a_value_with_braces_is_shown_as_it_is() -> None:
    assert told(Managed(locked={"agent_name": "{x} {0}"}))[0][2] == "agent_name = {x} {0}"


def test_what_makes_no_sense_is_a_warning_with_advice() -> None:
    (found,) = decisions(Managed(remarks=(N_("{place}: odd", place="HKLM"),)))
    assert (found.state, str(found.seen)) == (State.WARNING, "HKLM: odd")
    assert "group policy" in str(found.advice)


@pytest.mark.parametrize("keys", ["Foo", "Ctrl+Space", "Ctrl+Shift"])
@pytest.mark.parametrize("kind", ["locked", "defaults"])
def test_keys_that_can_never_be_the_hotkey_are_found(kind: str, keys: str) -> None:
    found = list(decisions(Managed(**{kind: {"hotkey": keys}})))
    assert [one.state for one in found] == [State.OK, State.WARNING]
    assert f"hotkey = {keys}: " in str(found[1].seen)
    assert len(list(decisions(Managed(**{kind: {"hotkey": "Ctrl+Alt+K"}})))) == 1


def test_windows_says_that_there_is_nothing_and_other_systems_are_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(Managed()) == []
    monkeypatch.setattr(sys, "platform", "win32")
    assert told(Managed()) == [("Policies", "ok", "none"), ("Defaults of IT and setup", "ok", "none")]


class Installed:
    """A registry in which the installers have named folders."""

    def __init__(self, named: Mapping[tuple[Hive, str, str], Value]) -> None:
        self._named = named

    def values(self, hive: Hive, key: str) -> Mapping[str, Value]:
        return {name: value for (where, place, name), value in self._named.items() if (where, place) == (hive, key)}


def test_two_installations_are_told_with_the_way_to_one(tmp_path: Path) -> None:
    for_all, for_user = tmp_path / "all", tmp_path / "user"
    both = Installed({FOR_ALL: f"{for_all}/", FOR_USER: str(for_user)})
    for folder in (for_all, for_user):
        assert list(installations(both)) == []  # what is registered, but gone, is no installation
        folder.mkdir()
        (folder / "kbassist.exe").touch()
    (found,) = installations(both)
    assert found.state is State.WARNING
    assert str(found.seen) == f"{for_all} for all users, {for_user} for this user"
    assert str(for_user / "uninstall.exe") in str(found.advice)
    assert list(installations(Installed({FOR_USER: str(for_user)}))) == []
    assert list(installations(Installed({FOR_ALL: str(for_all), FOR_USER: 1}))) == []
