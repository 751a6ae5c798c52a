"""The one error of a build: a sentence for whoever runs it."""

from __future__ import annotations


class BuildError(Exception):
    """The package cannot be made; the message says why and, where it helps, what to do."""
