"""What is built: the version, the time, and the files of one commit."""

from __future__ import annotations

import io
import os
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, run
from typing import Final

from windows.failure import BuildError
from windows.tool import run as run_tool
from windows.tool import say

ROOT: Final = Path(__file__).resolve().parent.parent.parent
NAME: Final = "kbassist"
PUBLISHER: Final = "kbassist contributors"
VERSION_FILE: Final = "kbassist/__init__.py"
_VERSION: Final = re.compile(r'^__version__ = "([^"]+)"', re.MULTILINE)
EARLIEST: Final = 315_532_800  # 1980: what a zip file can say


@dataclass(frozen=True, slots=True)
class Project:
    """One commit to be packaged; `epoch` is its time in seconds, which every file of the package bears."""

    root: Path
    version: str
    commit: str
    epoch: int

    @property
    def work(self) -> Path:
        """The folder of everything between; it can be deleted."""
        return self.root / "build" / "windows"

    @property
    def dist(self) -> Path:
        """The folder of what is handed to IT."""
        return self.root / "dist"

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        """The version as the four numbers that Windows compares."""
        return version_numbers(self.version)


def version_numbers(version: str) -> tuple[int, int, int, int]:
    """Return `1.2.3` or `1.2.3.4` as four numbers; raises BuildError for what Windows cannot compare."""
    found = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)(?:\.(\d+))?", version)
    numbers = tuple(int(number or 0) for number in found.groups()) if found else ()
    if len(numbers) != 4 or numbers[0] > 255 or numbers[1] > 255 or max(numbers) > 65_535:
        raise BuildError(f"the version {version} is not three numbers that an MSI can compare")
    return numbers


def cache_folder() -> Path:
    """Return where downloads are kept between builds; `KBASSIST_PACKAGE_CACHE` overrides it."""
    given = os.environ.get("KBASSIST_PACKAGE_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(given) if given else Path(base) / "kbassist-package"


def read(root: Path = ROOT, *, commit: str = "HEAD", version: str | None = None) -> Project:
    """Return what a commit is; `SOURCE_DATE_EPOCH` overrides its time, and `version` what it calls itself."""
    full = run_tool(["git", "-C", root, "rev-parse", commit]).strip()
    given = os.environ.get("SOURCE_DATE_EPOCH")
    epoch = int(given or run_tool(["git", "-C", root, "log", "-1", "--format=%ct", full]).strip())
    own = stated_version(run_tool(["git", "-C", root, "show", f"{full}:{VERSION_FILE}"]))
    version_numbers(version or own)
    return Project(root, version or own, full, max(epoch, EARLIEST))


def stated_version(source: str) -> str:
    """Return the version that the text of VERSION_FILE states; raises BuildError where it states none."""
    found = _VERSION.search(source)
    if found is None:
        raise BuildError(f"{VERSION_FILE} names no version")
    return found[1]


def restated_version(source: str, version: str) -> str:
    """Return the text of VERSION_FILE with another version."""
    return _VERSION.sub(f'__version__ = "{version}"', source, count=1)


def tell_changes(root: Path) -> None:
    """Say that changes which are not committed are not packaged."""
    changed = run_tool(["git", "-C", root, "status", "--porcelain"]).splitlines()
    if changed:
        say(f"{len(changed)} changed files are not committed and so not in the package")


def export(project: Project, target: Path, folders: tuple[str, ...]) -> None:
    """Write the commit's files below these folders into `target`."""
    command = ["git", "-C", str(project.root), "archive", "--format=zip", "-0", project.commit, *folders]
    done = run(command, stdout=PIPE, check=False)
    if done.returncode:
        raise BuildError("git could not read the commit")
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
        archive.extractall(target)
