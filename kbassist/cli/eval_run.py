"""`kbassist eval-run`: answer a file of questions as the search window would, for anyone's own scoring."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from kbassist.cli.impartially import impartially
from kbassist.cli.opening import JsonOption, LibraryOption, progress_bar
from kbassist.cli.output import complain, print_json
from kbassist.i18n import _

NAME: Final = "eval-run"


def command(
    queries: Annotated[
        Path, typer.Option("--queries", metavar="FILE", help='Questions, a line each: {"_id": "1", "text": "…"}.')
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where to write query id, entry id, rank and score.")
    ],
    library: LibraryOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many entries for a question.")] = 100,
    lexical: Annotated[bool, typer.Option("--lexical", help="Leave the sentence encoder out.")] = False,
    json: JsonOption = False,
) -> None:
    """Answer each question as the window would on a desk where nothing was learned; write the answers to a file."""
    from kbassist import atomic
    from kbassist.evaluation.questions import read_questions
    from kbassist.evaluation.run import HEAD, answers, lines

    questions = read_questions(queries)
    parts = [HEAD]
    empty = 0
    with impartially(library, lexical=lexical) as assistant, progress_bar(_("Asking")) as asking:
        for number, found in enumerate(answers(assistant, questions, limit, lexical=lexical), 1):
            parts.append(lines(found))
            empty += not found
            asking(number, len(questions))
    atomic.write_text(out, "".join(parts))
    if json:
        print_json({"queries": len(questions), "empty": empty, "out": str(out)})
        return
    complain(
        _("{n} questions were answered, {empty} of them with nothing. File: {path}").format(
            n=len(questions), empty=empty, path=out
        )
    )
