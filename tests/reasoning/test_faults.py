"""Several faults at once."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import BeliefError
from coach.reasoning.faults import Fault, FaultSets, Symptom, fault_sets

THREE = tuple(Fault(f"c{at}", prior, f"f{at}", 5.0) for at, prior in enumerate((0.1, 0.2, 0.3)))
SHOWN = Symptom("s", shown=True, strength={"c0": 0.8, "c1": 0.6, "c2": 0.3}, leak=0.05)


def test_one_symptom_of_three_possible_faults() -> None:
    sets = fault_sets(THREE, (SHOWN,))
    assert sets.evidence_probability == pytest.approx(0.300101, abs=1e-6)
    assert tuple(sets.marginal().values()) == pytest.approx((0.28252, 0.45442, 0.46146), abs=1e-5)
    assert sets.none_listed() == pytest.approx(0.083972, abs=1e-6)


def test_a_symptom_that_is_absent_speaks_against_its_faults() -> None:
    absent = Symptom("s", shown=False, strength=SHOWN.strength, leak=SHOWN.leak)
    marginal = fault_sets(THREE, (absent,)).marginal()
    assert all(marginal[fault.id] < fault.prior for fault in THREE)


def test_one_fix_is_enough_when_the_present_faults_share_it() -> None:
    sure = (Fault("a", 1.0, "same", 2.0), Fault("b", 1.0, "same", 2.0))
    assert fault_sets(sure, ()).one_fix_is_enough() == pytest.approx(1)
    apart = (Fault("a", 1.0, "one", 2.0), Fault("b", 1.0, "two", 2.0))
    assert fault_sets(apart, ()).one_fix_is_enough() == pytest.approx(0)


def test_two_sure_faults_need_both_fixes() -> None:
    sure = (Fault("a", 1.0, "one", 2.0), Fault("b", 1.0, "two", 3.0))
    repair = fault_sets(sure, ()).repair(service_hours=50)
    assert repair.cost == pytest.approx(5.0)
    assert repair.order == ("one", "two")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.05, 0.6), st.floats(0.5, 20)), min_size=1, max_size=4),
    st.floats(1, 60),
)
def test_no_order_of_fixes_beats_the_one_by_dynamic_programming(
    numbers: list[tuple[float, float]], service: float
) -> None:
    faults = tuple(Fault(f"c{at}", p, f"f{at}", hours) for at, (p, hours) in enumerate(numbers))
    symptom = Symptom("s", shown=True, strength={f.id: 0.7 for f in faults}, leak=0.1)
    sets = fault_sets(faults, (symptom,))
    every = [
        _cost(sets, order, service)
        for size in range(len(faults) + 1)
        for order in permutations(range(len(faults)), size)
    ]
    assert sets.repair(service).cost == pytest.approx(min(every), abs=1e-9)


def _cost(sets: FaultSets, order: tuple[int, ...], service: float) -> float:
    cost, fixed = 0.0, 0
    for at in (*order, None):
        broken = 1 - sum(p for s, p in enumerate(sets.probability) if s and not s & ~fixed)
        cost += broken * (service if at is None else sets.faults[at].fix_hours)
        fixed |= 0 if at is None else 1 << at
    return cost


def test_what_no_set_of_faults_allows_is_refused() -> None:
    with pytest.raises(BeliefError, match="no set"):
        fault_sets(THREE, (Symptom("s", shown=True, strength={}, leak=0.0),))
    with pytest.raises(BeliefError, match="too many"):
        fault_sets(THREE * 5, ())
    with pytest.raises(BeliefError, match="'x'"):
        fault_sets((Fault("x", 1.2, "f", 1.0),), ())
    with pytest.raises(BeliefError, match="'s'"):
        fault_sets(THREE, (Symptom("s", shown=True, strength={"c0": 1.5}, leak=0.0),))
