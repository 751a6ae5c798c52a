"""Folders of BEIR-style files: a corpus, queries, and which documents answer which query."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OUT_OF_SCOPE = "oos"


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a corpus."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Questions:
    """One file of queries by id, with the right documents and their grades; none where no document is right."""

    name: str
    queries: dict[str, str]
    qrels: dict[str, dict[str, float]]

    @property
    def out_of_scope(self) -> bool:
        """Tell whether these are questions that no document answers."""
        return OUT_OF_SCOPE in self.name.split(".")


@dataclass(frozen=True, slots=True)
class Dataset:
    """A corpus with its files of questions."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Questions, ...]


def is_dataset(folder: Path) -> bool:
    """Tell whether a folder holds a corpus."""
    return (folder / "corpus.jsonl").is_file()


def load(folder: Path) -> Dataset:
    """Return what a folder holds: `corpus.jsonl`, `queries*.jsonl`, `qrels*.tsv` (those of the nearest name)."""
    documents = tuple(
        Document(_id(record), str(record.get("title", "")), str(record.get("text", "")))
        for record in _records(folder / "corpus.jsonl")
    )
    questions = tuple(_questions(path) for path in sorted(folder.glob("queries*.jsonl")))
    return Dataset(folder.name, documents, questions)


def _questions(path: Path) -> Questions:
    queries = queries_of(path)
    name = path.name.removeprefix("queries").removesuffix(".jsonl").strip(".")
    if OUT_OF_SCOPE in name.split("."):
        return Questions(name, queries, {})
    grades = qrels_of(_answers(path, name))
    return Questions(name, queries, {query: right for query, right in grades.items() if query in queries})


def queries_of(path: Path) -> dict[str, str]:
    """Return the text of each query by its id."""
    return {_id(record): str(record["text"] if "text" in record else record["query"]) for record in _records(path)}


def qrels_of(path: Path) -> dict[str, dict[str, float]]:
    """Return the graded documents of each query; grades of zero say that a document is wrong and are left out."""
    found: dict[str, dict[str, float]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        cells = line.split("\t")
        if len(cells) < 3 or (number == 0 and cells[0].casefold().startswith("query")):
            continue
        query, document, grade = cells[0], cells[1], float(cells[2])
        if grade > 0:
            found.setdefault(query, {})[document] = grade
    return found


def _answers(queries: Path, name: str) -> Path:
    """Return the answers to these queries: `queries.simplified.dev.jsonl` may share `qrels.dev.tsv`."""
    parts = name.split(".") if name else []
    for start in range(len(parts) + 1):
        path = queries.with_name(".".join(("qrels", *parts[start:], "tsv")))
        if path.is_file():
            return path
    raise FileNotFoundError(f"{queries} has no qrels*.tsv beside it")


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def _id(record: dict[str, Any]) -> str:
    return str(record["_id"] if "_id" in record else record["id"])
