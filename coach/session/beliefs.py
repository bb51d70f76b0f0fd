"""The beliefs panel: for every explanation and the catch-all, where it started and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.problem import OTHER
from coach.session.hypotheses import hypotheses, priors
from coach.session.inside import inside
from coach.session.problem import composed, problem_of

if TYPE_CHECKING:
    from coach.session.fold import Session

OTHER_LABEL = "something else"
HELD, LEAST_HELD = 3, 0.01
"""Causes inside "something else" that are named, and how likely they must be (editorial)."""


class BeliefRow(NamedTuple):
    """One bar: `prior` and `posterior` are probabilities.

    Attributes:
        holds: the likeliest causes of the catalogue inside "something else", each with its posterior.
        unknown: what of "something else" no catalogue holds; 0 where its parts are not known.
    """

    id: str
    label: str
    prior: float
    posterior: float
    is_catch_all: bool
    is_favourite: bool
    holds: tuple[tuple[str, float], ...] = ()
    unknown: float = 0.0


def belief_rows(session: Session) -> tuple[BeliefRow, ...]:
    """Give the bars of a session, likeliest first, the catch-all always last and always there."""
    prior = priors(session)
    problem = problem_of(session)
    if problem is None:
        return (BeliefRow(OTHER, OTHER_LABEL, 1.0, 1.0, is_catch_all=True, is_favourite=False),)
    from coach.reasoning.belief import posterior  # noqa: PLC0415 - only a session with explanations needs it

    after = posterior(problem).probability
    rows = [
        BeliefRow(
            view.id,
            view.text,
            prior[view.id],
            after[view.id],
            is_catch_all=False,
            is_favourite=view.is_favourite,
        )
        for view in hypotheses(session)
    ]
    rows.sort(key=lambda row: -row.posterior)
    made = composed(session)
    other = BeliefRow(
        OTHER,
        OTHER_LABEL,
        prior[OTHER],
        after[OTHER],
        is_catch_all=True,
        is_favourite=False,
        holds=_holds(session),
        unknown=after[OTHER] * made.unknown if made is not None else 0.0,
    )
    return (*rows, other)


def _holds(session: Session) -> tuple[tuple[str, float], ...]:
    likely = (part for part in inside(session) if part.now >= LEAST_HELD)
    return tuple((part.name, part.now) for part in likely)[:HELD]
