"""The page of a result: what was forecast beside what came, and nothing recorded that nobody said."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from coach.session.event.experiment import CostSpent, ResultRecorded
from coach.session.experiments import commitments
from coach.session.stuck.commitment import outcomes_of
from coach.tui.result import ASKED_AGAIN, ENDS
from coach.tui.screens.close_page import ClosePage
from coach.tui.screens.explanations_page import ExplanationsPage
from coach.tui.screens.next_action import NextActionScreen
from coach.tui.screens.result_page import SAY_WHICH, ResultPage
from coach.tui.screens.walk import WalkScreen
from coach.tui.widgets.asked import WAITS
from tests.tui.at_the_page import at_the_result
from tests.tui.fake_walk import app_for, press, settled, shown, write

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from coach.desk import Walk
    from coach.desk.coach import Coach
    from coach.tui.app import CoachApp

SIZES = [(80, 24), (120, 36), (160, 48)]
KEYS = ("enter", "space", "1", "2", "down", "up", "tab", "x", "pagedown")


@pytest.fixture
def walk(desk: Coach) -> Walk:
    return at_the_result(desk)


@pytest.fixture
def repair(desk: Coach) -> Walk:
    return at_the_result(desk, "fix")


def page_of(pilot: Pilot[None]) -> ResultPage:
    page = pilot.app.screen
    assert isinstance(page, ResultPage), page
    return page


def page_outcomes(walk: Walk) -> list[str]:
    return list(outcomes_of(walk.session, commitments(walk.session)[0]))


def in_words(app: CoachApp) -> str:
    return " ".join(shown(app).split())


@pytest.mark.parametrize("size", SIZES)
async def test_the_outcomes_stand_with_their_sealed_forecasts_and_none_is_chosen(
    walk: Walk, size: tuple[int, int]
) -> None:
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        form = page_of(pilot).forms.result
        assert form is not None
        assert form.outcomes.chosen == ""
        for said in (WAITS, "you gave it 70 %", "none of these", "Hours it took", "How it was to be done"):
            assert said in in_words(app)


@pytest.mark.parametrize("size", SIZES)
async def test_enter_alone_chooses_what_one_stands_on_and_once_more_records_it(
    walk: Walk, size: tuple[int, int]
) -> None:
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        assert not walk.session.all(ResultRecorded)
        await press(pilot, "enter")
        assert isinstance(app.screen, NextActionScreen)
    (recorded,) = walk.session.all(ResultRecorded)
    assert recorded.outcome == page_outcomes(walk)[0]


async def test_nothing_is_recorded_from_another_field_before_an_outcome_is_chosen(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "tab")
        await write(pilot, "25 min")
        await press(pilot, "enter")
        assert SAY_WHICH in in_words(app)
        assert not walk.session.all(ResultRecorded)
        await press(pilot, "2", "enter")
    (recorded,) = walk.session.all(ResultRecorded)
    assert recorded.outcome == page_outcomes(walk)[1]
    (spent,) = walk.session.all(CostSpent)
    assert spent.hours == pytest.approx(25 / 60)


async def test_walking_through_the_list_changes_no_choice(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "1", "down", "down", "down", "up", "up")
        form = page_of(pilot).forms.result
        assert form is not None
        assert form.outcomes.chosen == page_outcomes(walk)[0]


@pytest.mark.parametrize("size", SIZES)
async def test_what_each_outcome_would_move_is_in_view_before_it_is_recorded(
    walk: Walk, size: tuple[int, int]
) -> None:
    before = len(walk.session.events)
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        first = shown(app)
        await press(pilot, "down")
        second = shown(app)
        assert "What you would believe then" in " ".join(first.split())
        assert [line for line in first.splitlines() if "━" in line] != [
            line for line in second.splitlines() if "━" in line
        ]
    assert len(walk.session.events) == before


async def test_an_outcome_that_nobody_listed_leads_back_to_the_explanations(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, str(len(page_outcomes(walk)) + 1))
        assert ASKED_AGAIN in in_words(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, ExplanationsPage)


async def test_yes_it_is_gone_asks_nothing_but_the_close(repair: Walk) -> None:
    app = app_for(repair)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "1")
        assert ENDS in in_words(app)
        await press(pilot, "2")
        assert ENDS not in in_words(app)
        await press(pilot, "1", "enter")
        assert isinstance(app.screen, ClosePage)


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
        form = page_of(pilot).forms.result
        assert form is not None
        assert len(walk.session.events) == before
        assert form.draft == {"outcome": "", "hours": "", "text": ""}


async def test_what_was_said_is_still_there_after_the_same_question_by_itself(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "escape")
        assert isinstance(app.screen, WalkScreen)
        await press(pilot, "f5")
        form = page_of(pilot).forms.result
        assert form is not None
        assert form.outcomes.chosen == page_outcomes(walk)[1]


async def test_a_result_that_is_taken_back_is_asked_for_again_as_it_was_said(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "2", "enter")
        await press(pilot, "ctrl+z")
        form = page_of(pilot).forms.result
        assert form is not None
        assert form.outcomes.chosen == page_outcomes(walk)[1]
        assert not walk.session.all(ResultRecorded)


async def test_how_it_was_to_be_done_opens_and_closes(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "When:" not in shown(app)
        await press(pilot, "o")
        opened = shown(app)
        await press(pilot, "ctrl+o")
        assert "▾ How it was to be done" in opened
        assert "▸ How it was to be done" in shown(app)
