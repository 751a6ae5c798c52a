"""Printing for people and for programs."""

from __future__ import annotations

import json
import sys
from typing import Any


def print_json(value: Any) -> None:
    """Print a value as indented JSON with readable Chinese."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def complain(*sentences: object) -> None:
    """Print each sentence as a line on standard error."""
    for sentence in sentences:
        print(sentence, file=sys.stderr)
