"""The templates for the group policy editor, made from the program's own table of settings.

`kbassist.admx` says which values there are, and one `kbassist.adml` for each language how they are called. The rules
are those of Microsoft's schema PolicyDefinitions 2006/07.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from kbassist import policy
from kbassist.setting_kinds import Choice, Codes, Kind, Line, Lines, Number, Switch, Tables, Whole
from kbassist.settings import KINDS, Settings
from windows import admx_texts as texts
from windows.admx_texts import Said, Words

FOLDER: Final = "policy"
NAME: Final = "kbassist"
NAMESPACE: Final = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
REVISION: Final = "1.0"
_LONGEST_JSON: Final = 16_384
_LONGEST_CODES: Final = 200
_LONGEST_KEY: Final = 64
_EXPANDED: Final = frozenset({"library", "agent_name", policy.UPDATE_FOLDER})
_SUPPORTED: Final = "SUPPORTED_kbassist"
Element = ElementTree.Element


@dataclass(frozen=True, slots=True)
class Offer:
    """One line in the editor: a setting as a policy, or as a default."""

    name: str
    default: bool

    @property
    def identity(self) -> str:
        """The name of the policy, which its texts bear too."""
        return f"default_{self.name}" if self.default else self.name

    @property
    def key(self) -> str:
        """The key that its value stands in."""
        return policy.DEFAULTS if self.default else policy.POLICIES

    @property
    def words(self) -> Words:
        """How it is called."""
        return texts.SETTINGS[self.name]

    @property
    def kind(self) -> Kind:
        """What its value may be."""
        return KINDS[self.name]


def offers() -> Iterator[Offer]:
    """Return everything that can be decided, but the source of new versions."""
    for default in (False, True):
        for name in KINDS:
            yield Offer(name, default)


def write(folder: Path) -> list[Path]:
    """Write the templates into a folder; the same table gives the same bytes. Return the files."""
    written = [_save(folder / f"{NAME}.admx", definitions())]
    return written + [_save(folder / one / f"{NAME}.adml", resources(one)) for one in texts.LANGUAGES]


def _save(path: Path, root: Element) -> Path:
    ElementTree.indent(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")
    return path


def _under(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


def _root(tag: str) -> Element:
    return Element(tag, {"xmlns": NAMESPACE, "revision": REVISION, "schemaVersion": "1.0"})


def _string(identity: str) -> str:
    return f"$(string.{identity})"


def definitions() -> Element:
    """Return the language-neutral part."""
    root = _root("policyDefinitions")
    _under(_under(root, "policyNamespaces"), "target", prefix=NAME, namespace="kbassist.Policies")
    _under(root, "resources", minRequiredRevision=REVISION)
    supported = _under(_under(root, "supportedOn"), "definitions")
    _under(supported, "definition", name=_SUPPORTED, displayName=_string("supported"))
    categories = _under(root, "categories")
    for name, parent in ((NAME, ""), (f"{NAME}_defaults", NAME)):
        category = _under(
            categories, "category", name=name, displayName=_string(name), explainText=_string(f"{name}_help")
        )
        if parent:
            _under(category, "parentCategory", ref=parent)
    policies = _under(root, "policies")
    for offer in offers():
        _policy(policies, offer)
    _update_policy(policies)
    return root


def _policy(policies: Element, offer: Offer) -> None:
    switch = isinstance(offer.kind, Switch)
    extra = {"valueName": offer.name} if switch else {"presentation": f"$(presentation.{offer.identity})"}
    category = f"{NAME}_defaults" if offer.default else NAME
    one = _begun(policies, offer.identity, offer.key, category, extra)
    if switch:
        for tag, value in (("enabledValue", "1"), ("disabledValue", "0")):
            _under(_under(one, tag), "decimal", value=value)
    else:
        _element(_under(one, "elements"), offer)


def _begun(policies: Element, identity: str, key: str, category: str, extra: dict[str, str]) -> Element:
    one = _under(
        policies,
        "policy",
        name=identity,
        displayName=_string(identity),
        explainText=_string(f"{identity}_help"),
        key=key,
        **{"class": "Both"},
        **extra,
    )
    _under(one, "parentCategory", ref=category)
    _under(one, "supportedOn", ref=_SUPPORTED)
    return one


def _element(elements: Element, offer: Offer) -> None:
    """Describe what is typed or chosen for a setting."""
    kind, name = offer.kind, offer.name
    if offer.words.choices:
        enum = _under(elements, "enum", id=name, valueName=name, required="true")
        for choice in _choices(offer):
            item = _under(enum, "item", displayName=_string(_choice_id(name, choice)))
            _under(_under(item, "value"), "string", choice)
    elif isinstance(kind, Whole):
        bounds = {"minValue": str(kind.low), "maxValue": str(kind.high)}
        _under(elements, "decimal", id=name, valueName=name, required="true", **bounds)
    elif isinstance(kind, Lines | Tables):
        _under(elements, "multiText", id=name, valueName=name, required="true", maxLength=str(_longest(kind)))
    else:
        _text(elements, name, _longest(kind))


def _text(elements: Element, name: str, longest: int) -> None:
    expandable = {"expandable": "true"} if name in _EXPANDED else {}
    _under(elements, "text", id=name, valueName=name, required="true", maxLength=str(longest), **expandable)


def _longest(kind: Kind) -> int:
    if isinstance(kind, Codes):
        return _LONGEST_CODES
    return kind.longest if isinstance(kind, Line | Lines) else _LONGEST_JSON


def _choices(offer: Offer) -> list[str]:
    """Return what is written for each choice, in the order of the program."""
    if isinstance(offer.kind, Choice):
        return [name or policy.NONE for name in offer.kind.names]
    return list(offer.words.choices)


def _choice_id(name: str, choice: str) -> str:
    return f"{name}_{re.sub('[^0-9A-Za-z]', '_', choice)}"


def _update_policy(policies: Element) -> None:
    extra = {"presentation": "$(presentation.update)"}
    one = _under(_begun(policies, "update", policy.POLICIES, NAME, extra), "elements")
    _text(one, policy.UPDATE_FOLDER, 4096)
    _text(one, policy.UPDATE_KEY, _LONGEST_KEY)


def resources(language: str) -> Element:
    """Return the texts of one language."""
    root = _root("policyDefinitionResources")
    _under(root, "displayName", texts.PRODUCT.within(language))
    _under(root, "description", texts.DESCRIPTION.within(language))
    tables = _under(root, "resources")
    strings = _under(tables, "stringTable")
    for identity, said in _strings():
        _under(strings, "string", said.within(language), id=identity)
    presentations = _under(tables, "presentationTable")
    for offer in offers():
        if not isinstance(offer.kind, Switch):
            _field(_under(presentations, "presentation", id=offer.identity), offer, language)
    update = _under(presentations, "presentation", id="update")
    for name, said in ((policy.UPDATE_FOLDER, texts.UPDATE_FOLDER), (policy.UPDATE_KEY, texts.UPDATE_KEY)):
        _under(_under(update, "textBox", refId=name), "label", said.within(language))
    return root


def _strings() -> Iterator[tuple[str, Said]]:
    """Yield every text by its identity."""
    yield "supported", texts.SUPPORTED
    yield NAME, texts.PRODUCT
    yield f"{NAME}_help", texts.POLICIES_ABOUT
    yield f"{NAME}_defaults", texts.DEFAULTS
    yield f"{NAME}_defaults_help", texts.DEFAULTS_ABOUT
    for offer in offers():
        yield offer.identity, offer.words.title
        yield f"{offer.identity}_help", _help(offer)
    for offer in offers():
        if not offer.default:
            yield from ((_choice_id(offer.name, one), offer.words.choices[one]) for one in _spoken(offer))
    yield "update", texts.UPDATES.title
    names = (policy.UPDATE_FOLDER, policy.UPDATE_KEY)
    yield "update_help", _paragraphs((texts.UPDATES.about, texts.LOCKED, _place(policy.POLICIES, names)))


def _spoken(offer: Offer) -> list[str]:
    return _choices(offer) if offer.words.choices else []


def _help(offer: Offer) -> Said:
    """Say what a setting does, what the editor's states mean, what may be written, and where it stands."""
    switch = isinstance(offer.kind, Switch)
    locked = texts.LOCKED_SWITCH if switch else texts.LOCKED
    proposed = texts.PROPOSED_SWITCH if switch else texts.PROPOSED
    codes = ", ".join(offer.kind.known) if isinstance(offer.kind, Codes) else ""
    known = [Said(codes, codes)] if codes else []
    effect = proposed if offer.default else locked
    return _paragraphs((offer.words.about, *known, effect, _place(offer.key, (offer.name,))))


def _place(key: str, names: Iterable[str]) -> Said:
    where = f"{key}, {', '.join(names)}"
    return Said(f"{texts.PLACE.en}: {where}", f"{texts.PLACE.zh}：{where}")


def _paragraphs(said: Iterable[Said]) -> Said:
    every = tuple(said)
    return Said("\n\n".join(one.en for one in every), "\n\n".join(one.zh for one in every))


def _field(presentation: Element, offer: Offer, language: str) -> None:
    """Show the field of a setting, filled with the program's own default."""
    kind, default = offer.kind, getattr(Settings(), offer.name)
    label = offer.words.title.within(language)
    if offer.words.choices:
        at = _choices(offer).index(str(default) or policy.NONE)
        _under(presentation, "dropdownList", label, refId=offer.name, noSort="true", defaultItem=str(at))
    elif isinstance(kind, Whole | Number):
        _under(presentation, "decimalTextBox", label, refId=offer.name, defaultValue=str(default))
    elif isinstance(kind, Lines | Tables):
        _under(presentation, "multiTextBox", label, refId=offer.name, defaultHeight="6")
    else:
        box = _under(presentation, "textBox", refId=offer.name)
        _under(box, "label", label)
        if default:
            _under(box, "defaultValue", str(default))


if __name__ == "__main__":
    for path in write(Path(sys.argv[1] if len(sys.argv) > 1 else FOLDER)):
        print(path)  # noqa: T201 - what was made
