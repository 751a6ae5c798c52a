"""`kbassist preview` prints every branch, and `--json` all of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Kbassist = Callable[..., Ran]
MACRO = "---\nid: m\n标题: 分支\n填写:\n  急: yes_no\n---\n## 微信\n您好{% if 急 %}，马上办{% endif %}\n"


@pytest.fixture(autouse=True)
def branching(library: Path) -> None:
    (library / "macros/m.md").write_text(MACRO, encoding="utf-8")


def test_a_table_of_texts_and_when_they_are_given(kbassist: Kbassist) -> None:
    ran = kbassist("preview", "m")
    assert ran.code == 0
    for part in ("分支 · 微信", "急 = yes", "急 = no", "您好，马上办"):
        assert part in ran.out


def test_json(kbassist: Kbassist) -> None:
    found = json.loads(kbassist("preview", "m", "--channel", "wx", "--json").out)
    assert found == {
        "key": "m@zh-CN",
        "channel": "微信",
        "tried": 2,
        "total": 2,
        "branches": [
            {"when": [{"急": ["yes"]}], "subject": "", "text": "您好，马上办", "gaps": []},
            {"when": [{"急": ["no"]}], "subject": "", "text": "您好", "gaps": []},
        ],
    }


def test_what_has_no_branches_is_refused(kbassist: Kbassist) -> None:
    assert kbassist("preview", "refund-arrival").code == 2
    assert kbassist("preview", "nowhere").code == 2
    assert kbassist("preview", "m", "--channel", "邮件").code == 2


def test_a_basis_that_is_no_longer_in_force_is_told_beside_each_text(kbassist: Kbassist, library: Path) -> None:
    policy = "---\nid: policy\ntitle: 规定\nstatus: archived\nexpires: 2099-01-01\n---\n甲\n"
    (library / "kb/policy.md").write_text(policy, encoding="utf-8")
    (library / "macros/m.md").write_text(MACRO.replace("id: m\n", "id: m\nbasis: [policy]\n"), encoding="utf-8")
    found = json.loads(kbassist("preview", "m", "--json").out)
    assert [branch["gaps"] for branch in found["branches"]] == [["What it rests on, “规定”, is archived"]] * 2
    assert "✗" in kbassist("preview", "m").out
