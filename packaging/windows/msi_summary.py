"""The times in an MSI's summary, set to the commit's: msitools writes the clock's and can be told nothing else."""

from __future__ import annotations

import struct
import uuid
from typing import Final

from windows.failure import BuildError

# [MS-OLEPS] 2.21: the property set of a summary starts with this identity, and 16 bytes later come size and count.
SUMMARY: Final = uuid.UUID("f29f85e0-4ff9-1068-ab91-08002b27b3d9").bytes_le
TIMES: Final = frozenset({12, 13})  # created and last saved
FILETIME: Final = 0x40
_EPOCH: Final = 11_644_473_600  # seconds from 1601, where Windows begins to count, to 1970
_TICKS: Final = 10_000_000
_MOST: Final = 64


def dated(data: bytes, epoch: int) -> bytes:
    """Return a package with its times set to `epoch` (seconds since 1970).

    Raises BuildError where the summary does not look as msitools writes it.
    """
    at = data.find(SUMMARY)
    if at < 0 or data.find(SUMMARY, at + 1) >= 0:
        raise BuildError("the MSI has no summary, or two")
    start = at + len(SUMMARY) + 4
    _size, count = struct.unpack_from("<II", data, start)
    if count > _MOST:
        raise BuildError("the MSI's summary is damaged")
    changed = bytearray(data)
    for number in range(count):
        name, offset = struct.unpack_from("<II", data, start + 8 + 8 * number)
        if name in TIMES:
            _date(changed, start + offset, epoch)
    return bytes(changed)


def _date(data: bytearray, place: int, epoch: int) -> None:
    """Overwrite one time."""
    if struct.unpack_from("<I", data, place)[0] != FILETIME:
        raise BuildError("the MSI's summary is damaged")
    struct.pack_into("<Q", data, place + 4, (epoch + _EPOCH) * _TICKS)
