"""Listed doubt against felt doubt, and which checks pay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import BeliefError
from coach.reasoning.premortem import PremortemCause, premortem_arithmetic

CAUSES = tuple(
    PremortemCause(f"c{at}", p, e, m)
    for at, (p, e, m) in enumerate(
        zip((0.08, 0.10, 0.07, 0.03, 0.15), (0.9, 0.9, 0.95, 1, 0), (0.5, 0.4, 0.1, 0.05, 9), strict=True),
        start=1,
    )
)


def test_the_worked_premortem() -> None:
    found = premortem_arithmetic(CAUSES, holistic=0.55, run_cost=12)
    assert found.listed == pytest.approx(0.3651, abs=1e-4)
    assert found.leak == pytest.approx(0.2912, abs=1e-4)
    assert found.pays == ("c3", "c4", "c2", "c1")
    assert found.residual_listed == pytest.approx(0.1682, abs=1e-4)
    assert found.residual == pytest.approx(0.4104, abs=1e-4)
    assert "55 %" in found.says
    assert "37 %" in found.says
    assert "29 %" in found.says


def test_a_list_that_explains_more_than_is_felt_is_called_incoherent() -> None:
    found = premortem_arithmetic(CAUSES, holistic=0.1, run_cost=12)
    assert not found.coherent
    assert found.leak == 0
    assert "only 10 %" in found.says


def test_a_list_that_covers_the_doubt_says_so() -> None:
    found = premortem_arithmetic(CAUSES, holistic=0.4, run_cost=12)
    assert found.coherent
    assert "covers" in found.says


def test_an_empty_list_leaves_all_the_doubt_unnamed() -> None:
    found = premortem_arithmetic((), holistic=0.3, run_cost=10)
    assert found.leak == pytest.approx(0.3)
    assert not found.pays


def test_a_certain_cause_leaves_no_leak_to_compute() -> None:
    found = premortem_arithmetic((PremortemCause("sure", 1.0, 1.0, 0.0),), holistic=1.0, run_cost=1)
    assert (found.leak, found.residual_listed, found.pays) == (0.0, 0.0, ("sure",))


@pytest.mark.parametrize("bad", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_is_refused(bad: float) -> None:
    with pytest.raises(BeliefError):
        premortem_arithmetic(CAUSES, holistic=bad, run_cost=1)
    with pytest.raises(BeliefError, match="'x'"):
        PremortemCause("x", bad)
    with pytest.raises(BeliefError, match="'x'"):
        PremortemCause("x", 0.5, bad)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 20)), max_size=6),
    st.floats(0, 1),
    st.floats(0, 100),
)
def test_checks_only_ever_lower_the_risk(
    numbers: list[tuple[float, float, float]], holistic: float, run_cost: float
) -> None:
    causes = tuple(PremortemCause(f"c{at}", p, e, m) for at, (p, e, m) in enumerate(numbers))
    found = premortem_arithmetic(causes, holistic, run_cost)
    assert 0 <= found.residual_listed <= found.listed + 1e-9
    assert found.residual_listed <= found.residual + 1e-12
    assert 0 <= found.leak <= 1
