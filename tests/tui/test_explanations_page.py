"""The page of explanations: one's own first, then the bet and the catalogue; nothing taken that was not in view."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Label

from coach.reasoning.scale import format_probability
from coach.session.event.common import Finished, GateWaived, Matched
from coach.session.event.hypothesis import DoubtNamed, FavouriteNamed, HypothesisAdded
from coach.session.form import Several, Table
from coach.tui.screens.explanations_page import ExplanationsPage
from coach.tui.screens.walk import WalkScreen
from coach.tui.screens.weighing_page import WeighingPage
from tests.tui.at_the_page import OWN, at_the_explanations
from tests.tui.fake_walk import app_for, press, settled, shown, write

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from coach.desk import Walk
    from coach.desk.coach import Coach

SIZES = [(80, 24), (120, 36), (160, 48)]
KEYS = ("enter", "space", "y", "n", "1", "a", "down", "up", "f8")


@pytest.fixture
def walk(desk: Coach) -> Walk:
    return at_the_explanations(desk)


def page_of(pilot: Pilot[None]) -> ExplanationsPage:
    page = pilot.app.screen
    assert isinstance(page, ExplanationsPage), page
    return page


async def add(pilot: Pilot[None], *lines: str) -> None:
    for line in lines:
        await write(pilot, line)
        await press(pilot, "enter")


def listed(walk: Walk) -> list[str]:
    return [body.text for body in walk.session.all(HypothesisAdded)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_page_is_written_marked_and_taken_by_keys_alone(walk: Walk, size: tuple[int, int]) -> None:
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert "What could explain all this?" in shown(app)
        await add(pilot, *OWN)
        assert listed(walk) == OWN
        assert "the driver on node [four" in shown(app)
        assert "= Learning rate too high" in shown(app)
        await press(pilot, "enter")
        assert "one reason why your bet may be wrong" in shown(app)
        await write(pilot, "One seed learned.")
        await press(pilot, "down", "space")
        ticked = page_of(pilot).forms.ticked
        assert len(ticked) == 1
        for _ in range(3):
            if isinstance(app.screen, ExplanationsPage):
                await press(pilot, "enter")
        assert isinstance(app.screen, WeighingPage)
    assert [body.text for body in walk.session.all(DoubtNamed)] == ["One seed learned."]
    named = walk.session.last(FavouriteNamed)
    assert named is not None
    assert named.hypothesis == "the-learning-rate-is-too-high"
    assert {
        body.failure_mode for body in walk.session.all(HypothesisAdded) if body.origin == "catalogue"
    } == set(ticked)
    assert "lr-too-high" in {body.failure_mode for body in walk.session.all(Matched)}


async def test_the_catalogue_is_not_shown_before_enough_of_ones_own_stand(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        for line in OWN[:2]:
            await add(pilot, line)
            assert "You did not mention" not in shown(app)
            assert page_of(pilot).forms.picks is None
        await press(pilot, "enter")
        assert "1 more of your own" in shown(app)
        assert not walk.session.is_finished("hypotheses.own")
        await add(pilot, OWN[2])
        assert "You did not mention" in shown(app)


async def test_a_gate_can_be_waived_with_a_reason(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await add(pilot, OWN[0], "enough: it is past midnight")
        assert [body.reason for body in walk.session.all(GateWaived)] == ["it is past midnight"]
        assert "You did not mention" in shown(app)


async def test_n_says_that_a_line_is_a_cause_of_its_own_and_the_catalogue_offers_it_again(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await add(pilot, *OWN)
        page = page_of(pilot)
        assert page.forms.picks is not None
        offered = {option.id for option in page.forms.picks.form.all_options}
        assert "lr-too-high" not in offered
        await press(pilot, "up", "up", "up")
        assert page.forms.own.has_focus
        page.forms.own.cursor = 0
        await press(pilot, "n")
        assert "≠ not Learning rate too high" in shown(app)
        await pilot.pause(0.5)
        await settled(pilot)
        assert page.forms.picks is not None
        assert "lr-too-high" in {option.id for option in page.forms.picks.form.all_options}


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
        await press(pilot, *dice.choices(KEYS, k=dice.randint(1, 4)))
        assert isinstance(app.screen, ExplanationsPage)
        assert len(walk.session.events) == before


async def test_lines_typed_faster_than_they_are_kept_all_stand_and_answer_nothing_else(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"yes one", "enter", *"no two", "enter", *"yy", "enter")
        assert listed(walk) == ["yes one", "no two", "yy"]
        assert walk.session.all(Matched) == ()
        assert walk.session.last(FavouriteNamed) is None


async def test_what_something_else_holds_is_named_with_the_catalogue_and_not_before(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        await add(pilot, *OWN[:2])
        page = page_of(pilot)
        assert any(row.is_catch_all for row in page.beliefs.rows)
        assert not any(row.holds for row in page.beliefs.rows)
        await add(pilot, OWN[2])
        assert page.forms.shown is not None
        assert page.forms.picks is not None
        other = next(row for row in page.forms.shown.beliefs if row.is_catch_all)
        offered = {option.text for option in page.forms.picks.options}
        named = [(name, format_probability(share)) for name, share in other.holds if name in offered]
        assert named
        lines = shown(app).splitlines()
        assert all(any(name in line and share in line for line in lines) for name, share in named)


async def test_a_name_of_the_catalogue_has_its_check_once_one_stands_on_it(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await add(pilot, *OWN)
        assert "Check (" not in shown(app)
        page = page_of(pilot)
        assert page.forms.picks is not None
        page.forms.picks.focus()
        await settled(pilot)
        assert shown(app).count("Check (") == 1


async def test_beliefs_follow_what_is_ticked(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        await add(pilot, *OWN)
        page = page_of(pilot)
        assert page.forms.picks is not None
        page.forms.picks.focus()
        await press(pilot, "space")
        await pilot.pause(0.6)
        await settled(pilot)
        assert len(page.beliefs.rows) == len(OWN) + 2


async def test_undo_takes_lines_back_one_by_one_and_what_is_not_confirmed_is_kept(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await add(pilot, *OWN)
        page = page_of(pilot)
        page.forms.doubt.focus()
        await write(pilot, "One seed learned.")
        await press(pilot, "escape")
        assert isinstance(app.screen, WalkScreen)
        await press(pilot, "f5")
        assert page_of(pilot).forms.doubt.text == "One seed learned."
        await press(pilot, "ctrl+z")
        assert listed(walk) == OWN[:2]
        assert isinstance(app.screen, ExplanationsPage)


async def test_a_session_left_after_the_list_was_finished_is_taken_up_on_the_page(walk: Walk) -> None:
    walk.answer_data(OWN)
    assert walk.session.is_finished("hypotheses.own")
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        page = page_of(pilot)
        assert not page.forms.field.display
        assert "My bet" in shown(app)
        assert "You did not mention" in shown(app)
        await press(pilot, "enter")
        await write(pilot, "One seed learned.")
        await press(pilot, "enter", "enter")
        assert isinstance(app.screen, WeighingPage)
    assert Finished(question="catalogue.picks") in walk.session.all(Finished)


async def test_after_an_alarm_the_catalogue_waits_until_nothing_more_comes_to_mind(walk: Walk) -> None:
    walk.answer_data(["the network is slow", "a loose cable", "moonlight"])
    while walk.question.key != "hypotheses.again-1":
        question = walk.question
        if isinstance(question.form, Several):
            walk.answer_data([])
        elif isinstance(question.form, Table):
            likely = "even" if question.key == "odds.priors" else "almost no chance"
            walk.answer_data({row.id: [likely] for row in question.form.rows})
        else:
            walk.answer_text(question.suggested or "1")
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await add(pilot, "a broken fan")
        assert "a broken fan" in listed(walk)
        assert page_of(pilot).forms.picks is None
        assert "You did not mention" not in shown(app)
        await press(pilot, "enter")
        assert page_of(pilot).forms.picks is not None
        assert "press enter again" in " ".join(shown(app).split())
        assert not walk.session.is_finished("hypotheses.again-1")
        await press(pilot, "enter")
    assert walk.session.is_finished("hypotheses.again-1")


async def test_a_sentence_typed_at_the_bet_is_the_reason_against_it_and_changes_no_bet(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        for line in OWN:
            await write(pilot, line)
            await press(pilot, "enter")
        forms = page_of(pilot).forms
        forms.bet.focus()
        await settled(pilot)
        await press(pilot, "2")
        assert forms.bet.chosen == forms.bet.lines[1].id
        await press(pilot, *"V1", "space", *"did")
        assert forms.doubt.text == "V1 did"
        assert forms.bet.chosen == forms.bet.lines[1].id
        assert not forms.ticked


async def test_what_was_not_mentioned_is_brought_up_once_and_then_taken_even_with_room_for_one_row(
    walk: Walk,
) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for line in OWN:
            await add(pilot, line)
        page = page_of(pilot)
        page.forms.doubt.write("One seed learned.")
        page.forms.query_one("#question", Label).update("runs/of/a/sweep/with/a/long/name\n" * 14)
        page.forms.saw_picks = False
        await pilot.pause()
        await press(pilot, "enter")
        assert page.forms.picks is not None
        assert page.forms.picks.has_focus
        for _ in range(2):
            if isinstance(app.screen, ExplanationsPage):
                await press(pilot, "enter")
        assert isinstance(app.screen, WeighingPage)
