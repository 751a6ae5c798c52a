"""`kbassist notes`: what the agent at this desk reported to the team lead."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from kbassist import paths
from kbassist.cli.opening import JsonOption, LibraryOption, library_folder, stored_settings
from kbassist.cli.output import complain, print_json
from kbassist.i18n import _
from kbassist.usage.outbox import NoteKind, Outbox

NAME: Final = "notes"


def command(library: LibraryOption = None, json: JsonOption = False) -> None:
    """List the notes to the team lead: searched and not found, errors seen in entries."""
    outbox = Outbox(paths.library_data(library_folder(library, stored_settings())) / "notes.jsonl")
    notes = list(outbox.notes())
    if json:
        print_json([asdict(note) for note in notes])
        return
    kinds = {NoteKind.MISSING: _("not found"), NoteKind.ERROR: _("error")}
    for note in notes:
        print(f"{note.at}  {kinds[note.kind]}  {note.entry}  {note.words}")
    complain(_("File: {path}").format(path=outbox.path) if notes else _("There are no notes."))
