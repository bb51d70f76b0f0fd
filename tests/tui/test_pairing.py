"""Two people at one keyboard, full screen: nobody sees what the other wrote alone, all see whose turn it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.event.pairing import BlindCommitted, Revealed
from coach.tui.draft import Address, Drafts
from coach.tui.screens.weighing_page import WeighingPage
from tests.tui.at_the_page import at_the_explanations, at_the_weighing
from tests.tui.fake_walk import app_for, press, settled, shown, write

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk.coach import Coach

PLAN = {
    "plan.question": "q",
    "frame.run-length": "30min",
    "frame.run-price": "",
    "plan.both-outcomes": "x",
    "plan.logs": "",
}


def odds_and_marks(screen: str) -> list[tuple[str, str]]:
    """Give each row of the table of weighing without its bar, which is worked out a moment later."""
    return [(line[:40], line[-56:]) for line in screen.splitlines()[4:12]]


async def test_a_page_keeps_nothing_that_the_other_wrote_on_it_nor_brings_it_back(desk: Coach) -> None:
    walk = desk.begin("premortem", title="a run", playbook="deep-learning")
    walk.pair_with(("ana", "ben"), keyboard="ana")
    walk.take(PLAN)
    walk.take({"predictions.success": ["it works: 60%"]})
    app = app_for(walk)
    async with app.run_test(size=(100, 32)) as pilot:
        await settled(pilot)
        assert "ana, alone; ben looks away" in shown(app)
        await press(pilot, "right", "tab", *"61", "enter")
        assert "ben, alone; ana looks away" in shown(app)
        assert "61" not in shown(app)
        await press(pilot, "ctrl+z")
        assert "ana, alone; ben looks away" in shown(app)
        assert "61" not in shown(app)
        await press(pilot, "right", "tab", *"61", "enter")
        await press(pilot, "right", "right", "tab", *"20", "enter")
        assert "ana and ben together" in shown(app)
        assert "61 %" in shown(app)


async def test_the_table_of_weighing_opens_anew_for_the_next_person(desk: Coach) -> None:
    walk = at_the_weighing(desk)
    walk.pair_with(("ana", "ben"), keyboard="ana")
    app = app_for(walk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert "ana, alone; ben looks away" in shown(app)
        before = odds_and_marks(shown(app))
        await press(pilot, "plus", "plus", "down", "plus")
        for _ in range(8):
            if walk.pairing is None or walk.pairing.turn != "ana":
                break
            await press(pilot, "enter")
        assert isinstance(app.screen, WeighingPage)
        assert "ben, alone; ana looks away" in shown(app)
        assert odds_and_marks(shown(app)) == before
        assert walk.session.all(BlindCommitted)
        assert not walk.session.all(Revealed)


async def test_a_list_that_one_writes_alone_is_shown_to_its_author_only(desk: Coach) -> None:
    walk = at_the_explanations(desk)
    walk.pair_with(("ana", "ben"), keyboard="ana")
    app = app_for(walk)
    async with app.run_test(size=(100, 32)) as pilot:
        await settled(pilot)
        for line in ("a full disk", "a bad seed", "the wrong branch"):
            await write(pilot, line)
            await press(pilot, "enter")
        assert "the wrong branch" in shown(app)
        await press(pilot, "enter")
        assert "ben, alone" in shown(app)
        assert "the wrong branch" not in shown(app)


async def test_the_keyboard_is_passed_with_a_key(desk: Coach) -> None:
    walk = desk.begin("premortem", title="a run", playbook="deep-learning")
    walk.pair_with(("ana", "ben"), keyboard="ana")
    app = app_for(walk)
    async with app.run_test(size=(100, 32)) as pilot:
        await settled(pilot)
        assert "ana types, ben asks" in shown(app)
        await press(pilot, "f11")
        assert "ben types, ana asks" in shown(app)


def test_drafts_are_forgotten_when_somebody_else_answers_alone(tmp_path: Path) -> None:
    drafts, here = Drafts(), Address("s", "odds.priors")
    drafts.open("s", tmp_path / "drafts.json")
    drafts.keep(here, "50%")
    drafts.close()
    assert (tmp_path / "drafts.json").exists()
    drafts.turned("s", "ana")
    assert not (tmp_path / "drafts.json").exists()
    assert drafts.wanted(here, None, is_back=True) == "50%"
    drafts.keep(here, "60%")
    drafts.confirmed(here, "60%")
    drafts.keep(here, "70%")
    drafts.turned("s", "ana")
    assert drafts.wanted(here, None, is_back=True) == "70%"
    drafts.turned("s", "ben")
    assert drafts.wanted(here, None, is_back=True) is None
    drafts.turned("s", "")
    drafts.close()
    assert not (tmp_path / "drafts.json").exists()
