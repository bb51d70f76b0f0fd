"""The page of the next action: the advice, one's own forecast and the seal, by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.session.event.common import Sealed
from coach.session.event.experiment import Committed, OutcomePredicted
from coach.session.exhibit import Folded, Recipe, laid_open
from coach.tui.screens.next_action import SAY_FIRST, NextActionScreen
from coach.tui.screens.next_action_parts import code_folded
from coach.tui.screens.result_page import ResultPage
from coach.tui.screens.walk import WalkScreen
from coach.tui.widgets.top_line import TopLine
from tests.tui.fake_walk import app_for, press, settled, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.desk import Walk

DECISION = "commitment.decision-1"
SIZES = ((80, 24), (120, 36), (160, 48))


@pytest.fixture
def walk(guided_to: Callable[[str], Walk]) -> Walk:
    return guided_to(DECISION)


@pytest.mark.parametrize("size", SIZES)
async def test_advice_recipe_forecast_and_seal_are_one_page_and_a_few_keys(
    walk: Walk, size: tuple[int, int]
) -> None:
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, NextActionScreen)
        said = shown(app).splitlines()
        assert any("Look first: Value gradient beside policy gradient" in line for line in said[:4])
        page = " ".join(shown(app).split())
        for title in (
            "on one batch (22 min). ",
            "It saves",
            "When: 2 min of running",
            "What do you expect?",
        ):
            assert title in page
        outcome = page.index("dwarfs it", page.index("What do you expect?"))
        assert (
            "speaks for “Rewards or targets of the wrong size”"
            in page[outcome : page.index("similar", outcome)]
        )
        await press(pilot, "pagedown")
        page += " ".join(shown(app).split())
        for fold in ("Beliefs after each outcome", "Rivals, and why", "The whole plan"):
            assert f"▸ {fold}" in page
        await press(pilot, "7", "0", "enter")
        assert isinstance(app.screen, ResultPage)
    (committed,) = walk.session.all(Committed)
    assert (committed.action, committed.target) == ("experiment", "value-gradient-beside-policy-gradient")
    assert committed.advised == f"experiment:{committed.target}"
    (predicted,) = walk.session.all(OutcomePredicted)
    assert predicted.probability == pytest.approx({"dwarfs it": 0.7, "similar": 0.3})
    assert len(walk.session.all(Sealed)) == 1
    assert walk.question.key == "result.c1"


async def test_nothing_is_sealed_before_a_forecast_was_made(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "backspace", "enter")
        assert SAY_FIRST.split(":")[0] in shown(app)
        assert walk.session.all(Committed) == ()
        await press(pilot, "9", "x", "enter")
        assert isinstance(app.screen, NextActionScreen)
        assert walk.session.all(Committed) == ()


async def test_another_action_shows_its_own_recipe_and_asks_for_its_own_forecast(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "up")
        while "Multiply the reward by a constant" not in " ".join(shown(app).split()):
            before = shown(app)
            await press(pilot, "down")
            assert shown(app) != before
        page = " ".join(shown(app).split())
        assert "Multiply the reward by a constant" in page
        assert "Advised instead: Value gradient beside policy gradient" in page
        assert "yes, it is gone" in page
        await press(pilot, "enter")
        assert walk.session.all(Committed) == ()
        await press(pilot, "right", "enter")
    (committed,) = walk.session.all(Committed)
    assert (committed.action, committed.target) == ("fix", "reward-scale")
    assert walk.question.key == "result.c1"


async def test_the_forecast_of_one_action_is_kept_while_another_is_looked_at(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "5", "up", "down", "up")
        assert "35 %" in shown(app)
        assert isinstance(app.screen, NextActionScreen)
        assert app.screen.forecast is not None
        assert app.screen.forecast.draft == {"you": ["35%"]}


@pytest.mark.parametrize("keys", [("ctrl+n",), ("up", "up", "N")])
async def test_no_run_tonight_is_one_key(walk: Walk, keys: tuple[str, ...]) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
    (committed,) = walk.session.all(Committed)
    assert committed.action == "rest"


async def test_one_can_leave_the_page_for_its_questions_one_by_one(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        assert isinstance(app.screen, WalkScreen)
        assert "What will you do next?" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, WalkScreen)
    assert walk.question.key == "commitment.prediction-c1"


async def test_folds_open_and_close_and_code_is_copied(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 48)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+o")
        page = " ".join(shown(app).split())
        assert "▾ Beliefs after each outcome" in page
        await press(pilot, "ctrl+o")
        assert "▾" not in shown(app)
        await press(pilot, "up", "up", "space")
        assert shown(app).count("▾") == 1
        await press(pilot, "down", "down")
        await press(pilot, "ctrl+y")
        assert "Copied" in shown(app)
    assert walk.session.all(Committed) == ()


def test_the_code_of_a_recipe_is_folded_below_its_steps_and_code_alone_is_not() -> None:
    steps, code = code_folded(Recipe("How", "", ("Do it.",), "print(x)"))
    assert steps == Recipe("How", "", ("Do it.",))
    assert isinstance(code, Folded)
    assert [each.code for each in laid_open((code,)) if isinstance(each, Recipe)] == ["print(x)"]
    alone = Recipe("How", "", (), "print(x)")
    assert code_folded(alone) == (alone,)


async def test_keys_pressed_before_the_page_is_there_decide_nothing(guided_to: Callable[[str], Walk]) -> None:
    walk = guided_to("repairs.service")
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "enter", "enter", "enter", "N")
        await settled(pilot)
    assert walk.session.all(Committed) == ()


async def test_after_a_result_what_it_moved_stands_above_the_next_advice(walk: Walk) -> None:
    walk.take({DECISION: walk.question.suggested, "commitment.prediction-c1": {"you": ["likely"]}})
    walk.answer_text("")
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "What came out?" in shown(app)
        walk.answer_data({"outcome": "dwarfs it"})
        app.screen.look_again()  # type: ignore[attr-defined]
        await settled(pilot)
        assert isinstance(app.screen, NextActionScreen)
        said = shown(app)
    place = {
        each: said.index(each) for each in ("Result:", "What it moved", "Repair first:", "yes, it is gone")
    }
    assert list(place.values()) == sorted(place.values())
    assert "Rewards or targets of the wrong size" in said


async def test_the_minutes_thought_go_on_where_the_session_was_left(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.session.thinking_time.minutes_thought", lambda _session, _now: 7)
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert "thinking 7 min" in shown(app)
        line = app.screen.query_one(TopLine)
        line.minute_passed()
        await pilot.pause()
        assert "thinking 8 min" in shown(app)


async def test_typing_into_the_list_leaves_the_actions_that_have_the_words_and_enter_takes_the_page(
    walk: Walk,
) -> None:
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, NextActionScreen)
        wanted = screen.actions.options[-1]
        screen.actions.focus()
        await press(pilot, *wanted.text.split()[0].lower())
        assert all(each.is_found_by(screen.actions.typed) for each in screen.actions.shown)
        assert len(screen.actions.shown) < len(screen.actions.options)
        await press(pilot, *wanted.text.lower().partition(" ")[2].join((" ", "")))
        assert screen.actions.chosen == wanted
        assert not walk.session.all(Committed)
        await press(pilot, "enter")
        assert not isinstance(app.screen, NextActionScreen)
    assert walk.session.is_closed


async def test_a_letter_that_no_action_has_is_said_and_changes_nothing(walk: Walk) -> None:
    app = app_for(walk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, NextActionScreen)
        before = screen.actions.chosen
        screen.actions.focus()
        await press(pilot, "§")
        assert "no action has “§”" in shown(app)
        assert screen.actions.chosen == before
        await press(pilot, "N")
        assert not walk.session.all(Committed)
        await press(pilot, "escape")
        assert isinstance(app.screen, NextActionScreen)
        assert screen.actions.typed == ""
