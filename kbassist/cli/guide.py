"""`kbassist guide`: a guide walked through in the terminal."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Final

import typer

from kbassist.assistant.assistant import Assistant
from kbassist.assistant.guides import offers, step_text
from kbassist.assistant.walk import NoSuchChoice, Walk, step_of, summary
from kbassist.cli.opening import JsonOption, LibraryOption, LocaleOption, opened, stored_settings
from kbassist.cli.output import complain, print_json
from kbassist.content.model import DEFAULT_LOCALE, Guide, Step
from kbassist.errors import KbassistError
from kbassist.i18n import N_, _

NAME: Final = "guide"


class NotGuide(KbassistError):  # noqa: N818 - named as the user reads it
    """What was asked for is no guide, or the choices are no numbers."""


def command(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id of a guide.")],
    choices: Annotated[
        str | None, typer.Option("--choices", metavar="1,2,…", help="Take these choices, without asking.")
    ] = None,
    library: LibraryOption = None,
    locale: LocaleOption = DEFAULT_LOCALE,
    json: JsonOption = False,
) -> None:
    """Walk through a guide step by step, and print the way taken as a summary for the ticket."""
    with opened(library) as assistant:
        guide = _guide(assistant, name, locale)
        numbers = _numbers(choices or "")
        walk = Walk.begin(guide, assistant.context.now)
        if json:
            print_json(_record(assistant, guide, _taken(walk, guide, numbers)))
            return
        if choices is None and sys.stdin.isatty():
            walk = _asked(assistant, guide, walk)
        else:
            walk = _followed(assistant, guide, walk, numbers)
        print(f"---\n{summary(walk, guide)}")


def _guide(assistant: Assistant, name: str, locale: str) -> Guide:
    entry = assistant.library.get(name, locale) or assistant.entry(name)
    if not isinstance(entry, Guide):
        known = ", ".join(sorted({guide.id for guide in assistant.library.guides()}))
        raise NotGuide(N_("“{id}” is not a guide.", id=name), N_("Guides: {names}", names=known) if known else None)
    return entry


def _numbers(written: str) -> tuple[int, ...]:
    parts = [part.strip() for part in written.replace("，", ",").split(",") if part.strip()]
    wrong = next((part for part in parts if not part.isdecimal()), None)
    if wrong is not None:
        raise NotGuide(N_("“{text}” is no number of a choice.", text=wrong), N_("Write them like 1,2,1"))
    return tuple(int(part) for part in parts)


def _taken(walk: Walk, guide: Guide, numbers: tuple[int, ...]) -> Walk:
    for number in numbers:
        walk = walk.choose(guide, number)
    return walk


def _followed(assistant: Assistant, guide: Guide, walk: Walk, numbers: tuple[int, ...]) -> Walk:
    """Print each step on the way and take the choices; a choice that there is not ends the command."""
    _print_step(assistant, guide, walk)
    for number in numbers:
        walk = walk.choose(guide, number)
        _print_step(assistant, guide, walk)
    return walk


def _asked(assistant: Assistant, guide: Guide, walk: Walk) -> Walk:
    """Ask at each step until the guide ends or the reader has enough."""
    while True:
        _print_step(assistant, guide, walk)
        answer = _answer()
        try:
            moved = _moved(walk, guide, assistant, answer)
        except NoSuchChoice as error:
            complain(error)
            continue
        if moved is None:
            return walk
        walk = moved


def _answer() -> str:
    prompt = _("Number of a choice; b: back, r: from the start, Enter: done")
    try:
        return str(typer.prompt(prompt, default="", show_default=False, err=True)).strip().casefold()
    except typer.Abort:  # the end of the input, or Ctrl+C: the way so far is worth printing
        return ""


def _moved(walk: Walk, guide: Guide, assistant: Assistant, answer: str) -> Walk | None:
    """Return where an answer leads; None: the reader is done. Raises NoSuchChoice."""
    if answer in {"", "q", "s"}:
        return None
    if answer == "b":
        return walk.back()
    if answer == "r":
        return Walk.begin(guide, assistant.context.now)
    return walk.choose(guide, int(answer) if answer.isdecimal() else 0)


def _print_step(assistant: Assistant, guide: Guide, walk: Walk) -> None:
    step = step_of(guide, walk.at)
    if step is None:
        return
    text = step_text(assistant.library, guide, step)
    print(f"## {len(walk.visits)}. {step.title}\n")
    if text:
        print(f"{text}\n")
    for offer in _offers(assistant, guide, step):
        print(f"* {_reply(offer['id'], offer['title'], offer['refused'])}")
    for number, choice in enumerate(step.choices, 1):
        print(f"  {number}. {choice.label}")
    if not step.choices:
        print(_("The guide ends here."))
    print()


def _reply(name: str, title: str, refused: str) -> str:
    words = _("Reply: {title} (kbassist fill {id})").format(title=title, id=name)
    return f"{words} – {refused}" if refused else words


def _offers(assistant: Assistant, guide: Guide, step: Step) -> list[dict[str, str]]:
    found = offers(assistant.library, guide, step, stored_settings().channel, assistant.context.today)
    return [
        {
            "id": offer.key.rpartition("@")[0] or offer.title,
            "title": offer.title,
            "refused": str(offer.refused) if offer.refused else "",
        }
        for offer in found
    ]


def _record(assistant: Assistant, guide: Guide, walk: Walk) -> dict[str, Any]:
    step = step_of(guide, walk.at)
    return {
        "id": guide.id,
        "title": guide.title,
        "path": [{"step": visit.title, "choice": visit.choice} for visit in walk.visits],
        "text": step_text(assistant.library, guide, step) if step else "",
        "choices": [choice.label for choice in step.choices] if step else [],
        "macros": _offers(assistant, guide, step) if step else [],
        "ended": step is not None and not step.choices,
        "summary": summary(walk, guide),
    }
