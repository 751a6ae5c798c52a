"""`kbassist index`: bring the index of a library up to date."""

from __future__ import annotations

import shutil
import sys
from typing import Annotated, Final

import typer

from kbassist import paths
from kbassist.cli.opening import JsonOption, LibraryOption, library_folder, opened, progress_bar, stored_settings
from kbassist.cli.output import complain, print_json
from kbassist.i18n import _

NAME: Final = "index"


def command(
    library: LibraryOption = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Delete this library's cache first.")] = False,
    json: JsonOption = False,
) -> None:
    """Read what changed and bring the index up to date, with a progress bar; make it again where it is damaged."""
    cache = paths.library_cache(library_folder(library, stored_settings()))
    if rebuild:
        shutil.rmtree(cache, ignore_errors=True)
    with opened(library) as assistant:
        with progress_bar(_("Indexing"), always=sys.stderr.isatty()) as progress:
            assistant.index(progress)
            if not assistant.verify_index():
                assistant.index(progress)
        entries, problems = len(assistant.library.entries), len(assistant.library.problems)
        if assistant.index_note is not None:
            complain(assistant.index_note)
    if json:
        print_json({"entries": entries, "problems": problems, "cache": str(cache)})
        return
    complain(
        _("{entries} entries are searchable; {problems} problems while reading.").format(
            entries=entries, problems=problems
        )
    )
    complain(_("Cache: {folder}").format(folder=cache))
