"""What a channel asks of a text is told to the lead, as far as it holds whatever is filled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kbassist.lint.rules.norms import channel_norm
from tests.content.folders import library

TEAM = (
    "channels:\n  - {name: 微信, length_limit: 12, emoji_limit: 1}\n  - {name: 电话, spoken: yes}\n"
    "  - {name: 邮件, rich: yes}\n"
)


def found(root: Path, body: str, header: str = "") -> list[tuple[int, str]]:
    macro = f"---\ntitle: 甲\n{header}---\n{body}"
    made = library(root, {"kb/_team/channels.yaml": TEAM, "macros/m.md": macro})
    problems = list(channel_norm(made, date(2026, 11, 22)))
    assert {problem.rule for problem in problems} <= {"channel-norm"}
    return [(problem.line, str(problem.message)) for problem in problems]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "## 电话\n您好\n请看 https://a.example/x 。\n",
            [(6, "电话: A link cannot be read aloud; offer to send it.")],
        ),
        ("## 微信\n您好，\n**马上**办\n", [(6, "微信: This channel shows formatting marks as they are written.")]),
        ("## 微信\n您好😀[微笑]\n", [(5, "微信: 2 emoji; 1 at most in 微信.")]),
        ("## 微信\n一二三四五六七八九十一二三\n", [(5, "微信: 13 characters; 12 at most in 微信.")]),
        ("## 邮件\n您好，**马上**办 https://a.example/x\n", []),
        ("您好，**马上**办 https://a.example/x\n", []),  # for all channels: no one channel's norms
    ],
)
def test_what_a_channel_cannot_give(tmp_path: Path, body: str, expected: list[tuple[int, str]]) -> None:
    assert found(tmp_path, body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "## 微信\n一二三四五六{% if 急 %}七八九十一二{% else %}七八九十三四{% endif %}\n",
        "## 微信\n您好，{{ 很长的名字很长的名字 | default: '无无无无无' }}\n",
        "## 微信\n{% case 急 %}{% when 'a' %}😀{% else %}😀{% endcase %}\n",
    ],
)
def test_what_only_some_texts_have_is_not_counted(tmp_path: Path, body: str) -> None:
    assert found(tmp_path, body) == []


def test_archived_replies_are_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, "## 电话\nhttps://a.example/x\n", "status: archived\n") == []
