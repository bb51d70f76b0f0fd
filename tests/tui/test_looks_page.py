"""The page of looks and repairs: one page for what was asked one by one, and nothing taken that was not in view."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from coach.session.event.experiment import ExperimentAdded, ExperimentPriced, OutcomesForecast
from coach.session.event.hypothesis import RepairPriced, ServicePriced
from coach.session.hypotheses import hypotheses
from coach.tui.screens.forms_page import UNSEEN
from coach.tui.screens.looks_page import FOLLOWS, LooksPage
from coach.tui.screens.next_action import NextActionScreen
from coach.tui.screens.walk import WalkScreen
from tests.tui.at_the_page import at_the_looks
from tests.tui.fake_walk import app_for, press, settled, shown, write

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from coach.desk import Walk
    from coach.desk.coach import Coach

SIZES = [(80, 24), (120, 36), (160, 48)]
TOO_LOW = (60, 16)
KEYS = ("enter", "space", "1", "9", "down", "up", "tab", "x", "pagedown")
OWN = "Look at [one] batch: wide / normal / narrow"
PRICE, FORECAST = "experiments.price.look-at-one-batch", "experiments.forecast.look-at-one-batch"
FIRST = {"experiments.picks", "experiments.own", "repairs.price", "repairs.service"}


@pytest.fixture
def walk(desk: Coach) -> Walk:
    return at_the_looks(desk)


def page_of(pilot: Pilot[None]) -> LooksPage:
    page = pilot.app.screen
    assert isinstance(page, LooksPage), page
    return page


def asked(pilot: Pilot[None]) -> set[str]:
    return {each.step.question.key for each in page_of(pilot).forms.asked}


async def go_to(pilot: Pilot[None], key: str) -> None:
    page_of(pilot).forms.enter(key)
    await settled(pilot)


async def add(pilot: Pilot[None], line: str) -> None:
    await go_to(pilot, "experiments.own")
    await write(pilot, line)
    await press(pilot, "enter")


async def take(pilot: Pilot[None]) -> int:
    """Press enter until the page is left; gives how often."""
    for times in range(1, 12):
        await press(pilot, "enter")
        if not isinstance(pilot.app.screen, LooksPage):
            return times
    raise AssertionError("the page was never taken")


def added(walk: Walk) -> set[str]:
    return {body.experiment for body in walk.session.all(ExperimentAdded)}


@pytest.mark.parametrize("size", SIZES)
async def test_enter_takes_the_page_as_it_is_filled_in_and_leads_to_the_next_action(
    walk: Walk, size: tuple[int, int]
) -> None:
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert asked(pilot) == FIRST
        ticked = set(page_of(pilot).forms.asked[0].form.draft)  # type: ignore[call-overload]
        await take(pilot)
        assert isinstance(app.screen, NextActionScreen)
    assert ticked
    assert ticked <= added(walk)
    assert {body.hypothesis for body in walk.session.all(RepairPriced)} >= {"the-driver-on-node-four"}
    assert walk.session.last(ServicePriced) == ServicePriced(human_h=40)


@pytest.mark.parametrize("size", [TOO_LOW, *SIZES])
async def test_what_was_not_in_view_is_shown_before_it_is_taken(walk: Walk, size: tuple[int, int]) -> None:
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        page_of(pilot).forms.note_what_is_in_view()
        unseen = page_of(pilot).forms.unseen
        assert bool(unseen) == (size == TOO_LOW)
        await press(pilot, "enter")
        if unseen:
            assert UNSEEN in shown(app)
            assert walk.session.last(ServicePriced) is None
            page_of(pilot).forms.note_what_is_in_view()
            assert unseen in page_of(pilot).forms.seen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seed", range(3))
async def test_no_key_pressed_before_the_page_was_there_answers_anything(
    walk: Walk, size: tuple[int, int], seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    before = len(walk.session.events)
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(dice.uniform(0, 0.05))
        await press(pilot, *dice.choices(KEYS, k=dice.randint(1, 3)))
        picks = page_of(pilot).forms.asked[0]
        assert len(walk.session.events) == before
        assert picks.form.draft == list(picks.step.question.form.chosen)  # type: ignore[union-attr]


@pytest.mark.parametrize("size", SIZES)
async def test_what_ones_own_look_takes_and_predicts_is_asked_on_the_page_and_taken_with_it(
    walk: Walk, size: tuple[int, int]
) -> None:
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await add(pilot, OWN)
        assert added(walk) == {"look-at-one-batch"}
        assert asked(pilot) == FIRST | {PRICE, FORECAST}
        assert "Look at [one] batch" in shown(app)
        assert page_of(pilot).question == walk.sheet.steps[1].question  # type: ignore[union-attr]
        await take(pilot)
    priced = {body.experiment: body for body in walk.session.all(ExperimentPriced)}
    assert priced["look-at-one-batch"].human_h == 0.5
    told = {body.experiment: body.rows for body in walk.session.all(OutcomesForecast)}
    rows = told["look-at-one-batch"]
    assert set(rows) == {view.id for view in hypotheses(walk.session)}
    assert set(rows.values()) == {(1 / 3, 1 / 3, 1 / 3)}


async def test_what_follows_only_from_the_page_is_asked_on_it_afterwards_and_no_key_before_answers_it(
    walk: Walk,
) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert "m lists them and" in shown(app)
        await press(pilot, "m")
        assert "m shows" in shown(app)
        await press(pilot, "m", "end", "space")
        assert "other-seeds" in page_of(pilot).forms.answers()["experiments.picks"]  # type: ignore[operator]
        await press(pilot, "enter", "enter", "enter")
        assert walk.session.last(ServicePriced) is not None
        assert "experiments.price.other-seeds" in asked(pilot)
        assert not asked(pilot) & FIRST
        assert FOLLOWS in shown(app)
        assert "other-seeds" not in {body.experiment for body in walk.session.all(ExperimentPriced)}
        await take(pilot)
        assert isinstance(app.screen, NextActionScreen)
    assert "other-seeds" in {body.experiment for body in walk.session.all(ExperimentPriced)}


async def test_a_line_that_is_written_and_a_cell_that_is_typed_are_kept_before_the_page_is_taken(
    walk: Walk,
) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await go_to(pilot, "experiments.own")
        await write(pilot, OWN)
        await go_to(pilot, "repairs.price")
        await press(pilot, "5", "h", "enter")
        assert added(walk) == set()
        assert "5 h" in shown(app)
        await press(pilot, "enter")
        assert added(walk) == {"look-at-one-batch"}
        assert walk.session.last(ServicePriced) is None
        await take(pilot)
    prices = {body.hypothesis: body for body in walk.session.all(RepairPriced)}
    assert prices["the-learning-rate-is-too-high"].human_h == 5
    assert not prices["the-learning-rate-is-too-high"].editorial


async def test_what_is_refused_stays_on_the_page_and_one_is_led_to_it(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await go_to(pilot, "repairs.service")
        await press(pilot, *["backspace"] * 5)
        await write(pilot, "soon")
        await press(pilot, "enter")
        assert page_of(pilot).advice.is_message
        assert page_of(pilot).question is not None
        assert page_of(pilot).question.key == "repairs.service"  # type: ignore[union-attr]
        assert added(walk) == set()


async def test_what_was_changed_is_still_there_after_a_look_at_the_questions_one_by_one(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "m", "space", "escape")
        assert isinstance(app.screen, WalkScreen)
        assert "one by one" in shown(app)
        assert walk.question.key == "experiments.picks"
        await press(pilot, "f5")
        picks = page_of(pilot).forms.asked[0]
        assert picks.form.draft == list(picks.step.question.form.chosen)[1:]  # type: ignore[union-attr]


async def test_taking_the_page_back_shows_it_as_it_was_taken(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "m", "space")
        ticked = page_of(pilot).forms.asked[0].form.draft
        await take(pilot)
        while not isinstance(app.screen, LooksPage):
            await press(pilot, "ctrl+z")
        if asked(pilot) != FIRST:
            await press(pilot, "ctrl+z")
        assert asked(pilot) == FIRST
        assert page_of(pilot).forms.asked[0].form.draft == ticked
        assert walk.session.last(ServicePriced) is None
