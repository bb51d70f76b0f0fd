"""What to check first by all that a session knows, the explanations of its owner aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.session.answers.answer import parse_data
from coach.session.pace import run_hours
from coach.session.supposing import supposing
from coach.session.triage.asking import finds_an_hour, hours
from coach.session.triage.causes import Pack, likeliest
from coach.session.triage.known import known_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.session.failure_mode import FailureMode
    from coach.session.step import Place, Step

MOST = 3
"""Checks that are given (editorial)."""


class Look(NamedTuple):
    """A cause to check, with P(it is the one) and what its check costs in hours of waiting, work and money together."""

    mode: FailureMode
    share: float
    hours: float


def first_looks(place: Place) -> tuple[Look, ...]:
    """Give the causes to check first, the most probability an hour first; none where the catalogue is empty."""
    if not place.catalogue.failure_modes:
        return ()
    run_h = run_hours(place.session)
    causes = likeliest((Pack(place.catalogue, 1.0),), known_of(place)).causes
    first = sorted(causes, key=lambda cause: -finds_an_hour(cause, run_h))[:MOST]
    return tuple(Look(cause.mode, cause.share, hours(cause.mode.check.price, run_h)) for cause in first)


def looks_supposing(place: Place, steps: Sequence[Step], answers: Mapping[str, object]) -> tuple[Look, ...]:
    """Give what to check first if these were the answers to open steps; steps that are not named stay open.

    Raises:
        AnswerError: an answer does not fit.
    """
    bodies = [
        body
        for step in steps
        if step.question.key in answers
        for body in step.accept(parse_data(step.question, answers[step.question.key]))
    ]
    return first_looks(place._replace(session=supposing(place.session, bodies)))
