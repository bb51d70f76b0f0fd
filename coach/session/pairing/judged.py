"""Which questions ask for judgement, so that people who walk together answer them alone first, and how it is written.

An answer is kept as data, as an answers file holds it, and read anew by the question it answers: what a partner's coach
wrote is input like any other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from coach.errors import AnswerError
from coach.session.answers.answer import parse_data
from coach.session.form import Card, Chance, Table
from coach.session.prefilled import NO_IDEA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.pairing.rounds import Round
    from coach.session.step import Answer, Step

Judgement = Literal["list", "odds", "beyond", "likelihoods", "risk", "chances", "forecast"]
"""Lines of one's own; how likely each is; how likely none of them is; what each expects; whether it fails; how likely
each cause is to make it fail; what comes out of what is done next."""

_WHOLE: dict[str, Judgement] = {
    "hypotheses.own": "list",
    "causes.mine": "list",
    "odds.priors": "odds",
    "odds.catch-all": "beyond",
}
_BEGINNINGS: dict[str, Judgement] = {
    "hypotheses.again-": "list",
    "causes.own-": "list",
    "weighing.": "likelihoods",
    "doubt.round-": "risk",
    "chances.round-": "chances",
    "commitment.prediction-": "forecast",
}


def judgement(key: str) -> Judgement | None:
    """Give what a question asks people to judge; None for facts and choices, which one of them answers for all."""
    begun = (kind for start, kind in _BEGINNINGS.items() if key.startswith(start))
    return _WHOLE.get(key) or next(begun, None)


def spelt(answer: Answer) -> str:
    """Give one spelling of an answer as JSON."""
    return json.dumps(_data(answer), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _data(answer: Answer) -> object:
    if isinstance(answer, dict):
        return {row: _cells(value) for row, value in answer.items()}
    return answer


def _cells(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    return [NO_IDEA if cell is None else cell for cell in value]


def read(step: Step, text: str) -> Answer:
    """Give the answer that one spelling of it means for a question.

    Raises:
        AnswerError: it is none.
    """
    try:
        return parse_data(step.question, json.loads(text))
    except (ValueError, RecursionError) as error:
        raise AnswerError("what was opened is no answer", where=step.question.key) from error


def line(text: str) -> str:
    """Give a line of a list from its spelling; empty where it is none."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return said.strip() if isinstance(said, str) else ""


def answers(step: Step, done: Round) -> dict[str, Answer]:
    """Give what everybody answered as far as it is open and can be read, by person."""
    found: dict[str, Answer] = {}
    for person, given in done.answers.items():
        try:
            found[person] = read(step, given[-1])
        except AnswerError:
            continue
    return found


def lines(done: Round) -> dict[str, tuple[str, ...]]:
    """Give the lines that everybody wrote, by person."""
    return {person: tuple(filter(None, map(line, given))) for person, given in done.answers.items()}


def is_number(step: Step) -> bool:
    """True for a question about numbers, which can be pooled."""
    return isinstance(step.question.form, Card | Chance | Table)


def as_text(cells: Mapping[str, object]) -> dict[str, str]:
    """Give the fields of a card as one would type them."""
    return {
        name: f"{100 * value:g}%" if isinstance(value, float) else str(value) for name, value in cells.items()
    }
