"""Every text that a reply may give is shown, with the answers that lead to it and nothing else."""

from __future__ import annotations

from datetime import datetime
from itertools import combinations
from pathlib import Path

import pytest

from kbassist import paths
from kbassist.content.library import Library
from kbassist.content.loader import load
from kbassist.content.model import Macro
from kbassist.macros.branches import MOST, Branches, branches
from kbassist.macros.form import Agent, Context
from tests.content.folders import library

CONTEXT = Context(Agent("小林"), datetime(2026, 11, 22, 10))


def tried(root: Path, fields: str, body: str, snippets: dict[str, str] | None = None) -> Branches:
    files = {f"macros/_snippets/{name}.md": text for name, text in (snippets or {}).items()}
    made = library(root, {**files, "macros/m.md": f"---\nid: m\nfields:\n{fields}---\n{body}\n"})
    return told(made, "m@zh-CN")


def told(made: Library, key: str, channel: str = "微信") -> Branches:
    macro = made.entries[key]
    assert isinstance(macro, Macro)
    return branches(macro, channel, made, CONTEXT)


def shown(found: Branches) -> list[tuple[str, list[dict[str, str]]]]:
    return [
        (
            branch.outcome.text,
            [{each.field: "/".join(map(str, each.values)) for each in case} for case in branch.cases],
        )
        for branch in found.branches
    ]


def test_a_text_without_conditions_is_one_branch(tmp_path: Path) -> None:
    found = tried(tmp_path, "  称呼: {type: text, example: 王女士}\n  急: yes_no\n", "{{ 称呼 }}您好{{ 急 }}")
    assert shown(found) == [("王女士您好否", [{}])]
    assert (found.tried, found.total) == (1, 1)


def test_yes_no_options_and_empty_values_are_tried(tmp_path: Path) -> None:
    fields = "  急: yes_no\n  方式: [微信, 卡, 余额]\n  备注: {required: no, example: x}\n  名: {example: 王}\n"
    body = "{{ 名 }}{% if 急 %}急{% endif %}{% case 方式 %}{% when '微信' %}W{% else %}E{% endcase %}"
    body += "{% if 备注 %}B{% endif %}"
    found = tried(tmp_path, fields, body)
    assert (found.tried, found.total) == (12, 12)
    assert {text for text, _ in shown(found)} == {f"王{a}{b}{c}" for a in ("急", "") for b in "WE" for c in ("B", "")}
    assert dict(shown(found))["王急EB"] == [{"急": "yes", "方式": "卡/余额", "备注": "filled in"}]


def test_what_makes_no_difference_is_left_out(tmp_path: Path) -> None:
    body = "{% if 甲 %}{% if 乙 %}1{% else %}2{% endif %}{% else %}3{% endif %}"
    found = tried(tmp_path, "  甲: yes_no\n  乙: yes_no\n", body)
    assert shown(found) == [
        ("1", [{"甲": "yes", "乙": "yes"}]),
        ("2", [{"甲": "yes", "乙": "no"}]),
        ("3", [{"甲": "no"}]),
    ]


def test_equal_texts_for_unlike_reasons_are_cases_of_one(tmp_path: Path) -> None:
    body = "{% if 甲 == 乙 %}同{% else %}异{% endif %}"
    found = tried(tmp_path, "  甲: yes_no\n  乙: yes_no\n", body)
    assert dict(shown(found))["同"] == [{"甲": "yes", "乙": "yes"}, {"甲": "no", "乙": "no"}]


def test_limits_are_tried_on_both_sides(tmp_path: Path) -> None:
    fields = "  天数: {type: number, min: 1, max: 9, example: '2'}\n"
    found = tried(tmp_path, fields, "{% if 天数 > 5 %}多{% else %}少{% endif %}")
    assert dict(shown(found)) == {"少": [{"天数": "2/5/4"}], "多": [{"天数": "6"}]}


def test_snippets_and_names_that_the_template_makes_are_followed(tmp_path: Path) -> None:
    fields = "  情形: [着急, 平和]\n  额: {type: money, example: '5'}\n"
    body = "{% assign 大 = 额 | times: 2 %}{% if 大 > 100 %}大{% endif %}{% render '安抚', 心情: 情形 %}"
    snippets = {"安抚": "{% if 心情 == '着急' %}别急{% else %}您好{% endif %}"}
    found = tried(tmp_path, fields, body, snippets)
    assert {text for text, _ in shown(found)} >= {"别急", "您好"}
    assert any(text.startswith("大") for text, _ in shown(found))


def test_gaps_are_told_with_their_branch(tmp_path: Path) -> None:
    fields = "  急: yes_no\n  备注: {required: no}\n  额: {type: money, max: 5}\n"
    found = tried(
        tmp_path, fields, "{% if 急 %}{{ 备注 | default: '无' }}{{ nowhere.x }}{% else %}好{{ 额 }}{% endif %}"
    )
    gaps = {text: len(branch.outcome.gaps) for branch, (text, _) in zip(found.branches, shown(found), strict=True)}
    assert sorted(gaps.values()) == [0, 1]


def test_a_missing_channel_and_a_broken_template_raise_nothing(tmp_path: Path) -> None:
    made = library(tmp_path, {"macros/m.md": "---\nid: m\n---\n## 邮件\n{% if %}\n"})
    assert told(made, "m@zh-CN").branches[0].outcome.gaps
    assert told(made, "m@zh-CN", "邮件").branches[0].outcome.gaps


def test_too_many_combinations_are_tried_in_pairs(tmp_path: Path) -> None:
    names = [f"f{n}" for n in range(9)]
    fields = "".join(f"  {name}: yes_no\n" for name in names)
    body = "".join(f"{{% if {name} %}}{name}{{% else %}}-{{% endif %}} " for name in names)
    found = tried(tmp_path, fields, body)
    assert (found.total, found.complete) == (512, False)
    assert found.tried <= MOST
    rows = [text.split() for text, _ in shown(found)]
    for one, other in combinations(range(9), 2):
        assert len({(row[one] == "-", row[other] == "-") for row in rows}) == 4


def test_a_list_of_many_options_is_tried_by_what_the_template_names(tmp_path: Path) -> None:
    options = ", ".join(f"o{n}" for n in range(300))
    found = tried(tmp_path, f"  国家: [{options}]\n", "{% if 国家 == 'o7' %}七{% else %}他{% endif %}")
    assert shown(found) == [("七", [{"国家": "o7"}]), ("他", [{"国家": "o0"}])]


def test_what_only_some_texts_have_is_marked(tmp_path: Path) -> None:
    found = tried(tmp_path, "  急: yes_no\n", "您好，{% if 急 %}马上办，{% endif %}再见。")
    marked = [[branch.outcome.text[at : at + size] for at, size in branch.own] for branch in found.branches]
    assert marked == [["马上办，"], []]


@pytest.mark.parametrize("key", ["complaint-letter@zh-CN", "refund-accepted@zh-CN", "crossborder-return@en"])
def test_the_sample_has_no_branch_that_may_not_leave(key: str) -> None:
    made = load(paths.sample_library())
    macro = made.entries[key]
    assert isinstance(macro, Macro)
    for variant in macro.variants:
        found = branches(macro, variant.channel, made, CONTEXT)
        assert found.branches
        assert [branch.outcome.gaps for branch in found.branches if branch.outcome.gaps] == []
