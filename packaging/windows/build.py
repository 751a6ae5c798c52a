"""`python -m windows.build`: makes the whole Windows product in dist/ and says what each part costs."""

from __future__ import annotations

import argparse
import fcntl
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from windows import layout, manifest, msi, nsis, portable, project, report, sign, stage, update_key
from windows.failure import BuildError
from windows.fetch import digest
from windows.layout import Part
from windows.project import Project, cache_folder
from windows.report import megabytes
from windows.tool import say

SUMS: Final = "SHA256SUMS"
KINDS: Final = ("setup", "msi", "zip")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a build makes, where, from which CPython (None: the pinned one); `quick` compresses little, for tests."""

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
        found = project.read(commit=options.commit, version=options.version)
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
    parser.add_argument("--version", help="what it calls itself, such as 0.0.9 for a test of an upgrade")
    parser.add_argument("--quick", action="store_true", help="compress little and measure nothing, for tests")
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
    update_key.from_environment()  # a key that does not serve is told now, and not at the end
    ingredients = stage.gather(found, wish.python_zip, wish.python_sha256)
    folder = stage.make(found, ingredients, signer, quick=wish.quick)
    job = Job(found, wish, folder, layout.parts(folder), signer)
    wish.output.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(len(KINDS) + 1) as threads:
        measured = threads.submit(
            report.costs, folder, job.parts, None if wish.quick else cache_folder() / "costs.json"
        )
        made = list(threads.map(lambda kind: _make(kind, job), wish.kinds))
    made += _describe(job, made, measured.result()) + manifest.write(found, made, wish.output)
    made += _policies(wish.output)
    made.append(_sums(made, wish.output))
    _tell(job, made, measured.result())
    say(f"done in {time.monotonic() - started:.0f} s")
    return made


def _make(kind: str, job: Job) -> Path:
    """Make one kind of product."""
    started = time.monotonic()
    stem = f"kbassist-{job.project.version}"
    if kind == "zip":
        made = job.wish.output / f"{stem}-portable.zip"
        form = portable.Form(stem, job.project.epoch, level=1 if job.wish.quick else 9)
        portable.write(job.folder, job.files, form, made)
    elif kind == "msi":
        made = job.wish.output / f"{stem}-x64.msi"
        msi.write(job.project, job.folder, job.files, made)
    else:
        made = job.wish.output / f"{stem}-Setup.exe"
        packing = nsis.Packing(signed=job.signer is not None, quick=job.wish.quick)
        nsis.write(job.project, job.folder, job.files, made, packing)
    if kind != "zip":
        sign.sign_all(job.signer, [made])
    say(f"{made.name}: {megabytes(made.stat().st_size)} in {time.monotonic() - started:.0f} s")
    return made


def _describe(job: Job, made: Sequence[Path], listed: Sequence[report.Cost]) -> list[Path]:
    """Write what says about the products what is in them."""
    stem = f"kbassist-{job.project.version}"
    licences = job.folder / "licences"
    sizes = {path.name: path.stat().st_size for path in made}
    texts = {
        f"{stem}-sbom.cdx.json": (licences / "sbom.cdx.json").read_bytes(),
        f"{stem}-licences.txt": (licences / "THIRD-PARTY.txt").read_bytes(),
        f"{stem}-contents.txt": report.contents(job.folder, job.files, sizes, listed).encode(),
    }
    for name, data in texts.items():
        (job.wish.output / name).write_bytes(data)
    return [job.wish.output / name for name in texts]


def _policies(output: Path) -> list[Path]:
    """Write the templates for group policy, made from the settings that the program has."""
    from windows import admx  # noqa: PLC0415 - the only part of a build that imports the program

    return admx.write(output / admx.FOLDER)


def _sums(made: Sequence[Path], output: Path) -> Path:
    """Write the checksums as `sha256sum --check` reads them."""
    target = output / SUMS
    lines = [f"{digest(path)}  {path.relative_to(output).as_posix()}\n" for path in sorted(made)]
    target.write_text("".join(lines), encoding="utf-8")
    return target


def _tell(job: Job, made: Sequence[Path], listed: Sequence[report.Cost]) -> None:
    """Say what each part costs, and what was made."""
    for line in report.table(listed):
        say(f"  {line}")
    for path in made:
        size = path.stat().st_size
        name = path.relative_to(job.wish.output).as_posix()
        say(f"  {name:34} {megabytes(size):>9}  sha256 {digest(path)}")
        if name.endswith("-Setup.exe") and (bare := report.without_encoder(size, listed)) is not None:
            say(f"  {'  without the sentence encoder':34} {megabytes(bare):>9}")


if __name__ == "__main__":
    sys.exit(main())
