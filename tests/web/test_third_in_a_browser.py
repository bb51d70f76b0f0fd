"""A third person in a real browser beside two real terminals: all three judge apart, and take one answer together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.session.event.pairing import BlindCommitted, Pooled
from coach.session.event.premortem import DoubtRated
from coach.session.pairing.pool import pooled_chance
from coach.session.pairing.rounds import find_round
from coach.web.access import Guest
from tests.cli.panes import needs_tmux, panes
from tests.web.chromium import PROGRAM, browser
from tests.web.test_serving import come

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk.walk import Walk
    from tests.cli.panes import Panes
    from tests.web.conftest import Door

__all__ = ["panes"]
DOUBT = "doubt.round-1"
TALK = "here is what each of you answered"
PLAN = {
    "plan.question": "q",
    "frame.run-length": "10h",
    "frame.run-price": "",
    "plan.both-outcomes": "x",
    "plan.logs": "",
}
SAID = {"ana": 0.6, "ben": 0.2, "cy": 0.3}


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    """A pre-mortem of ana and ben at the question how surprised each would be."""
    desk = Coach(Journal.at(tmp_path), Stamp(by="ana"))
    walk = desk.begin("premortem", title="a run", playbook="deep-learning")
    walk.pair_with(("ana", "ben"))
    walk.take(PLAN)
    walk.take({"predictions.success": ["it works: 60%"]})
    return walk


def has(walk: Walk, kind: type[BlindCommitted | Pooled], person: str = "") -> bool:
    walk.refresh()
    return any(not person or getattr(body, "person", "") == person for body in walk.session.all(kind))


def answers_alone(panes: Panes) -> None:
    """Let ana and ben answer at their terminals; nobody sees what the others did."""
    for person in ("ana", "ben"):
        panes.sees(person, f"{person}, alone: How surprised")
        panes.types(person, "somewhat", f"{100 * SAID[person]:g}")
        if person == "ana":
            panes.sees("ana", "waiting for ben")
            assert "30 %" not in panes.screen("ana")
    panes.sees("ben", TALK)


def once_more(panes: Panes) -> None:
    """Let ana and ben talk, and answer alone once more."""
    panes.takes("ana", TALK, until="ana, alone once more")
    panes.takes("ana", "ana, alone once more", until="waiting for")
    panes.takes("ben", "ben, alone once more", until="waiting for cy")


@pytest.mark.tmux
@needs_tmux
@pytest.mark.skipif(PROGRAM is None, reason="needs Chromium")
async def test_three_judge_apart_two_at_terminals_and_one_in_a_browser(door: Door, panes: Panes) -> None:
    looker = Coach(Journal.at(door.root), Stamp(by="zoe")).walk(door.walk.session_id, here=("zoe",))
    for person in ("ana", "ben"):
        panes.open(person, door.root, "join", "--as", person)
    async with browser() as page:
        await page.open(f"{door.url}/?t={door.access.link(Guest('cy', is_read_only=False))}")
        await asyncio.to_thread(panes.sees, "ana", "cy: Surprise")
        await page.type("somewhat\t30\r")
        await come(lambda: has(looker, BlindCommitted, "cy"))
        await asyncio.to_thread(answers_alone, panes)
        await asyncio.to_thread(once_more, panes)
        await page.type("\r")
        await asyncio.to_thread(panes.takes, "ben", "one answer of all of yours", "It is tomorrow")
        await come(lambda: has(looker, Pooled))
    done = find_round(looker.session, DOUBT, 2)
    assert set(done.answers) == set(SAID)
    assert done.saw_first == ()
    rated = looker.session.last(DoubtRated)
    assert rated is not None
    assert rated.probability == pytest.approx(pooled_chance([*SAID.values()]))
