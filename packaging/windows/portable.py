"""The portable copy: a zip that runs from any folder and keeps its data beside the program."""

from __future__ import annotations

import stat
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MARK: Final = "portable.txt"
MARK_TEXT: Final = (
    "With this file beside kbassist.exe, settings and data lie in the folder data here, "
    "not in your Windows profile.\r\n"
    "有这个文件时，设置和数据保存在本文件夹的 data 中，而不在您的 Windows 用户目录里。\r\n"
)


@dataclass(frozen=True, slots=True)
class Form:
    """The one folder in the zip, the time of every file (seconds since 1970), and how hard it is packed (1 to 9)."""

    top: str
    epoch: int
    level: int = 9


def write(stage: Path, files: Sequence[str], form: Form, target: Path) -> None:
    """Pack files (paths below `stage`) in order and with one time, so that bytes repeat."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=form.level) as packed:
        for name in sorted([*files, MARK]):
            data = MARK_TEXT.encode() if name == MARK else (stage / name).read_bytes()
            packed.writestr(_entry(f"{form.top}/{name}", form.epoch), data, compresslevel=form.level)


def _entry(name: str, epoch: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, time.gmtime(epoch)[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    entry.external_attr = stat.FILE_ATTRIBUTE_ARCHIVE
    return entry
