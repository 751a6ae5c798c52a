"""`make test-windows`: the program's tests under Windows Python, then the installed product, all under wine.

The quick part (`--quick`) takes no package: what is cheap to check and most telling.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from windows.failure import BuildError
from windows.project import ROOT

from tests.packaging.wine import products, shard, template
from tests.packaging.wine.interpreter import interpreter
from tests.packaging.wine.parts import FULL, QUICK
from tests.packaging.wine.shard import Part, Result

OUTPUT: Final = ROOT / "out" / "test-windows"
EVERY: Final = 20  # seconds between two words of how far it is
STEPS: Final = ("unit", "products")
_Outcome = TypeVar("_Outcome")


@dataclass(slots=True)
class Account:
    """What was done: one line a step, and whether all went well."""

    lines: list[str] = field(default_factory=list)
    well: bool = True

    def add(self, line: str, *, well: bool = True) -> None:
        """Note how a step ended."""
        self.lines.append(line)
        self.well = self.well and well
        say(line)


def say(line: str) -> None:
    """Tell how far it is."""
    print(f"windows: {line}", flush=True)


def main(given: Sequence[str] | None = None) -> int:
    """Run the tests and return the exit code."""
    options = _options(given)
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    started = time.monotonic()
    account = Account()
    try:
        _run(options.quick, options.only or STEPS, account)
    except BuildError as error:
        account.add(f"FAILED {error}", well=False)
    say(f"--- in {time.monotonic() - started:.0f} s; output in {OUTPUT.relative_to(ROOT)}/")
    for line in account.lines:
        say(line)
    say("all is well" if account.well else "NOT ALL IS WELL")
    return 0 if account.well else 1


def _options(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make test-windows", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the fast part only, without building a package")
    parser.add_argument("--only", action="append", choices=STEPS, help="only this step; may be given again")
    return parser.parse_args(given)


def _run(quick: bool, steps: Sequence[str], account: Account) -> None:
    started = time.monotonic()
    template.template()
    python = interpreter()
    account.add(_line("ok", "wine, Python", time.monotonic() - started, "set up, or found as they were"))
    if quick:
        _check({"build": products.QUICK_TESTS}, None, account)
        _unit(QUICK, python, account)
        return
    if "unit" in steps:
        _unit(FULL, python, account)
    if "products" in steps:
        started = time.monotonic()
        folders = products.provide()
        account.add(_line("ok", "packages", time.monotonic() - started, "this commit's, and an earlier version's"))
        _check(products.WINE_TESTS, folders, account)


def _check(tests: Mapping[str, Sequence[str]], folders: tuple[Path, Path] | None, account: Account) -> None:
    """Run tests of this machine's Python side by side, and note how they ended."""
    with ThreadPoolExecutor(max_workers=len(tests)) as threads:
        running = {
            threads.submit(products.check, arguments, _log(name), folders): name for name, arguments in tests.items()
        }
        results = _follow(running)
    for name, (well, seconds) in zip(tests, results, strict=True):
        last = shard.tail(_log(name), 1)
        account.add(_line("ok" if well else "FAILED", name, seconds, last), well=well)
        if not well:
            say(shard.tail(_log(name), 200))


def _log(name: str) -> Path:
    return OUTPUT / f"{name}.log"


def _line(state: str, name: str, seconds: float, more: str = "") -> str:
    return f"{state:6} {name:12} {seconds:5.0f} s  {more}".rstrip()


def _unit(parts: Sequence[Part], python: Path, account: Account) -> None:
    """Run the parts, as many at a time as there are processors, each in a Windows of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="kbassist-windows-", ignore_cleanup_errors=True) as scratch,
        ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as threads,
    ):
        running = {threads.submit(shard.run, part, python, Path(scratch), OUTPUT): part.name for part in parts}
        try:
            results = _follow(running)
        except BaseException:  # broken off: what runs is ended by the keys that did it, and nothing more begins
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    for result in results:
        _tell(result, account)
    for reason, count in sorted(shard.skips(results).items(), key=lambda pair: (-pair[1], pair[0])):
        say(f"  {count:4} skipped: {reason}")


def _follow(running: Mapping[Future[_Outcome], str]) -> list[_Outcome]:
    """Say how far the parts are, by their names, until all have ended; return what they gave in their order."""
    waiting = set(running)
    while waiting:
        _done, waiting = wait(waiting, EVERY)
        states = [(name, shard.percent(_log(name))) for name in running.values()]
        say(" · ".join(f"{name} {state} %" for name, state in states))
    return [future.result() for future in running]


def _tell(result: Result, account: Account) -> None:
    account.add(result.line(), well=result.well)
    if not result.well:
        say(shard.tail(_log(result.name)))
        for fault in result.faults:
            say(f"  failed: {fault}")


if __name__ == "__main__":
    sys.exit(main())
