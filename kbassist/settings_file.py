"""The settings file: TOML that the user may edit by hand, below what IT locked and above what IT proposed."""

from __future__ import annotations

import contextlib
import re
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from kbassist import atomic
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text, sentences
from kbassist.policy import Managed
from kbassist.settings import KINDS, Client, Settings, take

VERSION: Final = 1
_LARGEST: Final = 1 << 20
_UNMANAGED: Final = Managed()


class SettingsNotSaved(KbassistError):  # noqa: N818 - a state, named as the user reads it
    """The settings file could not be written; the old one stands."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings that hold, a sentence for the user where something is not as it should be, and what is locked."""

    settings: Settings
    message: Text | None = None
    locked: frozenset[str] = frozenset()


def load(path: Path, managed: Managed = _UNMANAGED) -> Loaded:
    """Read the settings that hold: what IT locked, else the file's, else what IT proposed, else the built-in default.

    Without a file the defaults hold, of a damaged one what can still be read. A damaged file is set aside beside it
    (`settings.toml.damaged-1`), and a sound one is written in its place. A single value that makes no sense stays on
    the disk, and the default holds. Never raises for a bad file.
    """
    own, message = _read(path, _base(managed))
    said = [one for one in (message, _policy_remark(managed)) if one is not None]
    told = sentences(*said) if said else None
    return Loaded(replace(own, **_given(managed.locked)), told, frozenset(managed.locked))


def save(path: Path, settings: Settings, managed: Managed = _UNMANAGED) -> None:
    """Write what the user chose otherwise than it stands in the file, atomically; comments and unknown keys stay.

    `managed` is what the settings were loaded with: a locked setting is left as it stands in the file, and one that
    is as IT proposed it is not written unless the file has it already. Raises SettingsNotSaved where the disk
    refuses; the old file stands then.
    """
    try:
        data = path.read_bytes() if path.exists() else b""
        text = _sound_text(path, data)
        changed = _changed(_parse(text.encode()) or {}, settings, managed)
        text = _written(text, changed) if changed or not text else text
        if text.encode() != data:
            atomic.write_text(path, text)
    except (OSError, UnicodeEncodeError) as error:  # a folder name may hold bytes that are no text
        raise SettingsNotSaved(
            N_("The settings could not be saved: {why}.", why=_why(error)),
            N_("The old settings file is unchanged; what you chose holds until the program ends."),
        ) from error


def _given(values: Mapping[str, object]) -> dict[str, Any]:
    return dict(values)


def _base(managed: Managed) -> Settings:
    """Return what holds where the user chose nothing and nothing is locked."""
    return replace(Settings(), **_given(managed.defaults))


def _read(path: Path, base: Settings) -> tuple[Settings, Text | None]:
    """Return what the user chose, over what holds without a choice, and what is to be said about the file."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b"\0"
    except FileNotFoundError:
        return base, None
    except OSError as error:
        return base, N_("The settings cannot be read ({why}); the defaults hold.", why=_why(error))
    values = _parse(data)
    return _mend(path, data, base) if values is None else (_over(base, values), _remark(values))


def _policy_remark(managed: Managed) -> Text | None:
    """Say which values of IT are ignored; `kbassist doctor` says why."""
    if not managed.ignored:
        return None
    return N_(
        "Your IT department set something that kbassist does not understand: {names}. Please tell them; "
        "everything else holds.",
        names=", ".join(managed.ignored),
    )


def _why(error: OSError | UnicodeEncodeError) -> str:
    """Say the reason without the path."""
    return (error.strerror if isinstance(error, OSError) else error.reason) or type(error).__name__


def _parse(data: bytes) -> dict[str, Any] | None:
    """Return the values of a sound file; None for a damaged one (an empty file is what a power cut leaves)."""
    if not data.strip():
        return None
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return None


def _chosen(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that values of the file stand for."""
    taken = {name: take(name, values[name]).value for name in KINDS if name in values}
    return {name: value for name, value in taken.items() if value is not None}


def _over(base: Settings, values: Mapping[str, Any]) -> Settings:
    return replace(base, **_chosen(values))


def _remark(values: Mapping[str, Any]) -> Text | None:
    """Say which values make no sense, or that a newer program wrote the file."""
    bad = [place for name in KINDS if name in values for place in take(name, values[name]).odd]
    if bad:
        return N_(
            "Settings not understood: {names}. Their defaults hold; the file is unchanged.", names=", ".join(bad)
        )
    version = values.get("version", VERSION)
    if isinstance(version, int) and version > VERSION:
        return N_("The settings come from a newer version of kbassist; what this one does not know is kept.")
    return None


def _mend(path: Path, data: bytes, base: Settings) -> tuple[Settings, Text]:
    """Set a damaged file aside and write a sound one from the lines that can still be read."""
    chosen = _chosen(_salvage(data))
    settings = replace(base, **chosen)
    try:
        aside = _set_aside(path)
        atomic.write_text(path, _written("", chosen))
    except OSError as error:
        return settings, N_("The settings file is damaged and stays as it is ({why}).", why=_why(error))
    if chosen:
        return settings, N_(
            "The settings file was damaged; what could be read holds. It is kept as {name}.", name=aside
        )
    return settings, N_("The settings file was damaged; the defaults hold. It is kept as {name}.", name=aside)


def _salvage(data: bytes) -> dict[str, Any]:
    """Return every setting whose own line is sound; torn characters (U+FFFD) make a line unsound."""
    values: dict[str, Any] = {}
    for line in data.decode("utf-8", errors="replace").splitlines():
        if not re.match(r"\s*\w+\s*=", line) or "\ufffd" in line:
            continue
        with contextlib.suppress(tomllib.TOMLDecodeError, RecursionError):
            values |= tomllib.loads(line)
    return values


def _set_aside(path: Path) -> str:
    """Give a damaged file a second name beside it, the next free one, so that its own can be written; return it."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    try:
        aside.hardlink_to(path)  # needs no room on a full disk
    except OSError:
        shutil.copyfile(path, aside)
    return aside.name


def _sound_text(path: Path, data: bytes) -> str:
    """Return the file's text to write into; a file damaged meanwhile is set aside, and its sound lines are kept."""
    if not data or _parse(data) is not None:
        return data.decode("utf-8-sig")
    _set_aside(path)
    return _written("", _chosen(_salvage(data)))


def _changed(values: Mapping[str, Any], settings: Settings, managed: Managed) -> dict[str, Any]:
    """Return the settings that the user may choose, and that differ from what the file's values give."""
    before = _over(_base(managed), values)
    free = [one.name for one in fields(Settings) if one.name not in managed.locked]
    return {name: getattr(settings, name) for name in free if getattr(settings, name) != getattr(before, name)}


def _written(text: str, chosen: Mapping[str, Any]) -> str:
    """Return the file's text with settings written in; a new file begins with its name and version."""
    import tomlkit  # noqa: PLC0415 - 30 ms that only saving needs

    document = tomlkit.parse(text or f"# kbassist\nversion = {VERSION}\n")
    for name, value in chosen.items():
        document[name] = _tables(value) if name == "clients" else value
    return tomlkit.dumps(document)


def _tables(clients: tuple[Client, ...]) -> list[dict[str, Any]]:
    """Return clients as they are written."""
    return [
        {one.name: value for one in fields(client) if (value := getattr(client, one.name)) is not None}
        for client in clients
    ]
