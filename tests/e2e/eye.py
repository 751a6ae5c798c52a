"""The other Windows program of the tests (`eye.c`): what it sees there, as Python values."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.packaging.wine.prefix import Windows

SOURCE: Final = Path(__file__).with_name("eye.c")


@dataclass(frozen=True, slots=True)
class Shown:
    """A window: its title, and the name of its class."""

    title: str
    kind: str


class Eye:
    """Runs as long as the Windows it looks at."""

    def __init__(self, windows: Windows) -> None:
        program = windows.drive / "eye.exe"
        command = ["x86_64-w64-mingw32-gcc", "-O2", "-s", "-o", str(program), str(SOURCE)]
        subprocess.run(command, check=True, timeout=60)
        self._process = subprocess.Popen(
            ["wine", str(program)], env=windows.env(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def ask(self, word: str, text: str | None = None) -> str:
        """Give one command of `eye.c`, and return its answer."""
        assert self._process.stdin is not None and self._process.stdout is not None
        given = "" if text is None else f" {text.encode().hex()}"
        self._process.stdin.write(f"{word}{given}\n".encode())
        self._process.stdin.flush()
        return self._process.stdout.read(int(self._process.stdout.readline())).decode()

    def windows(self, word: str = "windows") -> list[Shown]:
        """Return the windows that can be seen; of `front` the one in front, of `box` a message box's parts."""
        rows = (row.split("\t") for row in self.ask(word).split("\n") if row.count("\t") == 1)
        return [Shown(title, kind) for title, kind in rows]

    def formats(self) -> dict[str, str]:
        """Return the name of each format on the clipboard, with its size and a fingerprint."""
        rows = (row.split("\t", 1) for row in self.ask("formats").splitlines())
        return dict(rows)

    def close(self) -> None:
        """Let it end."""
        self._process.kill()
        self._process.wait(20)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
