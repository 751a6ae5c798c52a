"""What IT decided: which values are understood, which of several holds, and what is said about the others."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import policy
from kbassist.i18n import use_language
from kbassist.policy import DEFAULTS, POLICIES, Managed, UpdateSource
from kbassist.registry import Hive, NoRegistry, Value
from kbassist.settings import KINDS, MOST_CLIENTS, Client, Settings

KEY = bytes(range(32))
KEY_TEXT = base64.b64encode(KEY).decode()
CLIENTS = '[{"match": "crm*.exe", "newline": "crlf", "longest": 0}, {"match": "x", "rich": false}]'


class Keys:
    """A registry that a test lays down."""

    def __init__(self, keys: Mapping[tuple[Hive, str], Mapping[str, Value]]) -> None:
        self._keys = keys

    def values(self, hive: Hive, key: str) -> Mapping[str, Value]:
        return self._keys.get((hive, key), {})


def decide(
    machine: Mapping[str, Value] | None = None,
    user: Mapping[str, Value] | None = None,
    user_defaults: Mapping[str, Value] | None = None,
    machine_defaults: Mapping[str, Value] | None = None,
) -> Managed:
    keys = {
        (Hive.MACHINE, POLICIES): machine or {},
        (Hive.USER, POLICIES): user or {},
        (Hive.USER, DEFAULTS): user_defaults or {},
        (Hive.MACHINE, DEFAULTS): machine_defaults or {},
    }
    return policy.read(Keys(keys), {"USERNAME": "小林", "TEAM SHARE": "no", "SHARE": r"\\srv\a"})


def remarks(managed: Managed) -> list[str]:
    return [str(remark) for remark in managed.remarks]


def test_nobody_manages_a_machine_without_keys() -> None:
    assert policy.read(NoRegistry()) == decide() == Managed()


UNDERSTOOD: list[tuple[str, Value, object]] = [
    ("library", r"\\srv\客服 资料", r"\\srv\客服 资料"),
    ("library", r"%SHARE%\%username%\kb", r"\\srv\a\小林\kb"),
    ("library", r"%NOT_THERE%\kb\100%", r"%NOT_THERE%\kb\100%"),
    ("library", "", ""),
    ("language", "zh_CN", "zh_CN"),
    ("language", "zh-cn", "zh_CN"),
    ("theme", " Dark ", "dark"),
    ("hotkey", "Ctrl+Alt+K", "Ctrl+Alt+K"),
    ("agent_name", "%USERNAME%", "%USERNAME%"),
    ("agent_signature", "晴选商城\n客服", "晴选商城\n客服"),
    ("channel", "微信", "微信"),
    ("font_scale", "1.25", 1.25),
    ("font_scale", "2", 2.0),
    ("font_scale", 1, 1.0),
    ("fuzzy_pinyin", "z-zh, l-n", "z-zh, l-n"),
    ("double_pinyin", "Xiaohe", "xiaohe"),
    ("double_pinyin", "none", ""),
    ("double_pinyin", "", ""),
    ("semantic", 0, False),
    ("semantic", 1, True),
    ("smart_fill", "0", False),
    ("answer_timer", "TRUE", True),
    ("call_timer", "false", False),
    ("case_minutes", 45, 45),
    ("case_minutes", " 45 ", 45),
    ("clients", CLIENTS, (Client("crm*.exe", newline="crlf", longest=0), Client("x", rich=False))),
    ("clients", "[]", ()),
    (
        "clients",
        CLIENTS.replace(", ", ",\n"),
        (Client("crm*.exe", newline="crlf", longest=0), Client("x", rich=False)),
    ),
]


@pytest.mark.parametrize(("name", "written", "value"), UNDERSTOOD)
def test_a_value_that_is_understood_locks_or_proposes_the_setting(name: str, written: Value, value: object) -> None:
    assert decide({name: written}) == Managed(locked={name: value})
    assert decide(user_defaults={name: written}) == Managed(defaults={name: value})
    assert type(decide({name: written}).locked[name]) is type(getattr(Settings(), name))


def test_every_setting_can_be_decided() -> None:
    assert {name for name, _written, _value in UNDERSTOOD} == set(KINDS)


@pytest.mark.parametrize(
    ("name", "written", "rule"),
    [
        ("library", 3, "one line of at most 4096 characters"),
        ("library", "a\nb", "one line of at most 4096 characters"),
        ("language", "fr", "one of system, zh_CN, en"),
        ("theme", "", "one of system, light, dark"),
        ("hotkey", "", "one line of at most 60 characters"),
        ("agent_name", "x" * 101, "at most 100"),
        ("agent_signature", "x" * 2001, "text of at most 2000 characters"),
        ("font_scale", "2.1", "a number from 0.8 to 2.0"),
        ("font_scale", "1,25", "a number from 0.8 to 2.0"),
        ("font_scale", "1e0", "a number"),
        ("font_scale", "nan", "a number"),
        ("fuzzy_pinyin", "z-zh;c-ch", "some of z-zh, c-ch"),
        ("double_pinyin", "wubi", "one of none, xiaohe"),
        ("semantic", 2, "1 for yes or 0 for no"),
        ("semantic", "yes", "1 for yes or 0 for no"),
        ("case_minutes", 0, "a whole number from 1 to 600"),
        ("case_minutes", "601", "a whole number from 1 to 600"),
        ("case_minutes", "1_0", "a whole number"),
        ("case_minutes", "٣", "a whole number"),
        ("case_minutes", "1.5", "a whole number"),
        ("clients", "WeChat.exe", "a JSON list of at most 200 objects"),
        ("clients", '{"match": "x"}', "a JSON list"),
        ("clients", 1, "a JSON list"),
        ("clients", "[" * 100_000, "a JSON list"),
        ("clients", "1" * 5000, "a JSON list"),
    ],
)
def test_a_value_that_makes_no_sense_is_ignored_and_said_with_place_and_rule(
    name: str, written: Value, rule: str
) -> None:
    managed = decide({name: written, "channel": "微信"} if name != "channel" else {name: written})
    assert managed.locked == {"channel": "微信"}
    assert managed.ignored == (name,)
    (said,) = remarks(managed)
    assert said.startswith(rf"HKLM\Software\Policies\kbassist: the value of {name} makes no sense")
    assert rule in said


def test_of_a_list_of_programs_the_sound_ones_hold_and_the_others_are_named() -> None:
    managed = decide({"clients": '[{"match": "a"}, {"match": "b", "newline": "cr"}, 5, {"rich": true}]'})
    assert managed.locked == {"clients": (Client("a"),)}
    assert managed.ignored == ("clients[2].newline", "clients[3]", "clients[4].match")
    many = decide({"clients": "[" + ",".join(['{"match": "x"}'] * 300) + "]"})
    assert len(many.locked["clients"]) == MOST_CLIENTS  # type: ignore[arg-type] # a tuple
    assert many.ignored == ("clients",)


def test_a_remark_never_repeats_the_value() -> None:
    (said,) = remarks(decide({"agent_signature": "王女士 138" * 500}))
    assert "王女士" not in said


def test_policies_of_the_machine_go_before_those_of_the_user_and_defaults_the_other_way_round() -> None:
    managed = decide(
        {"theme": "dark"},
        {"theme": "light", "channel": "微信"},
        {"language": "en", "semantic": 0},
        {"language": "zh_CN", "hotkey": "Ctrl+Alt+K"},
    )
    assert managed.locked == {"theme": "dark", "channel": "微信"}
    assert managed.defaults == {"language": "en", "semantic": False, "hotkey": "Ctrl+Alt+K"}
    assert managed.remarks == ()


def test_where_the_first_makes_no_sense_the_next_holds() -> None:
    managed = decide({"theme": "pink"}, {"theme": "light"}, {"language": "fr"}, {"language": "en"})
    assert managed.locked == {"theme": "light"}
    assert managed.defaults == {"language": "en"}
    assert managed.ignored == ("theme", "language")
    assert [said.split(":")[0] for said in remarks(managed)] == [rf"HKLM\{POLICIES}", rf"HKCU\{DEFAULTS}"]


def test_names_are_found_in_any_case_and_the_unnamed_value_is_passed_over() -> None:
    assert decide({"Theme": "dark", "CASE_MINUTES": 5, "": "x"}) == Managed(
        locked={"theme": "dark", "case_minutes": 5}
    )


def test_a_name_that_no_setting_has_is_said_with_what_was_probably_meant() -> None:
    managed = decide({"libary": r"\\srv\kb"}, user_defaults={"qqqq": 1, "update_folder": "x"})
    assert managed.locked == managed.defaults == {}
    assert managed.ignored == ()
    first, second, third = remarks(managed)
    assert first == rf"HKLM\{POLICIES}: there is no setting “libary”. Is “library” meant?"
    assert "this version of kbassist has no setting “qqqq”" in second
    assert "update_folder" in third  # a policy only, no default


def test_folder_and_key_of_new_versions_belong_together() -> None:
    both = {"update_folder": r"%SHARE%\kbassist", "update_key": f" {KEY_TEXT}\r\n"}
    assert decide(both) == Managed(update=UpdateSource(r"\\srv\a\kbassist", KEY))
    assert decide(user=both).update == UpdateSource(r"\\srv\a\kbassist", KEY)
    for name, value in both.items():
        alone = decide({name: value}, both)  # the machine began to decide: the user's half does not complete it
        assert alone.update is None
        (said,) = remarks(alone)
        missing = next(other for other in both if other != name)
        assert f"{missing} is missing" in said
        assert said.startswith("HKLM")


@pytest.mark.parametrize(
    ("folder", "key", "said"),
    [
        ("", KEY_TEXT, "the value of update_folder makes no sense"),
        (5, KEY_TEXT, "the value of update_folder makes no sense"),
        ("x", "", "update_key is no key. It must be 32 bytes in base64"),
        ("x", KEY_TEXT[:-4], "update_key is no key"),
        ("x", base64.b64encode(KEY + b"x").decode(), "update_key is no key"),
        ("x", KEY_TEXT.replace("=", "*"), "update_key is no key"),
        ("x", "王" * 44, "update_key is no key"),
        ("x", 7, "update_key is no key"),
    ],
)
def test_new_versions_are_not_looked_for_with_half_a_source(folder: Value, key: Value, said: str) -> None:
    managed = decide({"update_folder": folder, "update_key": key, "theme": "dark"})
    assert managed.update is None
    assert managed.locked == {"theme": "dark"}
    assert [said in one for one in remarks(managed)] == [True]


def test_remarks_are_said_in_chinese() -> None:
    managed = decide({"theme": "pink", "libary": "x", "update_key": "x"})
    use_language("zh_CN")
    assert all(said.startswith("HKLM") and said[-1] in "。？" for said in remarks(managed))
    assert "应为以下之一：system, light, dark" in remarks(managed)[0]


VALUES = (
    st.integers(0, 2**64 - 1)
    | st.text(max_size=60)
    | st.sampled_from([CLIENTS, "1", "dark", "%A%", KEY_TEXT, "[{}]"])
)
NAMES = st.sampled_from([*KINDS, "update_folder", "update_key", "Libary", ""]) | st.text(max_size=12)


@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=6), min_size=4, max_size=4))
def test_whatever_stands_in_the_registry_gives_settings_that_hold(keys: list[dict[str, Value]]) -> None:
    managed = decide(*keys)
    for decided in (managed.locked, managed.defaults):
        assert set(decided) <= set(KINDS)
        Settings(**decided)  # type: ignore[arg-type] # the names and types are what is tested
    assert all(str(remark) for remark in managed.remarks)
