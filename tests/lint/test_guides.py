"""Guides: every way ends with something to say, and offers replies that agents may use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kbassist import paths
from kbassist.content.loader import load
from kbassist.lint.rules import guides
from tests.content.folders import library

TODAY = date(2026, 11, 22)
GUIDE = "---\nkind: guide\ntitle: g\n---\n"


def test_a_dead_end_tells_nothing(tmp_path: Path) -> None:
    steps = "## 一\n- [去](#二)\n- [去三](#三)\n- [去四](#四)\n\n## 二\n\n## 三\n完\n\n## 四\n[[m]]\n\n## 没人来\n"
    made = library(tmp_path, {"kb/g.md": GUIDE + steps})
    assert [(p.line, p.rule) for p in guides.dead_end(made, TODAY)] == [(10, "dead-end")]


def test_loops_need_a_way_out(tmp_path: Path) -> None:
    steps = "## 一\n- [去](#二)\n## 二\n- [回](#一)\n- [完](#三)\n## 三\n- [自己](#三)\n"
    made = library(tmp_path, {"kb/g.md": GUIDE + steps})
    assert [p.line for p in guides.endless_loop(made, TODAY)] == [5, 7, 10]


def test_withdrawn_replies(tmp_path: Path) -> None:
    steps = "## 一\n[[old]] [[draft]] [[good]] [[a]] [[none]]\n"
    made = library(
        tmp_path,
        {
            "kb/g.md": GUIDE + steps,
            "kb/h.md": GUIDE.replace("title", "status: draft\ntitle") + steps,
            "kb/a.md": "---\nid: a\nstatus: draft\n---\nx",
            "macros/old.md": "---\nid: old\ntitle: 旧\nexpires: 2026-11-21\n---\nx",
            "macros/draft.md": "---\nid: draft\ntitle: 稿\nstatus: draft\n---\nx",
            "macros/good.md": "---\nid: good\n---\nx",
        },
    )
    found = [(p.path, p.line, str(p.message)) for p in guides.withdrawn_macro(made, TODAY)]
    assert found == [
        ("kb/g.md", 5, "The reply “旧” of this step is not offered today."),
        ("kb/g.md", 5, "The reply “稿” of this step is not offered today."),
    ]


def test_the_guides_of_the_sample_are_sound() -> None:
    made = load(paths.sample_library())
    rules = (guides.dead_end, guides.endless_loop, guides.dead_step, guides.unreachable_step, guides.withdrawn_macro)
    assert list(made.guides())
    assert [problem for rule in rules for problem in rule(made, TODAY)] == []
