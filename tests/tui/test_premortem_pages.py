"""A pre-mortem on its pages, by keys alone: six pages, sixty keys beyond what is written, seven hundred words."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

import pytest

from coach.runs.readers.event_files.event_file import Scalar, write_scalars
from coach.session.causes import causes, doubts, predictions
from coach.session.event.common import RunLengthGiven, Sealed
from coach.session.event.premortem import Estimated, LaunchDecided, PredictionMade
from coach.tui.app import CoachApp
from coach.tui.screens.premortem import PremortemScreen
from coach.tui.screens.walk import WalkScreen
from tests.tui.conftest import BEGIN
from tests.tui.fake_walk import press, settled, shown, write

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from coach.desk import Walk
    from coach.desk.coach import Coach

SIZES = [(80, 24), (120, 36), (160, 48)]
LOW = SIZES[0]
MOST_PAGES, MOST_KEYS, MOST_WORDS = 6, 60, 700
"""Up to the seal."""
_WORD = re.compile(r"[^\W_]")


class Hand:
    """Presses keys and counts them, and the words that were on the screen when a page was taken."""

    def __init__(self, pilot: Pilot[None], app: CoachApp) -> None:
        self._pilot, self._app = pilot, app
        self.keys = self.words = 0
        self.pages: list[str] = []

    async def write(self, text: str) -> None:
        await write(self._pilot, text)

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await press(self._pilot, *keys)

    async def take(self) -> None:
        text = shown(self._app)
        self.words += sum(bool(_WORD.search(each)) for each in text.split())
        self.pages.append(text.split("\n", 1)[0].split("of 6")[0].strip())
        await self.press("enter")


@pytest.fixture
def walk(desk: Coach, tmp_path: Path) -> Walk:
    folder = tmp_path / "runs" / "ppo_1"
    folder.mkdir(parents=True)
    end = BEGIN.timestamp() - 86_400
    rows = [Scalar("rollout/ep_rew_mean", 1000 * n, end - 36_000 + 360 * n, n / 2) for n in range(101)]
    write_scalars(folder / f"events.out.tfevents.{int(end)}.host.1.0", rows)
    return desk.begin(
        "premortem",
        title="scaled rewards",
        playbook="policy-gradient",
        paths=[str(tmp_path / "runs" / "ppo_2")],
    )


async def tell_of_the_run(hand: Hand) -> None:
    await hand.write("Does scaling the reward make every seed learn?")
    await hand.press("down", "down", "down")
    await hand.write("Learns: three more seeds. Not: look at the targets.")
    await hand.take()


async def predict(hand: Hand) -> None:
    await hand.write("return above 45 at the end")
    await hand.press("tab")
    await hand.write("60%")
    await hand.press("down", "down", "down", "right", "right", "right")
    await hand.take()


async def list_causes(hand: Hand) -> None:
    await hand.write("wrong branch")
    await hand.press("down")
    await hand.write("disk full")
    await hand.press("down")
    await hand.write("typo in the config")
    await hand.take()
    await hand.press("down", "down", "n", "down", "space")
    await hand.take()


async def think(hand: Hand) -> None:
    shows = ("commit printed at the start", "", "return below 45 at the end", "")
    for at, said in enumerate(shows):
        await hand.write("10%")
        if said:
            await hand.press("tab", "tab")
            await hand.write(said)
        await hand.press(*(["down"] if at < len(shows) - 1 else []))
    await hand.take()


async def decide(hand: Hand) -> None:
    while hand_is_at_decisions(hand):
        await hand.press("d", "down")
    await hand.write("")
    await hand.press(*"very")
    await hand.take()


def hand_is_at_decisions(hand: Hand) -> bool:
    screen = hand._app.screen
    assert isinstance(screen, PremortemScreen)
    here = screen.form.here
    return here is not None and here[1].where.name == "decision"


async def watch(hand: Hand) -> None:
    await hand.write("After an hour, then at the end.")
    await hand.take()


async def test_what_was_written_for_a_question_that_another_answer_closes_is_there_when_it_is_asked_again(
    desk: Coach, walk: Walk
) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=SIZES[1]) as pilot:
        await settled(pilot)
        hand = Hand(pilot, app)
        await hand.write("Does scaling the reward make every seed learn?")
        await hand.press("down")
        await hand.write("2 min")
        await hand.press("down", "down")
        await hand.write("Learns: three more seeds. Not: look at the targets.")
        await hand.take()
        await hand.press("right")
        await hand.take()
        screen = app.screen
        assert isinstance(screen, PremortemScreen)
        assert list(screen.form.texts.values()) == ["Learns: three more seeds. Not: look at the targets."]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_six_pages_lead_to_the_seal_and_the_launch(
    desk: Coach, walk: Walk, size: tuple[int, int]
) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        hand = Hand(pilot, app)
        for part in (tell_of_the_run, predict, list_causes, think, decide, watch):
            await part(hand)
        session = walk.session
        assert session.last(Sealed) is not None
        assert len(dict.fromkeys(hand.pages)) < MOST_PAGES
        assert hand.keys <= MOST_KEYS, hand.keys
        assert hand.words <= MOST_WORDS, hand.words
        assert "pre-mortem 6 of 6" in shown(app)
        await press(pilot, "enter")
        assert "nothing was chosen" in shown(app)
        await press(pilot, "l", "enter")
        assert "launching anyway needs a" in shown(app)
        await write(pilot, "A failure would show within the hour.")
        await press(pilot, "enter")
        assert isinstance(app.screen, WalkScreen)
    session = desk.walk(walk.session_id).session
    assert session.last(LaunchDecided) == LaunchDecided(
        go=True, reason="A failure would show within the hour."
    )
    assert session.last(RunLengthGiven) == RunLengthGiven(hours=10)
    assert session.last(Estimated) == Estimated(hours=10)
    made = [(view.made.text, view.made.role) for view in predictions(session)]
    assert made[0] == ("final(rollout/ep_rew_mean) > 45", "success")
    assert ("final(rollout/ep_rew_mean) >= 45", "tripwire") in made
    assert [body.level for body in doubts(session)] == ["somewhat", "very surprised"]
    assert all(view.decision and view.decision.decision == "done" for view in causes(session))


async def test_no_key_answers_a_page_that_was_not_on_the_screen_when_it_was_pressed(
    desk: Coach, walk: Walk
) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=LOW) as pilot:
        await settled(pilot)
        hand = Hand(pilot, app)
        await hand.write("Does it learn?")
        await hand.press("down", "down", "down")
        await hand.write("Learns: more seeds.")
        await press(pilot, "enter", *"it learns: likely", "enter", "3", "enter")
        assert "pre-mortem 2 of 6" in shown(app)
        assert not walk.session.all(PredictionMade)
        assert isinstance(app.screen, PremortemScreen)
        assert app.screen.form.draft == {}


async def test_keys_pressed_before_the_first_page_are_forgotten(desk: Coach, walk: Walk) -> None:
    opened = threading.Event()

    def load() -> Coach:
        opened.wait(5)
        return desk

    app = CoachApp(load, lambda _: walk)
    async with app.run_test(size=LOW) as pilot:
        await pilot.pause()
        await pilot.press("h", "enter")
        opened.set()
        await settled(pilot)
        assert isinstance(app.screen, PremortemScreen)
        assert app.screen.form.draft == {}
        assert walk.position.stage == "plan"


async def test_what_does_not_fit_is_said_at_its_line_and_nothing_is_lost(desk: Coach, walk: Walk) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=LOW) as pilot:
        await settled(pilot)
        hand = Hand(pilot, app)
        await tell_of_the_run(hand)
        await hand.write("final(rollout/ep_rew_men) > 45")
        await hand.press("tab")
        await hand.write("60%")
        await hand.take()
        lines = shown(app).splitlines()
        place = next(at for at, line in enumerate(lines) if "ep_rew_men)" in line)
        assert "No earlier run logs rollout/ep_rew_men; there is rollout/ep_rew_mean" in lines[place + 1]
        assert not walk.session.all(PredictionMade)


async def test_the_arrow_to_the_right_writes_out_a_name_that_earlier_runs_logged(
    desk: Coach, walk: Walk
) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=LOW) as pilot:
        await settled(pilot)
        hand = Hand(pilot, app)
        await tell_of_the_run(hand)
        assert "rollout/ep_rew_mean ended at 50 in 1 earlier run" in shown(app)
        await hand.write("final(ep_r")
        await settled(pilot)
        assert "→ rollout/ep_rew_mean" in shown(app)
        await hand.press("right")
        await hand.write(") > 45")
        await settled(pilot)
        assert "checked for you: final(rollout/ep_rew_mean) > 45" in shown(app)


async def test_undo_brings_the_page_before_back_with_what_was_written_on_it(desk: Coach, walk: Walk) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=LOW) as pilot:
        await settled(pilot)
        await tell_of_the_run(Hand(pilot, app))
        assert "pre-mortem 2 of 6" in shown(app)
        await press(pilot, "ctrl+z")
        assert "pre-mortem 1 of 6" in shown(app)
        assert "Learns: three more seeds" in shown(app)
        await press(pilot, "enter")
        assert "pre-mortem 2 of 6" in shown(app)


async def test_a_page_that_was_left_is_taken_up_again_with_what_was_written(desk: Coach, walk: Walk) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=LOW) as pilot:
        await settled(pilot)
        await write(pilot, "Does it learn?")
        await press(pilot, "escape")
        assert isinstance(app.screen, WalkScreen)
        assert "Which question does this run answer?" in shown(app)
        await press(pilot, "ctrl+g")
        assert isinstance(app.screen, PremortemScreen)
        assert "Does it learn?" in shown(app)


async def test_what_was_written_on_a_page_survives_the_end_of_the_program(desk: Coach, walk: Walk) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=LOW) as pilot:
        await settled(pilot)
        await write(pilot, "Does it learn?")
    again = CoachApp(lambda: desk, lambda desk: desk.walk(walk.session_id))
    async with again.run_test(size=LOW) as pilot:
        await settled(pilot)
        assert "Does it learn?" in shown(again)


async def test_enter_on_a_list_that_wants_more_goes_to_its_next_line(desk: Coach, walk: Walk) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=LOW) as pilot:
        await settled(pilot)
        hand = Hand(pilot, app)
        await tell_of_the_run(hand)
        await predict(hand)
        await hand.write("wrong branch")
        await hand.press("enter")
        assert not causes(walk.session)
        await hand.write("enough: the others are on holiday")
        await hand.press("enter")
        assert [view.text for view in causes(walk.session)] == ["wrong branch"]


async def test_what_was_filled_in_out_of_view_is_shown_before_it_is_taken(desk: Coach, walk: Walk) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=(80, 12)) as pilot:
        await settled(pilot)
        hand = Hand(pilot, app)
        await tell_of_the_run(hand)
        await predict(hand)
        for line in ("it is cold", "it is warm", "it is dry", "it is wet", "it is dark"):
            await hand.write(line)
            await hand.press("down")
        await hand.press("enter")
        await hand.press("enter")
        assert walk.position.stage == "thinking"
        assert "it is dark" not in shown(app)
        await hand.press("enter")
        assert "had not been in view" in shown(app)
        assert "it is dark" in shown(app)
        await hand.press("enter")
        assert "had not been in view" not in shown(app)
        assert "nothing was written" in shown(app)


async def test_text_of_people_and_logs_is_never_markup(desk: Coach, walk: Walk) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=LOW) as pilot:
        await settled(pilot)
        hand = Hand(pilot, app)
        await tell_of_the_run(hand)
        await predict(hand)
        for line in ("[/red] wrong [b]branch", "[link=x]disk", "typo"):
            await hand.write(line)
            await hand.press("enter")
        assert "[/red] wrong [b]branch" in [view.text for view in causes(walk.session)]
        await hand.press("enter")
        assert "[/red] wrong [b]branch" in shown(app)
