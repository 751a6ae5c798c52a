"""The one family of errors that a person is meant to read."""

from __future__ import annotations

from kbassist.i18n import Text, sentences


class KbassistError(Exception):
    """Something that the user can understand: what happened and was kept (`message`), what to do (`hint`)."""

    def __init__(self, message: Text, hint: Text | None = None) -> None:
        super().__init__(message.msgid)
        self.message = message
        self.hint = hint

    @property
    def said(self) -> Text:
        """Both sentences as one message, which follows the language."""
        return sentences(self.message, self.hint)

    def __str__(self) -> str:
        """Return both sentences in the language in use."""
        return str(self.said)
