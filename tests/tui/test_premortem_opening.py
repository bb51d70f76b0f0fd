"""The first field of a pre-mortem can be written in before its page is there, and no other key does anything."""

from __future__ import annotations

import asyncio
import random
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual.events import Key
from textual.keys import _character_to_key

from coach.session.page_labels import premortem_outline
from coach.session.step_builders import is_stated
from coach.tui.app import CoachApp
from coach.tui.screens.premortem import PremortemScreen
from coach.tui.screens.starting import OpeningScreen
from tests.tui.fake_walk import press, settled, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from coach.desk.coach import Coach

SIZES = [(80, 24), (120, 36), (160, 48)]
OTHERS = ("tab", "enter", "down", "escape", "f1", "ctrl+z", "space")
QUESTION = "plan.question "


class Opened:
    """A program that is opening a pre-mortem, and the page that comes once the test says so."""

    def __init__(self, desk: Coach, folder: Path | None = None) -> None:
        self.walk = desk.begin("premortem", paths=[str(folder)] if folder else ())
        self.desk = desk
        self.may_open = threading.Event()
        outline = premortem_outline(has_playbook=False, has_folder=folder is not None)
        self.app = CoachApp(self._load, lambda _: self.walk, outline=outline)
        self.pilot: Pilot[None]

    def _load(self) -> Coach:
        self.may_open.wait(60)
        return self.desk

    @asynccontextmanager
    async def shown(self, size: tuple[int, int] = (80, 24)) -> AsyncIterator[None]:
        """Run it, up to where the first field is there."""
        async with self.app.run_test(size=size) as self.pilot:
            while self.app.focused is None:
                await self.pilot.pause(0.01)
            yield

    async def page(self) -> None:
        """Let the page come."""
        self.may_open.set()
        await settled(self.pilot)

    @property
    def draft(self) -> dict[str, str]:
        assert isinstance(self.app.screen, PremortemScreen)
        return self.app.screen.form.draft


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("has_folder", [False, True], ids=["no folder", "folder"])
async def test_what_is_written_is_seen_at_once_and_stays_where_it_stood(
    desk: Coach,
    tmp_path: Path,
    size: tuple[int, int],
    has_folder: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    opened = Opened(desk, tmp_path / "new_run" if has_folder else None)
    async with opened.shown(size):
        await opened.pilot.press(*"does it lern", "backspace", "backspace", *"arn")
        assert isinstance(opened.app.screen, OpeningScreen)
        before = _where(shown(opened.app), "does it learn")
        await opened.page()
        assert _where(shown(opened.app), "does it learn") == before
        assert opened.draft == {QUESTION: "does it learn"}


def _where(said: str, text: str) -> tuple[int, str]:
    return next((at, line.rstrip()) for at, line in enumerate(said.splitlines()) if text in line)


async def test_one_goes_on_where_the_cursor_stood(desk: Coach) -> None:
    opened = Opened(desk)
    async with opened.shown():
        await opened.pilot.press(*"ad", "left", "b")
        await opened.page()
        await press(opened.pilot, "c")
        assert opened.draft == {QUESTION: "abcd"}


@pytest.mark.parametrize("key", OTHERS[:-1])
async def test_a_key_that_does_something_else_waits_and_then_does_nothing(desk: Coach, key: str) -> None:
    opened = Opened(desk)
    async with opened.shown():
        await opened.pilot.press(*"hi", key, *"no")
        await opened.page()
        assert opened.draft == {QUESTION: "hi"}
        assert not is_stated(opened.walk.session, "question")


@pytest.mark.parametrize("seed", range(6))
async def test_keys_at_random_times_across_the_change_are_written_whole_and_take_nothing(
    desk: Coach, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    opened = Opened(desk)
    said = "".join(dice.choice("abcdefgh ,") for _ in range(50)).strip()
    async with opened.shown(dice.choice(SIZES)):
        opens_at = dice.randrange(len(said))
        for place, letter in enumerate(said):
            if place == opens_at:
                opened.may_open.set()
            opened.app.post_message(Key(_character_to_key(letter), letter))
            if dice.random() < 0.5:
                await asyncio.sleep(dice.choice((0.0, 0.002, 0.02)))
        await settled(opened.pilot)
        assert opened.draft == {QUESTION: said}
        assert not is_stated(opened.walk.session, "question")
