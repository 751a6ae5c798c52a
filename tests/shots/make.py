"""Makes the screenshots, on a screen or under Xvfb: `python -m tests.shots.make OUT`, and `--help` for more."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPixmap
    from PySide6.QtWidgets import QApplication, QWidget

    from kbassist.ui.quick_window import QuickWindow
    from kbassist.ui.theme import Theme


SETTLES_MS: Final = 60
"""How long a window takes to be shown whole."""
MANUAL: Final = {
    "list": "03-results",
    "article": "04-article",
    "form": "09-form-filled",
    "form-remarks": "25-remarks",
    "reply-parts": "30-parts",
    "cases": "40-cases",
    "guide": "53-guide-replies",
    "prompter": "55-prompt",
    "reminders": "57-reminders",
}


def main(arguments: list[str]) -> int:
    """Save one picture for each state, theme and language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scale", default="1", help="device pixels to a logical pixel, e.g. 2")
    parser.add_argument("--only", default="", help="states, themes or languages whose name holds this")
    parser.add_argument(
        "--few", action="store_true", help="Chinese in the light theme and English in the dark one only"
    )
    parser.add_argument("--manual", type=Path, help="a folder for the pictures of the manual, too")
    chosen = parser.parse_args(arguments)
    os.environ["QT_SCALE_FACTOR"] = chosen.scale
    if not os.environ.get("DISPLAY") and sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    made = shoot(QApplication([]), chosen.out, chosen.scale, chosen.only, few=chosen.few)
    print(f"{made} pictures in {chosen.out}")
    if chosen.manual:
        for_manual(chosen.out, chosen.manual)
    return 0 if made else 1


def shoot(app: QApplication, out: Path, scale: str, only: str, *, few: bool = False) -> int:
    """Make all pictures whose name holds `only`, in one language for each theme where `few`; return how many."""
    from kbassist import i18n
    from kbassist.ui import theme
    from tests.shots.beside import BESIDE
    from tests.shots.page_states import PAGE_STATES
    from tests.shots.reply_states import REPLY_STATES
    from tests.shots.states import STATES

    out.mkdir(parents=True, exist_ok=True)
    made = 0
    for language in i18n.LANGUAGES:
        i18n.use_language(language)
        for shade in (theme.LIGHT, theme.DARK):
            if few and shade.dark is not (language == "en"):
                continue
            theme.apply(app, shade)
            for state, make in {**STATES, **REPLY_STATES, **PAGE_STATES}.items():
                name = f"quick-{state}-{'dark' if shade.dark else 'light'}-{language}-{scale}x.png"
                if only in name:
                    window = opened(shade, out)
                    make(window, language)
                    save(app, window, out / name)
                    made += 1
            for beside, open_beside in BESIDE.items():
                name = f"{beside}-{'dark' if shade.dark else 'light'}-{language}-{scale}x.png"
                if only in name:
                    other = open_beside()
                    other.show()
                    save(app, other, out / name)
                    made += 1
    return made


def for_manual(shots: Path, folder: Path) -> None:
    """Copy the pictures that the manual shows, with 256 colours each, so that they stay small."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    folder.mkdir(parents=True, exist_ok=True)
    for name, state in MANUAL.items():
        for language, short in (("zh_CN", "zh"), ("en", "en")):
            picture = QImage(str(shots / f"quick-{state}-light-{language}-1x.png"))
            if not picture.isNull():
                picture = picture.convertToFormat(QImage.Format.Format_RGB32)
                few = picture.convertToFormat(
                    QImage.Format.Format_Indexed8, colours(picture), Qt.ImageConversionFlag.AvoidDither
                )
                few.save(str(folder / f"{name}.{short}.png"))


def colours(picture: QImage) -> list[int]:
    """Return 256 colours that stand for a picture: one of each kind first, so that a small red sign stays red."""
    import numpy as np

    pixels = np.frombuffer(picture.constBits(), np.uint32)
    values, counts = np.unique(pixels, return_counts=True)
    often = values[np.argsort(-counts, kind="stable")]
    _kinds, first = np.unique(often & 0xE0E0E0, return_index=True)
    chosen = [*often[np.sort(first)], *often]
    return [int(value) for value in dict.fromkeys(chosen)][:256]


def opened(shade: Theme, out: Path) -> QuickWindow:
    """Return a window of the shop's desk, shown."""
    from kbassist.ui.quick_window import QuickWindow, screen_area
    from tests.shots.forms import render
    from tests.ui.replies import CHANNELS

    picture = drawn(out / "flow.png")
    window = QuickWindow(shade, render=render, local_image=lambda _name: picture)
    window.set_channels(CHANNELS, "微信")
    window.popup(screen_area(None))
    return window


def save(app: QApplication, window: QWidget, path: Path) -> None:
    """Let the window settle, and save what it shows."""
    from PySide6.QtCore import QEvent
    from PySide6.QtTest import QTest

    QTest.qWait(SETTLES_MS)
    photograph(window).save(str(path))
    for each in seen(window):
        each.hide()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def seen(window: QWidget) -> list[QWidget]:
    """Return the window and what stands open over it: lists, calendars, the toast."""
    from PySide6.QtWidgets import QApplication

    return [each for each in (window, *QApplication.topLevelWidgets()) if each.isVisible()]


def photograph(window: QWidget) -> QPixmap:
    """Return a picture of the window with everything over it; of what is left where the window itself is gone."""
    from PySide6.QtCore import QPoint, QRect
    from PySide6.QtGui import QPainter, QPixmap

    places = {each: QRect(each.mapToGlobal(QPoint(0, 0)), each.size()) for each in dict.fromkeys(seen(window))}
    whole = QRect()
    for place in places.values():
        whole = whole.united(place)
    ratio = window.devicePixelRatioF()
    picture = QPixmap(whole.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill("transparent")
    painter = QPainter(picture)
    for each, place in places.items():
        painter.drawPixmap(place.topLeft() - whole.topLeft(), each.grab())
    painter.end()
    return picture


def drawn(path: Path) -> Path:
    """Draw the picture that the article shows."""
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QColor, QImage, QPainter

    image = QImage(1000, 260, QImage.Format.Format_RGB32)
    image.fill(QColor("#eef1f6"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = painter.font()
    font.setFamilies(["Noto Sans CJK SC", "Microsoft YaHei UI"])
    font.setPixelSize(34)
    painter.setFont(font)
    for at, words in enumerate(("申请", "审核", "寄回", "到账")):
        box = QRectF(40 + at * 240, 80, 180, 100)
        painter.setBrush(QColor("#3b5bdb"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 16, 16)
        painter.setPen(QColor("white"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    image.save(str(path))
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
