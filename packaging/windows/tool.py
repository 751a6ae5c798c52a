"""Running the programs that a build needs, quietly, with their output shown where they fail."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from windows.failure import BuildError


def run(
    command: Sequence[str | Path], *, cwd: Path | None = None, given: str = "", env: Mapping[str, str] | None = None
) -> str:
    """Run a program to its end and return what it printed.

    `given` is its standard input, a pipe even where it is empty: wine hangs on anything else. `env` is added to the
    environment. Raises BuildError with the last lines of its output where it fails or is not installed.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=cwd, input=given, env={**os.environ, **(env or {})}, text=True, encoding="utf-8",
            errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise BuildError(
            f"{words[0]} is not installed; packaging/windows/setup.sh installs all that is needed"
        ) from error
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-25:])
        raise BuildError(f"{Path(words[0]).name} failed with code {done.returncode}:\n{tail}")
    return done.stdout


def say(line: str) -> None:
    """Tell how far the build is."""
    print(f"package: {line}", flush=True)  # noqa: T201 - the build's own output
