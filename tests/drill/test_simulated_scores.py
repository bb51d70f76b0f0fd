"""The score on simulated people; the whole simulation is `tests/benchmarks/drill_scores.py`."""

from __future__ import annotations

import math

import numpy as np

from tests.benchmarks.drill_scores import cases_needed, simulated

CASES = 80


def test_hours_wasted_hold_no_luck_and_tell_careful_from_careless_people_within_thirty_cases() -> None:
    careful, careless = simulated(CASES, 0.5, 3), simulated(CASES, 1.5, 3)
    luck = np.array([each.luck for each in (*careful, *careless)])
    assert abs(luck.mean()) < 2 * luck.std(ddof=1) / math.sqrt(len(luck))
    assert min(each.wasted for each in careless) >= 0
    for part in ("wasted", "off_bits"):
        one, other = ([getattr(each, part) for each in people] for people in (careless, careful))
        assert np.mean(one) > np.mean(other)
        assert cases_needed(one, other) < 30


def test_who_knows_the_exact_odds_wastes_nothing() -> None:
    assert max(each.wasted for each in simulated(10, 0.0, 5)) == 0
