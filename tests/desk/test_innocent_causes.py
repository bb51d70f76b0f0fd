"""Causes in which nothing is wrong, through the real walk: offered where they fit, and looked for first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from coach.session.advice import advise
from coach.session.form import Several
from tests.cli.anyone import answer_to

if TYPE_CHECKING:
    from coach.desk import Coach, Walk
    from coach.session.step import Question


class Case(NamedTuple):
    playbook: str
    observed: str
    symptom_class: str
    stated: dict[str, object]
    own: list[str]
    innocent: str


CASES = [
    Case(
        "deep-learning",
        "After resuming with more steps the loss leapt up and came down slowly again.",
        "learned-then-broke",
        {"evidence.symptoms": {"began-at-restart": "yes"}, "evidence.changed": ["changed.resume"]},
        ["the checkpoint is incomplete", "the learning rate is too high", "a bad batch of data"],
        "schedule-end-moved",
    ),
    Case(
        "reinforcement-learning",
        "The return fell from 300 to 120 when the next level of the curriculum began, and rises again.",
        "learned-then-broke",
        {"evidence.symptoms": {"shared-change": "yes"}, "evidence.changed": ["changed.data"]},
        ["the policy forgets", "the learning rate is too high", "there is too little exploration"],
        "task-became-harder",
    ),
    Case(
        "deep-learning",
        "The averaged weights score far worse than the raw ones in the first thousand steps.",
        "learns-badly",
        {"evidence.symptoms": {"rate-only-rises": "yes", "still-improving": "yes"}},
        ["the learning rate is too low", "the labels are noisy", "the evaluation is broken"],
        "still-warming-up",
    ),
]


def answered(case: Case, question: Question) -> object:
    said = {
        **case.stated,
        "expectation.observed": case.observed,
        "expectation.class": case.symptom_class,
        "hypotheses.own": case.own,
        "catalogue.picks": [case.innocent],
        "confusions.odd": [],
        "evidence.known": [],
        "experiments.own": [],
    }
    if question.key in said:
        return said[question.key]
    return None if question.suggested or question.optional else answer_to(question)


def walked_to_the_decision(coach: Coach, case: Case) -> tuple[Walk, tuple[str, ...]]:
    """Walk to the decision; give the walk and what was offered as not mentioned."""
    walk = coach.begin("stuck", playbook=case.playbook)
    offered: tuple[str, ...] = ()
    while not (question := walk.question).key.startswith("commitment."):
        if question.key == "catalogue.picks" and isinstance(question.form, Several):
            offered = tuple(option.id for option in question.form.options)
        walk.answer_data(answered(case, question))
    return walk, offered


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.innocent)
def test_where_nothing_may_be_wrong_that_is_offered_and_looked_for_first(coach: Coach, case: Case) -> None:
    walk, offered = walked_to_the_decision(coach, case)
    advice = advise(walk.session)
    assert case.innocent in offered[:2]
    assert advice is not None
    assert advice.action == f"experiment:check-{case.innocent}"
    assert walk.question.suggested == advice.action


def test_where_nothing_speaks_for_it_no_innocent_cause_comes_first(coach: Coach) -> None:
    case = CASES[2]._replace(
        observed="Memory grows until the process is killed.",
        symptom_class="crash",
        stated={"evidence.symptoms": {"memory-growth": "yes"}},
        innocent="memory-leak",
    )
    walk, offered = walked_to_the_decision(coach, case)
    first = walk.place.catalogue.failure_mode(offered[0])
    assert first is not None
    assert not first.innocent
