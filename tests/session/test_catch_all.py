"""The catch-all is the mixture of what it stands for, and silence moves no belief."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.reasoning.belief import posterior
from coach.reasoning.problem import OTHER
from coach.session.catch_all import UNKNOWN, Told, composition
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
from tests.session.test_stuck import at_decision

if TYPE_CHECKING:
    from collections.abc import Mapping

WEIGHTS = {"leak": 3.0, "overflow": 8.0, "rate": 5.0}
GROWS = Told(0.06, {"leak": 0.96})
chances = st.floats(0.01, 0.99)
tolds = st.lists(
    st.builds(Told, chances, st.dictionaries(st.sampled_from(sorted(WEIGHTS)), chances)), max_size=5
)


def test_what_the_catalogue_says_of_an_experiment_holds_for_what_is_in_something_else_too() -> None:
    session = at_decision().session
    made, problem = composed(session), problem_of(session)
    assert made is not None
    assert problem is not None
    offered, own = problem.experiments
    huge = 0.3 * made.share["entropy-collapse"] + 0.2 * made.share["seed-variance"] + made.unknown / 2
    assert offered.row(OTHER) == pytest.approx((huge, 1 - huge))
    assert own.row(OTHER) == (0.5, 0.5)


def test_a_symptom_that_nothing_in_it_speaks_of_comes_at_its_base_rate() -> None:
    made = composition(WEIGHTS, [Told(0.06, {})])
    assert made is not None
    assert made.likelihood == pytest.approx((0.06,))
    assert made.unknown == pytest.approx(UNKNOWN)


def test_a_part_that_expects_what_was_seen_comes_to_make_it_up() -> None:
    made = composition(WEIGHTS, [GROWS])
    assert made is not None
    leak = 0.8 * 3 / 16
    assert made.likelihood == pytest.approx((leak * 0.96 + (1 - leak) * 0.06,))
    assert made.share["leak"] == pytest.approx(leak * 0.96 / made.likelihood[0])


def test_two_observations_that_one_part_explains_both_are_expected_together_more_than_apart() -> None:
    both = composition(WEIGHTS, [GROWS, Told(0.05, {"leak": 0.9})])
    alone = composition(WEIGHTS, [Told(0.05, {"leak": 0.9})])
    assert both is not None
    assert alone is not None
    assert both.likelihood[1] > 2 * alone.likelihood[0]


def test_without_a_catalogued_part_it_has_no_expectation_of_its_own() -> None:
    assert composition({}, [GROWS]) is None


@given(tolds)
def test_its_parts_always_sum_to_one(told: list[Told]) -> None:
    made = composition(WEIGHTS, told)
    assert made is not None
    assert math.fsum((*made.share.values(), made.unknown)) == pytest.approx(1)
    assert all(0 < each < 1 for each in made.likelihood)


@given(tolds, st.randoms())
def test_the_order_of_the_evidence_does_not_matter(told: list[Told], random: object) -> None:
    mixed = sorted(told, key=lambda _each: random.random())  # type: ignore[attr-defined]
    one, other = composition(WEIGHTS, told), composition(WEIGHTS, mixed)
    assert one is not None
    assert other is not None
    assert math.prod(one.likelihood) == pytest.approx(math.prod(other.likelihood))
    assert one.share == pytest.approx(dict(other.share))


def believed(stated: Mapping[str, float], silent: tuple[str, ...], told: Told) -> dict[str, float]:
    """Give the posterior of a session with a listed leak, an own story, and one symptom."""
    walk = Rehearsal("stuck")
    walk.add(
        HypothesisAdded(hypothesis="leak", text="Memory leak", origin="catalogue", failure_mode="leak"),
        HypothesisAdded(hypothesis="batch", text="the batch is too large", origin="own"),
        PriorsGiven(weights={"leak": 0.3, "batch": 0.3}),
        CatchAllGiven(
            probability=0.3,
            parts={each: CatchAllPart(name=each, share=weight / 16) for each, weight in WEIGHTS.items()},
        ),
        EvidenceAdded(evidence="grows", text="memory grows", known="seen", symptom="memory-growth"),
        LikelihoodsGiven(
            evidence="grows", probability=dict(stated), silent=silent, base=told.base, modes=dict(told.modes)
        ),
    )
    problem = problem_of(walk.session)
    assert problem is not None
    return dict(posterior(problem).probability)


def test_what_nobody_speaks_of_moves_no_belief_not_even_in_something_else() -> None:
    after = believed({}, ("leak", "batch"), Told(0.02, {}))
    assert after == pytest.approx({"leak": 0.35, "batch": 0.35, "other": 0.3})


def test_a_cause_that_expects_what_was_seen_leads_over_silence_and_over_something_else() -> None:
    after = believed({"leak": 0.96}, ("batch",), GROWS)
    assert after["leak"] > 0.8
    assert after["other"] < 0.1


def test_an_explanation_that_says_nothing_keeps_its_odds_against_something_else() -> None:
    after = believed({"leak": 0.96}, ("batch",), Told(0.06, {"leak": 0.96}))
    assert after["batch"] / after["other"] == pytest.approx(0.35 / 0.3)


def test_something_else_grows_where_a_cause_that_nobody_listed_expects_what_was_seen() -> None:
    after = believed({}, ("leak", "batch"), Told(0.06, {"overflow": 0.9}))
    assert after["other"] > 0.6
