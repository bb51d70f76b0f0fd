"""What one sighting of an event rules out stays ruled out, whichever sighting is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.reasoning.belief import posterior
from coach.session.catch_all import Told
from coach.session.event.evidence import EvidenceAdded
from coach.session.event.hypothesis import HypothesisAdded, LikelihoodsGiven
from coach.session.exclusions import Sighting, counted_with_exclusions
from coach.session.likelihood_marks import CANNOT, MUST, WOULD, probability_of
from coach.session.problem import problem_of
from tests.session.rehearsal import Rehearsal

ANYWAY = 0.1
CANNOT_SHOW, WOULD_SHOW, MUST_SHOW = (probability_of(each, ANYWAY) or 0.0 for each in (CANNOT, WOULD, MUST))


def sighting(**likelihood: float) -> Sighting:
    return Sighting(likelihood, Told(ANYWAY, likelihood))


def test_a_cause_that_another_sighting_rules_out_is_no_likelier_than_that_sighting_allows() -> None:
    counts = counted_with_exclusions(sighting(rate=0.97, seed=0.5), [sighting(rate=0.02, seed=0.4)])
    assert counts.likelihood == {"rate": pytest.approx(0.02), "seed": 0.5}
    assert counts.told.modes == {"rate": pytest.approx(0.02), "seed": 0.5}


def test_the_bound_is_on_the_ratio_where_sightings_are_not_equally_frequent() -> None:
    rare = Sighting({"rate": 0.5}, Told(0.2, {}))
    counts = counted_with_exclusions(rare, [sighting(rate=0.02)])
    assert counts.likelihood["rate"] == pytest.approx(0.2 * 0.02 / 0.1)


def test_a_cause_of_which_the_counted_sighting_says_nothing_is_ruled_out_too() -> None:
    assert counted_with_exclusions(sighting(seed=0.97), [sighting(rate=0.02)]).likelihood["rate"] < ANYWAY


chances = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.floats(0.01, 0.99))


@given(chances, st.lists(chances, max_size=3))
def test_a_further_sighting_makes_no_cause_likelier(
    counted: dict[str, float], others: list[dict[str, float]]
) -> None:
    after = counted_with_exclusions(sighting(**counted), [sighting(**each) for each in others]).likelihood
    assert all(p <= counted.get(each, ANYWAY) + 1e-12 for each, p in after.items())


def test_a_cannot_in_a_session_holds_beside_a_must_of_the_same_event() -> None:
    walk = Rehearsal("stuck")
    walk.add(
        *(HypothesisAdded(hypothesis=each, text=each, origin="own") for each in ("rate", "seed")),
        *(
            EvidenceAdded(
                evidence=each,
                text=each,
                known="seen",
                symptom=f"{each}-x",
                event="one",
                base=ANYWAY,
                modes={},
            )
            for each in ("spike", "plateau")
        ),
        LikelihoodsGiven(evidence="spike", probability={"rate": MUST_SHOW, "seed": CANNOT_SHOW}, base=ANYWAY),
        LikelihoodsGiven(
            evidence="plateau", probability={"rate": CANNOT_SHOW, "seed": WOULD_SHOW}, base=ANYWAY
        ),
    )
    problem = problem_of(walk.session)
    assert problem is not None
    (counted,) = problem.evidence
    assert counted.of("rate") < ANYWAY
    assert posterior(problem).probability["rate"] < problem.prior["rate"]
