"""What the catalogue expected and nobody listed is named before "something else" grows and before anybody rebuilds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.reasoning.belief import posterior
from coach.session.advice import advise
from coach.session.event.evidence import EvidenceAdded
from coach.session.event.hypothesis import (
    CatchAllGiven,
    CatchAllPart,
    HypothesisAdded,
    LikelihoodsGiven,
    PriorsGiven,
    RepairPriced,
)
from coach.session.experiments import experiments
from coach.session.hypotheses import hypotheses, priors
from coach.session.inside import expecting, inside
from coach.session.misfit import alarm_round
from coach.session.problem import problem_of
from coach.session.stuck.experiment_choice import own_check
from coach.session.suggested import CHECK_MISLEADS
from tests.session.rehearsal import Rehearsal
from tests.session.test_stuck import ODDS, TO_ODDS, WEIGHING, at_decision, at_evidence

CHECK = "check-seed-variance"
WEIGHTS = {"leak": 0.2, "overflow": 0.5, "rate": 0.3}
chances = st.floats(0.02, 0.9)


def weighed(grows: dict[str, float], base: float = 0.06) -> Rehearsal:
    """Give a session with an own story that says nothing of the one thing that was seen."""
    walk = Rehearsal("stuck")
    walk.add(
        HypothesisAdded(hypothesis="batch", text="the batch is too large", origin="own"),
        HypothesisAdded(hypothesis="rate", text="Rate too high", origin="catalogue", failure_mode="rate"),
        PriorsGiven(weights={"batch": 0.5, "rate": 0.2}),
        CatchAllGiven(
            probability=0.4, parts={each: CatchAllPart(name=each, share=p) for each, p in WEIGHTS.items()}
        ),
        EvidenceAdded(evidence="grows", text="memory grows", known="seen", symptom="grows"),
        LikelihoodsGiven(
            evidence="grows",
            probability={"rate": 0.1},
            silent=("batch",),
            base=base,
            modes=grows,
        ),
    )
    return walk


def believed(walk: Rehearsal) -> dict[str, float]:
    problem = problem_of(walk.session)
    assert problem is not None
    return dict(posterior(problem).probability)


@given(chances, chances, chances)
@settings(deadline=None)
def test_naming_a_part_of_something_else_leaves_every_other_belief_as_it_was(
    leak: float, overflow: float, base: float
) -> None:
    walk = weighed({"leak": leak, "overflow": overflow}, base)
    before, parts = believed(walk), {each.failure_mode: each.now for each in inside(walk.session)}
    walk.add(
        HypothesisAdded(
            hypothesis="leak",
            text="Memory leak",
            origin="catalogue",
            failure_mode="leak",
            late=True,
            brought_back=True,
        ),
        LikelihoodsGiven(
            evidence="grows",
            probability={"leak": leak},
            base=base,
            modes={"leak": leak, "overflow": overflow},
        ),
    )
    after = believed(walk)
    assert after["batch"] == pytest.approx(before["batch"])
    assert after["rate"] == pytest.approx(before["rate"])
    assert after["leak"] == pytest.approx(parts["leak"])
    assert after["other"] == pytest.approx(before["other"] - parts["leak"])


def test_something_else_tells_what_it_holds_the_likeliest_first() -> None:
    walk = weighed({"leak": 0.96})
    first, second = inside(walk.session)
    assert (first.failure_mode, second.failure_mode) == ("leak", "overflow")
    assert first.now > 2 * first.before
    assert second.now < second.before


def test_only_what_came_to_explain_the_evidence_is_brought_back() -> None:
    assert [each.failure_mode for each in expecting(weighed({"leak": 0.96}).session)] == ["leak"]
    assert expecting(weighed({}).session) == ()


def surprised() -> Rehearsal:
    """Give a session in which the logs show what only a cause that nobody listed expects."""
    walk = at_evidence()
    answers = [*TO_ODDS[:-1], ("catalogue.picks", "none"), *ODDS]
    for key, answer in answers:
        given = (
            {row: p for row, p in answer.items() if row != "reward-scale"}
            if isinstance(answer, dict)
            else answer
        )
        walk.says(key, answer if key.startswith("evidence") else given)
    unlikely = dict.fromkeys(["rewards-are-not-scaled", "learning-rate", "bad-luck"], "very unlikely")
    walk.says("weighing.explained-variance-train", unlikely)
    walk.says(WEIGHING[1][0], dict.fromkeys(unlikely, "no idea"))
    return walk


def test_a_cause_that_expected_the_evidence_is_offered_by_name_and_nothing_alarms_meanwhile() -> None:
    walk = surprised()
    assert walk.question.key == "catalogue.back-1"
    assert walk.question.suggested == "reward-scale"
    assert alarm_round(walk.session) == 0


def test_taking_it_asks_nothing_more_about_it_and_offers_its_check() -> None:
    walk = surprised()
    walk.says("catalogue.back-1", None)
    assert "reward-scale" in {view.id for view in hypotheses(walk.session)}
    assert "check-reward-scale" in {view.id for view in experiments(walk.session)}
    assert walk.question.key == "experiments.picks"


def test_a_cause_brought_back_is_held_against_a_check_on_the_list_as_the_catalogue_has_it() -> None:
    walk = with_a_check()
    named = ("rewards-are-not-scaled", "learning-rate", "bad-luck", "reward-scale")
    walk.add(*(RepairPriced(hypothesis=each, human_h=300, wall_h=300) for each in named))
    walk.says(walk.question.key, None)
    row = next(view.rows["entropy-collapse"] for view in experiments(walk.session) if view.id == CHECK)
    assert row == pytest.approx((CHECK_MISLEADS, 1 - CHECK_MISLEADS))


def test_an_explanation_that_no_catalogue_knows_expects_of_a_check_what_something_else_does() -> None:
    check = next(view for view in experiments(with_a_check().session) if view.id == CHECK)
    assert check.rows["bad-luck"] == check.something_else
    assert check.something_else[0] < 1 / 2


def with_a_check() -> Rehearsal:
    """Give a session that weighs the check of a cause which nobody listed."""
    walk = at_decision()
    mode = walk.catalogue.failure_mode("seed-variance")
    assert mode is not None
    walk.add(*own_check(walk.place, mode))
    return walk


def test_declining_it_leaves_it_inside_something_else_and_it_is_not_offered_again() -> None:
    walk = surprised()
    walk.says("catalogue.back-1", "none")
    assert "reward-scale" in {each.failure_mode for each in inside(walk.session)}
    assert expecting(walk.session) == ()
    assert walk.question.key != "catalogue.back-2"


def test_nobody_rebuilds_before_cheap_checks_that_could_pay_were_offered() -> None:
    walk = at_decision()
    named = ("rewards-are-not-scaled", "learning-rate", "bad-luck", "reward-scale")
    walk.add(*(RepairPriced(hypothesis=each, human_h=300, wall_h=300) for each in named))
    advice = advise(walk.session)
    assert advice is not None
    assert advice.action == "service"
    assert walk.question.key.startswith("catalogue.back-")
    assert "rebuild" in walk.question.text
    walk.says(walk.question.key, None)
    assert not walk.question.key.startswith("catalogue.back-")
    assert {"check-seed-variance", "check-entropy-collapse"} & {view.id for view in experiments(walk.session)}


@pytest.mark.parametrize("parts", [{}, WEIGHTS])
def test_what_is_brought_back_without_having_been_counted_takes_little_of_something_else(
    parts: dict[str, float],
) -> None:
    walk = weighed({})
    made = {each: CatchAllPart(name=each, share=p) for each, p in parts.items()}
    walk.add(
        CatchAllGiven(probability=0.4, parts=made),
        HypothesisAdded(
            hypothesis="norm",
            text="Norm",
            origin="catalogue",
            failure_mode="norm",
            late=True,
            brought_back=True,
        ),
    )
    prior = priors(walk.session)
    assert prior["norm"] == pytest.approx(0.02)
    assert prior["other"] == pytest.approx(0.38)
