"""`coach answer`: answers to the open sheet, given by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.next_sheet import find_walk, print_sheet
from coach.cli.options import ANY_PATH, journal_options, person_option
from coach.errors import AnsweredSinceError, AnswerError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk import Walk


@click.command(
    epilog="""Examples:

    coach answer frame.run-length=10h expectation.observed='the return stays at 25'

    coach answer 260314-m4k7qd --json answers.json --take-suggested

    coach answer 260314-m4k7qd odds.catch-all=20% --as ben
    """
)
@click.argument("words", nargs=-1, metavar="[SESSION] [KEY=VALUE]...")
@click.option(
    "--json",
    "file",
    type=ANY_PATH,
    metavar="FILE",
    help="Take an object of answers by key from a file, - for standard input, and print JSON.",
)
@click.option("--take-suggested", is_flag=True, help="Take what is suggested wherever no answer is given.")
@person_option
@journal_options
def answer(
    *,
    words: tuple[str, ...],
    file: Path | None,
    take_suggested: bool,
    here: str,
    journal: Path | None,
    by: str | None,
) -> None:
    """Answer any questions of the open sheet, and see the next one.

    Either every answer of a call is kept, as one turn, or, where one does not fit, none. A key given several times
    makes a list; KEY= leaves open what may be left open, and ends a list. What commits to something is never
    suggested. coach next lists the questions and the forms of their answers.
    """
    from coach.cli.answer_input import answers_by_key  # noqa: PLC0415 - help is printed without the method
    from coach.desk import Coach  # noqa: PLC0415 - as above

    session, pairs = _parted(words)
    given = answers_by_key(pairs, file)
    walk = find_walk(Coach.open(journal=journal, by=by or here or None), session, here=here)
    walk.read_ahead()
    sheet = walk.sheet
    if take_suggested and sheet is not None:
        given = {
            step.question.key: None for step in sheet.steps if step.question.key in sheet.prefilled
        } | given
    if not given:
        raise UsageError("no answer was given", hint="coach next lists what is asked.")
    passed_over = _taken(walk, given)
    walk.read_ahead()
    print_sheet(walk, as_json=file is not None, passed_over=passed_over)


def _parted(words: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """Give the session, None where none is named, and the answers."""
    if words and not set("=.") & set(words[0]):
        return words[0], words[1:]
    return None, words


def _taken(walk: Walk, given: dict[str, object]) -> tuple[str, ...]:
    try:
        return walk.take(given).passed_over
    except AnsweredSinceError as error:
        hint = "Nothing of this call is kept. coach next lists what is asked now."
        raise AnswerError(error.message, hint=hint, where=error.where) from error
    except AnswerError as error:
        asked = {step.question.key: step.question for step in walk.sheet.steps} if walk.sheet else {}
        if error.where not in asked:
            raise
        from coach.report.sheet import form_data  # noqa: PLC0415 - only a misfit needs it

        form = form_data(asked[error.where].form).model_dump_json()
        hint = f"{error.hint}\nNothing of this call is kept. The form of this answer: {form}".strip()
        raise AnswerError(error.message, hint=hint, where=error.where) from error
