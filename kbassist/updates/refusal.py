"""Why an update notice is not believed."""

from __future__ import annotations

from enum import Enum


class Refusal(Enum):
    """What is wrong with a notice, in the words of `kbassist update --json`."""

    NOT_GENUINE = "not-genuine"
    """The signature is missing, or is none of this notice by this key."""
    FOREIGN = "foreign"
    """It is genuine, and about another program."""
    PUT_BACK = "put-back"
    """It is genuine, but a notice with a higher serial has been in this folder before."""
    DAMAGED = "damaged"
    """It is genuine, and not what this version of the program can read."""
    TOO_BIG = "too-big"


class Refused(ValueError):  # noqa: N818 - named as the user reads it
    """A notice is not believed; `refusal` says why."""

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(detail or refusal.value)
        self.refusal = refusal
