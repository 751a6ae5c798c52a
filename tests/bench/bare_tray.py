"""The smallest tray program that PySide6 can be: what start and memory of ours are held against."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QSystemTrayIcon


def main() -> int:
    """Show an icon, write the time to the file that is named first, and wait."""
    app = QApplication(sys.argv)
    app.setQuitOnLastWindowClosed(False)
    pixmap = QPixmap(64, 64)
    pixmap.fill(QColor("#4f46e5"))
    window = QLineEdit()
    menu = QMenu()
    menu.addAction("Quit").triggered.connect(app.quit)
    tray = QSystemTrayIcon(QIcon(pixmap))
    tray.setContextMenu(menu)
    tray.show()
    window.winId()
    Path(sys.argv[1]).write_text(f"{time.monotonic_ns()} tray\n", encoding="utf-8")
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
