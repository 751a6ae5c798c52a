"""Files beside a notice are as it says, other, or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbassist.updates.check import check
from kbassist.updates.files import Compared, compare
from kbassist.updates.manifest import Manifest
from kbassist.updates.memory import Memory
from tests.updates.publisher import CONTENT, SETUP, Publisher


@pytest.fixture
def found(publisher: Publisher, memory: Memory) -> Manifest:
    publisher.publish()
    outcome = check(publisher.source, "1.0.0", memory)
    assert outcome.manifest is not None
    return outcome.manifest


@pytest.mark.parametrize("whole", [True, False])
def test_the_file_as_it_was_published(publisher: Publisher, found: Manifest, whole: bool) -> None:
    (publisher.folder / SETUP).write_bytes(CONTENT)
    assert compare(publisher.folder, found, whole=whole) == Compared(right=(SETUP,))


@pytest.mark.parametrize("whole", [True, False])
def test_a_file_that_is_missing_or_half_copied(publisher: Publisher, found: Manifest, whole: bool) -> None:
    assert compare(publisher.folder, found, whole=whole) == Compared(missing=(SETUP,))
    (publisher.folder / SETUP).write_bytes(CONTENT[:-1])
    assert compare(publisher.folder, found, whole=whole) == Compared(wrong=(SETUP,))


def test_another_file_of_the_same_size_is_found_by_its_content_only(publisher: Publisher, found: Manifest) -> None:
    (publisher.folder / SETUP).write_bytes(CONTENT[::-1])
    assert compare(publisher.folder, found, whole=False) == Compared(right=(SETUP,))
    assert compare(publisher.folder, found, whole=True) == Compared(wrong=(SETUP,))


def test_a_folder_that_is_gone_is_no_folder_without_files(found: Manifest, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        compare(tmp_path / "gone", found, whole=False)
