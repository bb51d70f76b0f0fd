"""Which numbers the advice hangs on, and what is worth asking."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from coach.reasoning.advice import recommend
from coach.reasoning.cells import (
    Cell,
    missing_cells,
    stated_cells,
    value_of_cell,
    with_cell,
)
from coach.reasoning.problem import Cost, Experiment, Fix, Hypothesis, Problem
from coach.reasoning.robustness import NextAction, advised, regret_of, robustness, worth_asking
from tests.reasoning.worked import problems, worked_session

NARROW = Problem(
    hypotheses=(
        Hypothesis("a", 0.5, Fix("a", Cost(human_h=10))),
        Hypothesis("b", 0.5, Fix("b", Cost(human_h=10))),
    ),
    other_prior=0.05,
    service=Cost(human_h=60),
    experiments=(
        Experiment(
            "barely pays", Cost(human_h=1.2), ("yes", "no"), {"a": (0.675, 0.325), "b": (0.325, 0.675)}
        ),
    ),
)


def test_the_worked_session_survives_any_single_one_notch_error() -> None:
    found = robustness(worked_session())
    assert found.survives
    assert found.checked > 60
    assert not found.fragile


def test_advice_that_hangs_on_one_number_names_it_the_dearest_first() -> None:
    found = robustness(NARROW)
    assert not found.survives
    regrets = [each.regret for each in found.fragile]
    assert regrets == sorted(regrets, reverse=True)
    first = found.fragile[0]
    assert first.becomes != advised(NARROW)
    assert recommend(with_cell(NARROW, first.cell, first.moved)).id == first.becomes.id


def test_a_moved_cell_keeps_its_row_a_distribution() -> None:
    three = replace(NARROW, experiments=(Experiment("t", Cost(), ("x", "y", "z"), {"a": (0.5, 0.3, 0.2)}),))
    moved = with_cell(three, Cell("experiment", "t", "a", "x"), 0.875)
    assert moved.experiments[0].row("a") == pytest.approx((0.875, 0.075, 0.05))
    certain = replace(NARROW, experiments=(Experiment("t", Cost(), ("x", "y", "z"), {"a": (1.0, 0.0, 0.0)}),))
    assert with_cell(certain, Cell("experiment", "t", "a", "x"), 0.5).experiments[0].row("a") == (
        0.5,
        0.25,
        0.25,
    )


def test_only_questions_that_could_change_the_advice_are_worth_something() -> None:
    problem = worked_session()
    unasked = replace(problem.experiments[0], likelihood={})
    idle = Experiment("idle", Cost(human_h=500), ("yes", "no"), {})
    questions = worth_asking(replace(problem, experiments=(unasked, *problem.experiments[1:], idle)))
    worth = {(each.cell.of, each.cell.hypothesis_id): each.worth for each in questions}
    assert len(worth) == 10
    assert questions[0].cell.of == "histogram"
    assert questions[0].worth > 0
    assert all(hours == 0 for (of, _), hours in worth.items() if of == "idle")


def test_nothing_is_asked_where_everything_is_stated() -> None:
    assert worth_asking(worked_session()) == ()


@settings(max_examples=30, deadline=None)
@given(problems())
def test_writing_back_what_a_cell_says_changes_nothing(problem: Problem) -> None:
    advice = advised(problem)
    for cell in stated_cells(problem):
        again = with_cell(problem, cell, value_of_cell(problem, cell))
        assert regret_of(again, advice).regret == pytest.approx(regret_of(problem, advice).regret, abs=1e-6)
    assert not list(missing_cells(problem))


def test_the_largest_cost_there_is_can_still_be_moved() -> None:
    assert robustness(replace(NARROW, service=Cost(human_h=1e12))).checked > 0


def test_the_best_action_has_no_regret() -> None:
    assert regret_of(worked_session(), NextAction("experiment", "histogram")).regret == 0
    assert regret_of(worked_session(), NextAction("service", "service")).regret > 30
