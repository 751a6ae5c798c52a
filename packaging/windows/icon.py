"""The program's icon for Windows, drawn from the vector picture of the repository."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Final

from windows.tool import run

SIZES: Final = (16, 20, 24, 32, 40, 48, 64, 256)
_FULL: Final = 256


def write(picture: Path, target: Path, work: Path) -> None:
    """Draw an SVG in every size that Windows asks for at 100 to 200 percent, into one icon file."""
    drawn = [_draw(picture, size, work) for size in SIZES]
    target.write_bytes(container([(size, _entry(path, size)) for size, path in zip(SIZES, drawn, strict=True)]))


def container(pictures: list[tuple[int, bytes]]) -> bytes:
    """Return an icon file of these pictures, each with its size in pixels."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    listed, bodies = b"", b""
    for size, data in pictures:
        side = size % _FULL  # 0 stands for 256
        listed += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), offset + len(bodies))
        bodies += data
    return head + listed + bodies


def _draw(picture: Path, size: int, work: Path) -> Path:
    target = work / f"icon-{size}.png"
    run(["rsvg-convert", "--width", str(size), "--height", str(size), "--output", target, picture])
    return target


def _entry(path: Path, size: int) -> bytes:
    """Return a picture as an icon holds it: 256 pixels as PNG, smaller ones as a bitmap, which every reader knows."""
    from PIL import Image  # noqa: PLC0415 - the pure parts of the build run without it

    with Image.open(path) as opened:
        drawn = opened.convert("RGBA")
    if size >= _FULL:
        packed = io.BytesIO()
        drawn.save(packed, "PNG", optimize=True)
        return packed.getvalue()
    return bitmap(size, drawn.tobytes("raw", "BGRA", 0, -1))


def bitmap(size: int, pixels: bytes) -> bytes:
    """Return a bitmap of an icon: header, BGRA pixels from the bottom up, and an empty mask (alpha holds)."""
    mask = bytes(((size + 31) // 32) * 4 * size)
    head = struct.pack("<IiiHHIIiiII", 40, size, size * 2, 1, 32, 0, len(pixels) + len(mask), 0, 0, 0, 0)
    return head + pixels + mask
