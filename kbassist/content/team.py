"""Reading the settings of a team: the files of `kb/_team/`, and what stands in where they are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from kbassist.content import openings, team_wording, typed
from kbassist.content.entry import file_lines, locale_of
from kbassist.content.names import index
from kbassist.content.nodes import Listing, Node
from kbassist.content.problem import Problem
from kbassist.content.punctuation import Vocabulary
from kbassist.content.remarks import Remarks
from kbassist.content.salvage import read_yaml
from kbassist.content.schema import Header
from kbassist.content.team_lists import Fields, listed, named, texts, top
from kbassist.content.team_model import Channel, Pattern, Team
from kbassist.i18n import N_

DEFAULT_CHANNELS: Final = (
    Channel("微信", "WeChat", "wechat", ("wx", "企业微信"), 2, 300, answer_seconds=60),
    Channel(
        "邮件", "E-mail", "mail", ("邮箱", "email"), 0, rich=True, answer_seconds=14_400, newline="crlf", subject=True
    ),
    Channel("电话", "Phone", "phone", ("语音", "call"), 0, spoken=True, answer_seconds=15),
    Channel("短信", "SMS", "sms", ("text message",), 0, 70),
    Channel("在线", "Chat", "chat", ("在线客服", "网页"), 2, 200, answer_seconds=30, newline="shift-enter"),
)
_TEAM: Final = {
    "name": ("名称",),
    "signature": ("签名",),
    "languages": ("语言",),
    "values": ("常用值",),
    "holidays": ("节假日",),
    "workdays": ("调休上班",),
}
_CHANNEL: Final = {
    "name": ("名称",),
    "label_en": ("英文名",),
    "icon": ("图标",),
    "aliases": ("别名",),
    "emoji_limit": ("表情上限",),
    "length_limit": ("字数上限",),
    "rich": ("富文本",),
    "spoken": ("口述",),
    "speech_rate": ("语速",),
    "answer_seconds": ("应答秒数",),
    "newline": ("换行",),
    "subject": ("主题",),
}
_PATTERN: Final = {
    "name": ("名称",),
    "label": ("标签",),
    "expression": ("表达式",),
    "example": ("示例",),
    "personal": ("个人信息",),
}
_NEWLINES: Final = {"lf": ("lf",), "crlf": ("crlf",), "shift-enter": ("shift-enter",)}
_ICONS: Final = {name: (name,) for name in ("wechat", "mail", "phone", "sms", "chat")}


def read_team_file(text: str, path: str) -> tuple[Team | None, tuple[Problem, ...]]:
    """Return a team with the settings of one file, all else empty; None where the file is none of a team's."""
    name = path.rsplit("/", 1)[-1].rsplit(".", 1)[0].casefold()
    remarks = file_lines(text, path)
    reader = _READERS.get(name)
    if reader is None:
        known = ", ".join(f"{each}.yaml" for each in _READERS)
        message = N_("No setting is kept in a file of this name; there are: {known}.", known=known)
        remarks.add("unknown-team-file", 0, message)
        return None, remarks.problems
    node = read_yaml(text, 1, _VOCABULARY, remarks)
    return Team(**reader(node, remarks)) if node else Team(), remarks.problems


def merged(parts: Iterable[Team]) -> Team:
    """Return one team from the settings of its files, with common channels where none are given."""
    team = Team()
    plain = Team()
    for part in parts:
        given = {name: getattr(part, name) for name in Team.__slots__ if getattr(part, name) != getattr(plain, name)}
        team = replace(team, **given)
    return team if team.channels else replace(team, channels=DEFAULT_CHANNELS)


def _team(node: Node, remarks: Remarks) -> Fields:
    header = top(node, _TEAM, remarks)
    languages = tuple(locale_of(word) or word for word in header.words("languages"))
    return {
        "name": header.text("name"),
        "signature": header.text("signature"),
        **({"languages": languages} if languages else {}),
        "values": dict(texts(header.nodes.get("values"), remarks)),
        "holidays": _days(header, "holidays"),
        "workdays": _days(header, "workdays"),
    }


def _days(header: Header, name: str) -> tuple[date, ...]:
    node = header.nodes.get(name)
    items = node.items if isinstance(node, Listing) else (node,) if node else ()
    days = (typed.day(item, name, header.remarks) for item in items)
    return tuple(sorted({day for day in days if day}))


def _channels(node: Node, remarks: Remarks) -> Fields:
    header = top(node, {"channels": ("渠道",)}, remarks)
    items = listed(header.nodes.get("channels"), "channels", _CHANNEL, remarks)
    return {"channels": tuple(_channel(name, header) for name, header in named(items, "name", remarks))}


def _channel(name: str, header: Header) -> Channel:
    return Channel(
        name=name,
        label_en=header.text("label_en"),
        icon=header.member("icon", _ICONS) or "chat",
        aliases=header.words("aliases"),
        emoji_limit=header.count("emoji_limit"),
        length_limit=header.count("length_limit"),
        rich=header.yes("rich", False),
        spoken=header.yes("spoken", False),
        speech_rate=_rate(header),
        answer_seconds=header.count("answer_seconds"),
        newline=header.member("newline", _NEWLINES) or "lf",
        subject=header.yes("subject", False),
    )


def _rate(header: Header) -> tuple[int, int]:
    node = header.nodes.get("speech_rate")
    written = "-".join(header.words("speech_rate")) if node else ""
    low, _, high = written.replace("–", "-").replace("~", "-").partition("-")
    if node is None or not written:
        return 220, 240
    if low.strip().isdecimal() and (high.strip() or low.strip()).isdecimal() and int(low) > 0:
        return int(low), max(int(low), int(high.strip() or low))
    header.remarks.error("bad-number", node.line, N_("A speech rate is two numbers, like [220, 240]."))
    return 220, 240


def _patterns(node: Node, remarks: Remarks) -> Fields:
    header = top(node, {"patterns": ("格式",)}, remarks)
    items = listed(header.nodes.get("patterns"), "patterns", _PATTERN, remarks)
    found = []
    for name, header in named(items, "name", remarks):
        expression = header.text("expression")
        if not expression:
            message = N_("“{key}” is missing here.", key=header.named("expression"))
            remarks.error("missing-value", min(header.lines.values(), default=header.line), message)
            continue
        label, example = header.text("label") or name, header.text("example")
        found.append(Pattern(name, label, expression, example, header.yes("personal", False)))
    return {"patterns": tuple(found)}


def _synonyms(node: Node, remarks: Remarks) -> Fields:
    header = top(node, {"synonyms": ("同义词",)}, remarks)
    groups = header.nodes.get("synonyms")
    items = groups.items if isinstance(groups, Listing) else ()
    found = (typed.words(item, "synonyms", remarks) for item in items)
    return {"synonyms": tuple(group for group in found if len(group) > 1)}


_READERS: Final[Mapping[str, Callable[[Node, Remarks], Fields]]] = {
    "team": _team,
    "channels": _channels,
    "patterns": _patterns,
    "synonyms": _synonyms,
    "steps": team_wording.steps,
    "wording": team_wording.wording,
    "openings": openings.openings,
}
_OUTER: Final = {**_TEAM, **team_wording.WORDING, **team_wording.STEPS, **openings.OPENINGS}
_TOP: Final = frozenset(index(_OUTER)) | {"channels", "渠道", "patterns", "格式", "synonyms", "同义词"}
_INNER: Final[tuple[Mapping[str, tuple[str, ...]], ...]] = (
    _CHANNEL,
    _PATTERN,
    team_wording.MODEL,
    team_wording.PHRASE,
    team_wording.LIMIT,
    openings.OPENING,
)
_VOCABULARY: Final = Vocabulary(
    _TOP,
    frozenset().union(*map(index, _INNER)),
    frozenset({*_TOP} - {"promises", "承诺词"}),
)
