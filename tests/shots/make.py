"""Makes the screenshots: `python -m tests.shots.make OUT [--scale 1|2] [--only PART]`, on a screen or under Xvfb."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from kbassist.ui.quick_window import QuickWindow
    from kbassist.ui.theme import Theme


def main(arguments: list[str]) -> int:
    """Save one picture for each state, theme and language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scale", default="1", help="device pixels to a logical pixel, e.g. 2")
    parser.add_argument("--only", default="", help="states, themes or languages whose name holds this")
    chosen = parser.parse_args(arguments)
    os.environ["QT_SCALE_FACTOR"] = chosen.scale
    if not os.environ.get("DISPLAY") and sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    made = shoot(QApplication([]), chosen.out, chosen.scale, chosen.only)
    print(f"{made} pictures in {chosen.out}")
    return 0 if made else 1


def shoot(app: QApplication, out: Path, scale: str, only: str) -> int:
    """Make all pictures whose name holds `only`, and return how many."""
    from kbassist import i18n
    from kbassist.ui import theme
    from tests.shots.beside import BESIDE
    from tests.shots.states import STATES

    out.mkdir(parents=True, exist_ok=True)
    made = 0
    for language in i18n.LANGUAGES:
        i18n.use_language(language)
        for shade in (theme.LIGHT, theme.DARK):
            theme.apply(app, shade)
            for state, make in STATES.items():
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


def opened(shade: Theme, out: Path) -> QuickWindow:
    """Return a window of the shop's desk, shown."""
    from kbassist.ui.quick_window import QuickWindow, screen_area
    from tests.ui.replies import CHANNELS, render

    picture = drawn(out / "flow.png")
    window = QuickWindow(shade, render=render, local_image=lambda _name: picture)
    window.set_channels(CHANNELS, "微信")
    window.popup(screen_area(None))
    return window


def save(app: QApplication, window: QWidget, path: Path) -> None:
    """Let the window settle, and save what it shows."""
    from PySide6.QtCore import QEvent
    from PySide6.QtTest import QTest

    QTest.qWait(60)
    window.grab().save(str(path))
    window.hide()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


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
