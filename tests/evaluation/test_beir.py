"""Folders of question sets: which files belong together, and what each holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench import beir
from tests.bench.eval import folders
from tests.bench.growth import FOLDS, MOST, folds, taught


def jsonl(path: Path, *records: dict[str, str]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "set"
    root.mkdir()
    jsonl(root / "corpus.jsonl", {"_id": "d1", "title": "退款", "text": "三天"}, {"_id": "d2", "text": "无题"})
    jsonl(root / "queries.dev.jsonl", {"_id": "q1", "text": "退钱"}, {"_id": "q2", "text": "无答案"})
    jsonl(root / "queries.simplified.dev.jsonl", {"_id": "q1", "text": "退钱吗"})
    jsonl(root / "queries.oos.dev.jsonl", {"_id": "o1", "text": "天气"})
    (root / "qrels.dev.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq9\td1\t1\n")
    return root


def test_a_folder_is_read_whole(folder: Path) -> None:
    data = beir.load(folder)
    assert data.name == "set"
    assert data.documents == (beir.Document("d1", "退款", "三天"), beir.Document("d2", "", "无题"))
    assert [questions.name for questions in data.questions] == ["dev", "oos.dev", "simplified.dev"]


def test_answers_are_those_of_the_nearest_name_and_only_for_questions_in_the_file(folder: Path) -> None:
    dev, oos, simplified = beir.load(folder).questions
    assert dev.qrels == {"q1": {"d1": 2.0}}
    assert simplified.qrels == {"q1": {"d1": 2.0}}
    assert simplified.queries == {"q1": "退钱吗"}
    assert (oos.out_of_scope, oos.qrels) == (True, {})
    assert not dev.out_of_scope
    (folder / "qrels.simplified.dev.tsv").write_text("q1\td2\t1\n")
    assert beir.load(folder).questions[2].qrels == {"q1": {"d2": 1.0}}


def test_questions_without_answers_are_said(folder: Path) -> None:
    (folder / "qrels.dev.tsv").unlink()
    with pytest.raises(FileNotFoundError, match=r"qrels\*\.tsv"):
        beir.load(folder)


def test_folders_are_taken_as_they_are_or_one_level_below(folder: Path, tmp_path: Path) -> None:
    assert folders([folder]) == folders([tmp_path]) == [folder]
    (tmp_path / "empty").mkdir()
    with pytest.raises(SystemExit, match=r"corpus\.jsonl"):
        folders([tmp_path / "empty"])


def test_teaching_and_asking_share_no_question_and_an_entry_learns_five_at_the_most() -> None:
    names = [f"q{number}" for number in range(40)]
    questions = beir.Questions("", {name: name for name in names}, {name: {"d1": 1.0} for name in names})
    turns = list(folds(questions))
    assert len(turns) == FOLDS
    assert sorted(name for _teaching, asking in turns for name in asking.qrels) == sorted(names)
    for teaching, asking in turns:
        assert set(teaching.qrels) | set(asking.qrels) == set(names)
        assert not set(teaching.qrels) & set(asking.qrels)
    assert list(folds(questions)) == turns
    teaching, _asking = turns[0]
    right = taught(teaching, 0.0, ["d1", "d2"])
    assert {entry: len(words) for entry, words in right.items()} == {"d1": MOST}
    wrong = taught(teaching, 1.0, ["d1", "d2"])
    assert {entry: len(words) for entry, words in wrong.items()} == {"d2": MOST}
