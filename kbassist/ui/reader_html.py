"""From the cleaned HTML of an article to the subset of HTML and CSS that Qt draws well."""

from __future__ import annotations

import html
from html.parser import HTMLParser
from typing import Final

from kbassist.ui import fonts
from kbassist.ui.theme import Theme, Tint
from kbassist.ui.views import ArticleView

_VOID: Final = frozenset({"br", "hr", "img"})
_KEPT: Final = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "strong", "b", "em", "i", "u", "del", "s", "sub", "sup"}
    | {"code", "kbd", "mark", "ul", "ol", "li", "dl", "dt", "dd", "thead", "tbody", "tr"}
)
_KEPT_ATTRIBUTES: Final = {"ol": ("start",), "th": ("align", "colspan"), "td": ("align", "colspan")}
_CALLOUTS: Final = {
    "callout-note": "info",
    "callout-tip": "success",
    "callout-important": "filled",
    "callout-warning": "warning",
    "callout-caution": "error",
}
_TABLE: Final = '<table width="100%" cellspacing="0" cellpadding="0" border="0" style="{style}">'
Attributes = list[tuple[str, str | None]]


def page(view: ArticleView, theme: Theme) -> str:
    """Return a whole article as a page for a QTextDocument: title, facts, notice, text."""
    facts = " &nbsp;·&nbsp; ".join(html.escape(fact) for fact in view.meta)
    head = f"<h1>{html.escape(view.title)}</h1>" + (f'<p class="meta">{facts}</p>' if facts else "")
    notice = box(f"<p>{html.escape(view.notice)}</p>", theme.warning.fill, theme.warning.text) if view.notice else ""
    body = _Translator(theme).translate(view.html)
    return f"<html><head><style>{style(theme)}</style></head><body>{head}{notice}{body}</body></html>"


def style(theme: Theme) -> str:
    """Return the style sheet of a page."""
    px = theme.px
    return f"""
body {{ color: {theme.text}; font-size: {px(14)}px; line-height: 128%; }}
h1 {{ font-size: {px(20)}px; font-weight: 600; margin: 0 0 {px(4)}px 0; line-height: 105%; }}
h2 {{ font-size: {px(16)}px; font-weight: 600; margin: {px(18)}px 0 {px(4)}px 0; }}
h3, h4, h5, h6 {{ font-size: {px(14)}px; font-weight: 600; margin: {px(12)}px 0 {px(2)}px 0; }}
p {{ margin: {px(5)}px 0; }} li {{ margin: {px(2)}px 0; }}
p.meta {{ color: {theme.faint}; font-size: {px(12)}px; margin: 0 0 {px(8)}px 0; }}
a {{ color: {theme.accent_text}; text-decoration: none; }}
code, kbd {{ font-family: {fonts.css(fonts.FIXED)}; font-size: {px(13)}px; background-color: {theme.chip.fill}; }}
pre {{ font-family: {fonts.css(fonts.FIXED)}; font-size: {px(12)}px; margin: 0; line-height: 110%; }}
th {{ font-weight: 600; font-size: {px(13)}px; padding: {px(6)}px {px(8)}px; background-color: {theme.chip.fill};
  border-bottom: 1px solid {theme.edge}; }}
td.cell {{ font-size: {px(13)}px; padding: {px(6)}px {px(8)}px; border-bottom: 1px solid {theme.line}; }}
td.box {{ padding: {px(5)}px {px(12)}px; }}
.dead {{ color: {theme.faint}; text-decoration: line-through; }}
"""


def box(inner: str, fill: str, bar: str) -> str:
    """Return text in a coloured box with a bar at its left; Qt knows no borders of blocks, so it is a table."""
    return (
        f"{_TABLE.format(style='margin: 6px 0')}<tr>"
        f'<td width="3" bgcolor="{bar}"></td><td class="box" bgcolor="{fill}">{inner}</td></tr></table>'
    )


class _Translator(HTMLParser):
    """Rewrites tags; an element that stands for a box collects its inside until it ends."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(convert_charrefs=True)
        self._theme = theme
        self._out: list[list[str]] = [[]]
        self._boxes: list[tuple[str, int, Tint]] = []
        self._ends: list[tuple[str, str]] = []
        self._pre = 0

    def translate(self, fragment: str) -> str:
        """Return the fragment rewritten; whatever is left open is closed."""
        self.feed(fragment)
        self.close()
        while self._ends:
            self.handle_endtag(self._ends[-1][0])
        return "".join(self._out[0])

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Rewrite the start of an element."""
        values = {name: value or "" for name, value in attrs}
        if tag in _VOID:
            self._write(self._void(tag, values))
            return
        callout = self._callout(tag, values)
        if callout:
            self._open_box(tag, callout)
        else:
            self._open(tag, *self._element(tag, values))

    def handle_endtag(self, tag: str) -> None:
        """Rewrite the end of an element, and of those left open inside it."""
        if tag not in {open_tag for open_tag, _end in self._ends}:
            return
        while self._ends:
            open_tag, end = self._ends.pop()
            self._close(open_tag, end)
            if open_tag == tag:
                return

    def handle_data(self, data: str) -> None:
        """Write text, escaped again."""
        self._write(html.escape(data, quote=False))

    def _write(self, text: str) -> None:
        self._out[-1].append(text)

    def _open(self, tag: str, start: str, end: str) -> None:
        self._ends.append((tag, end))
        self._write(start)

    def _close(self, tag: str, end: str) -> None:
        if self._boxes and self._boxes[-1][:2] == (tag, len(self._ends)):
            _tag, _depth, tint = self._boxes.pop()
            inner = "".join(self._out.pop())
            self._write(box(inner, tint.fill, tint.text))
        else:
            self._write(end)

    def _open_box(self, tag: str, tint: Tint) -> None:
        self._boxes.append((tag, len(self._ends), tint))
        self._ends.append((tag, ""))
        self._out.append([])

    def _callout(self, tag: str, values: dict[str, str]) -> Tint | None:
        theme = self._theme
        if tag == "blockquote":
            return Tint(theme.panel, theme.edge)
        if tag == "div":
            named = next((_CALLOUTS[name] for name in values.get("class", "").split() if name in _CALLOUTS), None)
            return getattr(theme, named) if named else None
        return None

    def _void(self, tag: str, values: dict[str, str]) -> str:
        if tag == "img":
            return f'<img src="{html.escape(values.get("src", ""))}" alt="{html.escape(values.get("alt", ""))}">'
        if tag == "hr":
            line = f'<td bgcolor="{self._theme.line}" style="font-size: 1px; line-height: 1px" height="1"></td>'
            return (
                f'<table width="100%" cellspacing="0" cellpadding="0" style="margin: 8px 0"><tr>{line}</tr></table>'
            )
        return "<br>"

    def _element(self, tag: str, values: dict[str, str]) -> tuple[str, str]:
        """Return what an element begins and ends with; of unknown ones only the inside is kept."""
        classes = values.get("class", "").split()
        start = end = ""
        if tag == "a":
            start, end = self._anchor(values)
        elif tag == "table":
            start, end = _TABLE.format(style="border-collapse: collapse; margin: 6px 0"), "</table>"
        elif tag == "td":
            start, end = f'<td class="cell"{self._attributes(tag, values)}>', "</td>"
        elif tag == "pre":
            cell = f'<tr><td class="box" bgcolor="{self._theme.chip.fill}"><pre>'
            start, end = _TABLE.format(style="margin: 6px 0") + cell, "</pre></td></tr></table>"
        elif tag == "p" and "callout-title" in classes:
            start, end = f'<p style="color: {self._bar()}; font-weight: 600">', "</p>"
        elif tag == "span" and "dead-link" in classes:
            start, end = '<span class="dead">', "</span>"
        elif tag == "th":
            start, end = f"<th{self._attributes(tag, {'align': 'left'} | values)}>", "</th>"
        elif tag in _KEPT:
            start, end = f"<{tag}{self._attributes(tag, values)}>", f"</{tag}>"
        return start, end

    def _bar(self) -> str:
        return self._boxes[-1][2].text if self._boxes else self._theme.text

    def _anchor(self, values: dict[str, str]) -> tuple[str, str]:
        if "href" in values:
            return f'<a href="{html.escape(values["href"])}">', "</a>"
        return (f'<a name="{html.escape(values["name"])}"></a>', "") if "name" in values else ("", "")

    def _attributes(self, tag: str, values: dict[str, str]) -> str:
        kept = ((name, values[name]) for name in _KEPT_ATTRIBUTES.get(tag, ()) if name in values)
        return "".join(f' {name}="{html.escape(value)}"' for name, value in kept)
