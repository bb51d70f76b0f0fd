"""Several faults at once, from the numbers that were given for one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import BeliefError
from coach.reasoning.problem import Cost, Evidence, Fix, Hypothesis, Problem
from coach.reasoning.several import likelihood_of_sets, several_faults

chances = st.floats(0.02, 0.98)


def problem_with(*rows: dict[str, float], count: int = 3) -> Problem:
    return Problem(
        hypotheses=tuple(
            Hypothesis(f"h{at}", 1.0, Fix(f"f{at}", Cost(human_h=5.0 + at))) for at in range(count)
        ),
        service=Cost(human_h=50.0),
        evidence=tuple(Evidence(f"e{at}", row) for at, row in enumerate(rows)),
    )


@settings(max_examples=50, deadline=None)
@given(chances, chances, chances, chances)
def test_one_fault_alone_has_the_likelihood_that_was_given(
    a: float, b: float, c: float, other: float
) -> None:
    problem = problem_with({"h0": a, "h1": b, "h2": c, "other": other})
    sets = likelihood_of_sets(problem.evidence[0], problem)
    assert sets[[0, 1, 2, 4]] == pytest.approx([other, a, b, c])
    assert np.all((sets > 0) & (sets < 1))


def test_two_causes_of_a_symptom_show_it_more_surely_than_one() -> None:
    problem = problem_with({"h0": 0.8, "h1": 0.8, "h2": 0.5, "other": 0.5})
    sets = likelihood_of_sets(problem.evidence[0], problem)
    assert sets[0b011] == pytest.approx(1 - 0.5 * 0.4 * 0.4)


def test_a_cause_that_hides_a_symptom_is_held_against_it() -> None:
    problem = problem_with({"h0": 0.1, "h1": 0.5, "h2": 0.5, "other": 0.5})
    there = several_faults(problem, {"h0": 0.3, "h1": 0.3, "h2": 0.3}).marginal()
    assert there["h0"] < 0.3


def test_without_evidence_each_is_there_as_it_was_said() -> None:
    said = {"h0": 0.1, "h1": 0.6, "h2": 0.3}
    assert several_faults(problem_with(), said).marginal() == pytest.approx(said)


def test_a_repair_that_did_not_help_leaves_another_cause() -> None:
    sets = several_faults(problem_with(count=2), {"h0": 0.6, "h1": 0.2})
    left = sets.still_broken_after({"f0"})
    assert left.probability[0b01] == 0
    assert left.marginal()["h1"] == pytest.approx(0.2 / (0.2 + 0.8 * 0.4))
    assert left.one_fix_is_enough({"f0"}) == pytest.approx(left.marginal()["h1"])
    assert left.repair(50.0, {"f0"}).order in ((), ("f1",))


def test_repairs_that_would_have_removed_everything_cannot_all_have_failed() -> None:
    sets = several_faults(problem_with(count=1), {"h0": 1.0})
    with pytest.raises(BeliefError, match="every fault"):
        sets.still_broken_after({"f0"})


def test_more_causes_than_can_be_put_together_are_refused() -> None:
    problem = problem_with(count=13)
    with pytest.raises(BeliefError, match="too many"):
        several_faults(problem, {each.id: 0.1 for each in problem.hypotheses})


def test_evidence_of_one_group_counts_as_one() -> None:
    row = {"h0": 0.9, "h1": 0.2, "h2": 0.2}
    alone = problem_with(row)
    twice = replace(alone, evidence=(Evidence("a", row, group="same"), Evidence("b", row, group="same")))
    said = {"h0": 0.3, "h1": 0.3, "h2": 0.3}
    assert several_faults(twice, said).marginal() == pytest.approx(several_faults(alone, said).marginal())
