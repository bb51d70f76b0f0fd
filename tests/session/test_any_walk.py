"""Whatever a person answers, in whatever order, a walk goes on: no step fails, nothing is lost, undo leads back."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, assert_never

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import AnswerError
from coach.session.answers.answer import parse_data
from coach.session.beliefs import belief_rows
from coach.session.event.common import Withdrawn
from coach.session.form import (
    Card,
    Chance,
    Choice,
    Form,
    GoOn,
    Hours,
    Lines,
    Marks,
    Number,
    ReadLogs,
    Several,
    Table,
    Text,
)
from tests.session.rehearsal import LOW_EV, Rehearsal, logs_read

if TYPE_CHECKING:
    from coach.session.event.common import Method

CHANCES = ("almost no chance", "unlikely", "even", "likely", "30%", "1:4", "almost certain")
TEXTS = (
    "rewards",
    "[/red] learning rate",
    "entropy dies",
    "final(a/b) >= 3: 60%",
    "train/entropy > 0.1 throughout: 90%",
    "is it: yes / no / maybe",
)
HOURS = ("10h", "30 min", "2h", "1 min", "0")
STEPS = 90


def some_answer(form: Form, dice: random.Random) -> object:  # noqa: C901, PLR0911 - one case a form
    """Give an answer a person might give; not every one fits."""
    match form:
        case Text():
            return dice.choice(TEXTS)
        case Lines():
            return [dice.choice(TEXTS) for _ in range(dice.randint(0, 4))]
        case Chance():
            return dice.choice(CHANCES)
        case Hours():
            return dice.choice(HOURS)
        case Number():
            return dice.choice((0, 5, 60))
        case Choice():
            return dice.choice(form.options).id
        case Several():
            return [option.id for option in form.options if dice.random() < 0.4]
        case Marks():
            return {row.id: dice.choice(form.marks).id for row in form.all_rows if dice.random() < 0.4}
        case Table():
            return {row.id: some_row(form, dice) for row in form.rows}
        case Card():
            return {field.id: some_answer(field.form, dice) for field in form.fields if dice.random() < 0.9}
        case GoOn() | ReadLogs():
            return None
        case _:
            assert_never(form)


def some_row(form: Table, dice: random.Random) -> list[str]:
    if form.sums_to_one:
        return [f"{100 / len(form.columns):.3f}%"] * len(form.columns)
    return [dice.choice(HOURS if form.cell == "hours" else CHANCES) for _ in form.columns]


def one_step(walk: Rehearsal, dice: random.Random) -> None:
    step = walk.position.step
    assert step is not None
    if isinstance(step.question.form, ReadLogs):
        walk.add(*logs_read(LOW_EV, path=step.question.form.path))
        return
    try:
        walk.add(*step.accept(parse_data(step.question, some_answer(step.question.form, dice))))
    except AnswerError as error:
        assert error.message  # noqa: PT017 - a refusal is a proper outcome here, a crash is not


@pytest.mark.parametrize("method", ["stuck", "premortem"])
@given(seed=st.integers(min_value=0, max_value=10_000))
@settings(max_examples=12, deadline=None)
def test_any_answers_lead_somewhere(method: Method, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    walk = Rehearsal(method)
    for _ in range(STEPS):
        if walk.position.step is None:
            break
        one_step(walk, dice)
        rows = belief_rows(walk.session)
        assert sum(row.posterior for row in rows) == pytest.approx(1)
        assert rows[-1].is_catch_all
    if walk.position.step is None:
        assert walk.session.is_closed


@pytest.mark.parametrize("method", ["stuck", "premortem"])
@given(seed=st.integers(min_value=0, max_value=10_000))
@settings(max_examples=6, deadline=None)
def test_undo_leads_back_to_the_question_that_was_answered(method: Method, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    walk = Rehearsal(method)
    for _ in range(STEPS // 2):
        step = walk.position.step
        if step is None:
            return
        before = len(walk.events)
        one_step(walk, dice)
        turn = walk.session.undoable
        if len(walk.events) > before and turn is not None:
            length = len(walk.events)
            walk.add(Withdrawn(targets=tuple(event.id for event in turn.events)))
            assert walk.question.key == step.question.key
            del walk.events[length:]
