"""Finding a shortcut that this desktop still has free, and saying in words what is wrong with another."""

from __future__ import annotations

from collections.abc import Callable

from kbassist.desktop import keys
from kbassist.desktop.ports import Hotkey, HotkeyTaken, HotkeyUnavailable, Shortcut
from kbassist.i18n import N_, Text


def propose(free: Callable[[Shortcut], bool], but: Shortcut | None = None) -> Shortcut | None:
    """Return the first proposal that is free and not `but`; None where there is none or it cannot be known."""
    try:
        return next((shortcut for shortcut in keys.PROPOSALS if shortcut != but and free(shortcut)), None)
    except HotkeyUnavailable:
        return None


def taken(shortcut: Shortcut, free: Callable[[Shortcut], bool]) -> HotkeyTaken:
    """Make the error that says who is in the way and which shortcut is free."""
    proposal = propose(free, but=shortcut)
    hint = (
        N_("{keys} is free: choose it in the settings.", keys=proposal.text)
        if proposal
        else N_("Choose another one in the settings.")
    )
    return HotkeyTaken(N_("Another program already uses {keys}.", keys=shortcut.text), hint, proposal)


def remark(hotkey: Hotkey, shortcut: Shortcut) -> Text | None:
    """Say why this shortcut cannot be the hotkey here: refused by rule, or held by another program; else None."""
    refused = keys.refusal(shortcut)
    if refused:
        return refused
    try:
        free = hotkey.free(shortcut)
    except HotkeyUnavailable as error:
        return error.message
    if free:
        return None
    proposal = propose(hotkey.free, but=shortcut)
    if proposal is None:
        return N_("Another program already uses {keys}.", keys=shortcut.text)
    return N_("Another program already uses {keys}; {other} is free.", keys=shortcut.text, other=proposal.text)
