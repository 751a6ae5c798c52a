"""`kbassist proposals`: the agents' wordings for entries, to be merged into the library's files or rejected."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from kbassist import paths
from kbassist.assistant.clock import system_clock
from kbassist.assistant.learning import PHRASINGS
from kbassist.cli.opening import JsonOption, LibraryOption, library_folder, stored_settings
from kbassist.cli.output import complain, print_json
from kbassist.content.library import Library
from kbassist.errors import KbassistError
from kbassist.i18n import N_, _, ngettext
from kbassist.usage.proposals import Proposal, Rejections, gathered, outboxes

NAME: Final = "proposals"


class Action(StrEnum):
    """What to do with proposals."""

    LIST = "list"
    MERGE = "merge"
    REJECT = "reject"


class ProposalMissing(KbassistError):  # noqa: N818 - named as the user reads it
    """No open proposal has this id, or none was named."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """The library, the open proposals, and the list of those rejected."""

    library: Library
    proposals: list[Proposal]
    rejections: Rejections


def command(
    action: Annotated[Action, typer.Argument(help="What to do.")] = Action.LIST,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Proposals by their ids.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Merge or reject every proposal that is listed.")] = False,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="PATH", help="A file or folder of agents' outboxes; default: your own."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")] = False,
    library: LibraryOption = None,
    json: JsonOption = False,
) -> None:
    """List what customers called entries, by the agents' files; merge it into the entries, or reject it."""
    desk = _opened(library_folder(library, stored_settings()), source)
    if action is Action.LIST:
        _list(desk, json)
        return
    chosen = _chosen(desk.proposals, ids or [], every)
    if action is Action.MERGE:
        _merge(desk.library, chosen, dry_run, json)
    elif dry_run:
        _list(replace(desk, proposals=chosen), json)
    else:
        for proposal in chosen:
            desk.rejections.add(proposal.id, system_clock())
        complain(
            ngettext("{n} proposal was rejected.", "{n} proposals were rejected.", len(chosen)).format(n=len(chosen))
        )


def _opened(root: Path, source: Path | None) -> _Desk:
    """Read library and proposals; open are those not rejected and not in the library yet."""
    from kbassist.content.loader import load
    from kbassist.search.analyzer import fold

    library = load(root, cache=paths.library_cache(root))
    data = paths.library_data(root)
    rejections = Rejections(data / "rejected.jsonl")
    settled = rejections.ids()
    own = data / PHRASINGS
    found = gathered(outboxes(source) if source else [own] if own.is_file() else [], fold)
    known = {key: {fold(words) for words in entry.asked_as} for key, entry in library.entries.items()}
    still = [item for item in found if item.id not in settled and fold(item.words) not in known.get(item.key, ())]
    return _Desk(library, still, rejections)


def _chosen(proposals: Sequence[Proposal], ids: Sequence[str], every: bool) -> list[Proposal]:
    by_id = {proposal.id: proposal for proposal in proposals}
    if every:
        return list(proposals)
    for wanted in ids:
        if wanted not in by_id:
            raise ProposalMissing(N_("There is no open proposal “{id}”.", id=wanted), _HOW)
    if not ids:
        raise ProposalMissing(N_("No proposal was named."), _HOW)
    return [by_id[wanted] for wanted in dict.fromkeys(ids)]


_HOW: Final = N_("Name ids as “kbassist proposals” lists them, or --all.")


def _list(desk: _Desk, json: bool) -> None:
    if json:
        print_json([_record(desk.library, proposal) for proposal in desk.proposals])
        return
    for proposal in desk.proposals:
        entry = desk.library.entries.get(proposal.key)
        print(f"{proposal.id}  {entry.title if entry else _('(entry is gone)')}  [{proposal.key}]")
        print(f"    {proposal.words}  ({_times(proposal)})")
    if not desk.proposals:
        complain(_("There are no proposals."))


def _times(proposal: Proposal) -> str:
    return ngettext("kept by {n} agent", "kept by {n} agents", proposal.agents).format(n=proposal.agents)


def _record(library: Library, proposal: Proposal) -> dict[str, Any]:
    entry = library.entries.get(proposal.key)
    return asdict(proposal) | {"title": entry.title if entry else None, "path": entry.path if entry else None}


def _merge(library: Library, chosen: Sequence[Proposal], dry_run: bool, json: bool) -> None:
    """Write what can be written, file by file; a file takes all its wordings or none. Exit with 1 if one refused."""
    groups: dict[str, list[Proposal]] = {}
    for proposal in chosen:
        groups.setdefault(proposal.key, []).append(proposal)
    refused = {
        key: reason for key, group in groups.items() if (reason := _merged(library, key, group, dry_run, json))
    }
    done = [proposal for proposal in chosen if proposal.key not in refused]
    if json:
        print_json([_record(library, item) | {"refused": refused.get(item.key)} for item in chosen])
    for key, reason in refused.items():
        complain(f"{key}: {reason}")
    if not dry_run:
        complain(ngettext("{n} proposal was merged.", "{n} proposals were merged.", len(done)).format(n=len(done)))
    if refused:
        raise typer.Exit(1)


def _merged(library: Library, key: str, group: Sequence[Proposal], dry_run: bool, json: bool) -> str:
    """Write the wordings of one entry, or show what would change; return why it was refused, or nothing."""
    from kbassist.content.asked_as import rewritten

    entry = library.entries.get(key)
    if entry is None:
        return _("The library holds no such entry any more.")
    if library.stale:
        return _("The library folder cannot be reached.")
    try:
        change = rewritten(library.root, entry, [proposal.words for proposal in group])
        if not dry_run:
            change.write()
    except KbassistError as error:
        return str(error)
    except OSError as error:
        return _("{what} — nothing was changed.").format(what=error)
    if dry_run and not json:
        print(*difflib.unified_diff(change.before, change.after, entry.path, entry.path, lineterm="", n=2), sep="\n")
    return ""
