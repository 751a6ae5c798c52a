"""What the agent should know without having asked: in the tray, and in the window when it is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from kbassist.app.appearance import Appearance
from kbassist.content.library import Library
from kbassist.content.model import Macro
from kbassist.content.problem import Level
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text, _, joined
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.tray import RecentMacro, Tray
from kbassist.ui.views import Action, MessageKind

OPEN_SETTINGS = "settings"


class News(QObject):
    """Says each thing once, and takes it back when it is over."""

    def __init__(self, tray: Tray, window: QuickWindow, appearance: Appearance) -> None:
        super().__init__()
        self._tray = tray
        self._window = window
        self._troubles: dict[str, Text] = {}
        self._faults: set[Text] = set()
        appearance.changed.connect(lambda _theme: self._show())

    def tell(self, sentence: Text) -> None:
        """Say something once, in a balloon and in the window."""
        self._tray.say(_("kbassist"), str(sentence))
        self._window.show_message(str(sentence), MessageKind.WARNING)

    def hotkey_refused(self, error: KbassistError, *, locked: bool = False) -> None:
        """Say that the hotkey cannot be had, and where to choose another; `locked` where only IT can."""
        if locked:
            hint = N_("IT has set this hotkey; tell them that it is taken. The tray icon opens the search meanwhile.")
            error = KbassistError(error.message, hint)
            self._window.show_message(str(error), MessageKind.WARNING)
        else:
            self._lead_to_settings(error)
        self._trouble("hotkey", error.said)

    def hotkey_back(self) -> None:
        """The hotkey works."""
        self._over("hotkey")

    def library_read(self, library: Library) -> None:
        """Say how many problems there are, and from when the library is where its folder cannot be reached."""
        errors = sum(problem.level is not Level.INFO for problem in library.problems)
        self._tray.show_problems(errors)
        time = library.loaded_at.strftime("%H:%M")
        self._window.set_as_of(time if library.stale else None)
        if library.stale:
            self._trouble(
                "library",
                N_("The library folder cannot be reached. Answers are as of {time}; all are kept.", time=time),
            )
        else:
            self._over("library")

    def index_note(self, note: Text | None) -> None:
        """Say what is the matter with the index, if anything."""
        if note is None:
            self._over("index")
        else:
            self._trouble("index", note)

    def recent_macros(self, macros: Sequence[Macro]) -> None:
        """Show the macros used last in the tray's menu."""
        self._tray.show_recent([RecentMacro(macro.key, macro.title) for macro in macros])

    def failed(self, error: Exception) -> None:
        """Say that work in the background failed; what fails again every minute is not said again."""
        from kbassist.content.loader import LibraryMissing  # the tray need not wait for YAML

        if isinstance(error, LibraryMissing):
            if self._trouble("library", error.said):
                self._lead_to_settings(error)
        elif isinstance(error, KbassistError):
            self.tell(error.said)
        elif isinstance(error, OSError):
            self.tell(N_("{reason}. Your work goes on; nothing in the library was changed.", reason=str(error)))
        else:
            self._fault(type(error).__name__)

    def _fault(self, name: str) -> None:
        sentence = N_("Something went wrong inside the program ({name}). What you typed is kept.", name=name)
        if sentence not in self._faults:
            self._faults.add(sentence)
            self.tell(sentence)

    def _lead_to_settings(self, error: KbassistError) -> None:
        self._window.show_message(str(error), MessageKind.WARNING, Action(_("Settings"), OPEN_SETTINGS))

    def _trouble(self, name: str, sentence: Text) -> bool:
        """Let a trouble stand; say it and return True where it is a new one."""
        new = self._troubles.get(name) != sentence
        self._troubles[name] = sentence
        self._show()
        if new:
            self._tray.say(_("kbassist"), str(sentence))
        return new

    def _over(self, name: str) -> None:
        self._troubles.pop(name, None)
        self._show()

    def _show(self) -> None:
        self._tray.show_trouble(joined(map(str, self._troubles.values())))
