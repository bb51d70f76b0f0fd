"""*Says nothing* moves no belief: not of a cause, not of something else, whatever it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.reasoning.belief import posterior
from coach.session.event.evidence import EvidenceAdded
from coach.session.event.hypothesis import (
    CatchAllGiven,
    CatchAllPart,
    HypothesisAdded,
    LikelihoodsGiven,
    PriorsGiven,
)
from coach.session.problem import composed, problem_of
from tests.session.rehearsal import Rehearsal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.fold import Session

CAUSES = ("leak", "batch", "seed")
chances = st.floats(0.01, 0.99)
weights = st.fixed_dictionaries({each: st.floats(0.05, 0.95) for each in CAUSES})
parts = st.dictionaries(st.sampled_from(["overflow", "rate"]), st.floats(0.1, 5.0))
told = st.tuples(chances, st.dictionaries(st.sampled_from([*CAUSES, "overflow", "rate"]), chances))
cells = st.lists(st.one_of(st.none(), chances), min_size=len(CAUSES), max_size=len(CAUSES))


def believing(prior: Mapping[str, float], other: float, held: Mapping[str, float]) -> Rehearsal:
    """Give a session with three causes, each of the catalogue, and something else made of others."""
    walk = Rehearsal("stuck")
    total = sum(held.values()) or 1.0
    walk.add(
        *(HypothesisAdded(hypothesis=each, text=each, origin="own", failure_mode=each) for each in CAUSES),
        PriorsGiven(weights=dict(prior)),
        CatchAllGiven(
            probability=other,
            parts={each: CatchAllPart(name=each, share=share / total) for each, share in held.items()},
        ),
    )
    return walk


def see(
    walk: Rehearsal, name: str, row: list[float | None], base: float, modes: Mapping[str, float]
) -> Rehearsal:
    """Weigh one thing that was seen; None in a cell says nothing."""
    given_of = dict(zip(CAUSES, row, strict=True))
    walk.add(
        EvidenceAdded(evidence=name, text=name, known="seen"),
        LikelihoodsGiven(
            evidence=name,
            probability={each: p for each, p in given_of.items() if p is not None},
            silent=tuple(each for each, p in given_of.items() if p is None),
            base=base,
            modes=dict(modes),
        ),
    )
    return walk


def belief(session: Session) -> dict[str, float]:
    problem = problem_of(session)
    assert problem is not None
    return dict(posterior(problem).probability)


@given(weights, st.floats(0.05, 0.9), parts, chances)
@settings(max_examples=60, deadline=None)
def test_a_column_in_which_everything_says_nothing_moves_no_belief_at_all(
    prior: dict[str, float], other: float, held: dict[str, float], base: float
) -> None:
    walk = believing(prior, other, held)
    before = belief(walk.session)
    assert belief(see(walk, "e", [None] * len(CAUSES), base, {}).session) == pytest.approx(before)


@given(weights, st.floats(0.05, 0.9), parts, st.lists(st.tuples(cells, told), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_row_that_always_says_nothing_keeps_its_odds_against_what_nobody_knows(
    prior: dict[str, float],
    other: float,
    held: dict[str, float],
    seen: list[tuple[list[float | None], tuple[float, dict[str, float]]]],
) -> None:
    walk = believing(prior, other, held)
    before = belief(walk.session)
    unknown = 0.2 if held else 1.0
    for at, (row, (base, modes)) in enumerate(seen):
        see(walk, f"e{at}", [None, *row[1:]], base, modes)
    after, made = belief(walk.session), composed(walk.session)
    left = made.unknown if made else 1.0
    assert after["leak"] / (after["other"] * left) == pytest.approx(
        before["leak"] / (before["other"] * unknown), rel=1e-6
    )


@given(weights, st.floats(0.05, 0.9), parts, cells, told)
@settings(max_examples=60, deadline=None)
def test_two_rows_that_say_nothing_keep_their_odds_whatever_the_third_says(
    prior: dict[str, float],
    other: float,
    held: dict[str, float],
    row: list[float | None],
    said: tuple[float, dict[str, float]],
) -> None:
    walk = believing(prior, other, held)
    before = belief(walk.session)
    after = belief(see(walk, "e", [None, None, row[2]], *said).session)
    assert after["leak"] / after["batch"] == pytest.approx(before["leak"] / before["batch"])
