"""The investigation, walked without a screen: what is asked when, what a gate wants, what an answer means."""

from __future__ import annotations

import pytest

from coach.errors import AnswerError
from coach.session.answers.answer import parse_data
from coach.session.beliefs import belief_rows
from coach.session.event.common import Closed, GateWaived, Sealed
from coach.session.event.evidence import RunsLinked
from coach.session.event.experiment import Committed, FixConfirmed
from coach.session.exhibit import Grid
from coach.session.experiments import commitments
from coach.session.form import Card, Option, Table
from coach.session.hypotheses import hypotheses, priors
from coach.session.observations import confusions, observations
from coach.session.seal import breaches
from coach.session.step import Place
from coach.session.stuck.revising import tables
from tests.session.rehearsal import LOW_EV, Rehearsal, logs_read

FRAME: list[tuple[str, object]] = [
    ("frame.working-on", "make the agent learn"),
    ("frame.run-length", "10h"),
    ("frame.run-price", 5),
    ("frame.tried", ""),
    ("expectation.expected", "return above 15"),
    ("expectation.observed", "return stays at 3"),
    ("expectation.class", "never-learns"),
]
TO_ODDS: list[tuple[str, object]] = [
    ("evidence.judge.explained-variance-train", {"verdict": "evidence"}),
    ("evidence.known", ["measured: accuracy is fine"]),
    ("evidence.symptoms", {}),
    ("confusions.odd", ["the value loss is huge"]),
    ("confusions.good", []),
    ("hypotheses.own", ["rewards are not scaled", "learning rate", "bad luck"]),
    ("hypotheses.favourite", 1),
    ("hypotheses.doubt", "one seed learned"),
    ("catalogue.picks", ["reward-scale"]),
]
ODDS: list[tuple[str, object]] = [
    (
        "odds.priors",
        {
            "rewards-are-not-scaled": "likely",
            "learning-rate": "unlikely",
            "bad-luck": "no idea",
            "reward-scale": "40%",
        },
    ),
    ("odds.catch-all", "30%"),
]
WEIGHING: list[tuple[str, object]] = [
    (
        "weighing.explained-variance-train",
        {
            "rewards-are-not-scaled": "very likely",
            "learning-rate": "unlikely",
            "bad-luck": "unlikely",
            "reward-scale": "80%",
        },
    ),
    (
        "weighing.accuracy-is-fine",
        {
            "rewards-are-not-scaled": "even",
            "learning-rate": "even",
            "bad-luck": "no idea",
            "reward-scale": "even",
        },
    ),
]
EXPERIMENTS: list[tuple[str, object]] = [
    ("experiments.picks", ["reward-histogram"]),
    ("experiments.own", ["Does a lower learning rate help: yes / no"]),
    ("experiments.price.does-a-lower-learning-rate-help", {"machine": "1h", "you": "10 min"}),
    (
        "repairs.price",
        {
            "rewards-are-not-scaled": ["1h", "10h"],
            "learning-rate": ["5 min", "10h"],
            "bad-luck": ["0", "10h"],
        },
    ),
    ("repairs.service", "80h"),
]
FORECASTS: dict[str, object] = {
    "experiments.forecast.reward-histogram": {
        "rewards-are-not-scaled": ["almost certain"],
        "learning-rate": ["unlikely"],
        "bad-luck": ["unlikely"],
    },
    "experiments.forecast.does-a-lower-learning-rate-help": {
        "rewards-are-not-scaled": [0.2, 0.8],
        "learning-rate": [0.9, 0.1],
        "bad-luck": ["no idea"],
        "reward-scale": [0.2],
    },
}


def at_evidence() -> Rehearsal:
    walk = Rehearsal("stuck")
    walk.walk(FRAME)
    walk.says("evidence.logs", "runs/a")
    assert walk.question.key == "evidence.reading"
    walk.add(*logs_read(LOW_EV))
    return walk


def forecast_all(walk: Rehearsal) -> None:
    while walk.question.key in FORECASTS:
        walk.says(walk.question.key, FORECASTS[walk.question.key])


def at_decision() -> Rehearsal:
    walk = at_evidence()
    walk.walk([*TO_ODDS, *ODDS, *WEIGHING, *EXPERIMENTS])
    forecast_all(walk)
    return walk


def committed() -> Rehearsal:
    walk = at_decision()
    walk.says("commitment.decision-1", "experiment:reward-histogram")
    forecast_all(walk)
    walk.says("commitment.prediction-c1", {"you": ["likely"]})
    walk.says("commitment.seal-c1", "")
    return walk


def test_a_whole_investigation_ends_with_the_cause_on_the_list() -> None:
    walk = committed()
    walk.says("result.c1", {"outcome": "huge", "hours": "20 min"})
    walk.says("commitment.decision-2", "fix:rewards-are-not-scaled")
    walk.says("commitment.prediction-c2", {"you": ["80%"]})
    walk.says("commitment.seal-c2", "")
    walk.says("result.c2", {"outcome": "fixed"})
    walk.says("closing.cause", {"cause": "rewards-are-not-scaled", "grade": "reversed"})
    walk.says(
        "closing.confusion.the-value-loss-is-huge", {"explained": "yes", "text": "it was the reward scale"}
    )
    walk.says("closing.sooner", "print the rewards")
    walk.says("closing.close", "")
    assert walk.position.step is None
    assert walk.session.last(Closed) == Closed(ending="solved")
    confirmed = walk.session.last(FixConfirmed)
    assert confirmed is not None
    assert confirmed.grade == "reversed"


def test_beliefs_always_sum_to_one_and_keep_the_catch_all() -> None:
    rows = belief_rows(at_decision().session)
    assert rows[-1].is_catch_all
    assert sum(row.posterior for row in rows) == pytest.approx(1)
    assert sum(row.prior for row in rows) == pytest.approx(1)


def test_evidence_moves_belief_towards_what_expected_it() -> None:
    rows = {row.id: row for row in belief_rows(at_decision().session)}
    assert rows["rewards-are-not-scaled"].posterior > rows["rewards-are-not-scaled"].prior
    assert rows["learning-rate"].posterior < rows["learning-rate"].prior


def test_a_result_moves_belief_by_what_each_explanation_predicted() -> None:
    walk = committed()
    before = {row.id: row.posterior for row in belief_rows(walk.session)}
    walk.says("result.c1", {"outcome": "huge"})
    after = {row.id: row.posterior for row in belief_rows(walk.session)}
    assert after["rewards-are-not-scaled"] > before["rewards-are-not-scaled"]
    assert after["learning-rate"] < before["learning-rate"]


def test_a_repair_that_did_not_help_all_but_rules_its_cause_out() -> None:
    walk = at_decision()
    walk.says("commitment.decision-1", "fix:rewards-are-not-scaled")
    walk.says("commitment.prediction-c1", {"you": ["80%"]})
    walk.says("commitment.seal-c1", "")
    before = {row.id: row.posterior for row in belief_rows(walk.session)}["rewards-are-not-scaled"]
    walk.says("result.c1", {"outcome": "not-fixed"})
    after = {row.id: row.posterior for row in belief_rows(walk.session)}["rewards-are-not-scaled"]
    assert after < before / 5


def test_one_explanation_is_not_enough_for_a_long_run() -> None:
    walk = at_evidence()
    walk.walk(TO_ODDS[:5])
    with pytest.raises(AnswerError, match="2 more"):
        walk.says("hypotheses.own", ["rewards are not scaled"])


def test_a_gate_is_waived_with_a_reason_that_is_kept() -> None:
    walk = at_evidence()
    walk.walk(TO_ODDS[:5])
    walk.says("hypotheses.own", ["rewards are not scaled", "enough: it is one in the morning"])
    assert walk.session.all(GateWaived) == (
        GateWaived(gate="three-explanations", reason="it is one in the morning"),
    )
    assert walk.question.key == "hypotheses.favourite"


def test_waiving_a_gate_without_a_reason_is_refused() -> None:
    walk = at_evidence()
    walk.walk(TO_ODDS[:5])
    with pytest.raises(AnswerError, match="reason"):
        walk.says("hypotheses.own", ["enough:"])


def test_every_confirmed_line_of_a_list_is_kept_before_the_list_is_finished() -> None:
    walk = at_evidence()
    walk.walk(TO_ODDS[:5])
    walk.types("rewards are not scaled")
    walk.types("learning rate")
    assert [view.text for view in hypotheses(walk.session)] == ["rewards are not scaled", "learning rate"]
    assert walk.question.key == "hypotheses.own"


def test_the_catalogue_stays_hidden_until_ones_own_list_is_done() -> None:
    walk = at_evidence()
    walk.walk([*TO_ODDS, *ODDS])
    assert walk.asked.index("catalogue.picks") > walk.asked.index("hypotheses.own")
    assert walk.asked.index("catalogue.picks") > walk.asked.index("hypotheses.doubt")


def test_a_dismissed_symptom_needs_its_reason_and_is_no_evidence() -> None:
    walk = at_evidence()
    key = "evidence.judge.explained-variance-train"
    with pytest.raises(AnswerError, match="innocent"):
        walk.says(key, {"verdict": "dismiss"})
    walk.says(key, {"verdict": "dismiss", "reason": "warm-up"})
    assert observations(walk.session) == ()


def test_a_symptom_that_surprises_stays_open_as_a_confusion() -> None:
    walk = at_evidence()
    walk.says("evidence.judge.explained-variance-train", {"verdict": "it surprises me"})
    assert [each.text for each in confusions(walk.session)] == [LOW_EV.says]


def test_evidence_that_no_story_expected_leads_back_to_the_list() -> None:
    walk = at_evidence()
    walk.walk([*TO_ODDS, *ODDS])
    unlikely = dict.fromkeys(
        ["rewards-are-not-scaled", "learning-rate", "bad-luck", "reward-scale"], "almost no chance"
    )
    walk.says("weighing.explained-variance-train", unlikely)
    walk.says(*WEIGHING[1])
    walk.says("catalogue.back-1", "none")
    assert walk.question.key == "hypotheses.again-1"


def test_a_late_explanation_takes_half_of_what_nobody_had_named() -> None:
    walk = at_evidence()
    walk.walk([*TO_ODDS, *ODDS])
    unlikely = dict.fromkeys(
        ["rewards-are-not-scaled", "learning-rate", "bad-luck", "reward-scale"], "almost no chance"
    )
    walk.says("weighing.explained-variance-train", unlikely)
    walk.says(*WEIGHING[1])
    walk.says("catalogue.back-1", "none")
    before = priors(walk.session)
    walk.says("hypotheses.again-1", ["two environments share a seed"])
    after = priors(walk.session)
    assert after["two-environments-share-a-seed"] == pytest.approx(before["other"] / 2)
    assert after["other"] == pytest.approx(before["other"] / 2)
    assert after["learning-rate"] == pytest.approx(before["learning-rate"])
    assert walk.question.key == "catalogue.again-1"
    assert walk.question.text.startswith("What was seen fits nothing on your list well")


def test_an_outcome_nobody_listed_is_a_confusion_and_calls_for_new_explanations() -> None:
    walk = committed()
    walk.says("result.c1", {"outcome": "none of these", "text": "the rewards are NaN"})
    assert "the rewards are NaN" in [each.text for each in confusions(walk.session)]
    assert walk.question.key == "hypotheses.again-2"


def test_what_was_committed_to_is_sealed_with_everything_before_it() -> None:
    walk = committed()
    sealed = walk.session.last(Sealed)
    assert sealed is not None
    assert len(sealed.covers) == len(walk.events) - 1
    assert breaches(walk.events) == ()


def test_the_advice_is_remembered_beside_what_was_chosen() -> None:
    walk = at_decision()
    walk.says("commitment.decision-1", "no run tonight")
    chosen = walk.session.last(Committed)
    assert chosen is not None
    assert chosen.action == "rest"
    assert chosen.advised == "experiment:reward-histogram"
    walk.says("result.c1", {"outcome": "back to it"})
    assert walk.question.key == "commitment.decision-2"


def test_the_first_choice_offered_is_what_the_coach_advises() -> None:
    walk = at_decision()
    step = walk.position.step
    assert step is not None
    assert step.question.suggested == "experiment:reward-histogram"


def test_a_run_of_minutes_gets_the_short_form() -> None:
    walk = Rehearsal("stuck")
    walk.walk(
        [
            ("frame.working-on", "make it learn"),
            ("frame.run-length", "2 min"),
            ("frame.pace", "short"),
            ("expectation.expected", "loss under 2"),
            ("expectation.observed", "loss at 2.3"),
            ("try.expect-1", "lower the rate: loss under 2"),
            ("try.chance-c1", "likely"),
            ("commitment.seal-c1", ""),
            ("result.c1", {"outcome": "something else", "text": "it went up"}),
            ("try.next-1", "think"),
        ]
    )
    assert commitments(walk.session)[0].result is not None
    assert walk.question.key == "frame.tried"


def test_an_investigation_cannot_close_over_an_unexplained_confusion() -> None:
    walk = committed()
    walk.says("result.c1", {"outcome": "huge"})
    walk.says("commitment.decision-2", "service")
    walk.says("result.c2", {"outcome": "yes"})
    walk.says("closing.cause", {"cause": "other", "grade": "believed", "text": "unknown"})
    assert walk.question.key == "closing.confusion.the-value-loss-is-huge"


def test_stopping_is_always_offered() -> None:
    walk = at_decision()
    walk.says("commitment.decision-1", "stop")
    assert walk.session.last(Closed) == Closed(ending="abandoned")
    assert walk.position.step is None


def test_another_explanation_can_be_added_at_the_decision_and_is_held_against_everything_seen() -> None:
    walk = at_decision()
    walk.says("commitment.decision-1", "think of another explanation")
    walk.says("hypotheses.more-1", ["evaluation uses another time limit"])
    late = "evaluation-uses-another-time-limit"
    walk.says("weighing.explained-variance-train", {late: "even"})
    walk.says("weighing.accuracy-is-fine", {late: "even"})
    walk.says("repairs.price", {late: ["1h", "10h"]})
    while walk.question.key.startswith("experiments.forecast."):
        walk.says(walk.question.key, {row.id: ["no idea"] for row in rows_of(walk)})
    assert walk.question.key == "commitment.decision-1"


def rows_of(walk: Rehearsal) -> tuple[Option, ...]:
    form = walk.question.form
    assert isinstance(form, Table)
    return form.rows


def test_another_experiment_can_be_added_at_the_decision() -> None:
    walk = at_decision()
    walk.says("commitment.decision-1", "think of another experiment")
    walk.says("experiments.more-1", ["Render one episode: moves / stands still"])
    assert walk.question.key == "experiments.price.render-one-episode"


def test_an_experiment_that_could_not_pay_even_with_the_answer_is_not_asked_about() -> None:
    walk = at_evidence()
    walk.walk([*TO_ODDS, *ODDS, *WEIGHING, *EXPERIMENTS[:2]])
    walk.says("experiments.price.does-a-lower-learning-rate-help", {"machine": "900h", "you": "1h"})
    walk.says("experiments.early.does-a-lower-learning-rate-help", None)
    walk.walk(EXPERIMENTS[3:])
    forecasts = []
    while walk.question.key in FORECASTS:
        forecasts.append(walk.question.key)
        walk.says(walk.question.key, FORECASTS[walk.question.key])
    assert "experiments.forecast.does-a-lower-learning-rate-help" not in forecasts
    assert walk.question.key == "commitment.decision-1"


def test_every_number_can_be_changed_later_and_the_advice_follows() -> None:
    walk = at_decision()
    before = belief_rows(walk.session)
    by_key = {step.question.key: step for step in tables(Place(walk.session, walk.catalogue))}
    assert set(by_key) >= {
        "odds.priors",
        "odds.catch-all",
        "weighing.accuracy-is-fine",
        "experiments.forecast.reward-histogram",
        "experiments.price.reward-histogram",
        "repairs.price",
        "repairs.service",
    }
    step = by_key["weighing.explained-variance-train"]
    walk.add(*step.accept(parse_data(step.question, {"learning-rate": "almost certain"})))
    after = {row.id: row.posterior for row in belief_rows(walk.session)}
    assert after["learning-rate"] > {row.id: row.posterior for row in before}["learning-rate"]


def test_a_table_that_is_confirmed_as_it_stands_changes_no_belief() -> None:
    walk = at_decision()
    before = {row.id: row.posterior for row in belief_rows(walk.session)}
    for step in tables(Place(walk.session, walk.catalogue)):
        walk.add(
            *step.accept(
                parse_data(step.question, {} if isinstance(step.question.form, Table | Card) else "")
            )
        )
    after = {row.id: row.posterior for row in belief_rows(walk.session)}
    assert after == pytest.approx(before, rel=1e-6)


def test_there_are_no_tables_before_anything_was_named() -> None:
    assert tables(Place(at_evidence().session, at_evidence().catalogue)) == ()


def test_an_experiment_is_asked_about_before_its_result_even_where_it_could_not_change_the_advice() -> None:
    walk = at_decision()
    walk.says("commitment.decision-1", "experiment:reward-histogram")
    forecast_all(walk)
    assert "experiments.forecast.reward-histogram" in walk.asked
    walk.says("commitment.prediction-c1", {"you": ["likely"]})


def test_of_several_runs_the_one_that_shows_a_symptom_is_named_and_its_line_is_marked() -> None:
    walk = Rehearsal("stuck")
    walk.walk(FRAME)
    walk.says("evidence.logs", "runs/a")
    linked, *seen = logs_read(LOW_EV.model_copy(update={"run": "results/a/AI"}))
    assert isinstance(linked, RunsLinked)
    runs = tuple(linked.runs[0].model_copy(update={"name": f"results/{name}/AI"}) for name in "ab")
    walk.add(linked.model_copy(update={"runs": runs}), *seen)
    step = walk.position.step
    assert step is not None
    assert step.question.text.startswith(f"In a: {LOW_EV.says}")
    [timeline] = [each for each in step.exhibits if isinstance(each, Grid)]
    assert [(row[1], row[-1]) for row in timeline.rows] == [("a", "this one")]
