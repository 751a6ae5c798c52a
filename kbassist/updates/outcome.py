"""What a look for a newer version found, and the sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from kbassist.i18n import N_, Text
from kbassist.updates.notice import UpdateNotice
from kbassist.updates.refusal import Refusal

if TYPE_CHECKING:
    from kbassist.updates.manifest import Manifest


class State(Enum):
    """How a look ended."""

    UNSET = "unset"
    """No folder is named: there is nothing to look at."""
    NOTHING = "nothing"
    """There is no notice, or it names a version that is not newer than ours."""
    NEWER = "newer"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a look at `folder` ended; `manifest` is the notice that was believed, `refusal` why it was not."""

    state: State
    folder: str = ""
    manifest: Manifest | None = None
    refusal: Refusal | None = None

    REFUSED: ClassVar[str] = "refused "
    """How the marks of refusals begin."""

    @property
    def mark(self) -> str:
        """Return what tells this piece of news from others; empty where there is none."""
        if self.refusal is not None:
            return f"{self.REFUSED}{self.refusal.value}"
        return f"version {self.manifest.version}" if self.state is State.NEWER and self.manifest else ""


def sentence(outcome: Outcome, own: str) -> Text:
    """Return what was found in one sentence; `own` is the version that runs."""
    where = outcome.folder
    if outcome.refusal is not None:
        return _refused(outcome.refusal, where)
    if outcome.state is State.UNREACHABLE:
        return N_("The folder {folder} cannot be reached.", folder=where)
    if outcome.state is State.UNSET:
        return N_("No folder for new versions is set up.")
    if outcome.manifest is None:
        return N_("There is no update notice in {folder}.", folder=where)
    return _about(outcome.manifest.version, own, where, newer=outcome.state is State.NEWER)


def _refused(refusal: Refusal, folder: str) -> Text:
    """Say why a notice was not believed."""
    match refusal:
        case Refusal.NOT_GENUINE:
            told = N_("The update notice in {folder} is not genuine and was ignored.", folder=folder)
        case Refusal.FOREIGN:
            told = N_("The update notice in {folder} is about another program and was ignored.", folder=folder)
        case Refusal.PUT_BACK:
            told = N_("The update notice in {folder} is older than one seen before and was ignored.", folder=folder)
        case Refusal.DAMAGED:
            told = N_("The update notice in {folder} cannot be read and was ignored.", folder=folder)
        case Refusal.TOO_BIG:
            told = N_("The update notice in {folder} is too large and was ignored.", folder=folder)
    return N_("{what} Please tell your IT department.", what=told)


def _about(version: str, own: str, folder: str, *, newer: bool) -> Text:
    """Say how a version stands to ours."""
    if newer:
        return UpdateNotice(version, folder).sentence
    return N_(
        "kbassist {version} is in {folder}; it is not newer than this one ({own}).",
        version=version, folder=folder, own=own,
    )  # fmt: skip
