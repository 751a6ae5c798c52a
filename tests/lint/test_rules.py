"""Each rule finds what it is for, where it is, and nothing in a sound library."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

import kbassist
from kbassist.content.problem import Level
from kbassist.lint.names import RULE_NAMES
from kbassist.lint.rules import RULES
from kbassist.lint.runner import check
from tests.content.folders import library
from tests.systems import WINDOWS

TODAY = date(2026, 11, 22)
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 20
SOUND: dict[str, str | bytes] = {
    "kb/a.md": "---\ntitle: 甲\nowner: 王\nmacros: [m]\nbasis: [kb/b#怎么做, 消费者权益保护法 第二十四条]\n"
    "channels: [wx]\nreview_by: 2026-11-22\nexpires: 2026-11-22\n---\n"
    "[b](b.md#怎么做) [[kb/b]] [[m]] ![i](i.png) https://a.example\n\n"
    "## 选项\n\n| 方案 | 优点 | 缺点 |\n|---|---|---|\n| 一 | 快 | 贵 |\n",
    "kb/b.md": "---\ntitle: 乙\nowner: 王\n---\n## 怎么做\n看着办\n",
    "kb/b.en.md": "---\ntitle: B\nowner: 王\n---\n## How\nSee it\n",
    "kb/g.md": "---\nkind: guide\ntitle: 流程\nowner: 王\n---\n"
    "## 一\n- [去二](#二)\n- [去三](#三)\n\n## 二\n- [回一](#一)\n\n## 三\n完 [[m]]\n",
    "kb/i.png": PNG,
    "macros/m.md": "---\nid: m\ntitle: 丙\nowner: 王\nshortcut: th\nscene: 投诉\nsteps: [安抚]\n---\n## 微信\n您好\n",
    "kb/_team/steps.yaml": "models: [{scene: 投诉, steps: [安抚, 反馈]}]",
    "kb/_team/patterns.yaml": "patterns: {no: {expression: '\\d{3}', example: '123'}}",
}


def found(root: Path, files: Mapping[str, str | bytes]) -> list[tuple[str, int, str]]:
    """Return path, line and rule of all that a check finds in the sound library with these files put into it."""
    problems = check(library(root, SOUND | dict(files)), TODAY)
    return [(problem.path, problem.line, problem.rule) for problem in problems]


def test_a_sound_library_gets_no_remark(tmp_path: Path) -> None:
    assert found(tmp_path, {}) == []


ARTICLE = "---\ntitle: 丁\nowner: 王\n"
MACRO = "---\ntitle: 丁\nowner: 王\n"
CASES: dict[str, tuple[dict[str, str | bytes], list[tuple[str, int, str]]]] = {
    "dead links": (
        {"kb/x.md": ARTICLE + "---\n\n[x](none.md) [[none]] [y](../no.md#z)\n`[a](no.md)`"},
        [("kb/x.md", 6, "dead-link")] * 3,
    ),
    "a link to a file that is no entry": ({"kb/x.md": ARTICLE + "---\n[x](i.png)"}, [("kb/x.md", 5, "dead-link")]),
    "dead sections": (
        {"kb/x.md": ARTICLE + "---\n[x](b.md#没有) [y](#这里) [[kb/b#没]]\n"},
        [("kb/x.md", 5, "dead-section")] * 3,
    ),
    "links that never open": (
        {"kb/x.md": ARTICLE + "---\n[x](javascript:x)\n[y](//server/x)"},
        [("kb/x.md", 5, "unsafe-link"), ("kb/x.md", 6, "dead-link"), ("kb/x.md", 6, "unsafe-link")],
    ),
    "images": (
        {
            "kb/x.md": ARTICLE
            + "---\n![a](none.png)\n![b](https://x.example/a.png)\n![c](//s/a.png)\n![d](../../x.png)\n![e](b.md)"
        },
        [("kb/x.md", line, "missing-image") for line in range(5, 10)],
    ),
    "bases": (
        {"kb/x.md": ARTICLE + "basis:\n  - none\n  - kb/b#没有\n  - 三包规定\n  - 某协议\n---\nx"},
        [("kb/x.md", 5, "dead-basis"), ("kb/x.md", 6, "dead-basis")],
    ),
    "macros of an article": (
        {"kb/x.md": ARTICLE + "macros: [m, none, kb/b]\n---\nx"},
        [("kb/x.md", 4, "dead-macro")] * 2,
    ),
    "review": ({"kb/x.md": ARTICLE + "review_by: 2026-11-21\n---\nx"}, [("kb/x.md", 4, "review-overdue")]),
    "expired": ({"kb/x.md": ARTICLE + "expires: 2026-11-21\n---\nx"}, [("kb/x.md", 4, "expired")]),
    "archived and expired": (
        {"kb/x.md": ARTICLE + "status: archived\nexpires: 2026-11-21\nreview_by: 2020-01-01\n---\nx"},
        [],
    ),
    "window": (
        {"kb/x.md": ARTICLE + "effective: 2026-12-02\nexpires: 2026-12-01\n---\nx"},
        [("kb/x.md", 5, "empty-window")],
    ),
    "owner": ({"kb/x.md": "---\ntitle: x\n---\nx"}, [("kb/x.md", 0, "no-owner")]),
    "twin at another stage": (
        {"kb/b.en.md": "---\ntitle: B\nowner: 王\nstatus: draft\n---\nx"},
        [("kb/b.en.md", 4, "twin-differs")],
    ),
    "twin with other dates": (
        {"kb/b.en.md": "---\ntitle: B\nowner: 王\nexpires: 2027-01-01\n---\nx"},
        [("kb/b.en.md", 4, "twin-differs")],
    ),
    "twin of another kind": (
        {"kb/b.en.md": "---\ntitle: B\nowner: 王\nkind: guide\n---\n## x\ny"},
        [("kb/b.en.md", 4, "twin-differs")],
    ),
    "twin with another id": (
        {"kb/b.en.md": "---\ntitle: B\nowner: 王\nid: other\n---\nx"},
        [("kb/b.en.md", 4, "twin-without-base")],
    ),
    "title": ({"kb/x.md": "---\nowner: 王\n---\nx"}, [("kb/x.md", 0, "missing-title")]),
    "same title": ({"kb/x.md": "---\ntitle: 乙\nowner: 王\n---\nx"}, [("kb/x.md", 2, "duplicate-title")]),
    "same title in a draft": ({"kb/x.md": "---\ntitle: 乙\nowner: 王\nstatus: draft\n---\nx"}, []),
    "shortcut": ({"macros/x.md": MACRO + "shortcut: TH\n---\nx"}, [("macros/x.md", 4, "duplicate-shortcut")]),
    "shortcut's letters": (
        {"macros/x.md": MACRO + "shortcut: 退 货\n---\nx"},
        [("macros/x.md", 4, "shortcut-syntax")],
    ),
    "channels": (
        {"macros/x.md": MACRO + "---\n## 传真\nx\n", "kb/x.md": ARTICLE + "channels: [微信, 微讯]\n---\nx"},
        [("kb/x.md", 4, "unknown-channel"), ("macros/x.md", 6, "unknown-channel")],
    ),
    "scene and steps": (
        {"macros/x.md": MACRO + "scene: 投速\nsteps: [安抚, 赔偿]\n---\nx"},
        [("macros/x.md", 4, "unknown-scene"), ("macros/x.md", 5, "unknown-step")],
    ),
    "openings": (
        {
            "macros/x.md": MACRO + "---\nx",
            "kb/_team/openings.yaml": "开场:\n  - {说法: 抱歉, 渠道: [微讯], 场景: 投速}\n",
        },
        [("kb/_team/openings.yaml", 0, "unknown-channel"), ("kb/_team/openings.yaml", 0, "unknown-scene")],
    ),
    "direction": ({"kb/x.md": ARTICLE + "---\n\n退\u202e货"}, [("kb/x.md", 6, "hidden-direction")]),
    "guide without steps": (
        {"kb/x.md": ARTICLE + "kind: guide\n---\nx"},
        [("kb/x.md", 0, "guide-without-steps")],
    ),
    "dead step": (
        {"kb/x.md": ARTICLE + "kind: guide\n---\n## 一\n- [去](#没有)\n"},
        [("kb/x.md", 7, "dead-step")],
    ),
    "unreachable step": (
        {"kb/x.md": ARTICLE + "kind: guide\n---\n## 一\nx\n## 二\ny"},
        [("kb/x.md", 8, "unreachable-step")],
    ),
    "loop": (
        {"kb/x.md": ARTICLE + "kind: guide\n---\n## 一\n- [去](#二)\n## 二\n- [回](#一)\n"},
        [("kb/x.md", 6, "endless-loop"), ("kb/x.md", 8, "endless-loop")],
    ),
    "same choice": (
        {"kb/x.md": ARTICLE + "kind: guide\n---\n## 一\n- [去](#二)\n- [去](#三)\n## 二\nx\n## 三\nx"},
        [("kb/x.md", 6, "same-choice")],
    ),
    "empty article": ({"kb/x.md": ARTICLE + "---\n\n"}, [("kb/x.md", 5, "empty-article")]),
    "empty section": ({"kb/x.md": ARTICLE + "---\n## 一\n## 二\nx"}, [("kb/x.md", 5, "empty-section")]),
    "empty variant": (
        {
            "macros/x.md": MACRO + "---\n## 微信\n\n## 邮件\n主题: x\n",
            "macros/y.md": "---\ntitle: z\nowner: 王\n---\n",
        },
        [
            ("macros/x.md", 5, "empty-variant"),
            ("macros/x.md", 7, "empty-variant"),
            ("macros/y.md", 5, "empty-variant"),
        ],
    ),
    "one-sided options": (
        {
            "kb/x.md": ARTICLE + "---\n| a | Pros | Cons |\n|---|---|---|\n| b | fast | - |\n| c | cheap |\n"
            "| d | x | slow |\n\n| a | 缺点 |\n|---|---|\n| b | |"
        },
        [("kb/x.md", 7, "one-sided-options"), ("kb/x.md", 8, "one-sided-options")],
    ),
    "patterns": (
        {
            "kb/_team/patterns.yaml": "patterns:\n  a: {expression: '(', example: x}\n"
            "  b: {expression: '\\d', example: x}"
        },
        [("kb/_team/patterns.yaml", 0, "bad-pattern"), ("kb/_team/patterns.yaml", 0, "bad-example")],
    ),
    "a channel's name twice": (
        {"kb/_team/channels.yaml": "channels: [{name: 微信, aliases: [wx]}, {name: 企业微信, aliases: [WX]}]"},
        [("kb/_team/channels.yaml", 0, "ambiguous-channel")],
    ),
    "template": ({"macros/x.md": MACRO + "---\n{% if %}"}, [("macros/x.md", 5, "template-syntax")]),
}


@pytest.mark.parametrize("case", CASES)
def test_rule(tmp_path: Path, case: str) -> None:
    files, expected = CASES[case]
    assert sorted(found(tmp_path, files)) == sorted(expected)


# These have files of their own beside this one.
TRIED_ELSEWHERE = {
    "channel-contradiction",
    "channel-norm",
    "dead-end",
    "failed-example",
    "misplaced-step",
    "missing-step",
    "unsaid-phrases",
    "withdrawn-macro",
}


def test_every_rule_is_tried() -> None:
    tried = {rule for _, expected in CASES.values() for _, _, rule in expected}
    names = {rule.__name__.replace("_", "-") for rule in RULES} - {"templates"}
    assert names - TRIED_ELSEWHERE == tried - {"template-syntax"}


def test_problems_of_reading_and_of_rules_come_together_sorted(tmp_path: Path) -> None:
    made = library(tmp_path, {"kb/b.md": "---\ntitle：x\n---\n[x](no.md)", "kb/a.md": "[x](no.md)"})
    problems = check(made, TODAY)
    assert [(p.path, p.line, p.rule) for p in problems] == [
        ("kb/a.md", 0, "missing-title"),
        ("kb/a.md", 1, "dead-link"),
        ("kb/b.md", 2, "full-width-colon"),
        ("kb/b.md", 4, "dead-link"),
    ]
    assert len(set(problems)) == len(problems)


def test_suggestions_name_what_was_meant(tmp_path: Path) -> None:
    made = library(tmp_path, SOUND | {"kb/x.md": ARTICLE + "channels: [微讯]\n---\n[x](sub/b.md) ![i](I.PNG)"})
    by_rule = {problem.rule: problem for problem in check(made, TODAY)}
    assert "Was “微信” meant?" in str(by_rule["unknown-channel"].message)
    edits = {rule: p.repair.edit.lines for rule, p in by_rule.items() if p.repair and p.repair.edit}
    image = {} if WINDOWS else {"missing-image": ("[x](sub/b.md) ![i](i.png)",)}  # case is all one to Windows
    assert edits == {"dead-link": ("[x](b.md) ![i](I.PNG)",)} | image


def _constants(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        ast.get_docstring(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
    }
    return {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    } - docs


def test_every_rule_has_a_description_and_every_description_a_rule() -> None:
    package = Path(kbassist.__file__).parent
    sources = [
        path
        for part in ("content", "lint", "macros")
        for path in (package / part).rglob("*.py")
        if path.name != "names.py"
    ]
    used = set().union(*map(_constants, sources))
    assert set(RULE_NAMES) <= used
    assert all(str(text).endswith(".") for text in RULE_NAMES.values())


def test_errors_are_what_makes_something_unusable(tmp_path: Path) -> None:
    files = CASES["loop"][0] | CASES["template"][0] | CASES["window"][0]
    levels = {problem.rule: problem.level for problem in check(library(tmp_path, SOUND | files), TODAY)}
    assert levels["template-syntax"] is Level.ERROR
    assert levels["empty-window"] is Level.ERROR
