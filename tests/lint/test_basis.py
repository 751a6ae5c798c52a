"""A check lists the doubts that it is given, each where its reference stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kbassist.content.basis import Doubt, DoubtKind
from kbassist.content.model import Ref
from kbassist.lint.runner import check
from tests.content.folders import library

TODAY = date(2026, 11, 22)


def test_doubts_are_listed_for_what_agents_are_offered(tmp_path: Path) -> None:
    macro = "---\nid: {}\ntitle: t{}\nstatus: {}\nbasis: [a#b]\n---\nx"
    made = library(
        tmp_path,
        {
            f"macros/{name}.md": macro.format(name, name, status)
            for name, status in (("m", "published"), ("n", "draft"))
        },
    )
    found = tuple(Doubt(kind, Ref("a", "b", 5), None, "甲 · b") for kind in DoubtKind)
    problems = check(made, TODAY, (), {"m@zh-CN": found, "n@zh-CN": found, "gone@zh-CN": found})
    assert [(p.path, p.line, p.rule) for p in problems] == [
        ("macros/m.md", 5, "basis-changed"),
        ("macros/m.md", 5, "basis-expired"),
    ]
    assert problems[0].repair is not None
    assert "kbassist reviewed m" in str(problems[0].repair.text)
