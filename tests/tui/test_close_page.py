"""The page of the close: what it was and what that explains on one page, then what the investigation was worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.session.event.common import Closed
from coach.session.event.experiment import FixConfirmed
from coach.tui.screens.close_page import CLOSES, ClosePage
from coach.tui.screens.forms_page import UNSEEN
from tests.tui.at_the_page import at_the_result
from tests.tui.fake_walk import app_for, press, settled, shown, write

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from coach.desk import Walk
    from coach.desk.coach import Coach

SIZES = [(80, 24), (120, 36), (160, 48)]


@pytest.fixture
def walk(desk: Coach) -> Walk:
    """A walk whose repair has helped, with one thing that surprised."""
    walk = at_the_result(desk, "fix")
    walk.surprised("the loss is too good", welcome=False)
    walk.answer_data({"outcome": "fixed", "hours": "11h"})
    assert walk.position.stage == "closing"
    return walk


def page_of(pilot: Pilot[None]) -> ClosePage:
    page = pilot.app.screen
    assert isinstance(page, ClosePage), page
    return page


async def go_to(pilot: Pilot[None], key: str) -> None:
    page_of(pilot).forms.enter(key)
    await settled(pilot)


async def fill(pilot: Pilot[None]) -> None:
    """Say what the page needs beyond what is filled in."""
    await go_to(pilot, "closing.confusion.the-loss-is-too-good")
    await press(pilot, "left", "down")
    await write(pilot, "it counted padding")
    await go_to(pilot, "closing.sooner")
    await write(pilot, "print the scale")


@pytest.mark.parametrize("size", SIZES)
async def test_cause_confusions_and_what_would_have_been_sooner_are_one_page(
    walk: Walk, size: tuple[int, int]
) -> None:
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        asked = {each.step.question.key for each in page_of(pilot).forms.asked}
        assert asked == {"closing.cause", "closing.confusion.the-loss-is-too-good", "closing.sooner"}
        await fill(pilot)
        await press(pilot, "enter")
        while UNSEEN in " ".join(shown(app).split()):
            await press(pilot, "enter")
        assert walk.session.last(FixConfirmed) is not None
        said = " ".join(shown(app).split())
        for each in (CLOSES, "to what came", "Hours noted: 11 h for 1 of 1 steps", "On your list of"):
            assert each in said
        assert walk.session.last(Closed) is None
        await press(pilot, "enter")
    assert walk.session.last(Closed) == Closed(ending="solved")


async def test_enter_goes_to_what_is_missing_and_keeps_nothing_until_it_is_there(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        assert page_of(pilot).advice.is_message
        assert page_of(pilot).question is not None
        assert page_of(pilot).question.key == "closing.confusion.the-loss-is-too-good"  # type: ignore[union-attr]
        assert walk.session.last(FixConfirmed) is None


async def test_keys_pressed_before_the_worth_is_shown_do_not_close(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        await fill(pilot)
        await press(pilot, "enter", "enter", "enter")
        assert walk.session.last(FixConfirmed) is not None
        assert isinstance(app.screen, ClosePage)
        assert walk.session.last(Closed) is None


async def test_taking_the_page_back_shows_it_as_it_was_said(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        await fill(pilot)
        await press(pilot, "enter")
        await press(pilot, "ctrl+z")
        assert walk.session.last(FixConfirmed) is None
        assert "it counted padding" in shown(app)
