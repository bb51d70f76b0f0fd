"""What an experiment would tell."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given, settings

from coach.reasoning.belief import Belief, entropy_bits, posterior, update
from coach.reasoning.information import (
    expected_information_gain,
    mutual_information_bits,
    outcome_probabilities,
    outcome_views,
)
from coach.reasoning.problem import Cost, Fix, Hypothesis, Problem
from tests.reasoning.worked import binary, problems, worked_session


def test_polybox_measure_x_first() -> None:
    """Four minimal candidates of the adder-multiplier circuit of de Kleer and Williams, faults of 1 %."""
    weight = (0.01 * 0.99**4, 0.01 * 0.99**4, 0.01**2 * 0.99**3, 0.01**2 * 0.99**3)
    candidates = [w / sum(weight) for w in weight]
    measured = {
        "X": ((1.0, 0.0), (0.0, 1.0), (0.0, 1.0), (0.0, 1.0)),
        "Y": ((1.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.0, 1.0)),
        "Z": ((1.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 0.0)),
    }
    gain = {point: mutual_information_bits(candidates, rows) for point, rows in measured.items()}
    assert candidates == pytest.approx((0.4950, 0.4950, 0.0050, 0.0050), abs=1e-4)
    assert entropy_bits(candidates) == pytest.approx(1.080793, abs=1e-6)
    assert gain == pytest.approx({"X": 0.999928, "Y": 0.080793, "Z": 0.045415}, abs=1e-6)
    assert max(gain, key=lambda point: gain[point]) == "X"


def test_polybox_candidates_depend_on_what_a_broken_part_may_do() -> None:
    """A broken multiplier gives any of 16 values and a broken adder any of 32: then M1 is twice as likely as A1."""
    sets = list(product((False, True), repeat=5))
    prior = Belief(
        {str(at): math.prod(0.01 if bad else 0.99 for bad in each) for at, each in enumerate(sets)}
    )
    found = update(prior, {str(at): _polybox_likelihood(*each) for at, each in enumerate(sets)})
    only_m1, only_a1 = (str(sets.index(tuple(at == broken for at in range(5)))) for broken in (0, 3))
    assert found.probability[only_m1] == pytest.approx(0.6630, abs=1e-4)
    assert found.probability[only_a1] == pytest.approx(0.3315, abs=1e-4)


def _polybox_likelihood(*broken: bool) -> float:
    """Give P(F = 10, G = 12) when M1, M2, M3, A1, A2 are broken or not."""
    product_of = [dict.fromkeys(range(16), 1 / 16) if bad else {6: 1.0} for bad in broken[:3]]

    def sums_to(value: int, terms: tuple[int, int], *, bad: bool) -> float:
        return 1 / 32 if bad else float(sum(terms) == value)

    return sum(
        px * py * pz * sums_to(10, (x, y), bad=broken[3]) * sums_to(12, (y, z), bad=broken[4])
        for (x, px), (y, py), (z, pz) in product(*(each.items() for each in product_of))
    )


def test_oil_wildcatter_seismic_test() -> None:
    """Raiffa's oil wildcatter: dry, wet, soaking; no, open, closed structure."""
    prior = (0.5, 0.3, 0.2)
    rows = ((0.6, 0.3, 0.1), (0.3, 0.4, 0.3), (0.1, 0.4, 0.5))
    assert mutual_information_bits(prior, rows) == pytest.approx(0.160410, abs=1e-6)


def test_the_worked_session_has_its_known_gains() -> None:
    problem = worked_session()
    belief = posterior(problem)
    gains = [expected_information_gain(problem, each, belief) for each in problem.experiments]
    assert gains == pytest.approx((0.4354, 0.1401, 0.2234, 0.0666, 0.1429), abs=1e-4)


def test_after_each_histogram_the_known_favourite_leads() -> None:
    problem = worked_session()
    plus, minus = outcome_views(posterior(problem), problem.experiments[0])
    assert plus.posterior["normalization"] == pytest.approx(0.6376, abs=1e-4)
    assert minus.posterior["rl-hyper"] == pytest.approx(0.4850, abs=1e-4)


def test_telling_apart_two_causes_with_one_fix_gains_nothing() -> None:
    shared, alone = Fix("shared", Cost(human_h=10)), Fix("alone", Cost(human_h=10))
    problem = Problem(
        hypotheses=(Hypothesis("a", 0.4, shared), Hypothesis("b", 0.4, shared), Hypothesis("c", 0.2, alone)),
        other_prior=0.05,
        service=Cost(human_h=50),
        experiments=(
            binary("splits the shared", Cost(human_h=1), (1.0, 0.0, 0.5, 0.5), ("a", "b", "c", "other")),
            binary("splits the fixes", Cost(human_h=1), (1.0, 1.0, 0.0, 0.5), ("a", "b", "c", "other")),
        ),
    )
    belief = posterior(problem)
    useless, useful = (expected_information_gain(problem, each, belief) for each in problem.experiments)
    assert useless == pytest.approx(0, abs=1e-12)
    assert useful > 0.5


@settings(max_examples=80, deadline=None)
@given(problems())
def test_information_gain_is_never_negative_nor_more_than_the_uncertainty(problem: Problem) -> None:
    belief = posterior(problem)
    for experiment in problem.experiments:
        gain = expected_information_gain(problem, experiment, belief)
        assert 0 <= gain <= belief.entropy_bits() + 1e-9
        assert sum(outcome_probabilities(belief, experiment).values()) == pytest.approx(1, abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(problems())
def test_the_belief_after_averages_back_to_the_belief_before(problem: Problem) -> None:
    belief = posterior(problem)
    for experiment in problem.experiments:
        views = outcome_views(belief, experiment)
        for each, p in belief.probability.items():
            assert sum(v.probability * v.posterior[each] for v in views) == pytest.approx(p, abs=1e-9)
