"""Our own search over a folder of files: the library as a team would write it, and the way that the window goes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kbassist.assistant.assistant import Assistant
from kbassist.evaluation.impartial import impartial
from kbassist.evaluation.run import ranked
from tests.bench.beir import Document


def write(documents: Iterable[Document], root: Path, phrasings: Mapping[str, list[str]] | None = None) -> None:
    """Write documents as articles below `root/kb`, with customers' phrasings by document where there are any."""
    folder = root / "kb"
    folder.mkdir(parents=True, exist_ok=True)
    for number, document in enumerate(documents):
        head = {"id": document.id, "title": document.title or document.id}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
        asked = (phrasings or {}).get(document.id, [])
        lines.append(f"asked_as: {json.dumps(asked, ensure_ascii=False)}")
        text = "\n".join(("---", *lines, "---", "", document.text, ""))
        (folder / f"{number:06d}.md").write_text(text, encoding="utf-8")


class Ours:
    """The assistant's search, with or without the sentence encoder's refinement."""

    def __init__(self, assistant: Assistant, *, lexical: bool) -> None:
        self.assistant = assistant
        self._lexical = lexical

    def search(self, query: str, limit: int) -> list[str]:
        """Return the ids of entries, best first."""
        return [answer.entry for answer in ranked(self.assistant, query, limit, lexical=self._lexical)]


@contextmanager
def opened(root: Path, *, lexical: bool = True) -> Iterator[Ours]:
    """Give our search over a library folder, indexed, and read by the encoder unless `lexical`."""
    with impartial(root, meaning=not lexical) as assistant:
        yield Ours(assistant, lexical=lexical)
