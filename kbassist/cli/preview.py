"""`kbassist preview`: all that a macro may say, branch by branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kbassist.cli.fill import macro_named, target_channel
from kbassist.cli.opening import JsonOption, LibraryOption, LocaleOption, opened
from kbassist.cli.output import complain, print_json
from kbassist.content.model import DEFAULT_LOCALE
from kbassist.i18n import _

if TYPE_CHECKING:
    from kbassist.macros.branches import Branch, Branches, Condition

NAME: Final = "preview"


def command(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id or shortcut of a macro.")],
    channel: Annotated[str, typer.Option("--channel", help="Name, alias or English label of a channel.")] = "",
    library: LibraryOption = None,
    locale: LocaleOption = DEFAULT_LOCALE,
    json: JsonOption = False,
) -> None:
    """Print every text that a macro can give for a channel, with the answers that lead to it."""
    with opened(library) as assistant:
        macro = macro_named(assistant, name, locale)
        target = target_channel(assistant, macro, channel)
        found = assistant.branches(macro, target)
    if json:
        print_json(_record(found))
        return
    _print_table(found, macro.title)
    if not found.complete:
        told = _("{tried} of {total} combinations were tried, so that any two answers met.")
        complain(told.format(tried=found.tried, total=found.total))


def conditions(branch: Branch) -> list[str]:
    """Return when a text is given, a line for each case; nothing where it always is."""
    return ["\n".join(map(_said, case)) for case in branch.cases if case]


def _said(condition: Condition) -> str:
    return f"{condition.label} = {' / '.join(map(str, condition.values))}"


def _print_table(found: Branches, title: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"{title} · {found.channel}"), box=box.ROUNDED, show_lines=True, expand=True)
    table.add_column(_("When"), ratio=1, overflow="fold")
    table.add_column(_("Text"), ratio=3, overflow="fold")
    for branch in found.branches:
        when = f"\n{_('or')}\n".join(conditions(branch)) or _("always")
        table.add_row(Text(when), _text(branch))
    Console().print(table)


def _text(branch: Branch) -> Any:
    """Return the text with what only some branches have in bold, and the reasons why it may not leave."""
    from rich.text import Text

    outcome = branch.outcome
    text = Text(outcome.text)
    for start, length in branch.own:
        text.stylize("bold", start, start + length)
    subject = Text(f"{_('Subject')}: {outcome.subject}\n\n" if outcome.subject else "")
    gaps = Text("".join(f"\n✗ {gap.message}" for gap in outcome.gaps), style="red")
    return subject + text + gaps


def _record(found: Branches) -> dict[str, Any]:
    branches = [_branch_record(branch) for branch in found.branches]
    counted = {"tried": found.tried, "total": found.total}
    return {"key": found.key, "channel": found.channel, **counted, "branches": branches}


def _branch_record(branch: Branch) -> dict[str, Any]:
    return {
        "when": [{each.field: [str(value) for value in each.values] for each in case} for case in branch.cases],
        "subject": branch.outcome.subject,
        "text": branch.outcome.text,
        "gaps": [str(gap.message) for gap in branch.outcome.gaps],
    }
