"""Other seeds as experiments, runs that can be stopped early, and luck as an explanation that is always on offer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from coach.errors import AnswerError
from coach.reasoning.seeds import binomial
from coach.session.advice import advise
from coach.session.answers.answer import parse_data
from coach.session.catalogue import Catalogue
from coach.session.exhibit import Say
from coach.session.experiments import doable, experiment_by_id, experiments
from coach.session.form import Several
from coach.session.problem import open_experiments, problem_of
from coach.session.seeds import confirmation_says
from coach.session.stuck import costs
from tests.session.rehearsal import CATALOGUE, LOW_EV, Rehearsal, logs_read
from tests.session.test_stuck import EXPERIMENTS, FORECASTS, FRAME, ODDS, TO_ODDS, WEIGHING, at_evidence

if TYPE_CHECKING:
    from coach.reasoning.problem import Problem

WORKS = {"rewards-are-not-scaled": 0.1, "learning-rate": 0.1, "bad-luck": 0.7, "reward-scale": 0.1}


def at_prices() -> Rehearsal:
    walk = at_evidence()
    walk.walk([*TO_ODDS, *ODDS, *WEIGHING])
    walk.says("experiments.picks", ["reward-histogram", "other-seeds"])
    walk.says("experiments.own", [])
    return walk


def with_seeds(together: str = "in-turn") -> Rehearsal:
    walk = at_prices()
    walk.says("experiments.price.other-seeds", {"machine": "2h", "you": "0.1h", "together": together})
    walk.says("experiments.early.other-seeds", None)
    walk.walk(EXPERIMENTS[-2:])
    while walk.question.key != "commitment.decision-1":
        seeds = {each: [p] for each, p in WORKS.items()}
        walk.says(walk.question.key, FORECASTS.get(walk.question.key, seeds))
    return walk


def test_seeds_are_weighed_as_one_two_three_and_five_runs_each_at_its_price() -> None:
    problem = _problem(with_seeds())
    seeds = {each.id: each for each in problem.experiments if each.id.startswith("other-seeds")}
    assert list(seeds) == [f"other-seeds x {count}" for count in (1, 2, 3, 5)]
    assert [each.cost.wall_h for each in seeds.values()] == [2, 4, 6, 10]
    assert seeds["other-seeds x 3"].likelihood["bad-luck"] == pytest.approx(binomial(3, 0.7))


def test_seeds_that_run_side_by_side_take_the_wait_of_one() -> None:
    problem = _problem(with_seeds("side-by-side"))
    assert {each.cost.wall_h for each in problem.experiments if each.id.startswith("other-seeds")} == {2}


def test_the_price_of_a_seed_starts_from_the_price_of_a_run() -> None:
    form = at_prices().question.form
    assert [each.suggested for each in form.fields][:3] == ["10h", "0.1h", "5"]  # type: ignore[union-attr]


def test_a_count_of_runs_that_worked_moves_belief_by_the_binomial() -> None:
    walk = with_seeds()
    walk.says("commitment.decision-1", "experiment:other-seeds x 3")
    walk.says("commitment.prediction-c1", {"you": [0.4, 0.3, 0.2, 0.1]})
    walk.says("commitment.seal-c1", "")
    walk.says("result.c1", {"outcome": "2 of 3"})
    evidence = _problem(walk).evidence[-1]
    assert evidence.likelihood["bad-luck"] == pytest.approx(binomial(3, 0.7)[2])
    assert evidence.likelihood["learning-rate"] == pytest.approx(binomial(3, 0.1)[2])


def test_seeds_that_were_run_can_be_run_again_while_a_look_is_done_once() -> None:
    walk = with_seeds()
    walk.says("commitment.decision-1", "experiment:other-seeds x 1")
    walk.says("commitment.prediction-c1", {"you": ["even"]})
    walk.says("commitment.seal-c1", "")
    walk.says("result.c1", {"outcome": "0 of 1"})
    assert "other-seeds x 1" in [each.id for each in open_experiments(walk.session)]


def test_every_doable_experiment_is_found_by_its_id() -> None:
    session = with_seeds().session
    assert all(experiment_by_id(session, view.id) == view for view in doable(session))


def test_what_one_good_run_says_is_said_in_words() -> None:
    advice = advise(with_seeds().session)
    assert advice is not None
    said = " ".join(each.text for each in advice.exhibits if isinstance(each, Say))
    assert "One good run is positive evidence (Bayes factor 7)" in said


def test_one_good_run_after_a_repair_is_a_bare_mention() -> None:
    assert "One good run is a bare mention (Bayes factor 2.7)" in confirmation_says().text


def at_early_look() -> Rehearsal:
    walk = at_prices()
    walk.says("experiments.price.other-seeds", {"machine": "10h", "you": "0"})
    return walk


def test_a_run_that_shows_early_which_way_it_goes_costs_less_than_its_length() -> None:
    walk = at_early_look()
    walk.says("experiments.early.other-seeds", {"early": "2h", "clear": "50%"})
    view = next(each for each in doable(walk.session) if each.id == "other-seeds x 1")
    assert view.cost is not None
    assert view.cost.wall_h == pytest.approx(0.5 * 2 + 0.5 * 10)
    assert walk.question.key == "repairs.price"


def test_a_short_look_is_not_asked_when_it_could_be_stopped() -> None:
    walk = at_prices()
    walk.says("experiments.price.other-seeds", {"machine": "30 min", "you": "0"})
    assert walk.question.key == "repairs.price"


@pytest.mark.parametrize("look", [{"early": "11h", "clear": "50%"}, {"early": "2h"}, {"clear": "50%"}])
def test_a_look_half_way_needs_an_hour_within_the_run_and_a_chance(look: dict[str, str]) -> None:
    with pytest.raises(AnswerError):
        at_early_look().says("experiments.early.other-seeds", look)


@pytest.mark.parametrize(
    "catalogue",
    [
        CATALOGUE,
        Catalogue(id="none", title="Nothing known", symptom_classes={}, failure_modes=(), experiments=()),
    ],
)
def test_luck_of_the_seed_is_always_offered_as_an_explanation(catalogue: Catalogue) -> None:
    walk = at_evidence()
    walk.catalogue = catalogue
    for key, answer in TO_ODDS:
        if walk.question.key == "catalogue.picks":
            break
        if walk.question.key == key:
            walk.says(key, answer)
    assert walk.question.key == "catalogue.picks"
    form = walk.question.form
    assert isinstance(form, Several)
    assert "seed-variance" in [option.id for option in form.options]


def _problem(walk: Rehearsal) -> Problem:
    problem = problem_of(walk.session)
    assert problem is not None
    return problem


def test_the_catalogues_own_more_seeds_are_not_offered_beside_ours() -> None:
    [histogram] = CATALOGUE.experiments
    same = replace(histogram, id="three-more-seeds", question="Is it this seed, or every seed?")
    walk = Rehearsal("stuck", replace(CATALOGUE, experiments=(histogram, same)))
    walk.walk(FRAME)
    walk.says("evidence.logs", "runs/a")
    walk.add(*logs_read(LOW_EV))
    walk.walk([*TO_ODDS, *ODDS, *WEIGHING])
    assert walk.question.key == "experiments.picks"
    assert isinstance(walk.question.form, Several)
    assert [option.id for option in walk.question.form.options] == ["reward-histogram", "other-seeds"]


def test_an_early_look_can_be_taken_away_again() -> None:
    walk = at_early_look()
    walk.says("experiments.early.other-seeds", {"early": "2h", "clear": "50%"})
    [given] = [each for each in experiments(walk.session) if each.id == "other-seeds"]
    early = costs.early_look(given)
    assert "Look after 0h" in early.question.why
    walk.add(*early.accept(parse_data(early.question, {"early": "0h"})))
    [now] = [each for each in experiments(walk.session) if each.id == "other-seeds"]
    assert given.price is not None
    assert now.price == given.price.model_copy(update={"early_h": 0.0, "early_chance": 0.0})
