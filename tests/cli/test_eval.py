"""`eval-run` and `check --golden`: what they write and print, and that nothing which was learned counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kbassist import paths
from kbassist.assistant.assistant import Assistant
from kbassist.macros.form import Agent
from tests.cli.conftest import Ran

Kbassist = Callable[..., Ran]
QUERIES = '{"_id": "q1", "text": "退款多久到账"}\n{"id": 2, "query": "量子纠缠"}\n'
GOLDEN = "- {question: 退款多久到账, expect: refund-arrival, within: 1}\n- {问题: 到账, 应找到: refund-time}\n"


@pytest.fixture(autouse=True)
def words_alone() -> None:
    """Leave the sentence encoder out, which answers every question with something and may be missing."""
    folder = paths.config_dir()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.toml").write_text("semantic = false\n", encoding="utf-8")


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.jsonl"
    path.write_text(QUERIES, encoding="utf-8")
    return path


@pytest.fixture
def golden(tmp_path: Path) -> Callable[[str], str]:
    def written(text: str) -> str:
        path = tmp_path / "golden.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_run_is_what_the_window_lists(kbassist: Kbassist, queries: Path, library: Path, tmp_path: Path) -> None:
    out = tmp_path / "runs" / "run.tsv"
    ran = kbassist("eval-run", "--queries", str(queries), "--out", str(out), "--lexical")
    assert (ran.code, ran.out) == (0, "")
    assert "2 questions were answered, 1 of them with nothing" in ran.err
    head, *found = rows(out)
    assert head == ["query-id", "entry-id", "rank", "score"]
    assert {row[0] for row in found} == {"q1"}
    assistant = Assistant(library, Agent())
    assistant.load()
    assistant.index()
    hits = assistant.search("退款多久到账", 100).hits
    assistant.close()
    assert [(row[1], int(row[2]), float(row[3])) for row in found] == [
        (hit.id, rank, pytest.approx(hit.score, abs=1e-6)) for rank, hit in enumerate(hits, 1)
    ]


def test_a_run_is_the_same_every_time_whatever_the_user_taught(
    kbassist: Kbassist, queries: Path, library: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "1.tsv", tmp_path / "2.tsv"
    assert kbassist("eval-run", "--queries", str(queries), "--out", str(first)).code == 0
    assistant = Assistant(library, Agent())
    assistant.load()
    assistant.index()
    for _ in range(5):
        assistant.copied("refund-time@zh-CN", "微信", query="退款多久到账")
    assistant.keep_phrasing("refund-time@zh-CN", "量子纠缠")
    assert assistant.titles("量子纠缠").hits
    assistant.close()
    ran = kbassist("eval-run", "--queries", str(queries), "--out", str(second), "--json")
    assert json.loads(ran.out) == {"queries": 2, "empty": 1, "out": str(second)}
    assert first.read_bytes() == second.read_bytes()


def test_a_library_of_articles_only_and_a_limit(
    kbassist: Kbassist, queries: Path, library: Path, tmp_path: Path
) -> None:
    for path in (library / "macros").rglob("*.md"):
        path.unlink()
    (library / "macros" / "refunds").rmdir()
    (library / "macros").rmdir()
    twin = "---\ntitle: 退款多久到账 (English)\nid: refund-arrival\nlocale: en\n---\n\nThree days.\n"
    (library / "kb" / "arrival.en.md").write_text(twin, encoding="utf-8")
    out = tmp_path / "run.tsv"
    assert kbassist("eval-run", "--queries", str(queries), "--out", str(out), "--limit", "5").code == 0
    assert [row[:3] for row in rows(out)[1:]] == [["q1", "refund-arrival", "1"]]


def test_a_bad_line_is_named_and_the_old_run_stays(kbassist: Kbassist, queries: Path, tmp_path: Path) -> None:
    out = tmp_path / "run.tsv"
    out.write_text("old", encoding="utf-8")
    queries.write_text(QUERIES + "oops\n", encoding="utf-8")
    ran = kbassist("eval-run", "--queries", str(queries), "--out", str(out))
    assert (ran.code, ran.out, out.read_text(encoding="utf-8")) == (2, "", "old")
    assert "line 3: it is not JSON" in ran.err
    assert kbassist("eval-run", "--queries", str(tmp_path / "none"), "--out", str(out)).code == 2
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_golden_questions_that_pass(kbassist: Kbassist, golden: Callable[[str], str]) -> None:
    ran = kbassist("check", "--golden", golden(GOLDEN))
    assert (ran.code, ran.out) == (0, "")
    assert "2 of 2 golden questions find what they must." in ran.err


def test_a_golden_question_that_fails_is_told_in_full(kbassist: Kbassist, golden: Callable[[str], str]) -> None:
    path = golden(GOLDEN + "- {question: 退款到账时间, expect: refund-arrival, within: 1}\n")
    ran = kbassist("check", "--golden", path)
    assert ran.code == 1
    first, came, *why = ran.out.splitlines()
    assert first.startswith(
        f"{path}:3: error: “退款到账时间” must find refund-arrival among the first 1; it is number 2"
    )
    assert first.endswith("[golden-question]")
    assert came.strip().startswith("1. 退款到账时间")
    assert [line.split()[0] for line in why] == ["refund-arrival@zh-CN", "refund-time@zh-CN"]
    assert "2 of 3 golden questions" in ran.err
    assert "1 errors" in ran.err


def test_a_failure_as_json_and_for_github(kbassist: Kbassist, golden: Callable[[str], str]) -> None:
    path = golden(
        "- {question: 量子纠缠, expect: [refund-arrival#怎么做, refund-time]}\n- {question: a, expect: b}\n"
    )
    lost, unknown = json.loads(kbassist("check", "--golden", path, "--json").out)
    assert {"path": path, "line": 1, "level": "error", "rule": "golden-question"}.items() <= lost.items()
    assert lost["golden"]["expect"] == ["refund-arrival#怎么做", "refund-time"]
    assert (lost["golden"]["place"], lost["golden"]["first"]) == (None, [])
    assert unknown["golden"]["unknown"] == ["b"]
    annotations = kbassist("check", "--golden", path, "--format", "github").out.splitlines()
    assert [line.split(",")[1] for line in annotations] == ["line=1", "line=2"]


def test_a_golden_file_that_is_not_understood_is_refused(kbassist: Kbassist, golden: Callable[[str], str]) -> None:
    path = golden("- {question: 退款, expect: refund-time}\n- {question: 退款, wihtin: 3}\n")
    ran = kbassist("check", "--golden", path)
    assert (ran.code, ran.out) == (2, "")
    assert f"{path}:2:" in ran.err
    assert kbassist("check", "--golden", f"{path}x").code == 2


def test_remarks_on_the_library_come_first_and_without_golden_nothing_is_asked(
    kbassist: Kbassist, golden: Callable[[str], str], library: Path
) -> None:
    (library / "kb" / "bad.md").write_text("---\ntitle: [\n---\n\nText.\n", encoding="utf-8")
    path = golden("- {question: 量子纠缠, expect: refund-time}\n")
    files = [remark["path"] for remark in json.loads(kbassist("check", "--golden", path, "--json").out)]
    assert files[0] == "kb/bad.md"
    assert files[-1] == path
    ran = kbassist("check", "--json")
    assert "golden questions" not in ran.err
    assert all("golden" not in remark for remark in json.loads(ran.out))
