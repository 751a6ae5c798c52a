"""`kbassist update`: whether a newer version lies where IT puts them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from kbassist import __version__, paths, policy, registry
from kbassist.cli.opening import JsonOption
from kbassist.cli.output import complain, print_json
from kbassist.errors import KbassistError
from kbassist.i18n import N_, _
from kbassist.policy import UpdateSource
from kbassist.updates.check import check
from kbassist.updates.files import Compared, compare
from kbassist.updates.manifest import Manifest
from kbassist.updates.memory import FILE, Memory
from kbassist.updates.notice import UpdateNotice
from kbassist.updates.outcome import Outcome, State, sentence

NAME: Final = "update"
NEWER: Final = 10
"""The exit code where a newer version lies there, so that a script of IT's can go on from it."""
NOT_DONE: Final = 2

_CODES: Final = {State.NOTHING: 0, State.NEWER: NEWER}


class NotSetUp(KbassistError):  # noqa: N818 - named as the user reads it
    """There is no folder to look at, or no key to check with."""


def command(
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DIR", help="Look here instead of where the policy says.")
    ] = None,
    key: Annotated[
        str, typer.Option("--key", metavar="BASE64", help="The public key, where the folder is given here.")
    ] = "",
    files: Annotated[
        bool, typer.Option("--files", help="Read the files that the notice names and compare their checksums.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Look for a newer version; exit with 0: nothing newer, 10: a newer one, 2: notice refused or folder unreachable.

    Nothing is copied, installed or started.
    """
    outcome = check(_source(folder, key), __version__, Memory(paths.data_dir() / FILE))
    compared = _compare(outcome) if files else Compared()
    if json:
        print_json(_record(outcome, compared))
    else:
        _print(outcome, compared)
    raise typer.Exit(NOT_DONE if compared.wrong else _CODES.get(outcome.state, NOT_DONE))


def _source(folder: Path | None, key: str) -> UpdateSource:
    """Return what to look at: what was given, else what the policy says; raises NotSetUp."""
    if folder is None and not key:
        managed = policy.read(registry.here())
        if managed.update is None:
            complain(*managed.remarks)
            raise NotSetUp(
                N_("No folder for new versions is set up."),
                N_("Set the policies update_folder and update_key, or give --folder and --key."),
            )
        return managed.update
    public = policy.public_key(key)
    if folder is None or public is None:
        raise NotSetUp(N_("--folder and --key go together; the key is 32 bytes in base64."))
    return UpdateSource(str(folder.absolute()), public)


def _compare(outcome: Outcome) -> Compared:
    if outcome.manifest is None:
        return Compared()
    return compare(Path(outcome.folder), outcome.manifest, whole=True)


def _print(outcome: Outcome, compared: Compared) -> None:
    found = sentence(outcome, __version__)
    if outcome.state not in _CODES:
        complain(found)
        return
    print(found)
    if outcome.manifest is not None:
        released = outcome.manifest.released.isoformat()
        print(_("Released on {day}, notice {serial}.").format(day=released, serial=outcome.manifest.serial))
        _print_rest(outcome.manifest, compared)


def _print_rest(manifest: Manifest, compared: Compared) -> None:
    """Print the notes, and how the files compare."""
    note = UpdateNotice(manifest.version, "", manifest.notes).note
    if note:
        print(f"\n{note}")
    for name in compared.right:
        print(_("{name}: as the notice says").format(name=name))
    for name in compared.wrong:
        print(_("{name}: NOT what the notice says; do not install it").format(name=name))
    for name in compared.missing:
        print(_("{name}: not there").format(name=name))


def _record(outcome: Outcome, compared: Compared) -> dict[str, Any]:
    """Return what was found for programs; what does not apply is null."""
    record = {
        "state": outcome.state.value,
        "folder": outcome.folder,
        "own": __version__,
        "refusal": outcome.refusal.value if outcome.refusal else None,
        "sentence": str(sentence(outcome, __version__)),
        "notice": None,
    }
    found = outcome.manifest
    if found is None:
        return record
    states = {name: state for state, names in asdict(compared).items() for name in names}
    files = [
        {"name": file.name, "size": file.size, "sha256": file.sha256, "state": states.get(file.name)}
        for file in found.files
    ]
    notice = {"version": found.version, "released": found.released.isoformat(), "serial": found.serial}
    return record | {"notice": notice | {"notes": dict(found.notes), "files": files}}
