"""typer's own sentences, which it makes in English only: recognised by their form, and said as messages.

A sentence that is not known here is left as it is; the tests call up those that the arguments of kbassist can.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from kbassist.i18n import N_, Text, _

WORDS: Final = (
    N_("[OPTIONS]"),
    N_("COMMAND [ARGS]..."),
    N_("<int range>"),
    N_("<path>"),
    N_("<str>"),
    N_("Show this message and exit."),
    # Names of arguments that have no other name for people.
    N_("action"),
    N_("query"),
    N_("title"),
)
"""What stands in help pages by itself; it is looked up as it stands there."""

_SAYINGS: Final[tuple[tuple[str, Callable[..., Text]], ...]] = (
    (r"Missing argument '(?P<name>.+)'\.", lambda name: N_("Missing argument '{name}'.", name=Text(name))),
    (r"Missing option '(?P<name>.+)'\.", lambda name: N_("Missing option '{name}'.", name=name)),
    (r"Missing command\.", lambda: N_("Missing command.")),
    (r"No such command (?P<name>.+)\.", lambda name: N_("No such command {name}.", name=_quoted(name))),
    (
        r"No such command (?P<name>.+)\. Did you mean (?P<near>.+)\?",
        lambda name, near: N_("No such command {name}. Did you mean {near}?", name=_quoted(name), near=_quoted(near)),
    ),
    (
        r"No such option: (?P<name>.+) \(Possible options: (?P<near>.+)\)",
        lambda name, near: N_("No such option: {name} (Possible options: {near})", name=name, near=near),
    ),
    (r"No such option: (?P<name>.+)", lambda name: N_("No such option: {name}", name=name)),
    (
        r"Got unexpected extra argument\(s\) \((?P<words>.+)\)",
        lambda words: N_("Got unexpected extra argument(s) ({words})", words=words),
    ),
    (
        r"Option '(?P<name>.+)' requires an argument\.",
        lambda name: N_("Option '{name}' requires an argument.", name=name),
    ),
    (
        r"Option '(?P<name>.+)' requires (?P<n>\d+) arguments\.",
        lambda name, n: N_("Option '{name}' requires {n} arguments.", name=name, n=n),
    ),
    (
        r"Option '(?P<name>.+)' does not take a value\.",
        lambda name: N_("Option '{name}' does not take a value.", name=name),
    ),
    (
        r"Invalid value for '(?P<name>[^']+)': (?P<why>.+)",
        lambda name, why: N_("Invalid value for '{name}': {why}", name=Text(name), why=_message(why)),
    ),
    (
        r"Input should be a valid integer, unable to parse string as an integer",
        lambda: N_("Input should be a valid integer, unable to parse string as an integer"),
    ),
    (
        r"Unable to parse input string as an integer, exceeded maximum size",
        lambda: N_("Unable to parse input string as an integer, exceeded maximum size"),
    ),
    (
        r"Input should be greater than or equal to (?P<least>\S+)",
        lambda least: N_("Input should be greater than or equal to {least}", least=least),
    ),
    (
        r"Input should be less than or equal to (?P<most>\S+)",
        lambda most: N_("Input should be less than or equal to {most}", most=most),
    ),
    (
        r"Value error, (?P<value>.+) is not one of (?P<values>.+)\.",
        lambda value, values: N_(
            "Value error, {value} is not one of {values}.", value=_quoted(value), values=_quoted(values)
        ),
    ),
    (r"default: (?P<value>.+)", lambda value: N_("default: {value}", value=value)),
    (r"required", lambda: N_("required")),
    (
        r"(?P<least>\d+)<=x<=(?P<most>\d+)",
        lambda least, most: N_("{least}<=x<={most}", least=least, most=most),
    ),
)


def _quoted(names: str) -> str:
    """Return names in quotes, as Python writes them, with the quotes and commas of the language in use."""
    found = re.findall(r"'([^']*)'(?:, |$)", names)
    return _(", ").join(_("'{name}'").format(name=name) for name in found) or names


def said(sentence: str) -> str:
    """Return a sentence of typer's in the language in use."""
    return str(_message(sentence))


def _message(sentence: str) -> Text:
    for form, saying in _SAYINGS:
        match = re.fullmatch(form, sentence, re.DOTALL)
        if match:
            return saying(**match.groupdict())
    return Text(sentence)
