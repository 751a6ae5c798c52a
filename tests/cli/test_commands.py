"""Each command: what it prints where, and with which code it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kbassist import policy, registry
from kbassist.cli.opening import stored_settings
from kbassist.registry import Hive
from tests.cli.conftest import Ran

Kbassist = Callable[..., Ran]


def test_search_prints_a_json_list_best_first(kbassist: Kbassist) -> None:
    ran = kbassist("search", "退款到账", "--json", "--limit", "5")
    hits = json.loads(ran.out)
    assert ran.code == 0
    assert {hit["id"] for hit in hits} == {"refund-arrival", "refund-time"}
    assert set(hits[0]) == {
        "id",
        "kind",
        "title",
        "section",
        "channel",
        "locale",
        "score",
        "snippet",
        "path",
        "badges",
    }
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert {hit["kind"] for hit in hits} == {"article", "macro"}


def test_search_respects_the_limit_and_prefixes(kbassist: Kbassist) -> None:
    assert len(json.loads(kbassist("search", "退款", "--json", "--limit", "1").out)) == 1
    assert [hit["kind"] for hit in json.loads(kbassist("search", "/退款", "--json").out)] == ["macro"]
    assert [hit["kind"] for hit in json.loads(kbassist("search", "？退款", "--json").out)] == ["article"]


def test_search_for_people_shows_titles_and_ids(kbassist: Kbassist) -> None:
    ran = kbassist("search", "tkdz")
    assert ran.code == 0
    assert "退款到账时间" in ran.out
    assert "[refund-time]" in ran.out


def test_search_without_a_hit_says_so_and_exits_with_1(kbassist: Kbassist) -> None:
    ran = kbassist("search", "量子纠缠")
    assert (ran.code, ran.out) == (1, "")
    assert "Nothing found for “量子纠缠”" in ran.err
    assert json.loads(kbassist("search", "量子纠缠", "--json").out) == []


def test_show_prints_an_entry_or_a_section(kbassist: Kbassist) -> None:
    assert "先查退款单号" in kbassist("show", "refund-arrival").out
    section = kbassist("show", "refund-arrival#一句话答案").out
    assert "1–3 个工作日" in section
    assert "先查退款单号" not in section
    record = json.loads(kbassist("show", "tkdz", "--json").out)
    assert record["channels"] == ["微信", "邮件"]
    assert kbassist("show", "refund-arrival#没有").code == 2


def test_an_unknown_id_is_a_sentence_not_a_traceback(kbassist: Kbassist) -> None:
    for command in (("show", "nobody"), ("fill", "nobody")):
        ran = kbassist(*command)
        assert (ran.code, ran.out) == (2, "")
        assert "holds no entry “nobody”" in ran.err


def test_fill_prints_the_text_alone(kbassist: Kbassist) -> None:
    ran = kbassist("fill", "refund-time", "--channel", "微信", "--set", "称呼=王女士", "--set", "金额=12.5")
    assert (ran.code, ran.out, ran.err) == (0, "王女士您好，¥12.50 的退款预计 1–3 个工作日到账。\n", "")


def test_fill_takes_shortcuts_and_channel_aliases(kbassist: Kbassist) -> None:
    ran = kbassist("fill", "tkdz", "--channel", "email", "--set", "称呼=李先生", "--set", "金额=1,000.5", "--json")
    assert ran.code == 2  # above the limit
    record = json.loads(
        kbassist("fill", "tkdz", "--channel", "email", "--set", "称呼=李先生", "--set", "金额=50", "--json").out
    )
    assert record["channel"] == "邮件"
    assert record["subject"] == "退款进度"
    assert record["text"] == "李先生您好：\n\n退款 ¥50.00 已经受理。"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (["称呼=王女士"], "金额"),
        (["称呼=王女士", "金额=500.01"], "转主管"),
        (["称呼=王女士", "金额=many"], "金额"),
        (["称呼={{ 金额 }}", "金额=5"], "{{"),
    ],
)
def test_fill_with_a_gap_prints_nothing_but_reasons(kbassist: Kbassist, values: list[str], reason: str) -> None:
    pairs = [part for value in values for part in ("--set", value)]
    ran = kbassist("fill", "refund-time", "--channel", "微信", *pairs)
    assert (ran.code, ran.out) == (2, "")
    assert reason in ran.err


def test_fill_keeps_back_what_the_team_blocks_and_what_rests_on_an_expired_article(
    kbassist: Kbassist, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyperclip

    copied: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", copied.append)
    rules = library / "kb" / "_team" / "wording.yaml"
    rules.parent.mkdir(exist_ok=True)
    rules.write_text("phrases:\n  - {phrase: 终身保修, level: block, why: 没有这项服务}\n", encoding="utf-8")
    (library / "kb" / "old.md").write_text("---\n标题: 旧规定\n编号: old\n失效: 2020-01-01\n---\n\n字\n", "utf-8")
    macros = {"promise": "编号: promise\n---\n\n终身保修。\n", "rested": "编号: rested\n依据: [old]\n---\n\n好的。\n"}
    for name, text in macros.items():
        (library / "macros" / f"{name}.md").write_text(f"---\n标题: {name}\n{text}", encoding="utf-8")
    for name, reason in (("promise", "没有这项服务"), ("rested", "旧规定")):
        for more in ((), ("--copy",), ("--json",)):
            ran = kbassist("fill", name, *more)
            assert (ran.code, ran.out) == (2, "")
            assert reason in ran.err
    assert copied == []


def test_fill_refuses_a_foreign_channel_an_unknown_value_and_an_article(kbassist: Kbassist) -> None:
    assert "no channel “pigeon”" in kbassist("fill", "refund-time", "--channel", "pigeon").err
    assert "no text for 电话" in kbassist("fill", "refund-time", "--channel", "电话").err
    assert "not NAME=VALUE" in kbassist("fill", "refund-time", "--set", "x").err
    assert "no field “称乎”" in kbassist("fill", "refund-time", "--set", "称乎=王").err
    assert "is an article" in kbassist("fill", "refund-arrival").err


def test_fill_copies_with_the_clipboard_program(kbassist: Kbassist, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyperclip

    copied: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", copied.append)
    ran = kbassist("fill", "tkdz", "--channel", "wechat", "--set", "称呼=王女士", "--set", "金额=1", "--copy")
    assert (ran.code, ran.out) == (0, "")
    assert copied == ["王女士您好，¥1.00 的退款预计 1–3 个工作日到账。"]


def test_fill_asks_where_a_person_sits(kbassist: Kbassist, monkeypatch: pytest.MonkeyPatch) -> None:
    import typer

    answers = {"客户称呼": "王女士", "金额": "3"}
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(typer, "prompt", lambda text, **_: next(v for k, v in answers.items() if text.startswith(k)))
    assert kbassist("fill", "tkdz", "--channel", "微信").out.startswith("王女士您好，¥3.00")


def test_check_finds_nothing_wrong_in_a_sound_library(kbassist: Kbassist) -> None:
    ran = kbassist("check", "--json")
    assert ran.code == 0
    assert [remark for remark in json.loads(ran.out) if remark["level"] == "error"] == []


def test_check_exits_with_1_on_errors_in_every_format(kbassist: Kbassist, library: Path) -> None:
    path = library / "kb" / "refunds" / "broken.md"
    path.write_text("---\n标题: 坏日期\n编号: broken\n生效: 昨天\n---\n\n## 怎么做\n\n正文。\n", encoding="utf-8")
    ran = kbassist("check", "--json")
    remarks = json.loads(ran.out)
    assert ran.code == 1
    wrong = next(remark for remark in remarks if remark["level"] == "error")
    assert (wrong["path"], wrong["line"]) == ("kb/refunds/broken.md", 4)
    assert set(wrong) == {"path", "line", "level", "rule", "message", "repair"}
    github = kbassist("check", "--format", "github")
    assert f"::error file=kb/refunds/broken.md,line=4,title={wrong['rule']}::" in github.out
    assert "kb/refunds/broken.md:4: error:" in kbassist("check").out


def test_check_fix_carries_out_repairs(kbassist: Kbassist, library: Path) -> None:
    path = library / "kb" / "refunds" / "colon.md"
    path.write_text("---\n标题：全角冒号\n编号: colon\n---\n\n## 怎么做\n\n正文。\n", encoding="utf-8")
    before = json.loads(kbassist("check", "--json").out)
    assert any(remark["path"] == "kb/refunds/colon.md" for remark in before)
    assert "1 repair was made." in kbassist("check", "--fix").err
    assert "标题: 全角冒号" in path.read_text(encoding="utf-8")
    after = json.loads(kbassist("check", "--json").out)
    assert not any(remark["path"] == "kb/refunds/colon.md" and remark["level"] != "info" for remark in after)


def test_check_fix_mends_full_width_braces_in_a_template(kbassist: Kbassist, library: Path) -> None:
    path = library / "macros" / "refunds" / "wide.md"
    path.write_text("---\n标题: 全角\n编号: wide\n---\n\n## 微信\n\n｛｛ 称呼 ｝｝您好。\n", encoding="utf-8")
    assert "stray-braces" in {remark["rule"] for remark in json.loads(kbassist("check", "--json").out)}
    kbassist("check", "--fix")
    assert "{{ 称呼 }}您好。" in path.read_text(encoding="utf-8")
    assert "stray-braces" not in {remark["rule"] for remark in json.loads(kbassist("check", "--json").out)}


def test_index_tells_what_is_searchable(kbassist: Kbassist) -> None:
    record = json.loads(kbassist("index", "--rebuild", "--json").out)
    assert record["entries"] == 2
    assert Path(record["cache"]).is_dir()


def test_new_writes_a_draft_that_loads_and_never_overwrites(kbassist: Kbassist, library: Path) -> None:
    ran = kbassist("new", "article", "以旧换新: 规则", "--category", "trade", "--id", "trade-in")
    path = library / "kb" / "trade" / "trade-in.md"
    assert (ran.code, Path(ran.out.strip())) == (0, path)
    record = json.loads(kbassist("show", "trade-in", "--json").out)
    assert (record["title"], record["status"]) == ("以旧换新: 规则", "draft")
    text = path.read_text(encoding="utf-8")
    again = kbassist("new", "article", "以旧换新: 规则", "--category", "trade", "--id", "trade-in")
    assert again.code == 2
    assert path.read_text(encoding="utf-8") == text
    assert kbassist("new", "macro", "Hello there").code == 0
    assert (library / "macros" / "hello-there.md").exists()
    assert json.loads(kbassist("check", "--json").out) == []


@pytest.mark.parametrize("options", [["--id", "../x"], ["--category", "../../x"], ["--id", "con"], ["--id", "a:b"]])
def test_new_stays_inside_the_library(kbassist: Kbassist, library: Path, options: list[str]) -> None:
    ran = kbassist("new", "article", "标题", *options)
    assert (ran.code, ran.out) == (2, "")
    assert not list(library.parent.glob("*.md"))


def test_notes_lists_what_was_reported(kbassist: Kbassist, library: Path) -> None:
    from datetime import datetime

    from kbassist.assistant.assistant import Assistant
    from kbassist.macros.form import Agent

    assert json.loads(kbassist("notes", "--json").out) == []
    Assistant(library, Agent(), lambda: datetime(2026, 11, 22, 10, 42)).report_missing("为什么没有赠品 13812345678")
    notes = json.loads(kbassist("notes", "--json").out)
    assert [(note["kind"], note["words"]) for note in notes] == [("missing", "为什么没有赠品 138******78")]


def test_doctor_names_what_is_there(kbassist: Kbassist, library: Path) -> None:
    ran = kbassist("doctor", "--json")
    found = {record["name"]: record for record in json.loads(ran.out)}
    assert found["Library"]["state"] == "ok"
    assert kbassist("doctor", on=library / "nowhere").code == 1


def test_a_library_that_is_not_there_is_a_sentence(kbassist: Kbassist, library: Path) -> None:
    ran = kbassist("search", "x", on=library / "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert "nowhere" in ran.err


def test_a_folder_that_vanished_still_answers_as_of(kbassist: Kbassist, library: Path) -> None:
    assert kbassist("search", "退款").code == 0
    library.rename(library.with_name("gone"))
    ran = kbassist("search", "退款", "--json")
    assert ran.code == 0
    assert len(json.loads(ran.out)) == 2
    assert "answers are as of" in ran.err


def test_caches_are_kept_apart_per_library(kbassist: Kbassist, library: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "kb").mkdir(parents=True)
    (other / "kb" / "a.md").write_text("# 会员等级\n\n## 怎么做\n\n看积分。\n", encoding="utf-8")
    assert kbassist("search", "退款").code == 0
    assert [hit["title"] for hit in json.loads(kbassist("search", "会员", "--json", on=other).out)] == ["会员等级"]
    assert kbassist("search", "退款", on=other).code == 1


@pytest.mark.parametrize("arguments", [["search"], ["fill"], ["nonsense"], ["search", "x", "--limit", "0"]])
def test_wrong_use_exits_with_2(kbassist: Kbassist, arguments: list[str]) -> None:
    assert kbassist(*arguments, on=None).code == 2


def test_only_desk_imports_qt(library: Path) -> None:
    program = (
        "import sys; sys.argv = ['kbassist', 'search', '退款', '--library', sys.argv[1]]\n"
        "from kbassist.cli.app import run; code = run()\n"
        "assert not [m for m in sys.modules if m.startswith('PySide6')], 'Qt was imported'\n"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(library)], capture_output=True, check=False, env=os.environ
    )
    assert done.returncode == 0, done.stderr.decode()


class Decided:
    """A registry in which IT decided something."""

    def values(self, hive: Hive, key: str) -> dict[str, str | int]:
        return DECIDED.get((hive, key), {})


DECIDED: dict[tuple[Hive, str], dict[str, str | int]] = {
    (Hive.MACHINE, policy.POLICIES): {"agent_name": "晴选客服", "libary": "x", "theme": "pink"},
    (Hive.USER, policy.DEFAULTS): {"agent_signature": "晴选商城"},
}


def test_what_it_decided_holds_on_the_command_line_and_the_doctor_tells_of_it(
    kbassist: Kbassist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "here", Decided)
    assert stored_settings().agent_name == "晴选客服"
    assert stored_settings().agent_signature == "晴选商城"
    ran = kbassist("doctor", "--json")
    assert "IT department" in ran.err
    found = json.loads(ran.out)
    seen = {record["name"]: record["seen"] for record in found}
    assert seen["Policies"] == "agent_name = 晴选客服"
    assert seen["Defaults of IT and setup"] == "agent_signature = 晴选商城"
    warned = [record["seen"] for record in found if record["name"] == "Decision of IT"]
    assert [name for name in ("libary", "theme") if any(name in sentence for sentence in warned)] == [
        "libary",
        "theme",
    ]
