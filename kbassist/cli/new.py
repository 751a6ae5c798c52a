"""`kbassist new article|macro`: a file to begin with, in the library."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from kbassist import atomic, paths
from kbassist.cli.opening import LibraryOption, library_folder, stored_settings
from kbassist.cli.speech import Command, Group
from kbassist.errors import KbassistError
from kbassist.i18n import N_, language

NAME: Final = "new"
app = typer.Typer(cls=Group, help="Write a new article or macro to begin with.", no_args_is_help=True)

CategoryOption = Annotated[str, typer.Option("--category", help="Folder below kb/ or macros/.")]
IdOption = Annotated[str, typer.Option("--id", help="Stable name; also the file name. Default: from the title.")]
TitleArgument = Annotated[str, typer.Argument(help="The title.")]


class NotWritten(KbassistError):  # noqa: N818 - named as the user reads it
    """The file was not written."""


@app.command("article", cls=Command)
def article(
    title: TitleArgument, category: CategoryOption = "", id_: IdOption = "", library: LibraryOption = None
) -> None:
    """Write a new article, as a draft, and print its path."""
    print(write("article", "kb", title, category, id_, library))


@app.command("macro", cls=Command)
def macro(
    title: TitleArgument, category: CategoryOption = "", id_: IdOption = "", library: LibraryOption = None
) -> None:
    """Write a new macro, as a draft, and print its path."""
    print(write("macro", "macros", title, category, id_, library))


def write(template: str, top: str, title: str, category: str, wanted_id: str, library: Path | None) -> Path:
    """Write the file below `top` from a template of `resources/templates`, and return its path.

    Raises NotWritten where the name will not do or the file is there already.
    """
    stored = stored_settings()
    root = library_folder(library, stored)
    if not root.is_dir():
        raise NotWritten(N_("There is no library folder {path}; nothing was written.", path=str(root)))
    name = wanted_id or file_name(title)
    folder = (root / top / category).resolve()
    if not name or not folder.is_relative_to((root / top).resolve()) or name != file_name(name):
        raise NotWritten(
            N_("“{name}” cannot be a file name in this library; nothing was written.", name=wanted_id or category),
            N_("Give --id letters, digits and hyphens, and --category a folder below {top}/.", top=top),
        )
    path = folder / f"{name}.md"
    if path.exists():
        raise NotWritten(N_("{path} is there already; it was left as it is.", path=str(path)))
    today = date.today()
    pattern = paths.resource("templates") / f"{template}.{language()}.md"
    atomic.write_text(
        path,
        pattern.read_text(encoding="utf-8").format(
            title=_quoted(title),
            id=name,
            owner=_quoted(stored.agent_name) if stored.agent_name else "",
            today=today.isoformat(),
            review=(today + timedelta(days=180)).isoformat(),
        ),
    )
    return path


def file_name(title: str) -> str:
    """Return a title as a file name: words joined by hyphens, without what Windows refuses in names."""
    words = re.sub(r"[^\w-]+", "-", title.strip().lower()).strip("-_")
    reserved = re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)", words)
    return f"{words}-1" if reserved else words[:80]


def _quoted(text: str) -> str:
    """Return text as a YAML scalar: quoted where a colon or another sign would change its meaning."""
    if re.fullmatch(r"[\w][\w ，。？！、（）()/+-]*", text):
        return text
    return "'" + text.replace("'", "''").replace("\n", " ") + "'"
