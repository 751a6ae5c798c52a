"""Reading shortcuts, and refusing in words those that would hurt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.desktop import keys
from kbassist.desktop.ports import HotkeyUnavailable, Shortcut
from kbassist.desktop.proposals import propose, remark, taken
from tests.desktop.fakes import FakeHotkey


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Ctrl+Alt+Space", "Ctrl+Alt+Space"),
        ("alt + CTRL + space", "Ctrl+Alt+Space"),
        ("Control+Option+k", "Ctrl+Alt+K"),
        ("Shift+Super+F12", "Meta+Shift+F12"),
        ("win+l", "Meta+L"),
        ("ctrl+pagedown", "Ctrl+PgDown"),
        ("Ctrl+Enter", "Ctrl+Return"),
        ("Ctrl+`", "Ctrl+`"),
        ("Shift+Ctrl", "Ctrl+Shift"),
    ],
)
def test_a_shortcut_is_normalised(written: str, normal: str) -> None:
    assert keys.normal(written) == Shortcut(normal)


@pytest.mark.parametrize("text", ["", "Ctrl+", "Ctrl+K+L", "Hyper+K", "Ctrl+退", "K K", "Ctrl++"])
def test_what_is_no_shortcut_is_said(text: str) -> None:
    with pytest.raises(keys.UnknownKey):
        keys.parse(text)
    assert keys.refusal(Shortcut(text)) is not None


@given(st.text(max_size=40))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        shortcut = keys.normal(text)
    except keys.UnknownKey:
        return
    assert keys.normal(shortcut.text) == shortcut


@given(st.sets(st.sampled_from(list(keys.Modifier))), st.sampled_from(sorted(keys.KEYS)))
def test_every_key_survives_a_round_trip(modifiers: set[keys.Modifier], name: str) -> None:
    chord = keys.Chord(frozenset(modifiers), keys.KEYS[name])
    assert keys.parse(chord.shortcut.text) == chord


def test_no_two_keys_share_a_code() -> None:
    assert len({key.keysym for key in keys.KEYS.values()}) == len(keys.KEYS)
    assert len({key.virtual for key in keys.KEYS.values()}) == len(keys.KEYS)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ctrl+Space", "input method"),
        ("Shift+Space", "input method"),
        ("Meta+Space", "input method"),
        ("Ctrl+Shift", "input method"),
        ("Alt+Shift", "input method"),
        ("Ctrl+.", "input method"),
        ("K", "typing"),
        ("F5", "typing"),
        ("Space", "typing"),
        ("Shift+K", "typing"),
        ("Shift+F10", "typing"),
        ("Alt+F4", "windows"),
        ("Alt+Tab", "windows"),
        ("Alt+Space", "windows"),
        ("Ctrl+C", "copy"),
        ("Ctrl+V", "copy"),
        ("Ctrl+X", "copy"),
        ("Ctrl+A", "copy"),
        ("Ctrl+Z", "copy"),
        ("Ctrl+S", "copy"),
        ("Ctrl+K", "programs"),
        ("Alt+F", "programs"),
        ("Ctrl+Left", "programs"),
        ("Meta+L", "system"),
        ("Meta+V", "system"),
        ("Ctrl+Alt+Del", "system"),
        ("Ctrl+Shift+Esc", "system"),
        ("Ctrl+Alt+F2", "system"),
        ("Ctrl+Alt", "one more key"),
        ("Ctrl", "one more key"),
    ],
)
def test_a_harmful_shortcut_is_refused_with_the_reason(text: str, word: str) -> None:
    assert word in str(keys.refusal(Shortcut(text)))


@pytest.mark.parametrize("text", ["Ctrl+Alt+K", "Ctrl+Shift+K", "Alt+Shift+J", "Ctrl+F12", "Ctrl+`", "Meta+Alt+K"])
def test_a_harmless_shortcut_is_accepted(text: str) -> None:
    assert keys.refusal(Shortcut(text)) is None


def test_every_proposal_is_normal_and_accepted() -> None:
    assert keys.PROPOSALS[0] == keys.DEFAULT
    for shortcut in keys.PROPOSALS:
        assert keys.normal(shortcut.text) == shortcut
        assert keys.refusal(shortcut) is None


def test_the_first_free_proposal_is_offered() -> None:
    hotkey = FakeHotkey(rivals={"Ctrl+Alt+Space", "Ctrl+Alt+K"})
    assert propose(hotkey.free) == Shortcut("Ctrl+Alt+J")
    error = taken(Shortcut("Ctrl+Alt+Space"), hotkey.free)
    assert error.proposal == Shortcut("Ctrl+Alt+J")
    assert "Ctrl+Alt+J is free" in str(error)
    assert "Ctrl+Alt+J is free" in str(remark(hotkey, Shortcut("Ctrl+Alt+K")))


def test_with_every_proposal_taken_the_message_still_helps() -> None:
    hotkey = FakeHotkey(rivals={shortcut.text for shortcut in keys.PROPOSALS})
    assert propose(hotkey.free) is None
    assert "Choose another" in str(taken(keys.DEFAULT, hotkey.free))
    assert str(remark(hotkey, keys.DEFAULT)) == "Another program already uses Ctrl+Alt+Space."


def test_the_rules_come_before_the_desktop_is_asked() -> None:
    hotkey = FakeHotkey(unavailable=True)
    assert "input method" in str(remark(hotkey, Shortcut("Ctrl+Space")))
    assert "no global shortcuts" in str(remark(hotkey, Shortcut("Ctrl+Alt+K")))
    assert propose(hotkey.free) is None
    with pytest.raises(HotkeyUnavailable):
        hotkey.free(Shortcut("Ctrl+Alt+K"))


def test_a_free_shortcut_has_no_remark() -> None:
    assert remark(FakeHotkey(), Shortcut("Ctrl+Alt+K")) is None
