"""The user's settings: one frozen value, kept as TOML that the user may edit by hand."""

from __future__ import annotations

import contextlib
import re
import shutil
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from kbassist import atomic
from kbassist.errors import KbassistError
from kbassist.i18n import LANGUAGES, N_, Text

VERSION: Final = 1
THEMES: Final = ("system", "light", "dark")
FONT_SCALES: Final = (0.8, 2.0)
CASE_MINUTES: Final = (1, 600)
FUZZY_PINYIN: Final = (
    "z-zh", "c-ch", "s-sh", "l-n", "f-h", "l-r", "an-ang", "en-eng", "in-ing", "ian-iang", "uan-uang",
)  # fmt: skip
DOUBLE_PINYIN: Final = ("xiaohe", "ziranma", "microsoft", "sogou", "abc", "ziguang")
PASTE_KEYS: Final = ("ctrl+v", "ctrl+shift+v", "shift+insert", "none")
NEWLINES: Final = ("lf", "crlf", "none", "shift-enter")
LONGEST_TEXT: Final = (20, 1_000_000)
MOST_CLIENTS: Final = 200
_LARGEST: Final = 1 << 20
_LONGEST_CODES: Final = 200  # characters of a list of codes
_BREAKS: Final = frozenset("\0\n\r")
_Value = TypeVar("_Value", bound="str | float | tuple[Client, ...]")


class SettingsNotSaved(KbassistError):  # noqa: N818 - a state, named as the user reads it
    """The settings file could not be written; the old one stands."""


def _setting(default: _Value, valid: Callable[[Any], bool]) -> _Value:
    """Declare one setting: its default, and what a value from the disk must satisfy."""
    result: _Value = field(default=default, metadata={"valid": valid})
    return result


def _line(longest: int, shortest: int = 0) -> Callable[[Any], bool]:
    """Accept one line of text."""
    return lambda value: (
        isinstance(value, str) and shortest <= len(value) <= longest and not _BREAKS.intersection(value)
    )


def _lines(longest: int) -> Callable[[Any], bool]:
    """Accept text of several lines."""
    return lambda value: isinstance(value, str) and len(value) <= longest and "\0" not in value


def _one_of(*names: str) -> Callable[[Any], bool]:
    """Accept one of these names."""
    return lambda value: isinstance(value, str) and value in names


def _number(low: float, high: float) -> Callable[[Any], bool]:
    """Accept a number from `low` to `high`."""
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    """Accept a whole number from `low` to `high`."""
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


def _is_longest(value: object) -> bool:
    return isinstance(value, int) and (value == 0 or _whole(*LONGEST_TEXT)(value))


_CLIENT: Final[Mapping[str, Callable[[Any], bool]]] = {
    "match": _line(260, shortest=1),
    "paste_key": _one_of(*PASTE_KEYS),
    "rich": _is_yes_or_no,
    "newline": _one_of(*NEWLINES),
    "longest": lambda value: not isinstance(value, bool) and _is_longest(value),
    "images": _is_yes_or_no,
}


def _is_list_of_clients(value: object) -> bool:
    return isinstance(value, list) and not _odd_in_clients(value)


def _odd_in_clients(tables: list[Any]) -> list[str]:
    """Return where what makes no sense stands in a list of clients: `clients[2].newline`, counted from 1."""
    odd = [] if len(tables) <= MOST_CLIENTS else ["clients"]
    for number, table in enumerate(tables[:MOST_CLIENTS], 1):
        if not isinstance(table, Mapping):
            odd.append(f"clients[{number}]")
            continue
        given = {"match": None} | dict(table)
        wrong = [name for name, one in given.items() if name in _CLIENT and not _CLIENT[name](one)]
        odd += [f"clients[{number}].{name}" for name in wrong]
    return odd


def _clients(tables: list[Any]) -> tuple[Client, ...]:
    """Return the clients that make sense; a key that is not known is left out."""
    sound = [table for table in tables[:MOST_CLIENTS] if not _odd_in_clients([table])]
    return tuple(Client(**{name: table[name] for name in _CLIENT if name in table}) for table in sound)


def _tables(clients: tuple[Client, ...]) -> list[dict[str, Any]]:
    """Return clients as they are written."""
    return [
        {one.name: value for one in fields(client) if (value := getattr(client, one.name)) is not None}
        for client in clients
    ]


def _codes(known: tuple[str, ...]) -> Callable[[Any], bool]:
    """Accept some of these codes, with commas between them."""
    return lambda value: isinstance(value, str) and len(value) <= _LONGEST_CODES and set(_listed(value)) <= set(known)


def _listed(codes: str) -> list[str]:
    """Return the codes of a list with commas."""
    return [code.strip() for code in codes.split(",") if code.strip()]


@dataclass(frozen=True, slots=True)
class Client:
    """How to paste into one program; what is None stays as the program knows it (`desktop.clients`).

    `match` is the name of the executable or the window class, in any case, with `*` and `?` (`WeChat*.exe`).
    `paste_key` is one of PASTE_KEYS (`none`: copy only), `newline` one of NEWLINES. `longest` are UTF-16 units (what
    most programs count): a longer text is pasted in parts; 0 is no limit.
    """

    match: str
    paste_key: str | None = None
    rich: bool | None = None
    newline: str | None = None
    longest: int | None = None
    images: bool | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose; each default stands here and nowhere else.

    `library` is a folder, empty for the sample. `language` is `system`, `zh_CN` or `en`; `theme` is `system`,
    `light` or `dark`. `hotkey` is portable text (`Ctrl+Alt+Space`). `channel` is the name of the channel that is
    chosen first, empty for the team's first. `font_scale` multiplies the text size. `fuzzy_pinyin` are codes of
    FUZZY_PINYIN with commas between them, `double_pinyin` is one of DOUBLE_PINYIN or empty, and `semantic` lets the
    search compare meanings where that part is installed. `case_minutes` is after how long without use what a customer
    said is forgotten. `smart_fill` looks for values in the clipboard and in selected text. `answer_timer` shows the
    time from the hotkey to the copy, `call_timer` that of a call. `clients` are how to paste into which programs; the
    first that fits holds.
    """

    library: str = _setting("", _line(4096))
    language: str = _setting("system", _one_of("system", *LANGUAGES))
    theme: str = _setting("system", _one_of(*THEMES))
    hotkey: str = _setting("Ctrl+Alt+Space", _line(60, shortest=1))
    agent_name: str = _setting("", _line(100))
    agent_signature: str = _setting("", _lines(2000))
    channel: str = _setting("", _line(100))
    font_scale: float = _setting(1.0, _number(*FONT_SCALES))
    fuzzy_pinyin: str = _setting("", _codes(FUZZY_PINYIN))
    double_pinyin: str = _setting("", _one_of("", *DOUBLE_PINYIN))
    semantic: bool = _setting(True, _is_yes_or_no)
    case_minutes: int = _setting(30, _whole(*CASE_MINUTES))
    smart_fill: bool = _setting(True, _is_yes_or_no)
    answer_timer: bool = _setting(False, _is_yes_or_no)
    call_timer: bool = _setting(False, _is_yes_or_no)
    clients: tuple[Client, ...] = _setting((), _is_list_of_clients)


def fuzzy_codes(settings: Settings) -> frozenset[str]:
    """Return the fuzzy pairs that settings name."""
    return frozenset(_listed(settings.fuzzy_pinyin))


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings that hold, and a sentence for the user where the file was not as it should be."""

    settings: Settings
    message: Text | None = None


def load(path: Path) -> Loaded:
    """Read the settings; a missing file gives the defaults, a damaged one what can still be read of it.

    A damaged file is set aside beside it (`settings.toml.damaged-1`), and a sound one is written in its place. A
    single value that makes no sense stays on the disk, and the default holds. Never raises for a bad file.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b"\0"
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError as error:
        return Loaded(Settings(), N_("The settings cannot be read ({why}); the defaults hold.", why=_why(error)))
    values = _parse(data)
    return _mend(path, data) if values is None else Loaded(_known(values), _remark(values))


def save(path: Path, settings: Settings) -> None:
    """Write what differs from the file, atomically; comments and unknown keys stay as they are.

    Raises SettingsNotSaved where the disk refuses; the old file stands then.
    """
    try:
        data = path.read_bytes() if path.exists() else b""
        if data and _parse(data) is None:
            _set_aside(path)
            data = b""
        text = _updated(data.decode("utf-8-sig"), settings)
        if text.encode() != data:
            atomic.write_text(path, text)
    except (OSError, UnicodeEncodeError) as error:  # a folder name may hold bytes that are no text
        raise SettingsNotSaved(
            N_("The settings could not be saved: {why}.", why=_why(error)),
            N_("The old settings file is unchanged; what you chose holds until the program ends."),
        ) from error


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


def _is_valid(name: str, value: object) -> bool:
    """Tell whether a value from the disk may stand for this setting."""
    return any(one.name == name and one.metadata["valid"](value) for one in fields(Settings))


def _known(values: Mapping[str, Any]) -> Settings:
    """Take the settings that are valid; the defaults stand for the others."""
    taken = {name: value for name, value in values.items() if _is_valid(name, value)}
    if isinstance(listed := values.get("clients"), list):
        taken["clients"] = _clients(listed)
    if "font_scale" in taken:
        taken["font_scale"] = float(taken["font_scale"])
    return replace(Settings(), **taken)


def _remark(values: Mapping[str, Any]) -> Text | None:
    """Say which values make no sense, or that a newer program wrote the file."""
    bad = [
        place
        for one in fields(Settings)
        if one.name in values and not _is_valid(one.name, values[one.name])
        for place in _places(one.name, values[one.name])
    ]
    if bad:
        return N_(
            "Settings not understood: {names}. Their defaults hold; the file is unchanged.", names=", ".join(bad)
        )
    version = values.get("version", VERSION)
    if isinstance(version, int) and version > VERSION:
        return N_("The settings come from a newer version of kbassist; what this one does not know is kept.")
    return None


def _places(name: str, value: object) -> list[str]:
    """Return what is named to the user of a setting that makes no sense."""
    return _odd_in_clients(value) if name == "clients" and isinstance(value, list) else [name]


def _mend(path: Path, data: bytes) -> Loaded:
    """Set a damaged file aside and write a sound one from the lines that can still be read."""
    settings = _known(_salvage(data))
    try:
        aside = _set_aside(path)
        atomic.write_text(path, _updated("", settings))
    except OSError as error:
        return Loaded(settings, N_("The settings file is damaged and stays as it is ({why}).", why=_why(error)))
    if settings == Settings():
        return Loaded(
            settings, N_("The settings file was damaged; the defaults hold. It is kept as {name}.", name=aside)
        )
    return Loaded(
        settings, N_("The settings file was damaged; what could be read holds. It is kept as {name}.", name=aside)
    )


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


def _updated(text: str, settings: Settings) -> str:
    """Return the file's text with the settings that differ from it written in."""
    import tomlkit  # noqa: PLC0415 - 30 ms that only saving needs

    document = tomlkit.parse(text or f"# kbassist\nversion = {VERSION}\n")
    before = _known(document.unwrap())
    for one in fields(Settings):
        value = getattr(settings, one.name)
        if value != getattr(before, one.name):
            document[one.name] = _tables(value) if one.name == "clients" else value
    return tomlkit.dumps(document)
