"""The settings file: what is kept, what is said, and what a damaged file leaves."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import atomic
from kbassist import settings as settings_module
from kbassist.search import phonetic
from kbassist.settings import Client, Settings
from kbassist.settings_file import Loaded, SettingsNotSaved, load, save

CHOSEN = Settings(
    library="/团队/资料 库",
    language="zh_CN",
    theme="dark",
    hotkey="Ctrl+Alt+K",
    agent_name="小林 😀",
    agent_signature='一行\n二行 "引号" # 不是注释',
    channel="微信",
    font_scale=1.25,
    fuzzy_pinyin="z-zh,in-ing",
    double_pinyin="xiaohe",
    semantic=False,
    clients=(
        Client("WeChat*.exe", newline="shift-enter", longest=800),
        Client("crm.exe", "shift+insert", rich=False),
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "settings.toml"


def write(path: Path, data: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def damaged(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.glob("*.damaged-*"))


def test_no_file_gives_the_defaults_without_a_word(path: Path) -> None:
    assert load(path) == Loaded(Settings())


def test_everything_chosen_comes_back(path: Path) -> None:
    save(path, CHOSEN)
    assert load(path) == Loaded(CHOSEN)


def test_only_what_differs_from_the_defaults_is_written(path: Path) -> None:
    save(path, Settings(theme="dark"))
    assert tomllib.loads(path.read_text()) == {"version": 1, "theme": "dark"}


def test_going_back_to_a_default_is_written(path: Path) -> None:
    save(path, CHOSEN)
    save(path, Settings())
    assert load(path).settings == Settings()


def test_comments_unknown_keys_and_tables_stay(path: Path) -> None:
    write(path, '# mine\ntheme = "light" # by day\nfuture = [1, 2]\n\n[plugin]\ntheme = "x"\n')
    save(path, Settings(theme="dark", agent_name="林"))
    text = path.read_text()
    assert "# mine" in text
    assert 'theme = "dark" # by day' in text
    assert tomllib.loads(text) == {"theme": "dark", "future": [1, 2], "plugin": {"theme": "x"}, "agent_name": "林"}


def test_windows_newlines_and_a_byte_order_mark_are_understood(path: Path) -> None:
    write(path, '\ufefftheme = "dark"\r\nagent_name = "林"\r\n')
    assert load(path).settings == Settings(theme="dark", agent_name="林")
    save(path, Settings(theme="light", agent_name="林"))
    assert load(path).settings.theme == "light"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('theme = "pink"', "theme"),
        ("theme = 3", "theme"),
        ('language = "fr"', "language"),
        ("font_scale = 9.0", "font_scale"),
        ("font_scale = true", "font_scale"),
        ("font_scale = nan", "font_scale"),
        ('font_scale = "1"', "font_scale"),
        ('hotkey = ""', "hotkey"),
        ('hotkey = "Ctrl+\\nK"', "hotkey"),
        ("library = ['/a']", "library"),
        ("agent_name = 1979-05-27", "agent_name"),
        ('fuzzy_pinyin = "z-zh,q-k"', "fuzzy_pinyin"),
        ('fuzzy_pinyin = ["z-zh"]', "fuzzy_pinyin"),
        (f'fuzzy_pinyin = "{"z-zh," * 50}"', "fuzzy_pinyin"),
        ('double_pinyin = "wubi"', "double_pinyin"),
        ('semantic = "yes"', "semantic"),
        ("semantic = 1", "semantic"),
        ('agent_signature = "a\\u0000b"', "agent_signature"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_and_stays_on_the_disk(path: Path, line: str, name: str) -> None:
    write(path, f'agent_name2 = 1\nchannel = "邮件"\n{line}\n')
    loaded = load(path)
    assert loaded.settings == Settings(channel="邮件")
    assert loaded.message is not None
    assert name in str(loaded.message)
    save(path, Settings(channel="微信"))
    assert line in path.read_text()


@pytest.mark.parametrize(
    ("written", "codes"),
    [("", set()), ("z-zh", {"z-zh"}), (" in-ing , l-n,", {"in-ing", "l-n"}), ("l-n,l-n", {"l-n"})],
)
def test_fuzzy_pairs_may_be_written_by_hand(path: Path, written: str, codes: set[str]) -> None:
    write(path, f'fuzzy_pinyin = "{written}"\n')
    loaded = load(path)
    assert loaded.message is None
    assert settings_module.fuzzy_codes(loaded.settings) == codes


def test_the_pairs_and_schemes_are_those_of_the_search() -> None:
    assert set(settings_module.FUZZY_PINYIN) == set(phonetic.FUZZY)
    assert set(settings_module.DOUBLE_PINYIN) == set(phonetic.SCHEMES)


CLIENTS = """theme = "dark"

[[clients]]  # mine
match = "WeChat*.exe"
newline = "none"
longest = 500
later = "of a newer version"

[[clients]]
match = "telegram*"
images = false
"""


def test_clients_are_written_by_hand_and_stay_as_they_are(path: Path) -> None:
    write(path, CLIENTS)
    loaded = load(path)
    assert loaded.message is None
    clients = (Client("WeChat*.exe", newline="none", longest=500), Client("telegram*", images=False))
    assert loaded.settings == Settings(theme="dark", clients=clients)
    save(path, Settings(theme="light", clients=clients))
    assert path.read_text() == CLIENTS.replace("dark", "light")
    save(path, Settings(theme="light", channel="微信", clients=clients[1:]))
    assert load(path).settings == Settings(theme="light", channel="微信", clients=clients[1:])
    save(path, Settings(theme="light"))
    assert load(path).settings == Settings(theme="light")


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("", "clients[2].match"),
        ('match = ""', "clients[2].match"),
        ("match = 1", "clients[2].match"),
        ('match = "x"\npaste_key = "ctrl+x"', "clients[2].paste_key"),
        ('match = "x"\nrich = "yes"', "clients[2].rich"),
        ('match = "x"\nnewline = "cr"', "clients[2].newline"),
        ('match = "x"\nlongest = 19', "clients[2].longest"),
        ('match = "x"\nlongest = -1', "clients[2].longest"),
        ('match = "x"\nlongest = true', "clients[2].longest"),
        ('match = "x"\nlongest = 1.5', "clients[2].longest"),
        ('match = "x"\nimages = 0', "clients[2].images"),
    ],
)
def test_a_client_that_makes_no_sense_is_named_and_the_others_hold(path: Path, line: str, place: str) -> None:
    text = f'[[clients]]\nmatch = "a"\n[[clients]]\n{line}\n[[clients]]\nmatch = "c"\nlongest = 0\n'
    write(path, text)
    loaded = load(path)
    assert loaded.settings.clients == (Client("a"), Client("c", longest=0))
    assert f" {place}." in str(loaded.message)
    assert path.read_text() == text


@pytest.mark.parametrize(
    "line", ["clients = 1", 'clients = "WeChat.exe"', 'clients = ["x"]', "[clients]\nmatch = 'x'"]
)
def test_clients_that_are_no_list_of_tables_are_named(path: Path, line: str) -> None:
    write(path, f'channel = "邮件"\n{line}\n')
    loaded = load(path)
    assert loaded.settings == Settings(channel="邮件")
    assert "clients" in str(loaded.message)


def test_a_list_without_end_is_cut(path: Path) -> None:
    write(path, '[[clients]]\nmatch = "x"\n' * 300)
    loaded = load(path)
    assert len(loaded.settings.clients) == settings_module.MOST_CLIENTS
    assert "clients" in str(loaded.message)


def test_a_bad_value_is_replaced_once_the_user_chooses_another(path: Path) -> None:
    write(path, 'theme = "pink"\n')
    save(path, Settings(theme="light"))
    assert load(path) == Loaded(Settings(theme="light"))


def test_a_whole_number_is_a_text_size(path: Path) -> None:
    write(path, "font_scale = 2\n")
    assert load(path).settings.font_scale == 2.0
    assert isinstance(load(path).settings.font_scale, float)


def test_a_newer_version_is_said_and_kept(path: Path) -> None:
    write(path, 'version = 99\ntheme = "dark"\nnew_thing = true\n')
    loaded = load(path)
    assert loaded.settings.theme == "dark"
    assert "newer version" in str(loaded.message)
    save(path, Settings(theme="light"))
    assert tomllib.loads(path.read_text()) == {"version": 99, "theme": "light", "new_thing": True}


DAMAGES = {
    "zero bytes": b"",
    "NUL": b"\0" * 4096,
    "half a line": 'agent_name = "林"\ntheme = "da'.encode(),
    "half a character": 'agent_name = "林"\nchannel = "微信'.encode()[:-2],
    "not UTF-8": 'agent_name = "林"\nchannel = "微信"'.encode("gb18030"),
    "UTF-16": 'theme = "dark"'.encode("utf-16"),
    "the same key twice": b'theme = "dark"\ntheme = "light"\n',
    "deeply nested": b"x = " + b"[" * 50_000,
    "huge": b'theme = "dark"\n' + b"#" * (2 << 20),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_set_aside_unchanged_and_said_once(path: Path, name: str) -> None:
    write(path, DAMAGES[name])
    loaded = load(path)
    assert "damaged" in str(loaded.message)
    assert "settings.toml.damaged-1" in str(loaded.message)
    assert damaged(path) == ["settings.toml.damaged-1"]
    assert (path.parent / "settings.toml.damaged-1").read_bytes() == DAMAGES[name]
    again = load(path)
    assert again == Loaded(loaded.settings)
    assert damaged(path) == ["settings.toml.damaged-1"]


def test_what_can_be_read_of_a_damaged_file_holds(path: Path) -> None:
    write(path, 'agent_name = "林"\ntheme = "dark"\nfont_scale = 7.5\nchannel = "微信\n[unfinished\nlanguage = "en')
    loaded = load(path)
    assert loaded.settings == Settings(agent_name="林", theme="dark")
    assert "what could be read holds" in str(loaded.message)


def test_a_second_damage_gets_its_own_number(path: Path) -> None:
    for _time in range(2):
        write(path, b"theme = ")
        load(path)
    assert damaged(path) == ["settings.toml.damaged-1", "settings.toml.damaged-2"]


def test_a_file_system_without_hard_links_gets_a_copy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, b"theme = ")
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    load(path)
    assert (path.parent / "settings.toml.damaged-1").read_bytes() == b"theme = "


def test_a_file_damaged_while_the_program_runs_is_set_aside_on_saving(path: Path) -> None:
    save(path, CHOSEN)
    write(path, b"\0\0")
    save(path, CHOSEN)
    assert load(path).settings == CHOSEN
    assert damaged(path) == ["settings.toml.damaged-1"]


def refuse(*_arguments: object) -> None:
    raise OSError(28, os.strerror(28))


def test_a_damaged_file_on_a_full_disk_stays_and_is_still_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, 'agent_name = "林"\ntheme = ')
    monkeypatch.setattr(atomic, "write_bytes", refuse)
    loaded = load(path)
    assert loaded.settings.agent_name == "林"
    assert "No space left" in str(loaded.message)
    assert path.read_text() == 'agent_name = "林"\ntheme = '


def test_a_full_disk_keeps_the_old_file_and_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(path, CHOSEN)
    before = path.read_bytes()
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(SettingsNotSaved) as caught:
        save(path, Settings(theme="light"))
    assert "No space left" in str(caught.value.message)
    assert "unchanged" in str(caught.value.hint)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


def test_a_profile_that_cannot_be_written_is_an_error_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("a file where the folder should be")
    with pytest.raises(SettingsNotSaved):
        save(tmp_path / "profile" / "settings.toml", CHOSEN)


def test_a_folder_in_place_of_the_file_is_said_and_left_alone(path: Path) -> None:
    path.mkdir(parents=True)
    loaded = load(path)
    assert loaded.settings == Settings()
    assert "cannot be read" in str(loaded.message)
    assert path.is_dir()


def test_a_folder_name_that_is_no_text_is_an_error_and_not_a_crash(path: Path) -> None:
    with pytest.raises(SettingsNotSaved):
        save(path, Settings(library="/tmp/\udcff"))


def test_saving_what_stands_there_writes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(path, CHOSEN)
    monkeypatch.setattr(atomic, "write_bytes", refuse)
    save(path, CHOSEN)


@given(st.binary(max_size=300))
def test_no_file_whatsoever_makes_loading_fail_or_loses_a_byte(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.toml"
    path.write_bytes(data)
    loaded = load(path)
    kept = [file.read_bytes() for file in path.parent.iterdir()]
    assert data in kept
    save(path, loaded.settings)
    assert load(path).settings == loaded.settings


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\n\r"), max_size=60)


@given(
    st.builds(
        Settings,
        library=LINE,
        theme=st.sampled_from(settings_module.THEMES),
        agent_name=LINE,
        agent_signature=TEXT,
        channel=LINE,
        font_scale=st.floats(0.8, 2.0),
        clients=st.lists(
            st.builds(
                Client,
                match=LINE.filter(bool),
                rich=st.none() | st.booleans(),
                newline=st.none() | st.sampled_from(settings_module.NEWLINES),
                longest=st.none() | st.just(0) | st.integers(*settings_module.LONGEST_TEXT),
            ),
            max_size=3,
        ).map(tuple),
    )
)
def test_any_choice_survives_the_disk(tmp_path_factory: pytest.TempPathFactory, chosen: Settings) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.toml"
    save(path, chosen)
    assert load(path) == Loaded(chosen)
