"""Reading what a team says and does not say: `wording.yaml`, and the steps of a reply: `steps.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kbassist.content import typed
from kbassist.content.nodes import Listing, Node, Scalar, Table
from kbassist.content.phrase import faults, gaps, parse
from kbassist.content.remarks import Remarks
from kbassist.content.schema import Header
from kbassist.content.team_lists import Fields, listed, named, texts, top
from kbassist.content.team_model import StepModel, WordingLimit, WordingRule
from kbassist.i18n import N_

STEPS: Final[dict[str, tuple[str, ...]]] = {"models": ("步骤模型",)}
MODEL: Final[dict[str, tuple[str, ...]]] = {
    "scene": ("场景",),
    "steps": ("步骤",),
    "optional": ("可省",),
    "cues": ("线索",),
}
WORDING: Final[dict[str, tuple[str, ...]]] = {
    "phrases": ("禁语",),
    "jargon": ("术语",),
    "promises": ("承诺词",),
    "harmless": ("承诺例外", "promise_unless"),
    "allow": ("放行", "允许", "allowed"),
    "limits": ("限额", "上限"),
    "questions": ("提问",),
    "sentence_length": ("句长",),
    "personal": ("个人信息",),
}
PHRASE: Final[dict[str, tuple[str, ...]]] = {
    "phrase": ("说法",),
    "level": ("级别",),
    "why": ("原因",),
    "instead": ("改为",),
    "unless": ("例外",),
    "clause": ("整句", "whole_clause"),
}
LIMIT: Final[dict[str, tuple[str, ...]]] = {
    "name": ("名称",),
    "kind": ("类型",),
    "max": ("最大", "上限"),
    "about": ("涉及",),
    "over": ("超出",),
    "level": ("级别",),
}
_LEVELS: Final = {"info": ("info", "提示"), "warn": ("warn", "warning", "警告"), "block": ("block", "禁止")}
_KINDS: Final = {"percent": ("percent", "百分比"), "money": ("money", "金额"), "days": ("days", "天数", "天")}


def steps(node: Node, remarks: Remarks) -> Fields:
    """Return the step models of a file."""
    header = top(node, STEPS, remarks)
    models = named(listed(header.nodes.get("models"), "models", MODEL, remarks), "scene", remarks)
    return {"step_models": tuple(_model(scene, model) for scene, model in models)}


def _model(scene: str, header: Header) -> StepModel:
    names, optional = header.steps(), header.words("optional")
    for name in optional:
        if name not in names:
            message = N_("The model has no step “{name}”.", name=name)
            header.remarks.add("unknown-value", header.lines["optional"], message)
    return StepModel(scene, names, optional, tuple(_cues(header, {*names, *optional})))


def _cues(header: Header, known: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each step with its words; a step that the model does not have is noted."""
    node = header.nodes.get("cues")
    if not isinstance(node, Table):
        if node is not None and (not isinstance(node, Scalar) or node.value.strip()):
            header.remarks.error("wrong-type", node.line, N_("This must be “key: value” lines."))
        return
    for key, value in node.pairs:
        name = key.value.strip()
        if name in known:
            yield name, typed.words(value, name, header.remarks)
        else:
            header.remarks.add("unknown-value", key.line, N_("The model has no step “{name}”.", name=name))


def wording(node: Node, remarks: Remarks) -> Fields:
    """Return what a file says of phrases, promises, limits and plain words."""
    header = top(node, WORDING, remarks)
    phrases = named(listed(header.nodes.get("phrases"), "phrases", PHRASE, remarks), "phrase", remarks)
    limits = named(listed(header.nodes.get("limits"), "limits", LIMIT, remarks), "name", remarks)
    return {
        "wording": tuple(_phrase(phrase, each) for phrase, each in phrases),
        "jargon": tuple(texts(header.nodes.get("jargon"), remarks)),
        "promises": header.words("promises"),
        "harmless": header.words("harmless"),
        "allowed": header.words("allow"),
        "limits": tuple(limit for name, each in limits if (limit := _limit(name, each))),
        "questions": tuple(texts(header.nodes.get("questions"), remarks)),
        "longest_sentence": header.count("sentence_length"),
        "personal_level": header.member("personal", _LEVELS, "warn") or "warn",
    }


def _phrase(phrase: str, header: Header) -> WordingRule:
    """Return a phrase; one with a gap is replaced with its whole clause, unless it says otherwise."""
    level = header.member("level", _LEVELS, "warn") or "warn"
    unless = header.words("unless")
    for key, written in (("phrase", phrase), *(("unless", each) for each in unless)):
        for fault in faults(written):
            header.remarks.add("bad-phrase", header.lines.get(key, 0), fault)
    clause = header.yes("clause", gaps(parse(phrase)))
    return WordingRule(phrase, level, header.text("why"), header.text("instead"), unless, clause)


def _limit(name: str, header: Header) -> WordingLimit | None:
    """Return a limit; None, and a remark, where nobody can tell what it limits."""
    line = min(header.lines.values(), default=header.line)
    for key in ("kind", "max", "about"):
        if not _given(header.nodes.get(key)):
            header.remarks.error("missing-value", line, N_("“{key}” is missing here.", key=header.named(key)))
            return None
    kind, node = header.member("kind", _KINDS), header.nodes["max"]
    most = typed.amount(node, header.written("max"), header.remarks)
    if most is not None and most < 0:
        header.remarks.error("bad-number", node.line, N_("A limit is no negative number."))
    if kind is None or most is None or most < 0:
        return None
    level = header.member("level", _LEVELS, "warn") or "warn"
    return WordingLimit(name, kind, most, header.words("about"), header.text("over"), level)


def _given(node: Node | None) -> bool:
    if isinstance(node, Scalar):
        return bool(node.value.strip())
    return bool(node.items) if isinstance(node, Listing) else node is not None
