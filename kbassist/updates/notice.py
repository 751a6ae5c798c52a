"""A newer version, as a person is shown it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kbassist import i18n
from kbassist.i18n import N_, Text


@dataclass(frozen=True, slots=True)
class UpdateNotice:
    """A version that lies in a folder; `notes` are plain text by language."""

    version: str
    folder: str
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> Text:
        """Return what is said in full."""
        return N_("kbassist {version} is available in {folder}.", version=self.version, folder=self.folder)

    @property
    def row(self) -> Text:
        """Return what stands in a menu; choosing it shows the folder."""
        return N_("kbassist {version} is available…", version=self.version)

    @property
    def note(self) -> str:
        """Return the notes in the language in use, else in English, else in whichever there is; may be empty."""
        texts = (self.notes.get(i18n.language(), ""), self.notes.get("en", ""), *self.notes.values())
        return next((text.strip() for text in texts if text.strip()), "")
