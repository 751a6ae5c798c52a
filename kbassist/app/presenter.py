"""From entries of the library to the values that the window shows."""

from __future__ import annotations

from collections.abc import Iterator

from kbassist.assistant.assistant import Assistant
from kbassist.content.basis import said
from kbassist.content.model import Article, Audience, Entry, Macro, Ref
from kbassist.desktop.ports import Clip
from kbassist.i18n import _, joined
from kbassist.ui.views import ArticleView, MacroView

LANGUAGE_NAMES = {"zh-CN": "中文", "zh-TW": "繁體中文", "en": "English"}


def view_of(
    assistant: Assistant, key: str, anchor: str, terms: tuple[str, ...], channel: str
) -> ArticleView | MacroView | None:
    """Return what the window shows of an entry; None where the library has lost it meanwhile."""
    entry = assistant.library.entries.get(key)
    match entry:
        case Macro():
            return macro_view(assistant, entry, channel)
        case Article():
            return article_view(assistant, entry, anchor, terms)
        case _:
            return None


def article_view(assistant: Assistant, article: Article, anchor: str, terms: tuple[str, ...]) -> ArticleView:
    """Return an article or guide to read, scrolled to `anchor`, with `terms` marked."""
    from kbassist.content.markdown import entry_html, plain

    rendered = entry_html(assistant.library, article)
    may_copy = article.audience is Audience.CUSTOMERS and article.offered(assistant.context.today)
    notes = [notice_of(assistant, article), str(rendered.plain_note) if rendered.plain_note else ""]
    return ArticleView(
        key=article.key,
        title=article.title,
        html=rendered.html,
        anchor=anchor,
        terms=terms,
        meta=tuple(_facts(assistant, article)),
        twin=twin_name(assistant, article),
        clip=Clip(plain(article.body), rendered.html) if may_copy else None,
        notice=joined(notes),
    )


def macro_view(assistant: Assistant, macro: Macro, channel: str) -> MacroView:
    """Return a macro with its fields as gaps, in the wanted channel or else in its first."""
    target = assistant.channel_of(macro, channel)
    form = assistant.form(macro, target)
    return MacroView(
        key=macro.key,
        title=macro.title,
        channel=target,
        outcome=assistant.render(macro, target, form.initial),
        channels=tuple(variant.channel for variant in macro.variants if variant.channel),
        fields=form.fields,
        meta=tuple(_facts(assistant, macro)),
        twin=twin_name(assistant, macro),
        notice=notice_of(assistant, macro),
    )


def twin_of(assistant: Assistant, key: str) -> Article | Macro | None:
    """Return the next language version of an entry that may be offered; None where there is none."""
    entry = assistant.library.entries.get(key)
    if entry is None:
        return None
    today = assistant.context.today
    twins = [twin for twin in assistant.library.twins(entry.id) if twin.offered(today) or twin.key == key]
    if len(twins) < 2:
        return None
    at = next(index for index, twin in enumerate(twins) if twin.key == key)
    return twins[(at + 1) % len(twins)]


def twin_name(assistant: Assistant, entry: Entry) -> str:
    """Return the name of the language that Ctrl+L leads to; empty where there is no twin."""
    twin = twin_of(assistant, entry.key)
    return LANGUAGE_NAMES.get(twin.locale, twin.locale) if twin else ""


def notice_of(assistant: Assistant, entry: Entry) -> str:
    """Return what the agent should know before using an entry: of its bases, its review, its last day."""
    today = assistant.context.today
    if doubts := assistant.doubts(entry.key):
        return joined(str(said(doubt)) for doubt in doubts)
    if entry.to_be_checked(today):
        return _("To be checked: its review was due on {day}.").format(day=entry.review_by)
    if entry.expiring(today):
        return _("Valid until {day} only.").format(day=entry.expires)
    return ""


def _facts(assistant: Assistant, entry: Article | Macro) -> Iterator[str]:
    if isinstance(entry, Macro) and entry.shortcut:
        yield _("Shortcut {shortcut}").format(shortcut=entry.shortcut)
    if isinstance(entry, Macro) and entry.scene:
        yield entry.scene
    if entry.reviewed:
        yield _("Reviewed {day}").format(day=entry.reviewed)
    if entry.owner:
        yield _("Owner {name}").format(name=entry.owner)
    if entry.effective or entry.expires:
        yield f"{entry.effective or ''} – {entry.expires or ''}"
    if entry.basis:
        yield _("Basis: {titles}").format(titles=", ".join(_basis(assistant, ref) for ref in entry.basis))


def _basis(assistant: Assistant, ref: Ref) -> str:
    target = assistant.library.get(ref.id)
    title = target.title if target else ref.id
    return f"{title} › {ref.section}" if ref.section else title
