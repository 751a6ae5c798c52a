from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.ui import theme
from kbassist.ui.article_reader import ArticleReader
from kbassist.ui.links import Target, judge
from kbassist.ui.reader_html import page
from kbassist.ui.views import ArticleView

SINKS = (
    '<img src="{}">',
    '<p><img src="{}" width="10"></p>',
    '<link rel="stylesheet" href="{}">',
    '<style>@import url("{}");</style>',
    "<style>p {{ background-image: url({}) }}</style><p>x</p>",
    '<p style="background-image: url({})">x</p>',
    '<table background="{}"><tr><td>x</td></tr></table>',
    '<table><tr><td background="{}">x</td></tr></table>',
    '<td style="background: url({})">x</td>',
    '<ul style="list-style-image: url({})"><li>x</li></ul>',
    '<object data="{}"></object>',
    '<iframe src="{}"></iframe>',
)
TARGETS = (
    "file:///{}",
    "{}",
    "//server/share/a.png",
    "\\\\server\\share\\a.png",
    "%5c%5cserver/a.png",
    "http://127.0.0.1:9/a.png",
    "https://127.0.0.1:9/a.png",
    "data:image/png;base64,iVBORw0KGgo=",
    "qrc:/a.png",
    ":/a.png",
    "../../../../../../{}",
    "FILE:%2f%2f/{}",
)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.png"
    image = QImage(7, 5, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert image.save(str(path))
    return path


@pytest.mark.parametrize("sink", SINKS)
@pytest.mark.parametrize("target", TARGETS)
def test_no_sink_opens_anything_outside_the_library(
    styled: QApplication, secret: Path, monkeypatch: pytest.MonkeyPatch, sink: str, target: str
) -> None:
    answers: list[QImage] = []
    original = ArticleReader.loadResource

    def spying(reader: ArticleReader, kind: int, url: QUrl | str) -> object:
        answers.append(original(reader, kind, url))
        return answers[-1]

    monkeypatch.setattr(ArticleReader, "loadResource", spying)
    reader = ArticleReader(theme.LIGHT, lambda _name: None)
    html = sink.format(target.format(secret.as_posix().lstrip("/")))
    reader.show_article(ArticleView("a", "A", html))
    reader.setHtml(html)  # also without our translation, as if it had let everything through
    reader.resize(400, 300)
    reader.grab()
    assert all(isinstance(answer, QImage) and not answer.isNull() for answer in answers)
    assert all((answer.width(), answer.height()) != (7, 5) for answer in answers)
    kind = QTextDocument.ResourceType.ImageResource.value
    asked = reader.loadResource(kind, target.format(secret.as_posix()))
    assert not asked.isNull()
    assert (asked.width(), asked.height()) != (7, 5)


@pytest.mark.parametrize("kind", list(QTextDocument.ResourceType))
def test_every_kind_of_resource_is_answered(styled: QApplication, kind: QTextDocument.ResourceType) -> None:
    reader = ArticleReader(theme.LIGHT, lambda _name: None)
    assert not reader.loadResource(kind.value, QUrl("x")).isNull()


@pytest.mark.parametrize("name", ["//server/a.png", "/etc/a.png", "file:///a.png", "https://x/a.png", "\\\\s\\a.png"])
def test_only_relative_names_reach_the_library(styled: QApplication, name: str) -> None:
    asked: list[str] = []
    reader = ArticleReader(theme.LIGHT, asked.append)  # type: ignore[arg-type]  # it answers None
    reader.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
    assert [path for path in asked if path.startswith(("/", "\\", "file", "http"))] == []


def test_an_image_of_the_library_is_shown_and_fits(styled: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "流程 图.png"
    image = QImage(3000, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    assert image.save(str(path))
    asked: list[str] = []

    def local(name: str) -> Path:
        asked.append(name)
        return path

    reader = ArticleReader(theme.LIGHT, local)
    reader.resize(500, 400)
    reader.show()
    shown = reader.loadResource(
        QTextDocument.ResourceType.ImageResource.value, QUrl("kb/a/%E6%B5%81%E7%A8%8B%20%E5%9B%BE.png")
    )
    assert asked == ["kb/a/流程 图.png"]
    assert 100 < shown.width() / shown.devicePixelRatio() <= 500


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("kb:refund#怎么做", Target.ENTRY),
        ("kb:a%20b", Target.ENTRY),
        ("https://example.com/x", Target.OUTSIDE),
        ("mailto:a@example.com", Target.OUTSIDE),
        ("http://example.com/", Target.REFUSED),
        ("https://user:pass@example.com/", Target.REFUSED),
        ("https:///nohost", Target.REFUSED),
        ("file:///etc/passwd", Target.REFUSED),
        ("search-ms:query=x", Target.REFUSED),
        ("ms-excel:ofe|u|https://x", Target.REFUSED),
        ("javascript:alert(1)", Target.REFUSED),
        ("JaVaScRiPt:alert(1)", Target.REFUSED),
        ("data:text/html,x", Target.REFUSED),
        ("\\\\server\\share", Target.REFUSED),
        ("//server/share", Target.REFUSED),
        ("https://example.com\\@evil.example", Target.REFUSED),
        ("mailto:nobody", Target.REFUSED),
        ("relative.md", Target.REFUSED),
        ("", Target.REFUSED),
        ("https://example.com/" + "a" * 3000, Target.REFUSED),
    ],
)
def test_links(href: str, target: Target) -> None:
    assert judge(href).target is target


def test_the_shown_target_cannot_deceive() -> None:
    shown = judge("https://ex\u0430mple.com/\u202egnp.exe").shown
    assert shown.isascii()
    assert "xn--" in shown


def test_an_image_of_enormous_dimensions_is_refused(styled: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    image = QImage(20_000, 20_000, QImage.Format.Format_Mono)
    image.fill(0)
    assert image.save(str(path))
    assert path.stat().st_size < 100_000
    reader = ArticleReader(theme.LIGHT, lambda _name: path)
    answer = reader.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("bomb.png"))
    assert not answer.isNull()
    assert answer.width() <= 64


def test_a_page_is_escaped_and_keeps_what_is_meant() -> None:
    view = ArticleView(
        "a", "<b>T</b>", "<p>1 &lt; 2 &amp; 3</p><script>alert(1)</script>", meta=("<i>",), notice="<u>"
    )
    html = page(view, theme.LIGHT)
    assert "&lt;b&gt;T&lt;/b&gt;" in html
    assert "1 &lt; 2 &amp; 3" in html
    assert "<script" not in html
    assert "&lt;i&gt;" in html
    assert "&lt;u&gt;" in html


def test_attributes_are_kept_by_name_only() -> None:
    html = page(
        ArticleView("a", "T", '<p style="x" onclick="y">a</p><td align="right" bgcolor="z">b</td>'), theme.LIGHT
    )
    body = html.split("<body>")[1]
    assert "onclick" not in body
    assert 'style="x"' not in body
    assert 'align="right"' in body
    assert 'bgcolor="z"' not in body


def test_boxes_nest_and_unclosed_ones_end(styled: QApplication) -> None:
    source = (
        '<div class="callout callout-warning"><p class="callout-title">Care</p><blockquote><p>in</p></blockquote>'
        "<div><p>plain</p></div></div><p>after</p><blockquote>open"
    )
    reader = ArticleReader(theme.LIGHT, lambda _name: None)
    reader.show_article(ArticleView("a", "T", source))
    words = reader.toPlainText().split()
    assert words == ["T", "Care", "in", "plain", "after", "open"]


def long_article(**more: object) -> ArticleView:
    sections = "".join(
        f'<h2><a name="s{n}">Section {n}</a></h2>' + "<p>words words words</p>" * 12 for n in range(1, 9)
    )
    return ArticleView("a", "T", sections + "<p>a needle here</p>", **more)  # type: ignore[arg-type]  # names of it


def test_it_scrolls_to_the_section_else_to_the_first_hit(styled: QApplication) -> None:
    reader = ArticleReader(theme.LIGHT, lambda _name: None)
    reader.resize(400, 300)
    reader.show()
    reader.show_article(long_article())
    assert reader.verticalScrollBar().value() == 0
    reader.show_article(long_article(anchor="s5"))
    middle = reader.verticalScrollBar().value()
    assert middle > 0
    reader.show_article(long_article(terms=("needle",)))
    assert reader.verticalScrollBar().value() > middle


def test_hits_are_marked_in_order_and_not_without_end(styled: QApplication) -> None:
    reader = ArticleReader(theme.LIGHT, lambda _name: None)
    reader.show_article(long_article(terms=("NEEDLE", "words", " ", "")))
    marks = reader.extraSelections()
    assert 1 < len(marks) <= 300
    places = [mark.cursor.selectionStart() for mark in marks]
    assert places == sorted(places)


def test_the_same_article_is_not_laid_out_again(styled: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = ArticleReader(theme.LIGHT, lambda _name: None)
    reader.show_article(long_article())
    monkeypatch.setattr(reader, "setHtml", lambda _html: pytest.fail("laid out again"))
    reader.show_article(long_article(anchor="s2", terms=("words",)))


def test_tab_goes_to_the_first_link_that_is_seen(styled: QApplication, qtbot: QtBot) -> None:
    reader = ArticleReader(theme.LIGHT, lambda _name: None)
    qtbot.addWidget(reader)
    reader.resize(420, 240)
    parts = (
        f'<h2><a name="s{n}">Step {n}</a></h2><p><a href="kb:m{n}">Reply {n}</a></p>' + "<p>text</p>" * 12
        for n in range(6)
    )
    reader.show()
    qtbot.waitExposed(reader)
    reader.setFocus()
    reader.show_article(ArticleView("k", "Guide", "".join(parts), anchor="s3"))
    at = reader.verticalScrollBar().value()
    assert at > 0
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    with qtbot.waitSignal(reader.link_wanted) as caught:
        QTest.keyClick(reader, Qt.Key.Key_Return)
    assert caught.args == ["kb:m3"]
    reader.verticalScrollBar().setValue(0)
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    with qtbot.waitSignal(reader.link_wanted) as caught:
        QTest.keyClick(reader, Qt.Key.Key_Return)
    assert caught.args == ["kb:m0"]
