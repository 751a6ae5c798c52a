"""Language and theme of the whole program, as the settings say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kbassist import i18n
from kbassist.settings import Settings
from kbassist.ui import theme as themes
from kbassist.ui.theme import Theme


class Appearance(QObject):
    """Applies a theme and a language to the application, and follows the system where the settings say so."""

    changed = Signal(object)
    """The `Theme` that holds from now on."""

    def __init__(self, app: QApplication, settings: Settings, language_override: str = "") -> None:
        super().__init__()
        self._app = app
        self._override = language_override
        self._translator: QTranslator | None = None
        self._settings = settings
        self.theme: Theme = self._chosen()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        self.use(settings)

    def use(self, settings: Settings) -> None:
        """Take language, theme and text size from these settings."""
        self._settings = settings
        i18n.use_language(self._override or settings.language)
        self._translator = translate_qt(self._app, self._translator)
        self._apply()

    def retranslate(self, *widgets: Callable[[], None] | QObject) -> None:
        """Tell windows that the language has changed."""
        for widget in widgets:
            if isinstance(widget, QObject):
                QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
            else:
                widget()

    def _follow_system(self) -> None:
        if self._settings.theme == "system":
            self._apply()

    def _apply(self) -> None:
        self.theme = self._chosen()
        themes.apply(self._app, self.theme)
        self.changed.emit(self.theme)

    def _chosen(self) -> Theme:
        return themes.choose(self._settings.theme, themes.system_is_dark(), self._settings.font_scale)


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
