"""What the cells of a page answer, as an answers file would hold it, and what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.answers.answer import parse_data
from coach.session.answers.cells import NOTHING
from coach.session.form import Card, Lines, Several
from coach.session.premortem.pages import Where
from coach.session.step import Items

if TYPE_CHECKING:
    from coach.session.premortem.pages import Page, Texts
    from coach.session.step import Question, Step

CHANCE = "chance-"
"""How the cell is called that holds the chance of a line of a list."""
ANY = "50%"
"""A chance with which a line is tried that has none."""


def page_answers(page: Page, texts: Texts) -> dict[str, object]:
    """Give the answers to all questions of a page, by key."""
    answers = {
        key: _answer(page, step.question, texts) for key, step in page.steps.items() if key not in page.also
    }
    return answers | dict.fromkeys(page.also, "")


def misfit(page: Page, texts: Texts) -> AnswerError | None:
    """Give what does not fit of what is written, with the question's key as its place; None where all fits.

    What nobody wrote anything for is left to the walk, which may not ask it any more after the other answers.
    """
    for key, answer in page_answers(page, texts).items():
        if key in page.also or not _is_written(page, key, texts):
            continue
        step = page.steps[key]
        try:
            step.accept(parse_data(step.question, answer))
        except AnswerError as error:
            return AnswerError(error.message, hint=error.hint, where=key)
    return None


def at_fault(page: Page, key: str, texts: Texts) -> Where | None:
    """Give the cell to go to when a question's answer does not fit.

    It is the line of a list that is refused, there the chance where that is what is missing, or else the first empty
    cell, or the first.
    """
    mine = [cell for cell in page.cells if cell.where.key == key]
    empty = [cell for cell in mine if not texts.get(cell.where, "").strip()]
    refused = _refused_line(page, key, texts) if key in page.steps else None
    return refused or next((cell.where for cell in (*empty, *mine)), None)


def _refused_line(page: Page, key: str, texts: Texts) -> Where | None:
    """Give the first line of a list that is not taken after those before it."""
    step = page.steps[key]
    if not isinstance(step.question.form, Lines):
        return None
    lines: tuple[str, ...] = ()
    for name, line in _lines(page, key, texts):
        if not _fits(step, (*lines, line)):
            chance = Where(key, f"{CHANCE}{name}")
            lacks_chance = not texts.get(chance, "").strip() and _fits(step, (*lines, f"{line}: {ANY}"))
            return (
                chance if lacks_chance and chance in [cell.where for cell in page.cells] else Where(key, name)
            )
        lines = (*lines, line)
    return None


def _fits(step: Step, lines: tuple[str, ...]) -> bool:
    try:
        step.accept(Items(lines, done=False))
    except AnswerError:
        return False
    return True


def _lines(page: Page, key: str, texts: Texts) -> list[tuple[str, str]]:
    """Give the lines that are written of a list, each with the name of its cell."""
    names = [cell.where.name for cell in page.cells if cell.where.key == key and cell.where.name.isdigit()]
    said = {name: texts.get(Where(key, name), "").strip() for name in names}
    chances = {name: texts.get(Where(key, f"{CHANCE}{name}"), "").strip() for name in names}
    return [
        (name, f"{text}: {chances[name]}" if chances[name] else text) for name, text in said.items() if text
    ]


def _is_written(page: Page, key: str, texts: Texts) -> bool:
    return any(texts.get(cell.where, "").strip() for cell in page.cells if cell.where.key == key)


def _answer(page: Page, question: Question, texts: Texts) -> object:
    names = [cell.where.name for cell in page.cells if cell.where.key == question.key]
    said = {name: texts.get(Where(question.key, name), "").strip() for name in names}
    match question.form:
        case Lines():
            return [line for _, line in _lines(page, question.key, texts)]
        case Several():
            if (
                "" in said
            ):  # as it was filled in it is nobody's choice, and words may still speak for another one
                filled = next(cell.filled for cell in page.cells if cell.where.key == question.key)
                return None if said[""] == filled else [each for each in said[""].split(",") if each]
            return [name for name, ticked in said.items() if ticked]
        case Card():
            suggested = {field.id for field in question.form.fields if field.suggested and field.optional}
            return {name: text or (NOTHING if name in suggested else "") for name, text in said.items()}
        case _:
            return said.get("", "")
