"""Links, references and images that lead nowhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kbassist.content.basis import names_law
from kbassist.content.images import local_image
from kbassist.content.library import Library
from kbassist.content.links import SAFE_SCHEMES, Link, Resolver, inside, links
from kbassist.content.model import Article, Guide, Macro
from kbassist.content.problem import Edit, Level, Problem, Repair
from kbassist.i18n import N_


def dead_link(library: Library, today: date) -> Iterator[Problem]:
    """Yield links in articles to entries that do not exist."""
    resolver = Resolver(library)
    for article, link in _places(library):
        if (
            not link.image
            and not link.scheme
            and (link.target or link.wiki)
            and target(article, link, resolver) is None
        ):
            message = N_("The link to “{target}” leads nowhere.", target=link.target or link.fragment)
            repair = _nearest(library, article, link)
            yield Problem(article.path, article.body_line + link.offset, Level.WARNING, "dead-link", message, repair)


def dead_section(library: Library, today: date) -> Iterator[Problem]:
    """Yield links to sections that their entries do not have; a guide's own choices are another rule's."""
    resolver = Resolver(library)
    for article, link in _places(library):
        own = not link.target
        if link.image or link.scheme or not link.fragment or (own and isinstance(article, Guide)):
            continue
        found = target(article, link, resolver)
        if found and resolver.section(found, link.fragment, article.locale) is None:
            message = N_("There is no section “{section}” in {entry}.", section=link.fragment, entry=found)
            yield Problem(article.path, article.body_line + link.offset, Level.WARNING, "dead-section", message)


def unsafe_link(library: Library, today: date) -> Iterator[Problem]:
    """Yield links that the program never opens: programs' own schemes, files, network shares."""
    for article, link in _places(library):
        refused = link.scheme not in SAFE_SCHEMES if link.scheme else _is_share(link.target)
        if refused and not link.image and not link.wiki:
            message = N_(
                "“{target}” is shown as text: only https, mailto and links within the library open.",
                target=link.target,
            )
            yield Problem(article.path, article.body_line + link.offset, Level.INFO, "unsafe-link", message)


def missing_image(library: Library, today: date) -> Iterator[Problem]:
    """Yield images that cannot be shown: not there, outside the library, on the network, or no picture."""
    for article, link in _places(library):
        if not link.image:
            continue
        place = None if link.scheme or link.target.startswith("/") else inside(article.path, link.target)
        repair = None
        if place is None:
            message = N_("The image “{target}” is outside the library; it is never loaded.", target=link.target[:60])
        elif local_image(library.root, place) is None:
            message = N_("The image “{target}” is missing, too big or no picture.", target=link.target)
            repair = _same_but_for_case(library.root, article, link, place)
        else:
            continue
        line = article.body_line + link.offset
        yield Problem(article.path, line, Level.WARNING, "missing-image", message, repair)


def dead_basis(library: Library, today: date) -> Iterator[Problem]:
    """Yield bases that look like an entry's id and are none, or name a section that is not there."""
    resolver = Resolver(library)
    for entry in library.entries.values():
        for ref in entry.basis:
            found = resolver(ref.id)
            if found is None and not names_law(ref.id):
                message = N_("The basis “{id}” is no entry of the library.", id=ref.id)
                yield Problem(entry.path, ref.line, Level.WARNING, "dead-basis", message)
            elif found and ref.section and resolver.section(found, ref.section, entry.locale) is None:
                message = N_("There is no section “{section}” in {entry}.", section=ref.section, entry=found)
                yield Problem(entry.path, ref.line, Level.WARNING, "dead-basis", message)


def dead_macro(library: Library, today: date) -> Iterator[Problem]:
    """Yield articles that name a macro that does not exist."""
    resolver = Resolver(library)
    for article in library.articles():
        for name in article.macros:
            found = resolver(name)
            if found is None or not isinstance(resolver.entry(found, article.locale), Macro):
                message = N_("There is no macro “{id}”.", id=name)
                line = article.lines.get("macros", 0)
                yield Problem(article.path, line, Level.WARNING, "dead-macro", message)


def target(article: Article, link: Link, resolver: Resolver) -> str | None:
    """Return the entry that a link within the library means, or None."""
    if not link.target:
        return resolver(article.path)
    place = inside(article.path, link.target)
    if link.wiki:
        return resolver(link.target) or (resolver(place) if place else None)
    return resolver(place) if place else None


def _places(library: Library) -> Iterator[tuple[Article, Link]]:
    return ((article, link) for article in library.articles() for link in links(article.body))


def _is_share(written: str) -> bool:
    return written.startswith("//") or "\\" in written


def _nearest(library: Library, article: Article, link: Link) -> Repair | None:
    """Return the link to the one entry whose file has the name that the link asks for."""
    wanted = posixpath.basename(link.target).removesuffix(".md").casefold()
    found = [entry for entry in library.entries.values() if _named(entry, wanted)]
    if len(found) != 1 or not wanted:
        return None
    better = found[0].id
    if not link.wiki:
        better = posixpath.relpath(found[0].path, posixpath.dirname(article.path) or ".")
    return _replaced(article, link, better)


def _same_but_for_case(root: Path, article: Article, link: Link, place: str) -> Repair | None:
    """Return the image whose name differs in capitals only, which Windows finds and other systems do not."""
    folder, _, name = place.rpartition("/")
    try:
        names = [path.name for path in (root / folder).iterdir() if path.name.casefold() == name.casefold()]
    except OSError:
        return None
    if len(names) != 1 or not link.target.endswith(name):
        return None
    return _replaced(article, link, link.target.removesuffix(name) + names[0])


def _replaced(article: Article, link: Link, better: str) -> Repair:
    """Return the repair that writes another target into a link, mechanical where the line has that target once."""
    number = article.body_line + link.offset
    line = article.body.split("\n")[link.offset]
    text = N_("Write “{line}”.", line=better)
    if line.count(link.target) != 1:
        return Repair(text)
    return Repair(text, Edit(number, number, (line.replace(link.target, better),), (line,)))


def _named(entry: Article | Macro, wanted: str) -> bool:
    return wanted in {posixpath.basename(entry.path).removesuffix(".md").casefold(), entry.id.casefold()}
