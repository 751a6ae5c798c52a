"""The templates for the group policy editor: sound by its schema, whole in both languages, and understood again."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest
from windows import admx, admx_texts

from kbassist import policy
from kbassist.policy import Managed
from kbassist.registry import Hive, Value
from kbassist.setting_kinds import Choice
from kbassist.settings import KINDS, Client

Element = ElementTree.Element
NS: Final = {"": "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"}
KEY_TEXT: Final = base64.b64encode(bytes(range(32))).decode()
TYPED: Final = {
    "library": (r"\\srv\客服资料\kb", r"\\srv\客服资料\kb"),
    "hotkey": ("Ctrl+Alt+K", "Ctrl+Alt+K"),
    "agent_name": ("小林", "小林"),
    "agent_signature": ("晴选商城\n客服 小林", "晴选商城\n客服 小林"),
    "channel": ("微信", "微信"),
    "fuzzy_pinyin": ("z-zh,in-ing", "z-zh,in-ing"),
    "clients": ('[\n{"match": "crm*.exe",\n"longest": 500}]', (Client("crm*.exe", longest=500),)),
}
"""What an administrator types for each setting that is text, and what it stands for."""

# What Microsoft's schema allows of what is used here: attributes (those with ! are needed), and children in order.
SCHEMA: Final[Mapping[str, tuple[set[str], str]]] = {
    "policyDefinitions": (
        {"revision!", "schemaVersion!"},
        "policyNamespaces resources supportedOn? categories? policies?",
    ),
    "policyNamespaces": (set(), "target using*"),
    "target": ({"prefix!", "namespace!"}, ""),
    "definition": ({"name!", "displayName!"}, ""),
    "categories": (set(), "category+"),
    "category": ({"name!", "displayName!", "explainText"}, "parentCategory?"),
    "parentCategory": ({"ref!"}, ""),
    "policies": (set(), "policy+"),
    "policy": (
        {"name!", "class!", "displayName!", "explainText", "key!", "valueName", "presentation"},
        "parentCategory supportedOn enabledValue? disabledValue? elements?",
    ),
    "elements": (set(), "(text|enum|decimal|multiText)+"),
    "text": ({"id!", "valueName", "required", "maxLength", "expandable"}, ""),
    "multiText": ({"id!", "valueName", "required", "maxLength"}, ""),
    "decimal": ({"id!", "valueName", "required", "minValue", "maxValue"}, ""),
    "enum": ({"id!", "valueName", "required"}, "item+"),
    "item": ({"displayName!"}, "value"),
    "value": (set(), "(decimal|string|delete)"),
    "enabledValue": (set(), "decimal"),
    "disabledValue": (set(), "decimal"),
    "enabledValue/decimal": ({"value!"}, ""),
    "disabledValue/decimal": ({"value!"}, ""),
    "value/string": (set(), ""),
    "policyDefinitions/resources": ({"minRequiredRevision!"}, ""),
    "policyDefinitions/supportedOn": (set(), "definitions"),
    "definitions": (set(), "definition+"),
    "policy/supportedOn": ({"ref!"}, ""),
    "policyDefinitionResources/resources": (set(), "stringTable presentationTable"),
    "displayName": (set(), ""),
    "description": (set(), ""),
    "label": (set(), ""),
    "defaultValue": (set(), ""),
    "policyDefinitionResources": ({"revision!", "schemaVersion!"}, "displayName description resources"),
    "stringTable": (set(), "string+"),
    "string": ({"id!"}, ""),
    "presentationTable": (set(), "presentation+"),
    "presentation": ({"id!"}, "(textBox|multiTextBox|decimalTextBox|dropdownList)*"),
    "textBox": ({"refId!"}, "label defaultValue?"),
    "multiTextBox": ({"refId!", "defaultHeight"}, ""),
    "decimalTextBox": ({"refId!", "defaultValue", "spin", "spinStep"}, ""),
    "dropdownList": ({"refId!", "noSort", "defaultItem"}, ""),
}
BOX_OF: Final = {"text": "textBox", "multiText": "multiTextBox", "decimal": "decimalTextBox", "enum": "dropdownList"}


@dataclass(frozen=True)
class Templates:
    """The files, parsed again from the disk."""

    definitions: Element
    resources: Mapping[str, Element]

    def policies(self) -> list[Element]:
        return self.definitions.findall("policies/policy", NS)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    folder = tmp_path_factory.mktemp("policy")
    written = [path.relative_to(folder).as_posix() for path in admx.write(folder)]
    assert written == ["kbassist.admx", "en-US/kbassist.adml", "zh-CN/kbassist.adml"]
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.adm?")) == sorted(written)
    parsed = [ElementTree.parse(folder / name).getroot() for name in written]
    return Templates(parsed[0], dict(zip(("en-US", "zh-CN"), parsed[1:], strict=True)))


def name_of(element: Element) -> str:
    return element.tag.removeprefix(f"{{{NS['']}}}")


def attribute(element: Element, name: str) -> str:
    value = element.get(name)
    assert value is not None, (name_of(element), name)
    return value


def of_namespace(element: Element) -> bool:
    return element.tag.startswith(f"{{{NS['']}}}")


def checked(element: Element, parent: str = "") -> Iterator[str]:
    """Yield everything in which an element breaks the schema."""
    name = name_of(element)
    attributes, children = SCHEMA[f"{parent}/{name}" if f"{parent}/{name}" in SCHEMA else name]
    needed = {one[:-1] for one in attributes if one.endswith("!")}
    if not of_namespace(element) or not needed <= set(element.keys()) <= {one.rstrip("!") for one in attributes}:
        yield f"{name}: {sorted(element.keys())}"
    order = "".join(re.sub(r"\w+", r"(?:\g<0> )", part) for part in children.split())
    if re.fullmatch(order, "".join(f"{name_of(child)} " for child in element)) is None:
        yield f"{name}: {[name_of(child) for child in element]} is not {children}"
    for child in element:
        yield from checked(child, name)


def test_every_file_keeps_to_the_schema(templates: Templates) -> None:
    for root in (templates.definitions, *templates.resources.values()):
        assert list(checked(root)) == []
    for text in templates.definitions.iter(f"{{{NS['']}}}string"):
        assert 0 < len(text.text or "") <= 255


def test_identities_are_words_and_revisions_fit_each_other(templates: Templates) -> None:
    names = [attribute(one, "name") for one in templates.policies()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"\w+", name) for name in names)
    needed = templates.definitions.find("resources", NS)
    assert needed is not None
    for root in (templates.definitions, *templates.resources.values()):
        assert attribute(root, "revision") == attribute(needed, "minRequiredRevision")
        assert re.fullmatch(r"[0-9]{1,4}\.[0-9]{1,5}", attribute(root, "revision"))


def test_every_text_and_every_field_that_is_named_is_there_in_both_languages(templates: Templates) -> None:
    texts = ElementTree.tostring(templates.definitions, encoding="unicode")
    for language, root in templates.resources.items():
        strings = {attribute(one, "id"): one.text or "" for one in root.iterfind(".//stringTable/string", NS)}
        shown = [attribute(one, "id") for one in root.iterfind(".//presentation", NS)]
        assert len(strings) == len(root.findall(".//stringTable/string", NS))
        assert set(re.findall(r"\$\(string\.(\w+)\)", texts)) == set(strings)
        assert sorted(re.findall(r"\$\(presentation\.(\w+)\)", texts)) == sorted(shown)
        assert all(text.strip() for text in strings.values())
        helps = [text for name, text in strings.items() if name.endswith("_help")]
        assert all(
            bool(re.search("[\u4e00-\u9fff]", text)) is (language == "zh-CN")
            for text in helps
            if "channel" not in text
        )


def test_each_field_has_its_box(templates: Templates) -> None:
    for root in templates.resources.values():
        for one in templates.policies():
            fields = {attribute(field, "id"): BOX_OF[name_of(field)] for field in one.findall("elements/*", NS)}
            found = root.find(f".//presentation[@id='{one.get('name')}']", NS)
            boxes = {} if found is None else {attribute(box, "refId"): name_of(box) for box in found}
            assert boxes == fields


def test_every_setting_is_a_policy_and_a_default_for_computers_and_users(templates: Templates) -> None:
    keys: dict[str, set[str]] = {policy.POLICIES: set(), policy.DEFAULTS: set()}
    for one in templates.policies():
        assert attribute(one, "class") == "Both"
        assert one.findall("parentCategory", NS)
        names = {attribute(field, "valueName") for field in one.findall("elements/*", NS)} or {
            attribute(one, "valueName")
        }
        keys[attribute(one, "key")] |= names
    assert keys[policy.DEFAULTS] == set(KINDS)
    assert keys[policy.POLICIES] == {*KINDS, policy.UPDATE_FOLDER, policy.UPDATE_KEY}


def states(one: Element) -> Iterator[dict[str, Value]]:
    """Yield everything that the editor would write for a policy: each choice, both ends of a range, what is typed."""
    for tag in ("enabledValue", "disabledValue"):
        for value in one.findall(f"{tag}/decimal", NS):
            yield {attribute(one, "valueName"): int(attribute(value, "value"))}
    fields = one.findall("elements/*", NS)
    if len(fields) == 1:
        name = attribute(fields[0], "valueName")
        yield from ({name: value} for value in field_values(fields[0]))
    elif fields:
        yield {policy.UPDATE_FOLDER: r"\\srv\new", policy.UPDATE_KEY: KEY_TEXT}


def field_values(field: Element) -> Iterator[Value]:
    if name_of(field) == "enum":
        yield from (value.text or "" for value in field.findall("item/value/string", NS))
    elif name_of(field) == "decimal":
        yield from (int(attribute(field, "minValue")), int(attribute(field, "maxValue")))
    else:
        typed, _meant = TYPED[attribute(field, "valueName")]
        assert len(typed) <= int(attribute(field, "maxLength"))
        assert ("\n" in typed) <= (name_of(field) == "multiText")
        yield typed


class Written:
    """The registry, after the editor has written one key."""

    def __init__(self, hive: Hive, key: str, values: Mapping[str, Value]) -> None:
        self._written = (hive, key, values)

    def values(self, hive: Hive, key: str) -> Mapping[str, Value]:
        where, written, values = self._written
        return values if (where, written) == (hive, key) else {}


@pytest.mark.parametrize("hive", Hive)
def test_what_the_editor_writes_is_read_as_it_was_meant(templates: Templates, hive: Hive) -> None:
    seen: dict[str, set[object]] = {}
    for one in templates.policies():
        for values in states(one):
            key = attribute(one, "key")
            managed = policy.read(Written(hive, key, values), {})
            assert managed.remarks == ()
            if one.get("name") == "update":
                assert managed.update == policy.UpdateSource(r"\\srv\new", bytes(range(32)))
                continue
            decided = managed.defaults if key == policy.DEFAULTS else managed.locked
            assert managed == (Managed(defaults=decided) if key == policy.DEFAULTS else Managed(locked=decided))
            assert set(decided) == set(values)
            for name, value in decided.items():
                seen.setdefault(name, set()).add(value)
                assert name not in TYPED or value == TYPED[name][1]
    assert set(seen) == set(KINDS)
    assert all(seen[name] == {True, False} for name in ("semantic", "smart_fill", "answer_timer", "call_timer"))
    for name, kind in KINDS.items():
        if isinstance(kind, Choice):
            assert seen[name] == set(kind.names)
    assert {0.8, 1.0, 2.0} <= seen["font_scale"]


def test_the_editor_refuses_what_the_program_would_ignore(templates: Templates) -> None:
    for field in templates.definitions.iterfind(".//elements/*", NS):
        name = attribute(field, "valueName")
        assert attribute(field, "required") == "true"
        if name_of(field) == "decimal":
            for beyond in (int(attribute(field, "minValue")) - 1, int(attribute(field, "maxValue")) + 1):
                assert not KINDS[name].accepts(beyond)
        if name_of(field) == "text" and name in KINDS:
            assert not KINDS[name].accepts("x" * (int(attribute(field, "maxLength")) + 1))


def test_the_boxes_begin_with_the_programs_own_defaults(templates: Templates) -> None:
    root = templates.resources["en-US"]
    for found in root.iterfind(".//dropdownList", NS):
        enum = templates.definitions.find(f".//enum[@id='{found.get('refId')}']", NS)
        assert enum is not None
        item = enum.findall("item/value/string", NS)[int(attribute(found, "defaultItem"))]
        assert item.text in {"system", "none", "1.0"}
    minutes = [attribute(one, "defaultValue") for one in root.iterfind(".//decimalTextBox", NS)]
    assert minutes == ["30", "30"]


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = ([path.read_bytes() for path in admx.write(tmp_path / name)] for name in ("a", "b"))
    assert first == second
    assert all(b"\r" not in data and data.endswith(b"\n") for data in first)


def test_each_setting_has_words() -> None:
    assert list(admx_texts.SETTINGS) == list(KINDS)
