"""The first field can be written in before its page is there, and nothing of that is lost or goes elsewhere."""

from __future__ import annotations

import asyncio
import random
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from textual.events import Key
from textual.keys import _character_to_key

from coach.session.page_labels import outline
from coach.tui.app import CoachApp
from coach.tui.screens.case import CaseScreen
from coach.tui.screens.starting import OpeningScreen
from tests.tui.fake_opening import Page
from tests.tui.fake_walk import FakeCoach, press, settled, shown, write

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

SIZES = [(80, 24), (120, 36), (160, 48)]


class Opened:
    """A program that is opening a walk, and the page that comes once the test says so."""

    def __init__(self, *, is_topic_known: bool = True) -> None:
        self.walk = Page()
        self.may_open = threading.Event()
        self.app = CoachApp(
            self._load, lambda coach: coach.walk(""), outline=outline(is_topic_known=is_topic_known)
        )
        self.pilot: Pilot[None]

    def _load(self) -> FakeCoach:
        self.may_open.wait(60)
        return FakeCoach(self.walk)

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
        assert isinstance(self.app.screen, CaseScreen)
        return self.app.screen.form.draft


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_is_written_is_seen_at_once_and_stays_where_it_stood(size: tuple[int, int]) -> None:
    opened = Opened()
    async with opened.shown(size):
        await opened.pilot.press(*"200 pointz", "backspace", "s")
        assert isinstance(opened.app.screen, OpeningScreen)
        before = next(line for line in shown(opened.app).splitlines() if "200 points" in line)
        assert before.startswith(" Expected")
        await opened.page()
        after = next(line for line in shown(opened.app).splitlines() if "200 points" in line)
        assert after.rstrip() == before.rstrip()
        assert opened.draft == {"expectation.expected": "200 points"}


async def test_one_goes_on_where_the_cursor_stood() -> None:
    opened = Opened()
    async with opened.shown():
        await opened.pilot.press(*"ad", "left", "b")
        await opened.page()
        await press(opened.pilot, "c")
        assert opened.draft == {"expectation.expected": "abcd"}


async def test_a_paste_is_text_and_one_that_is_too_long_is_refused_in_words() -> None:
    opened = Opened()
    async with opened.shown():
        await write(opened.pilot, "[/x] two\nlines")
        await write(opened.pilot, "x" * 60_000)
        await opened.pilot.pause()
        assert "60,000 characters" in shown(opened.app)
        await opened.page()
        assert opened.draft == {"expectation.expected": "[/x] two\nlines"}


@pytest.mark.parametrize("key", ["tab", "enter", "down", "escape", "f1", "ctrl+z"])
async def test_a_key_that_does_something_else_waits_and_then_does_nothing(key: str) -> None:
    opened = Opened()
    async with opened.shown():
        await opened.pilot.press(*"hi", key, *"no")
        await opened.page()
        assert opened.walk.taken is None
        assert isinstance(opened.app.screen, CaseScreen)
        assert opened.draft == {"expectation.expected": "hi"}


async def test_what_was_written_goes_into_no_other_field() -> None:
    opened = Opened(is_topic_known=False)
    async with opened.shown():
        await opened.pilot.press(*"hi")
        await opened.page()
        assert opened.draft == {}


@pytest.mark.parametrize("seed", range(6))
async def test_a_stream_of_keys_across_the_change_is_written_whole_and_in_order(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret
    opened = Opened()
    said = "".join(rng.choice("abcdefgh ,") for _ in range(60)).strip()
    async with opened.shown():
        opens_at = rng.randrange(len(said))
        for place, letter in enumerate(said):
            if place == opens_at:
                opened.may_open.set()
            opened.app.post_message(Key(_character_to_key(letter), letter))
            if rng.random() < 0.5:
                await asyncio.sleep(rng.choice((0.0, 0.002, 0.02)))
        await settled(opened.pilot)
        assert opened.draft == {"expectation.expected": said}
