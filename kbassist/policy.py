"""What IT decided for this machine or user: policies that lock settings, and defaults that the setup wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kbassist.i18n import Text


@dataclass(frozen=True, slots=True)
class UpdateSource:
    """Where IT puts new versions, and the key that their manifests are signed with."""

    folder: str
    key: bytes  # an ed25519 public key, 32 bytes


@dataclass(frozen=True, slots=True)
class Managed:
    """Everything that IT decided; nothing on a machine that nobody manages.

    `locked` are settings by their names (`settings.Settings`) that the user cannot change, `defaults` those that hold
    until the user chooses; both are validated. `update` is None where no check is wished. `remarks` say what in the
    registry makes no sense.
    """

    locked: Mapping[str, object] = field(default_factory=dict)
    defaults: Mapping[str, object] = field(default_factory=dict)
    update: UpdateSource | None = None
    remarks: tuple[Text, ...] = ()
