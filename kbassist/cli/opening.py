"""Opening a library for one command: its options, the settings behind them, and a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from kbassist import paths, policy, registry, settings, settings_file
from kbassist.assistant.assistant import Assistant
from kbassist.i18n import _
from kbassist.macros.form import Agent

LibraryOption = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="DIR",
        parser=Path,  # typer's own asks the disk, and a share may hang
        help="Folder with kb/ and macros/; default: settings, else the sample.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LocaleOption = Annotated[str, typer.Option("--locale", help="Language version, e.g. en.")]


def stored_settings() -> settings.Settings:
    """Return the settings that hold; a damaged file is set aside and said so on standard error."""
    return loaded_settings(policy.read(registry.here()))


def loaded_settings(managed: policy.Managed) -> settings.Settings:
    """Return the settings that hold under what IT decided; what is wrong with them is said on standard error."""
    loaded = settings_file.load(paths.config_dir() / "settings.toml", managed)
    if loaded.message is not None:
        print(loaded.message, file=sys.stderr)
    return loaded.settings


def library_folder(given: Path | None, stored: settings.Settings) -> Path:
    """Return the library folder: the given one, else the settings' one, else the sample."""
    if given is not None:
        return given
    return Path(stored.library) if stored.library else paths.sample_library()


@contextmanager
def opened(library: Path | None, *, indexed: bool = False) -> Iterator[Assistant]:
    """Give an assistant that has read the library, with the index up to date where it is needed.

    Raises content.loader.LibraryMissing where there is no such folder.
    """
    stored = stored_settings()
    agent = Agent(stored.agent_name, stored.agent_signature)
    assistant = Assistant(library_folder(library, stored), agent)
    assistant.use_habits(settings.fuzzy_codes(stored), stored.double_pinyin)
    try:
        assistant.load()
        if assistant.library.stale:
            as_of = assistant.library.loaded_at.strftime("%Y-%m-%d %H:%M")
            message = _("The library folder cannot be reached; answers are as of {time}.").format(time=as_of)
            print(message, file=sys.stderr)
        if indexed:
            with progress_bar(_("Indexing")) as progress:
                assistant.index(progress)
        yield assistant
    finally:
        assistant.close()


@contextmanager
def progress_bar(label: str, *, always: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Give a function that takes (done, total); a bar on standard error shows it where a person looks."""
    if not (always or sys.stderr.isatty()):
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=not always) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
