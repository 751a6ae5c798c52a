"""`kbassist guide`: the way by numbers, asked or given."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from kbassist.assistant.assistant import Assistant
from kbassist.assistant.walk import Walk
from kbassist.cli import guide as guide_command
from kbassist.content.model import Guide
from kbassist.errors import KbassistError
from kbassist.i18n import use_language
from kbassist.macros.form import Agent

GUIDE = """---
编号: call
标题: 退款来电
类型: 流程
---

## 接通
问候。

[[refund-time]]

- [问退款](#结束)
- [再说一遍](#接通)

## 结束
道谢。
"""


@pytest.fixture
def walk(library: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    (library / "kb" / "call.md").write_text(GUIDE, encoding="utf-8")

    def call(name: str = "call", choices: str | None = None, *, json: bool = False) -> str:
        guide_command.command(name, choices, library, "zh-CN", json)
        return capsys.readouterr().out

    return call


def told(out: str) -> list[str]:
    return out.partition("---\n")[2].strip().split("\n")


def test_given_choices_print_the_steps_and_the_summary(walk: Callable[..., str]) -> None:
    out = walk(choices="2, 1")
    assert (
        "## 1. 接通\n\n问候。\n\n* Reply: 退款到账时间 (kbassist fill refund-time)\n  1. 问退款\n  2. 再说一遍" in out
    )
    assert "## 3. 结束\n\n道谢。\n\nThe guide ends here." in out
    assert told(out)[2:] == ["1. 接通 → 再说一遍", "2. 接通 → 问退款", "3. 结束 (end of the guide)"]


def test_full_width_commas_and_no_choices(walk: Callable[..., str]) -> None:
    assert told(walk(choices="2，1"))[-1] == "3. 结束 (end of the guide)"
    assert told(walk(choices=""))[-1] == "1. 接通 (not finished)"


@pytest.mark.parametrize("choices", ["3", "0", "1,1", "一", "1;2"])
def test_choices_that_there_are_not(walk: Callable[..., str], choices: str) -> None:
    with pytest.raises(KbassistError):
        walk(choices=choices)


def test_what_is_no_guide_names_the_guides(walk: Callable[..., str]) -> None:
    with pytest.raises(guide_command.NotGuide) as told:
        walk("refund-arrival")
    assert str(told.value.hint) == "Guides: call"


def test_json_tells_the_way_and_where_one_is(walk: Callable[..., str]) -> None:
    record = json.loads(walk(choices="2", json=True))
    assert record["path"] == [{"step": "接通", "choice": "再说一遍"}, {"step": "接通", "choice": ""}]
    assert record["choices"] == ["问退款", "再说一遍"]
    assert record["macros"] == [{"id": "refund-time", "title": "退款到账时间", "refused": ""}]
    assert record["ended"] is False
    assert record["summary"].startswith("退款来电\n")


def test_it_asks_at_a_terminal(
    walk: Callable[..., str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["2", "b", "9", "x", "2", "r", "1", ""])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(typer, "prompt", lambda *_words, **_more: next(answers))
    out = walk()
    assert told(out)[2:] == ["1. 接通 → 问退款", "2. 结束 (end of the guide)"]
    assert not list(answers)


def test_the_end_of_the_input_prints_the_way_so_far(
    walk: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_words: object, **_more: object) -> str:
        raise typer.Abort

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(typer, "prompt", ended)
    assert told(walk())[2:] == ["1. 接通 (not finished)"]


SAMPLE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    made = Assistant(SAMPLE, Agent(), data=tmp_path_factory.mktemp("data"))
    made.load()
    return made


def test_every_way_of_the_sample_guides_ends(sample: Assistant) -> None:
    use_language("zh_CN")
    guides = list(sample.library.guides())
    assert len(guides) >= 3
    for guide in guides:
        assert _reaches_an_end(guide, sample)


def _reaches_an_end(guide: Guide, sample: Assistant) -> bool:
    """Walk every step once, taking each choice; tell whether an end was met."""
    pending, seen, ended = [Walk.begin(guide, sample.context.now)], set(), False
    while pending:
        walk = pending.pop()
        step = next(step for step in guide.steps if step.anchor == walk.at)
        if step.anchor in seen:
            continue
        seen.add(step.anchor)
        ended = ended or not step.choices
        pending += [walk.choose(guide, number) for number in range(1, len(step.choices) + 1)]
    assert seen == {step.anchor for step in guide.steps}
    return ended
