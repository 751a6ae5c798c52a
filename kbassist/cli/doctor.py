"""`kbassist doctor`: what is installed, what works, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import typer

from kbassist import diagnostics, paths, policy, registry
from kbassist.cli.opening import JsonOption, LibraryOption, library_folder, loaded_settings
from kbassist.cli.output import print_json
from kbassist.diagnostics import Finding, State
from kbassist.i18n import N_

NAME: Final = "doctor"
_MARKS: Final = {State.OK: "✓", State.WARNING: "!", State.BAD: "✗"}


def command(library: LibraryOption = None, json: JsonOption = False) -> None:
    """Tell what is installed, which ports to the desktop work, and what to do; exit with 1 where something is bad."""
    here = registry.here()
    managed = policy.read(here)
    root = library_folder(library, loaded_settings(managed))
    found = [
        *diagnostics.findings(root),
        *diagnostics.installations(here),
        *_search(root),
        *diagnostics.decisions(managed),
    ]
    if json:
        print_json(
            [
                {
                    "name": str(finding.name),
                    "state": finding.state.value,
                    "seen": str(finding.seen),
                    "advice": str(finding.advice) if finding.advice else None,
                }
                for finding in found
            ]
        )
    else:
        for finding in found:
            print(f"{_MARKS[finding.state]} {finding.name}: {finding.seen}")
            if finding.advice:
                print(f"    → {finding.advice}")
    if any(finding.state is State.BAD for finding in found):
        raise typer.Exit(1)


def _search(root: Path) -> Iterator[Finding]:
    """Look at what the search stands on; nothing where a Python library is missing for it."""
    try:
        yield _index(root)
        yield _meaning(root)
    except ImportError:
        return  # it stands among the missing libraries


def _index(root: Path) -> Finding:
    from kbassist.search.ondisk import look

    name, found = N_("Search index"), look(paths.library_cache(root), root)
    if found is None:
        return Finding(name, State.OK, N_("not made yet; the first search makes it"))
    if not found.sound:
        return Finding(name, State.WARNING, N_("damaged; the next start makes it again"))
    megabytes = f"{found.size / 1e6:.1f}"
    return Finding(name, State.OK, N_("{n} entries, {megabytes} MB", n=found.entries, megabytes=megabytes))


def _meaning(root: Path) -> Finding:
    """Load the encoder, if there is one, so that one that is damaged is found."""
    from kbassist.assistant.meaning import Meaning

    meaning = Meaning(paths.library_cache(root), lambda _macro, _library: "")
    meaning.warm_up()
    state = State.OK if meaning.note is None else State.WARNING
    return Finding(N_("Search by meaning"), state, meaning.describe())
