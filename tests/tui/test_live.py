"""What another terminal confirms appears here without a key, and moves nothing of what one is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import TextArea

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.session.event.common import RunLengthGiven, Stated
from coach.tui.app import CoachApp
from coach.tui.live import news_of
from coach.tui.screens.both_answers import BothAnswersScreen
from coach.tui.screens.case import CaseScreen
from coach.tui.screens.walk import WalkScreen
from tests.tui.fake_walk import press, settled, shown, until, write

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk.walk import Walk

PAGE = {
    "frame.working-on": "landing",
    "frame.run-length": "10h",
    "expectation.expected": "200",
    "expectation.observed": "flat",
}


def desk(place: Path, by: str) -> Coach:
    return Coach(Journal.at(place), Stamp(by=by))


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Walk, Walk]:
    """Give the walks of ana, who looks at a screen, and of ben, who is somewhere else."""
    ana = desk(tmp_path, "ana").begin("stuck", playbook="deep-learning")
    return ana, desk(tmp_path, "ben").walk(ana.session_id)


def app_of(walk: Walk) -> CoachApp:
    return CoachApp(lambda: None, lambda _desk: walk)  # type: ignore[arg-type, return-value]


async def test_a_page_that_the_other_one_took_makes_way_for_what_is_asked_next(
    pair: tuple[Walk, Walk],
) -> None:
    ana, ben = pair
    app = app_of(ana)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        ben.take(PAGE)
        await until(pilot, lambda: isinstance(app.screen, WalkScreen))
        await settled(pilot)
        assert ana.session.last(RunLengthGiven) == RunLengthGiven(hours=10)
        assert not any(body.text == "ana" for body in ana.session.all(Stated))
        await until(pilot, lambda: "ben" in shown(app))


async def test_what_is_half_written_stays_and_both_answers_are_shown_when_it_is_sent(
    pair: tuple[Walk, Walk],
) -> None:
    ana, ben = pair
    app = app_of(ana)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        await write(pilot, "make it land")
        field = app.focused
        ben.take(PAGE)
        await until(pilot, lambda: "ben answered" in shown(app))
        assert isinstance(app.screen, CaseScreen)
        assert app.focused is field
        assert isinstance(field, TextArea)
        assert field.text == "make it land"
        await press(pilot, "tab", "x", "tab", "y", "tab", "3", "h", "enter")
        assert isinstance(app.screen, BothAnswersScreen)
        assert "theirs" in shown(app)
        assert ben.session.all(RunLengthGiven) == (RunLengthGiven(hours=10),)
        await press(pilot, "m")
        await until(pilot, lambda: not isinstance(app.screen, BothAnswersScreen))
        await settled(pilot)
    ben.refresh()
    assert ben.frame() == (("working on", "make it land"), ("one run", "3 h"))


async def test_an_answer_to_another_question_of_the_page_leaves_the_cursor_where_it_is(
    pair: tuple[Walk, Walk],
) -> None:
    ana, ben = pair
    app = app_of(ana)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        await write(pilot, "make it land")
        await press(pilot, "left", "left")
        ben.take({"frame.run-length": "10h"})
        await until(pilot, lambda: "One run" not in shown(app))
        await settled(pilot)
        field = app.focused
        assert isinstance(field, TextArea)
        assert (field.text, field.cursor_location) == ("make it land", (0, 10))


async def test_enter_pressed_in_the_moment_of_the_change_answers_nothing(pair: tuple[Walk, Walk]) -> None:
    ana, ben = pair
    ana.take(PAGE)
    ben.refresh()
    app = app_of(ana)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        before = app.screen.question.key  # type: ignore[attr-defined]
        assert ben.question.key == before
        ben.skip() if ben.question.optional else ben.answer_text("")
        await until(pilot, lambda: app.screen.question.key != before)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await settled(pilot)
    assert {event.by for event in ana.session.events[len(PAGE) + 3 :]} <= {"ben", "coach"}


async def test_hostile_names_and_texts_of_the_other_one_are_text(tmp_path: Path) -> None:
    ana = desk(tmp_path, "ana").begin("stuck", playbook="deep-learning")
    ben = desk(tmp_path, "[bold]ben\x1b[2J").walk(ana.session_id)
    app = app_of(ana)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        ben.take({"frame.working-on": "[red]now\x1b]0;x\x07[/]"})
        await until(pilot, lambda: "[bold]ben" in shown(app) and "[red]now" in shown(app))
        assert "\x1b" not in shown(app)


def test_what_the_walk_holds_by_the_time_it_is_told_is_no_news(pair: tuple[Walk, Walk]) -> None:
    """The file is read while one's own answer is being written: it must not come back as somebody else's."""
    ana, ben = pair
    ben.take(PAGE)
    news = news_of(ana)
    assert news is not None
    assert not news.is_own
    ana.adopt(news.now)  # type: ignore[arg-type]
    assert news.is_own
