"""`kbassist show`: one entry to read."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated, Any, Final

import typer

from kbassist.cli.opening import JsonOption, LibraryOption, LocaleOption, opened
from kbassist.cli.output import complain, print_json
from kbassist.content.basis import said
from kbassist.content.model import DEFAULT_LOCALE, Article, Entry, Macro
from kbassist.i18n import _

NAME: Final = "show"


def command(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id, shortcut, or id#section.")],
    library: LibraryOption = None,
    locale: LocaleOption = DEFAULT_LOCALE,
    json: JsonOption = False,
) -> None:
    """Show an article, a section of it, a guide, or the texts of a macro."""
    wanted, _sign, anchor = name.partition("#")
    with opened(library) as assistant:
        entry = assistant.library.get(wanted, locale) or assistant.entry(wanted)
        today = assistant.context.today
        doubts = assistant.find_doubts().get(entry.key, ())
    text = _section(entry, anchor) if anchor and isinstance(entry, Article) else _body(entry)
    if text is None:
        complain(_("“{id}” has no section “{section}”.").format(id=wanted, section=anchor))
        raise typer.Exit(2)
    if json:
        print_json(_record(entry, text, today))
        return
    if not entry.offered(today):
        complain(_("Agents are not offered this entry today: {reason}.").format(reason=_reason(entry, today)))
    complain(*map(said, doubts))
    _print_markdown(f"# {entry.title}\n\n{text.strip()}\n")


def _section(article: Article, anchor: str) -> str | None:
    wanted = anchor.strip().casefold()
    found = (section for section in article.sections if section.anchor.casefold() == wanted)
    return next((f"## {section.title}\n\n{section.text}" for section in found), None)


def _body(entry: Article | Macro) -> str:
    if isinstance(entry, Article):
        return entry.body
    parts = []
    for variant in entry.variants:
        subject = f"{_('Subject')}: {variant.subject}\n\n" if variant.subject else ""
        parts.append(f"## {variant.channel or _('All channels')}\n\n{subject}{variant.body.strip()}\n")
    return "\n".join(parts)


def _reason(entry: Entry, today: date) -> str:
    if entry.status.value == "draft":
        return _("it is a draft")
    if entry.status.value == "archived":
        return _("it is archived")
    if entry.expires is not None and entry.expires < today:
        return _("it expired on {day}").format(day=entry.expires)
    return _("it takes effect on {day}").format(day=entry.effective)


def _record(entry: Article | Macro, text: str, today: date) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": entry.id,
        "kind": entry.kind.value,
        "title": entry.title,
        "locale": entry.locale,
        "status": entry.status.value,
        "offered": entry.offered(today),
        "category": entry.category,
        "tags": list(entry.tags),
        "asked_as": list(entry.asked_as),
        "path": entry.path,
        "text": text,
    }
    if isinstance(entry, Macro):
        record["shortcut"] = entry.shortcut
        record["channels"] = [variant.channel for variant in entry.variants]
        record["fields"] = [
            {"name": spec.name, "type": spec.type.value, "label": spec.label, "required": spec.required}
            for spec in entry.fields
        ]
    else:
        record["sections"] = [section.anchor for section in entry.sections if section.anchor]
    return record


def _print_markdown(text: str) -> None:
    if not sys.stdout.isatty():
        print(text, end="")
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))
