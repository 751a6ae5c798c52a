"""The program in a contrast theme of the desktop: its colours alone, no tints, and a line around everything."""

from __future__ import annotations

from kbassist.desktop.ports import Contrast
from kbassist.ui.accent import WHITE_READABLE, luminance
from kbassist.ui.theme import Theme, Tint


def theme_of(colours: Contrast, scale: float = 1.0) -> Theme:
    """Return the theme that shows everything in these colours."""
    ground, words = colours.window, colours.text
    plain, button = Tint(ground, words), Tint(colours.button, colours.button_text)
    return Theme(
        dark=luminance(ground) <= WHITE_READABLE,
        window=ground,
        panel=ground,
        raised=ground,
        line=words,
        edge=words,
        text=words,
        muted=words,
        faint=words,
        accent=colours.selection,
        on_accent=colours.on_selection,
        accent_text=colours.link,
        accent_press=colours.selection,
        selection=colours.selection,
        on_selection=colours.on_selection,
        hover=ground,
        disabled=colours.faint,
        mark=Tint(colours.selection, colours.on_selection),
        macro=plain,
        article=plain,
        guide=plain,
        chip=button,
        filled=button,
        gap=plain,
        info=plain,
        warning=plain,
        error=plain,
        success=plain,
        shadow=0,
        scale=scale,
        contrast=True,
    )
