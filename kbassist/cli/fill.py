"""`kbassist fill`: a macro's text from values, printed or copied."""

from __future__ import annotations

import sys
from typing import Annotated, Final

import typer

from kbassist.assistant.assistant import Assistant
from kbassist.cli.opening import JsonOption, LibraryOption, LocaleOption, opened, stored_settings
from kbassist.cli.output import complain, print_json
from kbassist.content.model import DEFAULT_LOCALE, Macro
from kbassist.errors import KbassistError
from kbassist.i18n import N_, _
from kbassist.macros.form import Form, Gap, Outcome
from kbassist.wording.remarks import blocks

NAME: Final = "fill"


class NotFillable(KbassistError):  # noqa: N818 - named as the user reads it
    """What was asked for cannot be filled in."""


def command(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id or shortcut of a macro.")],
    channel: Annotated[str, typer.Option("--channel", help="Name, alias or English label of a channel.")] = "",
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A value, any number.")
    ] = None,
    library: LibraryOption = None,
    locale: LocaleOption = DEFAULT_LOCALE,
    copy: Annotated[bool, typer.Option("--copy", help="Copy the text instead of printing it.")] = False,
    json: JsonOption = False,
) -> None:
    """Fill in a macro and print its text alone; with gaps, print the reasons on standard error and exit with 2."""
    with opened(library) as assistant:
        macro = macro_named(assistant, name, locale)
        target = target_channel(assistant, macro, channel)
        form = assistant.form(macro, target)
        given = form.initial | _given(values or [], macro, form)
        if values is None and sys.stdin.isatty():
            given |= _asked(form)
        outcome = assistant.render(macro, target, given)
        gaps = outcome.gaps or _blocked(assistant, macro, target, outcome)
        if gaps:
            complain(*(_reason(gap, form) for gap in gaps))
            raise typer.Exit(2)
        _give(macro, target, outcome, copy=copy, json=json)
        if copy:
            assistant.copied(macro.key, target)


def macro_named(assistant: Assistant, name: str, locale: str) -> Macro:
    """Return a macro by id or shortcut; raises NotFillable for an article, EntryMissing for nothing."""
    entry = assistant.library.get(name, locale) or assistant.entry(name)
    if not isinstance(entry, Macro):
        raise NotFillable(
            N_("“{id}” is an article, not a macro.", id=name), N_("Read it: kbassist show {id}", id=name)
        )
    return entry


def target_channel(assistant: Assistant, macro: Macro, wanted: str) -> str:
    """Return the channel that is meant, or the usual one; raises NotFillable where the macro has no text for it."""
    if not wanted:
        return assistant.channel_of(macro, stored_settings().channel)
    team = assistant.library.team
    known = team.channel(wanted)
    if known is None and macro.variant(wanted) is None:
        names = ", ".join(channel.name for channel in team.channels)
        raise NotFillable(N_("There is no channel “{name}”.", name=wanted), N_("Channels: {names}", names=names))
    target = known.name if known else wanted
    if macro.variant(target) is None:
        names = ", ".join(variant.channel for variant in macro.variants)
        raise NotFillable(
            N_("“{id}” has no text for {channel}.", id=macro.id, channel=target), N_("It has: {names}", names=names)
        )
    return target


def _blocked(assistant: Assistant, macro: Macro, channel: str, outcome: Outcome) -> tuple[Gap, ...]:
    """Return what the team keeps from leaving, in the text and in an e-mail's subject."""
    texts = (outcome.subject, outcome.text)
    return tuple(gap for text in texts for gap in blocks(assistant.check_text(macro.key, channel, text), text))


def _reason(gap: Gap, form: Form) -> str:
    label = next((spec.label or spec.name for spec in form.fields if spec.name == gap.field), gap.field)
    message = str(gap.message)
    return message if not label or label in message else f"{label}: {message}"


def _given(pairs: list[str], macro: Macro, form: Form) -> dict[str, str]:
    known = {spec.name for spec in (*macro.fields, *form.fields)}
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise NotFillable(N_("“{pair}” is not NAME=VALUE.", pair=pair))
        if name.strip() not in known:
            names = ", ".join(spec.name for spec in form.fields)
            raise NotFillable(
                N_("“{id}” has no field “{name}”.", id=macro.id, name=name), N_("It has: {names}", names=names)
            )
        values[name.strip()] = value
    return values


def _asked(form: Form) -> dict[str, str]:
    values: dict[str, str] = {}
    for spec in form.fields:
        hint = " / ".join(option.label for option in spec.options) or spec.example
        prompt = f"{spec.label or spec.name}{f' ({hint})' if hint else ''}"
        values[spec.name] = typer.prompt(prompt, default=form.initial.get(spec.name, ""), err=True)
    return values


def _give(macro: Macro, channel: str, outcome: Outcome, *, copy: bool, json: bool) -> None:
    if copy:
        import pyperclip

        try:
            pyperclip.copy(outcome.text)
        except pyperclip.PyperclipException as error:
            raise NotFillable(
                N_("The text could not be copied: no clipboard program was found."),
                N_("On Linux install xclip or wl-clipboard, or leave out --copy to print the text."),
            ) from error
        complain(_("Copied {n} characters.").format(n=len(outcome.text)))
    if json:
        print_json(
            {
                "id": macro.id,
                "channel": channel,
                "subject": outcome.subject,
                "text": outcome.text,
                "html": outcome.html,
            }
        )
    elif not copy:
        print(outcome.text)
