"""The whole way in a real browser: by the link, to the page, an answer, and what somebody else confirms meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from coach.journal.presence import Presence
from coach.session.event.common import RunLengthGiven
from tests.web.chromium import PROGRAM, browser
from tests.web.conftest import BEN
from tests.web.test_serving import come, has_answered, is_with

if TYPE_CHECKING:
    from tests.web.conftest import Door

SHOWN = "document.body.classList.contains('-first-byte')"
ENDED = "document.body.classList.contains('-closed')"


@pytest.mark.skipif(PROGRAM is None, reason="needs Chromium")
async def test_a_guest_answers_in_a_browser_that_asks_nobody_else(door: Door) -> None:
    async with browser() as page:
        await page.open(f"{door.url}/?t={door.access.link(BEN)}")
        ana = Presence(door.root, door.walk.session_id, "ana")
        await come(lambda: is_with(ana))  # the page of the walk is there, and takes keys
        assert await page.shows(SHOWN)
        await asyncio.sleep(1)
        await page.type("200\tflat\t10h\r")
        await come(lambda: has_answered(door.walk))
        assert await page.shows("location.search") == ""
        assert not await page.shows(ENDED)
        own = (door.url, door.url.replace("http", "ws"), "about:", "data:")
        assert [url for url in page.asked if not url.startswith(own)] == []
    await come(lambda: not door.server._screens)
    assert {event.by for event, _ in door.walk.session.entries(RunLengthGiven)} == {"ben"}
