"""Arrays of numbers as a file: each in as few bytes as its biggest needs, read without a copy or a loop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]

_ALIGN: Final = 8
_KINDS: Final = {"u1", "u2", "u4", "u8"}


class Malformed(ValueError):  # noqa: N818 - the index is built again
    """The bytes are no file of arrays, although their digest fits: it was written by a faulty program."""


class _Part(msgspec.Struct, frozen=True, array_like=True):
    kind: str
    count: int


_decode: Final = msgspec.msgpack.Decoder(dict[str, _Part]).decode


def narrow(numbers: Numbers) -> Numbers:
    """Return unsigned numbers in the narrowest of 1, 2, 4 or 8 bytes that holds them all."""
    most = int(numbers.max(initial=0))
    return numbers.astype(
        f"<{'u1' if most < 1 << 8 else 'u2' if most < 1 << 16 else 'u4' if most < 1 << 32 else 'u8'}"
    )


def pack(arrays: Mapping[str, Numbers]) -> bytes:
    """Return the file of these arrays of unsigned numbers; what it holds stands in its head."""
    narrowed = {name: narrow(numbers) for name, numbers in arrays.items()}
    head = msgspec.msgpack.encode(
        {name: _Part(numbers.dtype.str[1:], len(numbers)) for name, numbers in narrowed.items()}
    )
    parts = [len(head).to_bytes(4, "little") + head]
    for numbers in narrowed.values():
        parts += (bytes(-len(parts[-1]) % _ALIGN), numbers.tobytes())
    return b"".join(parts)


def unpack(data: bytes) -> dict[str, Numbers]:
    """Return the arrays of a file that `pack` made, as views of its bytes; raises `Malformed`."""
    end = 4 + int.from_bytes(data[:4], "little")
    try:
        parts = _decode(data[4:end])
        arrays = {}
        for name, part in parts.items():
            if part.kind not in _KINDS:
                raise Malformed(part.kind)
            end += -end % _ALIGN
            arrays[name] = np.frombuffer(data, f"<{part.kind}", part.count, end)
            end += arrays[name].nbytes
    except (msgspec.MsgspecError, ValueError) as error:
        raise Malformed(str(error)) from error
    return arrays
