"""However the program falls: a report of where in the code, and not a word of what the customer said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kbassist import paths
from kbassist.app.crash import FOLDER, Reports
from kbassist.app.run_record import reported
from tests.app.falling import COPIED, CUSTOMER, HAND, READY
from tests.app.test_privacy import files, written_forms
from tests.assistant.shelf import Shelf
from tests.house.sources import ROOT


def fall(shelf: Shelf, how: str) -> tuple[int, str]:
    """Run a program that falls; return its exit code and what it printed."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "tests.app.falling", str(shelf.root), how],
        cwd=ROOT, env=dict(os.environ, KBASSIST_LANGUAGE="en"), timeout=110, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    assert READY in done.stdout, done.stdout
    return done.returncode, done.stdout.replace(READY, "")


@pytest.mark.parametrize("how", ["slot", "thread", "finalizer", "access", "abort"])
def test_no_fall_leaves_a_word_of_the_customer(how: str, own_profile: Path, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "资料")
    code, printed = fall(shelf, how)
    hard = how in {"access", "abort"}
    assert (code != 0) is hard
    reports = Reports(paths.data_dir() / FOLDER)
    assert len(files(reports.folder, "*.running")) == hard
    raw = [*files(own_profile, "*"), *files(tmp_path, "*")]
    contents = [path.read_bytes() for path in raw]
    assert (reported(reports) is not None) is hard
    (report,) = files(reports.folder, "*")
    text = report.read_text(encoding="utf-8")
    assert "  falling.py:" in text
    assert ("builtins.ValueError" in text) is not hard
    assert str(Path.home()) not in text and str(tmp_path) not in text and shelf.root.name not in text
    forms = set().union(*(written_forms(secret, secret[:4], secret[-4:]) for secret in (CUSTOMER, HAND, COPIED)))
    for data in (*contents, report.read_bytes(), printed.encode()):
        assert not any(form in data for form in forms), data[-400:]
