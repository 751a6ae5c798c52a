"""Opening a library for an evaluation: with the user's choice about the encoder, without what the user taught."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kbassist.assistant.assistant import Assistant
from kbassist.cli.opening import library_folder, progress_bar, stored_settings
from kbassist.i18n import _


@contextmanager
def impartially(library: Path | None, *, lexical: bool = False) -> Iterator[Assistant]:
    """Give an assistant that has learned nothing; a progress bar tells of what has to be made ready first."""
    from kbassist.evaluation.impartial import impartial

    stored = stored_settings()
    root, meaning = library_folder(library, stored), stored.semantic and not lexical
    with ExitStack() as stack:
        with progress_bar(_("Indexing")) as told:
            assistant = stack.enter_context(impartial(root, meaning=meaning, progress=told, reading=told))
        yield assistant
