"""Language and theme of the whole program, as the settings say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QSignalBlocker,
    QTranslator,
    Signal,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kbassist import i18n
from kbassist.desktop import select
from kbassist.desktop.ports import Look
from kbassist.settings import Settings
from kbassist.ui import theme as themes
from kbassist.ui.accent import with_accent
from kbassist.ui.contrast import theme_of
from kbassist.ui.theme import Theme


class Appearance(QObject):
    """Applies a theme and a language to the application, and follows the system where the settings say so."""

    changed = Signal(object)
    """The `Theme` that holds from now on."""

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        language_override: str = "",
        look: Callable[[], Look] | None = None,
    ) -> None:
        """`look` tells how the user wants all programs to look; without one the desktop is asked."""
        super().__init__()
        self._look = look or select.look(app.platformName())
        self._app = app
        self._override = language_override
        self._translator: QTranslator | None = None
        self._settings = settings
        self.theme: Theme = self._chosen()
        self._hints = QGuiApplication.styleHints()
        self._accessibility = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self.follow_system)
        self._accessibility.contrastPreferenceChanged.connect(self.follow_system)
        self.use(settings)

    def use(self, settings: Settings) -> None:
        """Take language, theme and text size from these settings."""
        self._settings = settings
        i18n.use_language(self._override or settings.language)
        self._translator = translate_qt(self._app, self._translator)
        with QSignalBlocker(self._hints):  # it would tell of our own wish
            themes.ask_for_frames(settings.theme)
        self._apply()

    def retranslate(self, *widgets: Callable[[], None] | QObject) -> None:
        """Tell windows that the language has changed."""
        for widget in widgets:
            if isinstance(widget, QObject):
                QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
            else:
                widget()

    def follow_system(self) -> None:
        """Look as the desktop wishes it now; nothing happens where that is as before."""
        if self._chosen() != self.theme:
            self._apply()

    def _apply(self) -> None:
        self.theme = self._chosen()
        themes.apply(self._app, self.theme)
        self.changed.emit(self.theme)

    def _chosen(self) -> Theme:
        """Return the theme of the settings in the desktop's accent; a contrast theme rules over both."""
        look, scale = self._look(), self._settings.font_scale
        if look.contrast is not None:
            return theme_of(look.contrast, scale)
        return with_accent(themes.choose(self._settings.theme, themes.system_is_dark(), scale), look.accent)


def translate_qt(app: QApplication, before: QTranslator | None) -> QTranslator | None:
    """Let Qt's own words (menus of text fields, buttons) follow the interface language; return the translator."""
    if before is not None:
        app.removeTranslator(before)
    locale = QLocale("zh_CN" if i18n.language() == "zh_CN" else "en")
    QLocale.setDefault(locale)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if i18n.language() == "zh_CN" and translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
        return translator
    return None
