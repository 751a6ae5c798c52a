"""The guide's page: number keys, letters, the way taken, the end, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, SignalInstance
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kbassist.i18n import use_language
from kbassist.ui import theme
from kbassist.ui.guide_panel import GuidePanel
from kbassist.ui.guide_views import ChoiceView, Crumb, Go, GuideView, Move, ReplyView, StepView
from kbassist.ui.labels import PlainLabel

STEP = StepView(
    "事实确认",
    '<p>复述一遍，见 <a href="kb:complaint-kinds">分类</a>。</p>',
    (ChoiceView("我们的责任"), ChoiceView("要核查"), ChoiceView("断了的路", dead=True)),
    (ReplyView("facts@zh-CN", "确认事实"), ReplyView("old@zh-CN", "旧话术", refused="已归档")),
)
VIEW = GuideView(
    "g@zh-CN", "投诉", (Crumb("接通", "激动"), Crumb("安抚", "缓下来"), Crumb("事实确认")), STEP, "09:30"
)
END = replace(VIEW, step=StepView("结束", "<p>道谢。</p>"))


class Page:
    """A panel, what it said, and a pair of hands."""

    def __init__(self, panel: GuidePanel) -> None:
        self.panel = panel
        self.said: list[tuple[str, object]] = []
        for name in ("stepped", "macro_wanted", "summary_wanted", "link_opened", "left"):
            signal: SignalInstance = getattr(panel, name)
            signal.connect(lambda *values, name=name: self.said.append((name, values[0] if values else None)))

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = self.panel.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifiers)

    def focus(self) -> str:
        focus = self.panel.focusWidget()
        return focus.accessibleName() or (focus.text() if isinstance(focus, QPushButton) else "") if focus else ""

    def words(self) -> list[str]:
        return [label.text() for label in self.panel.findChildren(PlainLabel) if label.isVisible() and label.text()]


@pytest.fixture
def page(styled: QApplication, qtbot: QtBot) -> Iterator[Page]:
    panel = GuidePanel(theme.LIGHT, lambda _name: None)
    panel.resize(860, 440)
    panel.show_guide(VIEW)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.setFocus()
    yield Page(panel)
    panel.hide()
    panel.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_keys_begin_at_the_first_choice(page: Page) -> None:
    assert page.focus() == "Choice 1: 我们的责任"
    page.press(Qt.Key.Key_Return)
    assert page.said == [("stepped", Move(Go.CHOOSE, 1))]


def test_number_keys_choose(page: Page) -> None:
    page.press(Qt.Key.Key_2)
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier)
    assert page.said == [("stepped", Move(Go.CHOOSE, 2)), ("stepped", Move(Go.CHOOSE, 1))]


def test_a_choice_that_leads_nowhere_or_is_not_there_says_nothing(page: Page) -> None:
    page.press(Qt.Key.Key_3)
    page.press(Qt.Key.Key_9)
    assert not page.said
    assert "This choice leads nowhere: tell the team lead" in page.words()


def test_a_key_that_is_held_down_acts_once(page: Page) -> None:
    focus = page.panel.focusWidget()
    assert focus is not None
    for again in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", again)
        QApplication.sendEvent(focus, event)
    assert page.said == [("stepped", Move(Go.CHOOSE, 1))]


def test_letters_fill_replies_and_refused_ones_stay(page: Page) -> None:
    page.press(Qt.Key.Key_A)
    page.press(Qt.Key.Key_B)
    page.press(Qt.Key.Key_C)
    assert page.said == [("macro_wanted", "facts@zh-CN")]
    assert "Not available: 已归档" in page.words()


def test_arrows_walk_over_choices_and_replies_and_stop_at_the_ends(page: Page) -> None:
    seen = []
    for _ in range(4):
        seen.append(page.focus())
        page.press(Qt.Key.Key_Down)
    assert seen == ["Choice 1: 我们的责任", "Choice 2: 要核查", "Reply 确认事实", "Reply 确认事实"]
    for _ in range(4):
        page.press(Qt.Key.Key_Up)
    assert page.focus() == "Choice 1: 我们的责任"


def test_tab_goes_round_by_groups_and_back(page: Page) -> None:
    seen = []
    for _ in range(6):
        seen.append(page.focus())
        page.press(Qt.Key.Key_Tab)
    assert seen[:3] == ["Choice 1: 我们的责任", "Reply 确认事实", "Step"]
    assert [name.partition("  ")[0] for name in seen[3:5]] == ["Copy the summary", "Start again"]
    assert seen[5] == "Choice 1: 我们的责任"


def test_back_restart_summary_and_leaving(page: Page) -> None:
    page.press(Qt.Key.Key_Backspace)
    page.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    page.press(Qt.Key.Key_Home)
    page.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    page.press(Qt.Key.Key_Escape)
    assert page.said == [
        ("stepped", Move(Go.BACK)),
        ("stepped", Move(Go.BACK)),
        ("stepped", Move(Go.RESTART)),
        ("summary_wanted", "g@zh-CN"),
        ("left", None),
    ]


def test_the_resume_key_means_something_only_where_it_is_offered(page: Page) -> None:
    page.press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert not page.said
    page.panel.show_guide(replace(VIEW, resume="方案承诺"))
    assert "You left this guide at “方案承诺”." in page.words()
    page.press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert page.said == [("stepped", Move(Go.RESUME))]


def test_a_step_on_the_way_can_be_clicked(page: Page) -> None:
    crumb = next(one for one in page.panel.crumbs.findChildren(QPushButton) if one.text() == "安抚")
    QTest.mouseClick(crumb, Qt.MouseButton.LeftButton)
    assert page.said == [("stepped", Move(Go.TO, 1))]
    assert crumb.accessibleName() == "2. 安抚 → 缓下来"


def test_a_long_way_shows_its_end_and_never_widens_the_page(page: Page) -> None:
    crumbs = tuple(Crumb(f"很长很长的一个步骤名字第{n}个", "是") for n in range(40))
    page.panel.show_guide(replace(VIEW, crumbs=crumbs))
    assert page.panel.minimumSizeHint().width() < 860
    assert page.panel.crumbs.shown_from > 30
    seen = [one for one in page.panel.crumbs.findChildren(QPushButton) if one.isVisible()]
    assert seen[0].accessibleName() == "Earlier steps"
    assert all(one.geometry().right() < 860 for one in seen)


def test_an_end_says_so_and_enter_copies_the_summary(page: Page) -> None:
    page.panel.show_guide(END)
    assert "The guide ends here." in page.words()
    assert page.focus() == "Copy the summary"
    page.press(Qt.Key.Key_Return)
    assert page.said == [("summary_wanted", "g@zh-CN")]


def test_an_end_with_one_reply_fills_it_at_enter(page: Page) -> None:
    page.panel.show_guide(replace(END, step=replace(END.step, replies=STEP.replies[:1])))
    page.press(Qt.Key.Key_Return)
    assert page.said == [("macro_wanted", "facts@zh-CN")]


def test_a_used_reply_is_ticked_for_ears_as_well(page: Page) -> None:
    page.panel.show_guide(replace(VIEW, step=replace(STEP, replies=(replace(STEP.replies[0], used=True),))))
    assert page.panel.side.replies[0].accessibleName() == "Reply 确认事实, used"


def test_links_are_handed_on_and_images_from_elsewhere_are_not_loaded(page: Page) -> None:
    asked: list[str] = []
    panel = GuidePanel(theme.LIGHT, asked.append)  # type: ignore[arg-type]  # gives None
    html = '<p><img src="https://x.example/a.png"><img src="kb/a.png"></p>'
    panel.show_guide(replace(VIEW, step=replace(STEP, html=html)))
    assert asked == ["kb/a.png"]
    panel.deleteLater()
    page.panel.step.text.link_wanted.emit("kb:complaint-kinds")
    assert page.said == [("link_opened", "kb:complaint-kinds")]


def test_words_of_a_library_are_never_markup(page: Page) -> None:
    evil = "<b>粗</b> & <img src=x>"
    step = StepView(evil, "", (ChoiceView(evil),), (ReplyView("k", evil),))
    page.panel.show_guide(GuideView("g", evil, (Crumb(evil),), step))
    assert page.words().count(evil) == 2
    assert evil in page.panel.step.text.toPlainText()


def test_no_key_acts_while_a_composition_is_open(page: Page) -> None:
    focus = page.panel.focusWidget()
    assert focus is not None
    QApplication.sendEvent(focus, QInputMethodEvent("tui", []))
    page.press(Qt.Key.Key_1)
    assert not page.said
    QApplication.sendEvent(focus, QInputMethodEvent("", []))
    page.press(Qt.Key.Key_1)
    assert page.said


def test_everything_is_shown_anew_in_another_language_and_theme(page: Page) -> None:
    use_language("zh_CN")
    page.panel.retranslate()
    assert "这一步的话术" in page.words()
    assert page.focus() == "选项 1：我们的责任"
    page.panel.set_theme(replace(theme.DARK, scale=2.0))
    assert page.panel.side.width() == 600
    assert page.focus() == "选项 1：我们的责任"


def test_rows_grow_with_their_words(page: Page, qtbot: QtBot) -> None:
    long = replace(STEP, choices=(ChoiceView("短"), ChoiceView("很长的一个选项，" * 12)))
    page.panel.show_guide(replace(VIEW, step=long))
    short_row, long_row = page.panel.step.choices
    qtbot.waitUntil(lambda: long_row.height() > short_row.height() * 2)
    assert long_row.width() <= page.panel.step.viewport().width()


def test_the_page_scrolls_to_the_row_that_has_the_keys(page: Page, qtbot: QtBot) -> None:
    many = replace(STEP, choices=tuple(ChoiceView(f"选项{n}") for n in range(14)), replies=())
    page.panel.show_guide(replace(VIEW, step=many))
    qtbot.waitUntil(lambda: page.panel.step.verticalScrollBar().maximum() > 0)
    for _ in range(13):
        page.press(Qt.Key.Key_Down)
    last = page.panel.step.choices[-1]
    qtbot.waitUntil(lambda: last.mapTo(page.panel.step.viewport(), QPoint(0, last.height())).y() <= 410)
    assert page.focus() == "Choice 14: 选项13"
