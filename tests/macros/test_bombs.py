"""Hostile templates, patterns and values, each in a child process with little memory and little time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.macros.bombs import BOMBS
from tests.systems import posix_only

_CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from kbassist.content.model import FieldSpec, FieldType, Snippet
from kbassist.macros import engine
from tests.macros.bombs import BOMBS
from tests.macros.cases import CONTEXT, library, macro
body, fields, values, snippets = BOMBS[sys.argv[1]]
found = library({name: Snippet(name, text, name) for name, text in snippets.items()})
case = macro(body, *fields)
engine.prepare(case, "微信", found, CONTEXT)
len(engine.plain(case, "微信", found))
list(engine.problems(case, found))
outcome = engine.render(case, "微信", values, found, CONTEXT)
assert len(outcome.text.encode()) <= 64 * 1024 or not outcome.ready
print("ready" if outcome.ready else "gaps")
"""


@posix_only("`setrlimit` bounds the memory and the time of each child")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_no_harm(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, name], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "gaps"
