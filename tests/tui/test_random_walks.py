"""Keys at random over both walks: nothing ends the program, and nothing is committed to from another page."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from coach.desk.guide import demo_logs
from coach.session.event.common import Closed, Sealed, Stated
from coach.session.event.experiment import ResultRecorded
from coach.tui.app import CoachApp
from coach.tui.screens.close_page import ClosePage
from coach.tui.screens.next_action import NextActionScreen
from coach.tui.screens.premortem import PremortemScreen
from coach.tui.screens.result_page import ResultPage
from coach.tui.screens.walk import WalkScreen
from tests.tui.at_the_page import at_the_result, at_the_weighing
from tests.tui.fake_walk import press, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.desk import Walk
    from coach.desk.coach import Coach

SIZES = [(80, 24), (120, 36), (160, 48)]
KEYS = (
    *("enter",) * 8,
    *("down", "up", "left", "right", "tab", "shift+tab", "space", "backspace", "pagedown", "home", "end"),
    *("1", "2", "7", "0", "a", "n", "y", "x", "plus", "minus", ".", "slash", "o"),
    *("escape", "f5", "f8", "ctrl+z", "ctrl+r", "ctrl+g", "ctrl+o"),
)
COMMITS = (Sealed, ResultRecorded, Closed)
PRESSES = 25


def _pages(app: CoachApp) -> str:
    """Give what one is on: the screens over one another, and the question asked by itself."""
    screen = app.screen
    asked = ""
    if isinstance(screen, WalkScreen) and screen.view.position.step is not None:
        asked = screen.view.position.step.question.key
    return f"{[type(each).__name__ for each in app.screen_stack]} {asked}"


def _may_commit(app: CoachApp) -> dict[type[Sealed | ResultRecorded | Closed], bool]:
    """Give which of the events that commit to something the screen before a key could have made."""
    screen = app.screen
    is_one_by_one = isinstance(screen, WalkScreen)
    return {
        Sealed: is_one_by_one or isinstance(screen, NextActionScreen | PremortemScreen),
        ResultRecorded: is_one_by_one or isinstance(screen, ResultPage),
        Closed: is_one_by_one or isinstance(screen, ClosePage | NextActionScreen),
    }


def stuck(desk: Coach) -> Walk:
    return desk.begin("stuck", paths=[str(demo_logs())])


def premortem(desk: Coach) -> Walk:
    return desk.begin("premortem")


BEGINNINGS: dict[str, Callable[[Coach], Walk]] = {
    "stuck": stuck,
    "premortem": premortem,
    "weighing": at_the_weighing,
    "result": at_the_result,
    "repair": lambda desk: at_the_result(desk, "fix"),
}


@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.parametrize("seed", range(2))
async def test_keys_at_random_never_end_it_and_commit_to_nothing_from_another_page(
    desk: Coach, beginning: str, seed: int
) -> None:
    dice = random.Random(f"{beginning} {seed}")  # noqa: S311 - no secret
    walk = BEGINNINGS[beginning](desk)
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=dice.choice(SIZES)) as pilot:
        await pilot.press(*dice.choices(KEYS, k=3))
        assert not walk.session.all(Stated) or beginning not in {"stuck", "premortem"}
        await settled(pilot)
        for _ in range(PRESSES):
            may, before = _may_commit(app), {kind: len(walk.session.all(kind)) for kind in COMMITS}
            page = _pages(app)
            await press(pilot, dice.choice(KEYS))
            assert app.fault is None, page
            for kind, many in before.items():
                assert len(walk.session.all(kind)) <= many or may[kind], (page, kind)
    assert app.fault is None
