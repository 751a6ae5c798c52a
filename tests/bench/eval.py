"""Search quality, side by side with named baselines: `python -m tests.bench.eval [FOLDER…] [--library DIR]`.

A folder holds a corpus, questions and right answers as BEIR writes them, or further such folders. Without one the
environment's KBASSIST_EVAL_DIR is taken, and without that the sample library's golden questions.
"""

from __future__ import annotations

import argparse
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from kbassist.content.loader import load
from kbassist.content.model import Article, Entry, Macro
from kbassist.evaluation.golden import read_golden
from kbassist.evaluation.verdicts import judge, problem_of
from kbassist.paths import sample_library
from tests.bench import beir, growth, scope, variants
from tests.bench.ours import Ours, opened, write
from tests.bench.report import table
from tests.bench.rivals import named, stemmed
from tests.bench.trial import HEAD, Trial, better, misses, put

LEXICAL, REFINED = "kbassist", "kbassist, with the encoder"
GOLDEN = Path("kb/_team/_golden.yaml")


def say(*parts: str) -> None:
    """Print paragraphs at once, so that a long run can be watched."""
    print("\n\n".join(part for part in parts if part), end="\n\n", flush=True)


def baselines(documents: Sequence[beir.Document], questions: beir.Questions) -> Iterator[Trial]:
    """Yield each named baseline in its better form: English words as they are, or their stems."""
    for name, (build, tokens) in named().items():
        forms = ((name, tokens), (f"{name}, stems", stemmed(tokens)))
        yield better([put(form, build(documents, cut), questions) for form, cut in forms])


class Evaluation:
    """Everything that is told of folders and libraries, in Markdown."""

    def __init__(self, examples: int) -> None:
        self._examples = examples
        self._growth: list[list[str]] = []
        self._scope: list[list[str]] = []

    def folder(self, path: Path) -> None:
        """Score one folder: our search and the baselines on every file of questions."""
        data = beir.load(path)
        with TemporaryDirectory() as folder:
            write(data.documents, Path(folder))
            self._asked(data, Path(folder))
        for questions in _answered(data)[:1]:
            if grown := growth.grow(data, questions):
                self._growth.append(grown.row(data.name))

    def library(self, root: Path, queries: Path, qrels: Path) -> None:
        """Score a library with questions and right answers by entry id."""
        entries = load(root).entries.values()
        documents = tuple(_document(entry) for entry in entries)
        questions = beir.Questions(queries.stem, beir.queries_of(queries), beir.qrels_of(qrels))
        self._asked(beir.Dataset(root.resolve().name, documents, (questions,)), root)

    def _asked(self, data: beir.Dataset, root: Path) -> None:
        with opened(root, lexical=False) as ours:
            engines = [(LEXICAL, True), *([(REFINED, False)] if ours.assistant.meaning_installed else [])]
            for questions in _answered(data):
                trials = list(baselines(data.documents, questions))
                mine = [put(name, Ours(ours.assistant, lexical=lexical), questions) for name, lexical in engines]
                say(_title(data, questions), table(HEAD, [trial.row() for trial in (*trials, *mine)]))
                self._show_misses(mine[0], questions, data.documents)
            self._fits(data, ours)

    def _fits(self, data: beir.Dataset, ours: Ours) -> None:
        inside = _answered(data)[:1]
        for questions in data.questions:
            if questions.out_of_scope and inside:
                judged = scope.judge(ours.assistant, inside[0], questions)
                self._scope.append(judged.row(data.name))

    def _show_misses(self, trial: Trial, questions: beir.Questions, documents: Sequence[beir.Document]) -> None:
        found = sorted(misses(trial, questions, documents), key=lambda miss: miss.kind)
        lines = []
        for kind, group in groupby(found, key=lambda miss: miss.kind):
            all_of_kind = list(group)
            lines.append(f"- {kind}: {len(all_of_kind)}")
            lines += [
                f"  - “{miss.query}” wants “{miss.wanted}”, first came “{miss.came}”"
                for miss in all_of_kind[: self._examples]
            ]
        if found and self._examples:
            say("Missed by our search, by kind:", "\n".join(lines))

    def typed(self, root: Path) -> None:
        """Ask for the titles of a library as people type them."""
        with opened(root) as ours:
            offered = [entry for entry in ours.assistant.library.entries.values() if entry.offered(date.today())]
            asked = variants.variants((entry.id, entry.title) for entry in offered)
            found = variants.ask(ours, asked)
        say(f"## Titles of {root.resolve().name} as people type them")
        say(table(variants.HEAD, [kind.row() for kind in found]))
        examples = [
            f"- {kind.kind}: “{typed.text}” for “{typed.title}”"
            for kind in found
            for typed in kind.missed[: self._examples]
        ]
        say("\n".join(examples))

    def summary(self) -> None:
        """Tell what was gathered over all folders."""
        if self._growth:
            say(f"## Growth: {growth.MOST} phrasings an entry at the most", table(growth.HEAD, self._growth))
        if self._scope:
            say("## Nothing fits", table(scope.HEAD, self._scope))


def golden(root: Path, examples: int) -> None:
    """Ask the golden questions of a library."""
    cases = read_golden(root / GOLDEN)
    with opened(root) as ours:
        verdicts = list(judge(ours.assistant, ours.assistant.library, date.today(), cases))
    failed = [verdict for verdict in verdicts if not verdict.passed]
    say("## Golden questions of the sample library", f"{len(verdicts) - len(failed)} of {len(verdicts)} pass.")
    say("\n".join(f"- {problem_of(verdict, '').message}" for verdict in failed[: examples * 4]))


def folders(given: Iterable[Path]) -> list[Path]:
    """Return the folders with a corpus among these and directly below them; raises SystemExit for one without."""
    found: list[Path] = []
    for folder in given:
        inside = [folder] if beir.is_dataset(folder) else sorted(filter(beir.is_dataset, folder.glob("*/")))
        if not inside:
            raise SystemExit(f"{folder} holds no corpus.jsonl, and no folder in it does")
        found += inside
    return found


def _answered(data: beir.Dataset) -> list[beir.Questions]:
    return [questions for questions in data.questions if questions.qrels]


def _title(data: beir.Dataset, questions: beir.Questions) -> str:
    name = f"{data.name}, {questions.name}" if questions.name else data.name
    return f"## {name}: {len(questions.qrels)} questions, {len(data.documents):,} documents"


def _document(entry: Entry) -> beir.Document:
    """Return all that can be searched of an entry as one title and one text."""
    texts = (variant.body for variant in entry.variants) if isinstance(entry, Macro) else ()
    body = entry.body if isinstance(entry, Article) else "\n".join(texts)
    return beir.Document(entry.id, entry.title, "\n".join((*entry.asked_as, *entry.tags, body)))


def main() -> None:
    """Score what was asked for, tables first, examples below each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--library", type=Path, help="a library folder: its titles as people type them")
    parser.add_argument("--queries", type=Path, help="questions to the library, with --qrels")
    parser.add_argument("--qrels", type=Path, help="right answers by entry id")
    parser.add_argument("--misses", type=int, default=3, help="examples of each kind of miss")
    asked = parser.parse_args()
    if (asked.qrels is None) != (asked.queries is None) or (asked.qrels and not asked.library):
        parser.error("--queries and --qrels belong together, and to a --library")
    logging.getLogger("jieba").setLevel(logging.WARNING)
    evaluate(asked)


def evaluate(asked: argparse.Namespace) -> None:
    """Run with parsed arguments, the index caches in a folder that is deleted in the end."""
    default = os.environ.get("KBASSIST_EVAL_DIR")
    given = asked.folders or ([Path(default)] if default and not asked.library else [])
    with TemporaryDirectory() as cache:
        os.environ["KBASSIST_CACHE_DIR"] = cache
        evaluation = Evaluation(asked.misses)
        for folder in folders(given):
            evaluation.folder(folder)
        if asked.qrels:
            evaluation.library(asked.library, asked.queries, asked.qrels)
        evaluation.summary()
        if not given and not asked.library:
            say("No folder was given and KBASSIST_EVAL_DIR is not set: there are no question sets to score.")
        if not asked.library:
            golden(sample_library(), asked.misses)
        evaluation.typed(asked.library or sample_library())


if __name__ == "__main__":
    main()
