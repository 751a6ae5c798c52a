"""`kbassist search`: the search of the window, on the command line."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from kbassist.cli.opening import JsonOption, LibraryOption, opened
from kbassist.cli.output import complain, print_json
from kbassist.i18n import _
from kbassist.search.results import Hit, Marked, Results

NAME: Final = "search"


def command(
    query: Annotated[list[str], typer.Argument(help="What to look for; / ? #tag @channel in:category narrow it.")],
    library: LibraryOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many at the most.")] = 20,
    json: JsonOption = False,
) -> None:
    """Find articles, macros and guides, best first."""
    with opened(library, indexed=True) as assistant:
        results = assistant.search(" ".join(query), limit)
    if json:
        print_json([record(hit) for hit in results.hits[:limit]])
    else:
        _print_list(results)


def record(hit: Hit) -> dict[str, Any]:
    """Return a hit as the public JSON object."""
    return {
        "id": hit.id,
        "kind": hit.kind.value,
        "title": hit.title.text,
        "section": hit.section,
        "channel": hit.channel,
        "locale": hit.locale,
        "score": round(hit.score, 6),
        "snippet": hit.snippet.text,
        "path": hit.path,
    }


def _print_list(results: Results) -> None:
    if not results.hits:
        complain(_("Nothing found for “{query}”.").format(query=results.query))
        for hit in results.near:
            complain(_("Close to it: {title} ({id})").format(title=hit.title.text, id=hit.id))
        raise typer.Exit(1)
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    kinds = {"article": _("article"), "macro": _("macro"), "guide": _("guide")}
    for hit in results.hits:
        line = Text(f"{kinds[hit.kind.value]:<8}", "dim")
        line.append_text(_styled(hit.title, "bold"))
        if hit.section:
            line.append(f" › {hit.section}")
        line.append(f"  [{hit.id}]", "cyan")
        console.print(line)
        if hit.snippet.text:
            console.print(Text("        ").append_text(_styled(hit.snippet, "")))


def _styled(marked: Marked, base: str) -> Any:
    from rich.text import Text

    text = Text(marked.text, base)
    for start, length in marked.marks:
        text.stylize("yellow", start, start + length)
    return text
