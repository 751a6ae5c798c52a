"""What IT decided for this machine or user: policies that lock settings, and defaults that hold until they choose.

Both are values of the registry, named like the settings. Of policies those of the machine go before those of the
user; of defaults it is the other way round. Beside the settings there are two values that are policies only:
`update_folder` and `update_key`.
"""

from __future__ import annotations

import base64
import binascii
import difflib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kbassist.i18n import N_, Text
from kbassist.registry import Hive, Registry, Value
from kbassist.setting_kinds import Choice, Kind, Line, Number, Switch, Tables, Whole
from kbassist.settings import KINDS, take

POLICIES: Final = r"Software\Policies\kbassist"
DEFAULTS: Final = r"Software\kbassist\Defaults"
UPDATE_FOLDER: Final = "update_folder"
UPDATE_KEY: Final = "update_key"
KEY_BYTES: Final = 32
NONE: Final = "none"
"""How a choice of nothing is written, since lists of the policy editor cannot hold an empty value."""

_FOLDER: Final = Line(4096, shortest=1, path=True)
_UPDATE: Final = (UPDATE_FOLDER, UPDATE_KEY)
_SWITCH: Final = {"1": True, "0": False, "true": True, "false": False}
_Environ: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UpdateSource:
    """Where IT puts new versions, and the key that their manifests are signed with."""

    folder: str
    key: bytes  # an ed25519 public key, 32 bytes


@dataclass(frozen=True, slots=True)
class Managed:
    """Everything that IT decided; nothing on a machine that nobody manages.

    `locked` are settings by their names (`settings.Settings`) that the user cannot change, `defaults` those that hold
    until the user chooses; both are validated, and of the settings' own types. `update` is None where no check is
    wished. `remarks` say what in the registry makes no sense, each with its place, for IT; `ignored` are the names of
    settings among them, for one sentence to the user.
    """

    locked: Mapping[str, object] = field(default_factory=dict)
    defaults: Mapping[str, object] = field(default_factory=dict)
    update: UpdateSource | None = None
    remarks: tuple[Text, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """What one key says: settings that make sense, names of those that do not, and remarks."""

    settings: Mapping[str, object]
    ignored: tuple[str, ...]
    remarks: tuple[Text, ...]


def read(registry: Registry, environ: _Environ = os.environ) -> Managed:
    """Read policies and defaults; never raises for what stands there.

    A value that makes no sense is ignored, so that the next one in order holds: the user's policy, else what the user
    chose. `%NAME%` in a folder is filled in from `environ`, whatever type the value has.
    """
    policies = [_look(registry, hive, POLICIES, environ, _UPDATE) for hive in (Hive.MACHINE, Hive.USER)]
    defaults = [_look(registry, hive, DEFAULTS, environ) for hive in (Hive.USER, Hive.MACHINE)]
    update, update_remarks = _update(registry, environ)
    every = (*policies, *defaults)
    return Managed(
        locked=_first_wins(policies),
        defaults=_first_wins(defaults),
        update=update,
        remarks=(*(remark for found in every for remark in found.remarks), *update_remarks),
        ignored=tuple(dict.fromkeys(name for found in every for name in found.ignored)),
    )


def _first_wins(found: list[_Found]) -> dict[str, object]:
    """Lay the settings of several keys over each other, in the order of `Settings`."""
    merged = dict[str, object]()
    for one in reversed(found):
        merged |= one.settings
    return {name: merged[name] for name in KINDS if name in merged}


def _values(registry: Registry, hive: Hive, key: str) -> dict[str, Value]:
    """Return the values of a key by folded name, as Windows compares names; the unnamed one is none of ours."""
    return {name.casefold(): value for name, value in registry.values(hive, key).items() if name}


def _look(registry: Registry, hive: Hive, key: str, environ: _Environ, others: tuple[str, ...] = ()) -> _Found:
    """Read the settings of one key; `others` are names that may stand there beside them."""
    settings = dict[str, object]()
    ignored, remarks = list[str](), list[Text]()
    place = f"{hive.value}\\{key}"
    for name, value in _values(registry, hive, key).items():
        if name in others:
            continue
        if name not in KINDS:
            remarks.append(_unknown(place, name, (*KINDS, *others)))
            continue
        taken = take(name, plain(KINDS[name], value, environ))
        if taken.value is not None:
            settings[name] = taken.value
        if taken.odd:
            ignored += taken.odd
            remarks.append(_senseless(place, ", ".join(taken.odd), KINDS[name]))
    return _Found(settings, tuple(ignored), tuple(remarks))


def _unknown(place: str, name: str, known: tuple[str, ...]) -> Text:
    """Remark on a name that no setting has, which is a slip of the pen or belongs to a newer version."""
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return N_("{place}: there is no setting “{name}”. Is “{near}” meant?", place=place, name=name, near=near[0])
    return N_("{place}: this version of kbassist has no setting “{name}”.", place=place, name=name)


def _senseless(place: str, name: str, kind: Kind) -> Text:
    return N_(
        "{place}: the value of {name} makes no sense and is ignored. It must be {rule}.",
        place=place,
        name=name,
        rule=kind.rule(),
    )


def plain(kind: Kind, value: Value, environ: _Environ = os.environ) -> object:
    """Return a value of the registry as it would stand in `settings.toml`; what does not fit stays as it is.

    Yes and no are 1 and 0, numbers may be text, names may be written in any case and with `-` for `_` (`zh-cn`), a
    choice of nothing is `none`, and a list of tables is JSON.
    """
    if isinstance(kind, Switch):
        return _SWITCH.get(str(value).strip().casefold(), value)
    if isinstance(value, int):
        return value
    if isinstance(kind, Choice):
        return _named(kind, value)
    if isinstance(kind, Whole | Number):
        return _number(value)
    if isinstance(kind, Tables):
        return _json(value)
    return _expanded(value, environ) if isinstance(kind, Line) and kind.path else value


def _named(kind: Choice, value: str) -> str:
    wanted = value.strip().casefold().replace("-", "_")
    names = {(name or NONE).casefold().replace("-", "_"): name for name in kind.names}
    return names.get(wanted, value)


def _number(value: str) -> int | float | str:
    """Return the number that a text is; the text itself where it is none."""
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", value):
        return int(value)
    return float(value) if re.fullmatch(r"\s*[0-9]{1,9}\.[0-9]{1,9}\s*", value) else value


def _json(value: str) -> object:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _expanded(path: str, environ: _Environ) -> str:
    """Fill in `%NAME%`; a variable that is not there stays as it is written."""
    return re.sub(r"%([^%\s]+)%", lambda found: environ.get(found[1].upper(), found[0]), path)


def _update(registry: Registry, environ: _Environ) -> tuple[UpdateSource | None, tuple[Text, ...]]:
    """Read where new versions lie: from the first hive that says anything, since folder and key belong together."""
    for hive in (Hive.MACHINE, Hive.USER):
        values = _values(registry, hive, POLICIES)
        given = {name: value for name, value in values.items() if name in _UPDATE}
        if given:
            remarks = tuple(_update_remarks(f"{hive.value}\\{POLICIES}", given))
            return (None if remarks else _source(given, environ)), remarks
    return None, ()


def _update_remarks(place: str, given: Mapping[str, Value]) -> Iterator[Text]:
    for name in _UPDATE:
        if name not in given:
            yield N_(
                "{place}: {name} is missing. Folder and key belong together; no new version is looked for.",
                place=place,
                name=name,
            )
    if not _FOLDER.accepts(given.get(UPDATE_FOLDER, "?")):
        yield _senseless(place, UPDATE_FOLDER, _FOLDER)
    if UPDATE_KEY in given and public_key(given[UPDATE_KEY]) is None:
        yield N_(
            "{place}: {name} is no key. It must be {n} bytes in base64.", place=place, name=UPDATE_KEY, n=KEY_BYTES
        )


def _source(given: Mapping[str, Value], environ: _Environ) -> UpdateSource | None:
    key = public_key(given[UPDATE_KEY])
    return UpdateSource(_expanded(str(given[UPDATE_FOLDER]), environ), key) if key else None


def public_key(value: Value) -> bytes | None:
    """Return the key that base64 stands for; None where it is none."""
    try:
        key = base64.b64decode(str(value).strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None
