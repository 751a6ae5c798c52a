"""The settings file under what IT decided: what holds, what is written, and what stays when IT changes its mind."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.i18n import use_language
from kbassist.policy import Managed
from kbassist.settings import KINDS, Client, Settings
from kbassist.settings_file import Loaded, load, save

DARK = Managed(locked={"theme": "dark"})
PROPOSED = Managed(defaults={"language": "zh_CN", "hotkey": "Ctrl+Alt+K"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "settings.toml"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def written(path: Path) -> dict[str, Any]:
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    values.pop("version", None)
    return values


def test_without_a_file_defaults_of_it_go_before_the_built_in_ones_and_policies_before_both(path: Path) -> None:
    managed = Managed(locked={"theme": "dark"}, defaults={"theme": "light", "language": "en"})
    assert load(path, managed) == Loaded(Settings(theme="dark", language="en"), locked=frozenset({"theme"}))
    assert not path.exists()


def test_the_file_stands_between_policies_and_defaults(path: Path) -> None:
    write(path, 'theme = "light"\nlanguage = "en"\nchannel = "微信"\n')
    managed = Managed(locked={"theme": "dark"}, defaults={"language": "zh_CN", "channel": "邮件", "semantic": False})
    loaded = load(path, managed)
    assert loaded.settings == Settings(theme="dark", language="en", channel="微信", semantic=False)
    assert loaded.message is None
    assert loaded.locked == {"theme"}


def test_a_locked_value_is_never_written_and_the_users_own_holds_again(path: Path) -> None:
    save(path, Settings(theme="light", channel="微信"))
    held = load(path, DARK).settings
    assert held.theme == "dark"
    save(path, Settings(theme="dark", channel="邮件"), DARK)
    assert written(path) == {"theme": "light", "channel": "邮件"}
    assert load(path).settings == Settings(theme="light", channel="邮件")


def test_a_locked_value_is_not_written_into_a_new_file_either(path: Path) -> None:
    save(path, Settings(theme="dark", channel="邮件"), DARK)
    assert written(path) == {"channel": "邮件"}
    save(path, Settings(theme="light", channel="邮件"), DARK)  # whoever tries another way
    assert written(path) == {"channel": "邮件"}


def test_every_setting_can_be_locked_and_nothing_is_written_then(path: Path) -> None:
    locked = {name: getattr(Settings(), name) for name in KINDS}
    chosen = Settings("/x", "en", "dark", "Ctrl+Alt+J", clients=(Client("a"),))
    write(path, 'theme = "light"\n')
    before = path.read_bytes()
    save(path, chosen, Managed(locked=locked))
    assert path.read_bytes() == before
    assert load(path, Managed(locked=locked)).locked == set(KINDS)


def test_a_proposal_is_not_written_so_that_another_one_holds_later(path: Path) -> None:
    held = load(path, PROPOSED).settings
    assert (held.language, held.hotkey) == ("zh_CN", "Ctrl+Alt+K")
    save(path, Settings(language="zh_CN", hotkey="Ctrl+Alt+K", channel="微信"), PROPOSED)
    assert written(path) == {"channel": "微信"}
    later = Managed(defaults={"language": "en"})
    assert load(path, later).settings == Settings(language="en", channel="微信")


def test_a_choice_against_a_proposal_is_kept_even_where_it_is_the_built_in_default(path: Path) -> None:
    save(path, Settings(language="system", hotkey="Ctrl+Alt+K"), PROPOSED)
    assert written(path) == {"language": "system"}
    assert load(path, PROPOSED).settings.language == "system"


def test_a_choice_that_equals_a_later_proposal_is_kept(path: Path) -> None:
    save(path, Settings(language="en", hotkey="Ctrl+Alt+K"), PROPOSED)
    save(path, Settings(language="zh_CN", hotkey="Ctrl+Alt+K"), PROPOSED)  # back again, now chosen
    assert written(path) == {"language": "zh_CN"}
    assert load(path, Managed(defaults={"language": "en"})).settings.language == "zh_CN"
    save(path, Settings(language="zh_CN", channel="微信"), Managed(defaults={"language": "zh_CN"}))
    assert written(path) == {"language": "zh_CN", "channel": "微信"}


def test_clients_are_decided_as_a_whole(path: Path) -> None:
    own, theirs = (Client("own.exe", rich=False),), (Client("team*", newline="crlf"),)
    save(path, Settings(clients=own))
    assert load(path, Managed(locked={"clients": theirs})).settings.clients == theirs
    assert load(path, Managed(defaults={"clients": theirs})).settings.clients == own
    save(path, Settings(clients=theirs), Managed(locked={"clients": theirs}))
    assert load(path).settings.clients == own


def test_a_value_of_the_file_that_makes_no_sense_gives_way_to_the_proposal(path: Path) -> None:
    write(path, 'language = "fr"\n')
    loaded = load(path, PROPOSED)
    assert loaded.settings.language == "zh_CN"
    assert "language" in str(loaded.message)
    save(path, loaded.settings, PROPOSED)
    assert written(path) == {"language": "fr"}


def test_what_it_set_wrongly_is_said_in_one_sentence(path: Path) -> None:
    loaded = load(path, Managed(ignored=("theme", "clients[2].newline")))
    assert "IT department" in str(loaded.message)
    assert "theme, clients[2].newline" in str(loaded.message)


def test_both_what_it_and_what_the_user_wrote_wrongly_is_said(path: Path) -> None:
    write(path, 'channel = 3\ntheme = "light"\n')
    loaded = load(path, Managed(ignored=("hotkey",)))
    assert loaded.settings == Settings(theme="light")
    assert "channel" in str(loaded.message)
    assert "hotkey" in str(loaded.message)
    use_language("zh_CN")
    assert str(loaded.message).startswith("以下设置项")
    assert "IT 部门" in str(loaded.message)


def test_a_damaged_file_is_mended_with_what_the_user_chose_and_nothing_of_its(path: Path) -> None:
    write(path, 'theme = "light"\nlanguage = "system"\nchannel = "微')
    managed = Managed(locked={"theme": "dark"}, defaults={"language": "en", "hotkey": "Ctrl+Alt+K"})
    loaded = load(path, managed)
    assert loaded.settings == Settings(theme="dark", language="system", hotkey="Ctrl+Alt+K")
    assert "what could be read holds" in str(loaded.message)
    assert written(path) == {"theme": "light", "language": "system"}


def test_a_file_damaged_while_the_program_runs_keeps_the_users_own_value_of_a_locked_setting(path: Path) -> None:
    write(path, 'theme = "light"\nchannel = "微')
    save(path, Settings(theme="dark", channel="邮件"), DARK)
    assert written(path) == {"theme": "light", "channel": "邮件"}
    assert [file.name for file in path.parent.glob("*.damaged-*")] == ["settings.toml.damaged-1"]


def test_a_file_that_cannot_be_read_leaves_policies_and_proposals(path: Path) -> None:
    path.mkdir(parents=True)
    loaded = load(path, Managed(locked={"theme": "dark"}, defaults={"language": "en"}))
    assert loaded.settings == Settings(theme="dark", language="en")
    assert "cannot be read" in str(loaded.message)


VALUES = {
    "theme": st.sampled_from(["system", "light", "dark"]),
    "language": st.sampled_from(["system", "zh_CN", "en"]),
    "channel": st.sampled_from(["", "微信", "邮件"]),
    "semantic": st.booleans(),
    "case_minutes": st.sampled_from([1, 30, 600]),
    "clients": st.sampled_from([(), (Client("a"),), (Client("b", rich=True), Client("c"))]),
}
SOME = st.fixed_dictionaries({}, optional=VALUES)
MANAGED = st.builds(Managed, locked=SOME, defaults=SOME)
CHOSEN = st.fixed_dictionaries(VALUES)


@given(CHOSEN, MANAGED, CHOSEN, MANAGED)
def test_whatever_it_decides_the_users_choices_outlive_it(
    tmp_path_factory: pytest.TempPathFactory,
    first: dict[str, Any],
    then: Managed,
    second: dict[str, Any],
    afterwards: Managed,
) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.toml"
    save(path, Settings(**first))
    save(path, Settings(**second), then)
    held = load(path, then).settings
    own = load(path).settings
    built_in = {name: getattr(Settings(), name) for name in VALUES}
    for name in VALUES:
        assert getattr(held, name) == then.locked.get(name, second[name])
        if name in then.locked:
            assert getattr(own, name) == first[name]  # untouched below the policy
        elif first[name] != built_in[name] or second[name] != then.defaults.get(name, built_in[name]):
            assert getattr(own, name) == second[name]  # chosen, before or now
        else:
            assert getattr(own, name) == built_in[name]  # only proposed
    again = load(path, afterwards).settings
    assert {name: getattr(again, name) for name in afterwards.locked} == afterwards.locked


@given(MANAGED)
def test_loading_and_saving_without_a_choice_writes_no_setting(
    tmp_path_factory: pytest.TempPathFactory, managed: Managed
) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.toml"
    save(path, load(path, managed).settings, managed)
    assert written(path) == {}
