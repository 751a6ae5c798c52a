"""`kbassist search`: the search of the window, on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kbassist.cli.opening import JsonOption, LibraryOption, opened
from kbassist.cli.output import complain, print_json
from kbassist.i18n import _
from kbassist.search.results import Badge, Explanation, Hit, Marked, Results

if TYPE_CHECKING:
    from rich.text import Text

NAME: Final = "search"
_INDENT: Final = " " * 8
_ROUNDS_AWAY: Final = 0.05  # smaller values take two decimals


def command(
    query: Annotated[list[str], typer.Argument(help="What to look for; / ? #tag @channel in:category narrow it.")],
    library: LibraryOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many at the most.")] = 20,
    explain: Annotated[bool, typer.Option("--explain", help="Say under each entry why it is there.")] = False,
    json: JsonOption = False,
) -> None:
    """Find articles, macros and guides, best first."""
    words = " ".join(query)
    with opened(library, indexed=True) as assistant:
        assistant.use_doubts(assistant.find_doubts())
        results = assistant.search(words, limit)
        reasons = {hit.key: assistant.explain(words, hit.key) for hit in results.hits if explain}
    _remark(results)
    if json:
        print_json([record(hit, reasons.get(hit.key)) for hit in results.hits])
    else:
        _print_list(results, reasons)


def record(hit: Hit, why: Explanation | None = None) -> dict[str, Any]:
    """Return a hit as the public JSON object, with the reasons for its place if they are given."""
    found: dict[str, Any] = {
        "id": hit.id,
        "kind": hit.kind.value,
        "title": hit.title.text,
        "section": hit.section,
        "channel": hit.channel,
        "locale": hit.locale,
        "score": round(hit.score, 6),
        "snippet": hit.snippet.text,
        "path": hit.path,
        "badges": [badge.value for badge in hit.badges],
    }
    if why is not None:
        found["reasons"] = [{"text": str(reason.text), "value": round(reason.value, 6)} for reason in why.reasons]
    return found


def _remark(results: Results) -> None:
    """Say on standard error how the query was read, and where nothing found answers it."""
    if results.read_as:
        complain(_("Also read as: {readings}").format(readings=_(", ").join(results.read_as)))
    if results.hits and not results.fits:
        complain(_("Nothing fits “{query}”; these come closest.").format(query=results.query))


def _print_list(results: Results, reasons: Mapping[str, Explanation]) -> None:
    if not results.hits:
        complain(_("Nothing found for “{query}”.").format(query=results.query))
        for hit in results.near:
            complain(_("Close to it: {title} ({id})").format(title=hit.title.text, id=hit.id))
        raise typer.Exit(1)
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    for hit in results.hits:
        console.print(_row(hit))
        if hit.snippet.text:
            console.print(_styled(Marked(_INDENT), "").append_text(_styled(hit.snippet, "")))
        if hit.key in reasons:
            console.print(_because(reasons[hit.key]))


def _row(hit: Hit) -> Text:
    from rich.text import Text

    kinds = {"article": _("article"), "macro": _("macro"), "guide": _("guide")}
    line = Text(f"{kinds[hit.kind.value]:<8}", "dim")
    line.append_text(_styled(hit.title, "bold"))
    if hit.section:
        line.append(f" › {hit.section}")
    line.append(f"  [{hit.id}]", "cyan")
    told = {
        Badge.TO_BE_CHECKED: _("To check"),
        Badge.BASIS: _("Basis changed"),
        Badge.EXPIRING: _("Expiring"),
    }
    for badge in (badge for badge in hit.badges if badge in told):
        line.append(f"  ⚠ {told[badge]}", "red")
    return line


def _because(why: Explanation) -> Text:
    """Return a line for each reason with its points of the score, and their sum."""
    from rich.text import Text

    weights = [points(reason.value) if reason.value else "" for reason in why.reasons]
    rows = [f"{_INDENT}{weight:>7}  {reason.text}" for weight, reason in zip(weights, why.reasons, strict=True)]
    return Text("\n".join([*rows, f"{_INDENT}{points(why.score):>7}  {_('Together')}"]), "dim")


def points(value: float) -> str:
    """Return points of the score with their sign, `+3.2` or `−0.04`."""
    digits = 1 if abs(value) >= _ROUNDS_AWAY or not value else 2
    return f"{value:+.{digits}f}".replace("-", "−")


def _styled(marked: Marked, base: str) -> Text:
    from rich.text import Text

    text = Text(marked.text, base)
    for start, length in marked.marks:
        text.stylize("yellow", start, start + length)
    return text
