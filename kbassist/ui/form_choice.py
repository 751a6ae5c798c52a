"""The editors of a form for one of several options: a small list, or a line that searches a long one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLineEdit, QWidget

from kbassist.content.model import FieldSpec, Option
from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.form_aids import NO_AIDS, FormAids
from kbassist.ui.form_fields import FieldEditor, LineEditor, is_plain
from kbassist.ui.labels import repolish
from kbassist.ui.option_list import VISIBLE, OptionList
from kbassist.ui.theme import Theme

SEARCHABLE_FROM: Final = 9  # options; fewer are seen at a glance
_STEPS: Final = {
    Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1,
    Qt.Key.Key_PageUp.value: -VISIBLE, Qt.Key.Key_PageDown.value: VISIBLE,
}  # fmt: skip
_ENTER: Final = frozenset({Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value})
_TABS: Final = frozenset({Qt.Key.Key_Tab.value, Qt.Key.Key_Backtab.value})


def choice_editor(
    spec: FieldSpec, theme: Theme, example: str, aids: FormAids = NO_AIDS
) -> ChoiceEditor | SearchEditor:
    """Return the editor that suits the number of options."""
    kind = SearchEditor if len(spec.options) >= SEARCHABLE_FROM else ChoiceEditor
    return kind(spec, theme, example, aids)


def words_of(option: Option) -> str:
    """Return what of an option is searched."""
    return option.label if option.value in option.label else f"{option.label} {option.value}"


class _Combo(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the form scroll: a value must not change because the mouse passed over it."""
        event.ignore()


class ChoiceEditor(FieldEditor):
    """One of a few options; typing goes to the first that fits."""

    def __init__(self, spec: FieldSpec, _theme: Theme, example: str, aids: FormAids = NO_AIDS) -> None:
        super().__init__()
        self._aids = aids
        self._typed = ""
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._begin_afresh)
        self.combo = _Combo()
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(8)
        self.combo.setMaxVisibleItems(12)
        if not spec.required:
            self.combo.addItem(_("(none)"), "")
        for option in spec.options:
            self.combo.addItem(option.label, option.value)
        self._words = ["\0"] * (not spec.required) + [words_of(option) for option in spec.options]
        self.combo.setPlaceholderText(example or _("Choose…"))
        self.combo.setCurrentIndex(-1)
        self.combo.currentIndexChanged.connect(self._chosen)
        repolish(self.combo, "empty", "yes")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.combo, 1)

    def value(self) -> str:
        """Return the value of the option; nothing where none is chosen."""
        return str(self.combo.currentData() or "")

    def set_value(self, value: str) -> None:
        """Choose the option with this value, else with this label; nothing for neither."""
        at = self.combo.findData(value) if value else -1
        self.combo.setCurrentIndex(at if at >= 0 or not value else self.combo.findText(value))

    def target(self) -> QWidget:
        """Return the box."""
        return self.combo

    def key(self, event: QKeyEvent) -> bool:
        """Go to the first option that what is typed in one go fits; Space opens the list where nothing is typed."""
        text = event.text()
        if not is_plain(event) or not text.isprintable() or not text.strip():
            return False
        self._typed += text
        self._pause.start(QApplication.keyboardInputInterval())
        if found := self._aids.match(self._words, self._typed):
            self.combo.setCurrentIndex(found[0])
        return True

    def name(self, label: str, description: str) -> None:
        """Say to screen readers what this is, and what its list is."""
        super().name(label, description)
        if view := self.combo.view():
            view.setAccessibleName(label)

    def _chosen(self, at: int) -> None:
        repolish(self.combo, "empty", "" if at >= 0 else "yes")  # an example must not look like a choice
        self.changed.emit(self.value())

    def _begin_afresh(self) -> None:
        self._typed = ""


class SearchLine(QLineEdit):
    """A line that tells what stands in it, with the letters of a composition that is open."""

    searched = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._letters = ""
        self.textEdited.connect(lambda _text: self.searched.emit(self.sought()))

    def sought(self) -> str:
        """Return the text with the letters that are being composed."""
        at = self.cursorPosition()
        return self.text()[:at] + self._letters.replace("'", "") + self.text()[at:]

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take letters, and search with them before a candidate is chosen."""
        self._letters = event.preeditString()
        super().inputMethodEvent(event)
        self.searched.emit(self.sought())

    def event(self, event: QEvent) -> bool:
        """Tell when the keys go elsewhere."""
        if event.type() is QEvent.Type.FocusOut:
            self._letters = ""
            self.left.emit()
        return super().event(event)


class SearchEditor(LineEditor):
    """One of many options, looked for by any part of its words, by pinyin or by first letters.

    ↓ opens the list, Enter and Tab take the option that is marked, Esc goes back to the one before. What is typed
    and is no option stays as it is, so that the form can say so.
    """

    line: SearchLine

    def __init__(self, spec: FieldSpec, theme: Theme, example: str, aids: FormAids = NO_AIDS) -> None:
        hint = example or _("Type to search {n} options").format(n=len(spec.options))
        super().__init__(spec, theme, hint, aids)
        self._theme = theme
        self._words = [words_of(option) for option in spec.options]
        self._list: OptionList | None = None
        self._before = ""
        arrow = self.line.addAction(
            icons.icon("chevron-down", theme.muted, theme.px(14)), QLineEdit.ActionPosition.TrailingPosition
        )
        arrow.triggered.connect(self._toggle)
        self.line.searched.connect(self._search)
        self.line.left.connect(self.put_away)
        self.line.installEventFilter(self)

    def make_line(self) -> QLineEdit:
        """Return a line that searches."""
        return SearchLine()

    def value(self) -> str:
        """Return the value of the option; what was typed where it is none."""
        typed = self.line.text().strip()
        option = self._option(typed)
        return option.value if option else typed

    def set_value(self, value: str) -> None:
        """Choose the option with this value, else with this label; show what is neither as it is."""
        option = next((one for one in self.spec.options if one.value == value), None) if value else None
        super().set_value(option.label if option else value)
        self._before = self.line.text()

    @property
    def pending(self) -> bool:
        """Whether the list is open."""
        return self.open_list is not None

    @property
    def open_list(self) -> OptionList | None:
        """The list while it is open."""
        return self._list if self._list is not None and not self._list.isHidden() else None

    def key(self, event: QKeyEvent) -> bool:
        """Open the list, and move, take and leave in it."""
        if self.open_list is not None:
            return self._key_in_list(self.open_list, event)
        opens = event.key() in {Qt.Key.Key_Up.value, Qt.Key.Key_Down.value}
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if opens and held in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier}:
            self._open("")
        return opens

    def put_away(self) -> None:
        """Close the list; what stands in the line is the value."""
        if self.open_list is not None:
            self._list, closed = None, self.open_list
            closed.hide()
            closed.deleteLater()
            self.changed.emit(self.value())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the list with a click into an empty line."""
        if event.type() is QEvent.Type.MouseButtonRelease and watched is self.line and not self.line.text():
            self._open("")
        return super().eventFilter(watched, event)

    def _key_in_list(self, shown: OptionList, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _STEPS and is_plain(event):
            shown.step(_STEPS[key])
        elif key == Qt.Key.Key_Escape:
            self.line.setText(self._before)
            self.put_away()
        elif key in _ENTER and is_plain(event):
            self._take(shown)
        elif key in _TABS:
            self._take(shown)
            return False
        else:
            return False
        return True

    def _take(self, shown: OptionList) -> None:
        """Choose the option that is marked; where nothing fits, leave what is typed."""
        number = shown.number()
        if number is not None:
            self._choose(number)
        else:
            self.put_away()

    def _choose(self, number: int) -> None:
        self.set_value(self.spec.options[number].value)
        self.put_away()
        self.line.setCursorPosition(len(self.line.text()))

    def _toggle(self) -> None:
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.open_list is None:
            self._open("")
        else:
            self.put_away()

    def _search(self, typed: str) -> None:
        if typed.strip():
            self._open(typed)
        else:
            self.put_away()

    def _open(self, typed: str) -> None:
        """Show what fits; all options, with the mark on the one that is chosen, where nothing is looked for."""
        if self._list is None:
            self._list = OptionList(self._theme, self.window())
            self._list.picked.connect(self._choose)
        found = list(self.aids.match(self._words, typed.strip()))
        chosen = self._option(self.line.text().strip())
        at = self.spec.options.index(chosen) if chosen and not typed else 0
        self._list.open_at(self.line, [(number, self.spec.options[number].label) for number in found], typed, at)
        self._say_marked()

    def _option(self, typed: str) -> Option | None:
        """Return the option that is named in full."""
        wanted = typed.casefold()
        named = (one for one in self.spec.options if wanted in {one.label.casefold(), one.value.casefold()})
        return next(named, None) if typed else None

    def _say_marked(self) -> None:
        """Let screen readers know what Enter would take."""
        if self.open_list is not None:
            self.line.setAccessibleDescription(self.open_list.label())
