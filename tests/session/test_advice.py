"""The recommendation in words: its bracket, every rival with why it is not first, and the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.advice import advise, plan_later
from coach.session.exhibit import Folded, Grid, Outline, Say, laid_open
from tests.session.test_seeds import with_seeds
from tests.session.test_stuck import at_decision

if TYPE_CHECKING:
    import pytest


def grids() -> dict[str, Grid]:
    advice = advise(at_decision().session)
    assert advice is not None
    return {each.title: each for each in laid_open(advice.exhibits) if isinstance(each, Grid)}


def test_every_experiment_says_what_it_saves_or_that_it_cannot_pay() -> None:
    rows = grids()["Experiments on the list"].rows
    assert next(row[0] for row in rows) == "How large are the rewards?"
    assert all(row[-1] for row in rows)


def test_every_repair_says_how_much_dearer_it_is_to_begin_with_it() -> None:
    rows = grids()["Or begin with a repair"].rows
    assert len(rows) == 5
    assert rows[-1][0] == "rebuild it all"
    assert "advised" not in [row[-1] for row in rows]


def test_the_plan_lies_between_knowing_the_answer_and_repairing_blindly() -> None:
    advice = advise(at_decision().session)
    assert advice is not None
    said = [each.text for each in laid_open(advice.exhibits) if isinstance(each, Say)]
    assert any(each.startswith("Knowing the cause at once") and "no plan is better" in each for each in said)


def test_a_small_plan_comes_with_the_advice_and_a_large_one_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("coach.session.advice.PLANNED_AT_ONCE", 8)
    small, large = at_decision().session, with_seeds().session
    for session, is_small in ((small, True), (large, False)):
        advice = advise(session)
        assert advice is not None
        folds = {each.title: each.exhibits for each in advice.exhibits if isinstance(each, Folded)}
        assert any(isinstance(each, Outline) for each in folds.get("The whole plan", ())) == is_small
        assert bool(plan_later(session)) != is_small
