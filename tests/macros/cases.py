"""Reads the tables of cases in `law/`: what a template and values give, or which gap they leave."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kbassist.content.library import Library
from kbassist.content.model import Article, FieldSpec, FieldType, Macro, Option, Ref, Snippet, Status, Variant
from kbassist.content.team_model import Channel, Pattern, Team, WordingRule
from kbassist.macros.form import Agent, Context
from kbassist.macros.reply import Part, Reply

NOW = datetime(2026, 11, 20, 10, 42)  # a Friday
CHANNELS = (
    Channel("微信", label_en="WeChat", aliases=("wx",)),
    Channel("邮件", label_en="E-mail", rich=True, subject=True),
    Channel("电话", spoken=True),
)
TEAM = Team(
    name="晴选商城客服中心",
    signature="晴选商城客服",
    values={"电话": "400-000-0000", "未定": ""},
    holidays=(date(2026, 11, 23),),
    workdays=(date(2026, 11, 21),),
    channels=CHANNELS,
    patterns=(Pattern("order_no", "订单号", r"\d{12,18}", "202611220001"), Pattern("broken", "坏", "(")),
)
CONTEXT = Context(Agent("小李", "小李敬上"), NOW)


@dataclass
class Case:
    """One case of a table."""

    title: str
    where: str
    fields: list[FieldSpec] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    snippets: dict[str, Snippet] = field(default_factory=dict)
    locale: str = "zh-CN"
    parts: dict[str, str] = field(default_factory=dict)
    standing: dict[str, dict[str, Any]] = field(default_factory=dict)
    blocked: list[WordingRule] = field(default_factory=list)
    personal: str = "warn"

    def macro(self) -> Macro:
        made = macro(self.parts["template"], *self.fields, locale=self.locale)
        rests = (Ref("policy"),) if "basis" in self.standing else ()
        return replace(made, basis=rests, **self.standing.get("macro", {}))

    def library(self) -> Library:
        team = replace(TEAM, wording=tuple(self.blocked), personal_level=self.personal)
        policy = Article("policy", "kb/policy.md", "zh-CN", "政策", **self.standing.get("basis", {}))
        earlier = Macro("earlier", "macros/e.md", "zh-CN", "前一条", **self.standing.get("earlier", {}))
        entries = {entry.key: entry for entry in (self.macro(), policy, earlier)}
        return replace(library(self.snippets, team), entries=MappingProxyType(entries))

    def earlier(self) -> Reply:
        """Return what was taken into the reply before: a text that said nothing wrong at the time."""
        if "earlier" not in self.standing:
            return Reply()
        return Reply((Part("earlier@zh-CN", "前一条", "微信", self.parts.get("earlier", "前面的话\n")),))


def macro(body: str, *fields: FieldSpec, subject: str = "", channel: str = "微信", locale: str = "zh-CN") -> Macro:
    return Macro(
        id="case",
        path="macros/case.md",
        locale=locale,
        title="",
        fields=fields,
        variants=(Variant(channel, body, subject, 10),),
    )


def library(snippets: dict[str, Snippet] | None = None, team: Team = TEAM) -> Library:
    return Library(Path("/nowhere"), snippets=MappingProxyType(snippets or {}), team=team)


def read(path: Path) -> list[Case]:
    cases: list[Case] = []
    part = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("=== "):
            cases.append(Case(line[4:], f"{path.name}:{number}"))
            part = ""
        elif line.startswith("--- "):
            part = line[4:].strip()
            cases[-1].parts[part] = ""
        elif part:
            cases[-1].parts[part] += f"{line}\n"
        elif cases and line.strip():
            _setting(cases[-1], line)
    return cases


def _setting(case: Case, line: str) -> None:
    key, _, rest = line.partition(" ")
    name, _, value = rest.partition(":")
    match key:
        case "field":
            case.fields.append(_field(name.strip(), value.split()))
        case "value":
            case.values[name.strip()] = value.removeprefix(" ").replace("\\n", "\n").replace("\\u200b", "\u200b")
        case "snippet":
            body = value.strip().replace("\\n", "\n")
            case.snippets[name.strip()] = Snippet(name.strip(), body, f"macros/_snippets/{name.strip()}.md")
        case "locale":
            case.locale = rest.strip()
        case "macro" | "basis" | "earlier":
            case.standing[key] = dict(map(_stand, rest.split()))
        case "phrase":
            case.blocked.append(WordingRule(name.strip(), value.strip(), "推脱"))
        case "personal":
            case.personal = rest.strip()
        case _:
            raise ValueError(f"{case.where}: {line}")


def _stand(word: str) -> tuple[str, Any]:
    """Read `archived`, `expires=2026-11-19`."""
    key, equals, value = word.partition("=")
    return (key, date.fromisoformat(value)) if equals else ("status", Status(key))


def _field(name: str, words: list[str]) -> FieldSpec:
    """Read `percent optional max=15 over=转主管 options=a,b`."""
    kind, *rest = words
    settings: dict[str, object] = {}
    for word in rest:
        key, _, value = word.partition("=")
        match key:
            case "optional":
                settings["required"] = False
            case "workdays":
                settings["workdays"] = True
            case "min" | "max":
                settings[key] = Decimal(value)
            case "max_length":
                settings[key] = int(value)
            case "options":
                pairs = (option.rpartition("=") for option in value.split(","))
                settings[key] = tuple(Option(label or one, one) for label, _, one in pairs)
            case _:
                settings[key] = value
    return FieldSpec(name, FieldType(kind), line=3, **settings)  # type: ignore[arg-type]  # words of a test table
