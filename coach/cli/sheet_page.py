"""The open sheet as a short page: each question with its key, what is known of it, and how it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli import exhibits
from coach.cli.prompts import accepts
from coach.cli.session_status import standing
from coach.cli.terminal_safe import one_line
from coach.cli.transcript import transcript
from coach.session.form import Card, Choice, Lines, Marks, Several, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.cli.console import Console
    from coach.desk import Walk
    from coach.session.form import Field, Form, Option
    from coach.session.prefilled import Prefilled
    from coach.session.sheet import Sheet
    from coach.session.step import Question


def say_sheet(console: Console, walk: Walk, passed_over: Sequence[str] = ()) -> None:
    """Write the open sheet, or what stands where nothing is asked any more."""
    for key in passed_over:
        console.say(f"{one_line(key)} is no longer asked after the other answers; its answer is passed over.")
    sheet = walk.sheet
    if sheet is None:
        for line in standing(walk.session).lines:
            console.say(line)
        console.say(f"Session {walk.session_id} is done. Read it again: coach show {walk.session_id}")
        return
    console.say(f"{walk.session_id}: {sheet.title}")
    for exhibit in sheet.exhibits:
        console.say()
        exhibits.show(console, exhibit)
    for step in sheet.steps:
        console.say()
        _say_question(console, step.question, sheet)
    console.say()
    console.say(f"Answer any of them: coach answer {walk.session_id} KEY=VALUE ...")


def known_lines(question: Question, known: Prefilled) -> list[str]:
    """Give an answer that may stand, with where it comes from behind its last line."""
    *lines, last = transcript(known.answer, question.form, question.suggested)
    return [*lines, f"{last} ({known.origin})"]


def _say_question(console: Console, question: Question, sheet: Sheet) -> None:
    console.say(f"{one_line(question.key)}: {one_line(question.text)}", hanging="  ")
    for exhibit in sheet.beside.get(question.key, ()):
        exhibits.show(console, exhibit)
    for option in _choices(question.form):
        console.say(f"- {one_line(option.id)}: {one_line(option.text)}", indent="  ", hanging="    ")
    known = sheet.prefilled.get(question.key)
    if known is not None:
        console.say("Suggested:", indent="  ")
        for line in known_lines(question, known):
            console.say(line, indent="    ", hanging="      ")
        return
    if question.example:
        console.say(f"For example: {one_line(question.example)}", indent="  ", hanging="    ")
    if how := _how(question):
        console.say(how, indent="  ", hanging="    ")


def _how(question: Question) -> str:
    match question.form:
        case Card() | Table():
            return "An object by these ids, in a file: coach answer --json FILE."
        case Lines():
            return "Give the key once a line, or KEY= where there is nothing to add."
        case Choice() | Several():
            return ""
        case form:
            return " ".join(
                filter(None, (accepts(form), "KEY= leaves it open." if question.optional else ""))
            )


def _choices(form: Form) -> Iterator[Option | Field]:
    """Give what an answer names by id."""
    match form:
        case Choice(options=options) | Several(options=options):
            yield from options
        case Marks(rows=rows) | Table(rows=rows):
            yield from rows
        case Card(fields=fields):
            yield from fields
        case _:
            return
