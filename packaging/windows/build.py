"""`python -m windows.build`: makes the whole Windows product in dist/ and says what each part costs."""

from __future__ import annotations

import argparse
import fcntl
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from windows import layout, msi, nsis, portable, project, sign, stage
from windows.failure import BuildError
from windows.fetch import digest
from windows.layout import Part
from windows.project import Project
from windows.tool import say

SUMS: Final = "SHA256SUMS"
KINDS: Final = ("setup", "msi", "zip")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a build makes, from which CPython (None: the pinned one), and where; `quick` packs loosely, for tests."""

    output: Path
    kinds: tuple[str, ...] = KINDS
    python_zip: Path | None = None
    python_sha256: str | None = None
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """What every kind of product is made from: the laid out folder and its parts."""

    project: Project
    wish: Wish
    folder: Path
    parts: tuple[Part, ...]
    signer: sign.Signer | None

    @property
    def files(self) -> list[str]:
        """All files, as paths below the folder."""
        return [name for part in self.parts for name in part.files]


def main(given: Sequence[str] | None = None) -> int:
    """Build and return the exit code; what went wrong is one sentence on standard error."""
    try:
        options = _options(given)
        found = project.read(commit=options.commit)
        project.tell_changes(found.root)
        kinds = tuple(options.only or KINDS)
        output = options.output or found.dist
        build(found, Wish(output, kinds, options.python_zip, options.python_sha256, options.quick))
    except BuildError as error:
        sys.stderr.write(f"package: {error}\n")
        return 1
    return 0


def _options(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="windows.build", description=__doc__)
    parser.add_argument("--python-zip", type=Path, help="a newer embeddable CPython 3.13 for 64-bit Windows")
    parser.add_argument("--python-sha256", help="the SHA-256 that this zip must have")
    parser.add_argument("--only", action="append", choices=KINDS, help="make only this; may be given again")
    parser.add_argument("--commit", default="HEAD", help="what to package, instead of the last commit")
    parser.add_argument("--quick", action="store_true", help="pack Setup.exe loosely, in seconds, for tests")
    parser.add_argument("--output", type=Path, help="the folder for what is made, instead of dist/")
    return parser.parse_args(given)


def build(found: Project, wish: Wish) -> list[Path]:
    """Make what is wished and return the files; raises BuildError."""
    with _alone(found.work):
        return _build(found, wish)


@contextmanager
def _alone(work: Path) -> Iterator[None]:
    """Keep a second build out of the folder of this one; raises BuildError where one runs."""
    work.mkdir(parents=True, exist_ok=True)
    with (work / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildError(f"another build is running in {work}") from error
        yield


def _build(found: Project, wish: Wish) -> list[Path]:
    started = time.monotonic()
    say(f"kbassist {found.version}, commit {found.commit[:12]}")
    signer = sign.from_environment(found.epoch)
    ingredients = stage.gather(found, wish.python_zip, wish.python_sha256)
    folder = stage.make(found, ingredients, found.work, signer)
    job = Job(found, wish, folder, layout.parts(folder), signer)
    wish.output.mkdir(parents=True, exist_ok=True)
    made = [_make(kind, job) for kind in wish.kinds]
    stem = f"kbassist-{found.version}"
    made.append(_copy(folder / "licences" / "sbom.cdx.json", wish.output / f"{stem}-sbom.cdx.json"))
    made.append(_copy(folder / "licences" / "THIRD-PARTY.txt", wish.output / f"{stem}-licences.txt"))
    made.append(_sums(made, wish.output))
    _tell(job.parts, made, time.monotonic() - started)
    return made


def _make(kind: str, job: Job) -> Path:
    """Make one kind of product."""
    started = time.monotonic()
    stem = f"kbassist-{job.project.version}"
    if kind == "zip":
        made = job.wish.output / f"{stem}-portable.zip"
        portable.write(job.folder, job.files, stem, job.project.epoch, made)
    elif kind == "msi":
        made = job.wish.output / f"{stem}-x64.msi"
        msi.write(job.project, job.folder, job.files, made)
    else:
        made = job.wish.output / f"{stem}-Setup.exe"
        packing = nsis.Packing(signed=job.signer is not None, quick=job.wish.quick)
        nsis.write(job.project, job.folder, job.files, made, packing)
    if kind != "zip":
        sign.sign_all(job.signer, [made])
    say(f"{made.name}: {_megabytes(made.stat().st_size)} in {time.monotonic() - started:.0f} s")
    return made


def _copy(source: Path, target: Path) -> Path:
    target.write_bytes(source.read_bytes())
    return target


def _sums(made: Sequence[Path], output: Path) -> Path:
    """Write the checksums as `sha256sum --check` reads them."""
    target = output / SUMS
    target.write_text("".join(f"{digest(path)}  {path.name}\n" for path in sorted(made)), encoding="utf-8")
    return target


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _tell(parts: Sequence[Part], made: Sequence[Path], seconds: float) -> None:
    """Say what each part costs on the disk, and what was made."""
    say("on the disk:")
    for part in parts:
        say(f"  {part.name:18} {_megabytes(part.size):>9} {len(part.files):6} files")
    total = sum(part.size for part in parts)
    say(f"  {'all':18} {_megabytes(total):>9} {sum(len(part.files) for part in parts):6} files")
    say(f"made in {seconds:.0f} s:")
    for path in made:
        say(f"  {path.name:34} {_megabytes(path.stat().st_size):>9}  sha256 {digest(path)}")


if __name__ == "__main__":
    sys.exit(main())
