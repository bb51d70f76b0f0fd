from __future__ import annotations

import threading

import pytest

from coach.errors import AnswerError
from coach.session.page_labels import outline
from coach.tui.app import CoachApp
from coach.tui.screens.case import CaseScreen
from coach.tui.screens.walk import WalkScreen
from tests.tui.fake_opening import KNOWN, Page
from tests.tui.fake_walk import PATIENCE_S, FakeCoach, app_for, press, settled, shown, until, write

LOW = (80, 24)


@pytest.mark.parametrize("size", [LOW, (120, 36), (160, 48)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_filled_page_is_taken_with_enter_as_it_stands_and_comes_back_with_undo(
    size: tuple[int, int],
) -> None:
    walk = Page()
    app = app_for(walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for said in ("8.1e+04", "[/x] grows", "15 min tells 1, 2", "(from the log)", "One run"):
            assert said in shown(app)
        await write(pilot, "200 [b]points")
        await press(pilot, "enter")
        assert walk.taken == KNOWN | {
            "frame.working-on": "lander_7",
            "expectation.expected": "200 [b]points",
        }
        assert isinstance(app.screen, WalkScreen)
        await press(pilot, "ctrl+z")
        assert "200 [b]points" in shown(app)


async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost() -> None:
    walk = Page(has_logs=False)
    app = app_for(walk)
    async with app.run_test(size=LOW) as pilot:
        await settled(pilot)
        await write(pilot, "200 points")
        await press(pilot, "down", *"soon", "enter")
        lines = shown(app).splitlines()
        place = next(at for at, line in enumerate(lines) if "One run" in line)
        assert "“soon” is not a duration" in lines[place + 1]
        assert "Nothing is chosen yet" in shown(app)
        assert walk.taken is None
        await press(pilot, *["backspace"] * 4, *"10h", "down", *"never", "enter")
        assert walk.taken is not None
        assert (walk.taken["frame.run-length"], walk.taken["expectation.class"]) == ("10h", "never")


async def test_what_the_walk_refuses_is_said_at_its_field_too() -> None:
    walk = Page()
    walk.refusal = AnswerError("that is on no shelf", hint="Take another.", where="frame.working-on")
    app = app_for(walk)
    async with app.run_test(size=LOW) as pilot:
        await settled(pilot)
        await press(pilot, "x", "enter")
        lines = shown(app).splitlines()
        assert "That is on no shelf. Take another." in lines[lines.index(_with(lines, "Working on")) + 1]
        await press(pilot, "enter")
    assert walk.taken is not None


def _with(lines: list[str], said: str) -> str:
    return next(line for line in lines if said in line)


async def test_logs_that_arrive_while_one_types_move_neither_the_cursor_nor_what_is_written() -> None:
    walk = Page()
    walk.may_read.clear()
    app = app_for(walk)
    async with app.run_test(size=LOW) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CaseScreen) and not app.screen.is_busy)
        await pilot.press(*"two h", "down", *"3h")
        await until(pilot, lambda: app.screen.form.text_of("frame.run-length") == "3h")  # type: ignore[attr-defined]
        await until(pilot, lambda: "1 of 2 runs" in shown(app))
        before = app.cursor_position
        walk.may_read.set()
        await settled(pilot)
        assert "What stands out" in shown(app)
        assert app.cursor_position == before
        await press(pilot, "0")
        assert app.screen.form.text_of("frame.run-length") == "3h0"  # type: ignore[attr-defined]
        assert app.screen.form.text_of("expectation.class") == "badly"  # type: ignore[attr-defined]


async def test_what_is_typed_into_the_outline_is_kept_and_takes_no_page_that_was_not_there() -> None:
    walk, opened = Page(), threading.Event()

    def load() -> FakeCoach:
        opened.wait(PATIENCE_S)
        return FakeCoach(walk)

    shape = outline(is_topic_known=True)
    app = CoachApp(load, lambda coach: coach.walk(""), outline=shape)
    async with app.run_test(size=LOW) as pilot:
        await until(pilot, lambda: "Saw instead" in shown(app))
        await pilot.press("h", "i", "enter", "x")
        opened.set()
        await settled(pilot)
        assert walk.taken is None
        assert app.screen.form.draft == {"expectation.expected": "hi"}  # type: ignore[attr-defined]


async def test_keys_pressed_before_any_field_was_shown_are_forgotten() -> None:
    walk, opened = Page(), threading.Event()

    def load() -> FakeCoach:
        opened.wait(PATIENCE_S)
        return FakeCoach(walk)

    app = CoachApp(load, lambda coach: coach.walk(""))
    async with app.run_test(size=LOW) as pilot:
        await pilot.pause()
        await pilot.press("h", "enter")
        opened.set()
        await settled(pilot)
        assert walk.taken is None
        assert app.screen.form.draft == {}  # type: ignore[attr-defined]


async def test_what_is_written_counts_for_the_first_looks_after_a_pause() -> None:
    walk = Page()
    app = app_for(walk)
    async with app.run_test(size=LOW) as pilot:
        await settled(pilot)
        await write(pilot, "200 points")
        app.screen.look_at_the_looks()  # type: ignore[attr-defined]
        await settled(pilot)
    assert walk.written[-1] == {"expectation.expected": "200 points"}


async def test_what_is_written_while_the_logs_are_read_counts_as_soon_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("coach.tui.screens.case.PAUSE_S", 600.0)
    walk = Page()
    walk.may_read.clear()
    app = app_for(walk)
    async with app.run_test(size=LOW) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CaseScreen) and not app.screen.is_busy)
        await write(pilot, "200 points")
        await until(pilot, lambda: bool(app.screen.form.draft))  # type: ignore[attr-defined]
        walk.may_read.set()
        await settled(pilot)
    assert walk.written[-1] == {"expectation.expected": "200 points"}


async def test_the_first_key_replaces_an_amount_that_was_filled_in_and_not_one_that_somebody_wrote() -> None:
    walk = Page()
    app = app_for(walk)
    async with app.run_test(size=LOW) as pilot:
        await settled(pilot)
        assert app.screen.form.text_of("frame.run-length")  # type: ignore[attr-defined]
        while app.screen.form.here.asked.question.key != "frame.run-length":  # type: ignore[attr-defined]
            await press(pilot, "tab")
        await write(pilot, "6")
        await press(pilot, "shift+tab", "tab", "h")
        assert app.screen.form.text_of("frame.run-length") == "6h"  # type: ignore[attr-defined]
