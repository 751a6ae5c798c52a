"""Files of questions, and the answers to them as a scorer reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.evaluation.questions import Question, UnreadableQuestions, read_questions
from kbassist.evaluation.run import HEAD, answers, lines, ranked
from tests.evaluation.answering import Answering, hit


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "queries.jsonl"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_both_spellings_of_the_keys_are_read_and_empty_lines_do_not_count(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '\ufeff{"_id": "q1", "text": "退款", "metadata": {}}\n\n{"id": 7, "query": "two\\nlines "}\r\n',
    )
    assert read_questions(path) == (Question("q1", "退款"), Question("7", "two lines"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('["q1", "退款"]', "not a JSON object"),
        ('{"text": "退款"}', "“_id” must be"),
        ('{"_id": true, "text": "退款"}', "“_id” must be"),
        ('{"_id": "a\\tb", "text": "退款"}', "“_id” must be"),
        ('{"_id": " ", "text": "退款"}', "“_id” must be"),
        ('{"_id": "q2"}', "“text” must be"),
        ('{"_id": "q2", "text": 5}', "“text” must be"),
        ('{"_id": "q2", "text": " "}', "“text” must be"),
        ('{"_id": "q1", "text": "again"}', "“q1” was given in line 1"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str | bytes, reason: str) -> None:
    raw = line.encode() if isinstance(line, str) else line
    path = written(tmp_path, b'{"_id": "q1", "text": "a"}\n\n' + raw + b"\n")
    with pytest.raises(UnreadableQuestions) as raised:
        read_questions(path)
    assert "line 3" in str(raised.value)
    assert reason in str(raised.value)


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableQuestions, match="holds no questions"):
        read_questions(written(tmp_path, "\n \n"))


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1),
        st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: text.strip()),
        min_size=1,
    )
)
def test_what_json_can_say_is_read(tmp_path_factory: pytest.TempPathFactory, questions: dict[str, str]) -> None:
    path = tmp_path_factory.mktemp("q") / "q.jsonl"
    text = "\n".join(json.dumps({"_id": name, "text": text}) for name, text in questions.items())
    path.write_text(text, encoding="utf-8")
    read = read_questions(path)
    assert [question.id for question in read] == list(questions)
    assert all(question.text.split() == questions[question.id].split() for question in read)


def test_language_versions_of_an_id_count_once_at_the_best_rank() -> None:
    searcher = Answering({"q": [hit("a", 3.0, locale="en"), hit("b", 2.0), hit("a", 1.0), hit("c", 0.5)]})
    found = ranked(searcher, "q", 10, name="q1")
    assert lines(found) == "q1\ta\t1\t3.000000\nq1\tb\t2\t2.000000\nq1\tc\t3\t0.500000\n"


def test_the_refined_list_counts_where_there_is_one() -> None:
    searcher = Answering({"q": [hit("a"), hit("b")], "r": [hit("c")]}, refined={"q": [hit("b"), hit("a")]})
    questions = [Question("1", "q"), Question("2", "r"), Question("3", "none")]
    run = [[answer.entry for answer in found] for found in answers(searcher, questions, 5)]
    assert run == [["b", "a"], ["c"], []]
    run = [[answer.entry for answer in found] for found in answers(searcher, questions, 5, lexical=True)]
    assert run == [["a", "b"], ["c"], []]
    assert searcher.asked[0] == ("q", 5)
    assert HEAD.startswith("query")
