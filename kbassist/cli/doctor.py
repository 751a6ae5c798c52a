"""`kbassist doctor`: what is installed, what works, what to do."""

from __future__ import annotations

from typing import Final

import typer

from kbassist import diagnostics
from kbassist.cli.opening import JsonOption, LibraryOption, library_folder, stored_settings
from kbassist.cli.output import print_json

NAME: Final = "doctor"
_MARKS: Final = {diagnostics.State.OK: "✓", diagnostics.State.WARNING: "!", diagnostics.State.BAD: "✗"}


def command(library: LibraryOption = None, json: JsonOption = False) -> None:
    """Tell what is installed, which ports to the desktop work, and what to do; exit with 1 where something is bad."""
    found = list(diagnostics.findings(library_folder(library, stored_settings())))
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
    if any(finding.state is diagnostics.State.BAD for finding in found):
        raise typer.Exit(1)
