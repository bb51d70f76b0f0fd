"""A claim built by keys from the quantities of earlier runs, in the pre-mortem's success and in how a failure shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.runs.readers.event_files.event_file import Scalar, write_scalars
from coach.session.causes import causes
from coach.tui.app import CoachApp
from coach.tui.screens.claim_builder import UNFINISHED, ClaimBuilder
from coach.tui.screens.premortem import PremortemScreen
from tests.tui.conftest import BEGIN
from tests.tui.fake_walk import press, settled, shown, until, write
from tests.tui.test_premortem_pages import Hand, list_causes, predict, tell_of_the_run

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from coach.desk import Walk
    from coach.desk.coach import Coach

SIZES = [(80, 24), (120, 36), (160, 48)]
ENDED = BEGIN.timestamp() - 86_400


@pytest.fixture
def walk(desk: Coach, tmp_path: Path) -> Walk:
    for name, top in (("ppo_1", 0.2), ("ppo_2", 0.05)):
        folder = tmp_path / "runs" / name
        folder.mkdir(parents=True)
        rows = [
            Scalar(tag, 2000 * n, ENDED - 36_000 + 360 * n, value)
            for n in range(101)
            for tag, value in (("rollout/ep_rew_mean", n / 2), ("train/approx_kl", top * n / 100))
        ]
        write_scalars(folder / f"events.out.tfevents.{int(ENDED)}.host.1.0", rows)
    return desk.begin(
        "premortem",
        title="scaled rewards",
        playbook="policy-gradient",
        paths=[str(tmp_path / "runs" / "ppo_3")],
    )


def builder(app: CoachApp) -> ClaimBuilder:
    screen = app.screen
    assert isinstance(screen, ClaimBuilder)
    return screen


def page(app: CoachApp) -> PremortemScreen:
    screen = app.screen
    assert isinstance(screen, PremortemScreen)
    return screen


async def opened(pilot: Pilot[None], app: CoachApp) -> ClaimBuilder:
    """Open the builder and wait until earlier runs are read."""
    await press(pilot, "f4")
    screen = builder(app)
    await until(pilot, lambda: screen._runs is not None)
    return screen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_claim_of_success_is_built_from_the_quantities_of_earlier_runs(
    desk: Coach, walk: Walk, size: tuple[int, int]
) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await tell_of_the_run(Hand(pilot, app))
        screen = await opened(pilot, app)
        assert "rollout/ep_rew_mean" in shown(app)
        assert "from 0 to 50" in shown(app)
        await write(pilot, "return")
        assert screen.told.text == "final(return) >= …"
        await press(pilot, "tab")
        assert screen.built.tag == "rollout/ep_rew_mean"
        await press(pilot, "tab", "tab", "tab")
        await write(pilot, "45")
        await until(pilot, lambda: bool(screen.told.on_runs))
        assert screen.told.text == "final(rollout/ep_rew_mean) >= 45"
        assert screen.told.means == "false when rollout/ep_rew_mean is below 45 at the end"
        assert screen.told.on_runs == "On 2 earlier runs it would have held."
        for said in ("final(rollout/ep_rew_mean) >= 45", "false when", "would have held"):
            assert said in shown(app)
        await press(pilot, "enter")
        here = page(app).form.here
        assert here is not None
        assert page(app).form.texts[here[1].where] == "final(rollout/ep_rew_mean) >= 45"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_tripwire_says_when_it_fires_and_where_it_would_have_fired(
    desk: Coach, walk: Walk, size: tuple[int, int]
) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        hand = Hand(pilot, app)
        for part in (tell_of_the_run, predict, list_causes):
            await part(hand)
        await press(pilot, "tab", "tab")
        screen = await opened(pilot, app)
        await write(pilot, "kl")
        await press(pilot, "enter", "down", "down")
        await write(pilot, "0.1")
        await press(pilot, "down", "down")
        await write(pilot, "150k")
        await until(pilot, lambda: "150k" in screen.told.text and bool(screen.told.on_runs))
        assert screen.told.text == "train/approx_kl < 0.1 by 150k throughout"
        assert screen.told.means == "fires when train/approx_kl reaches 0.1 by 150k"
        first, second = screen.told.on_runs.split("; ")
        assert first == "It would have fired on ppo_1 at 100k"
        assert second == "on 1 earlier run it would have been quiet."
        await press(pilot, "enter")
        assert "train/approx_kl < 0.1 by 150k throughout" in page(app).form.texts.values()
        await press(pilot, "shift+tab", "shift+tab")
        for _ in page(app).form.lines:
            await write(pilot, "10%")
            await press(pilot, "down")
        await press(pilot, "enter")
        await settled(pilot)
        assert "train/approx_kl < 0.1 by 150k throughout" in {view.shows for view in causes(walk.session)}


async def test_escape_leaves_the_field_as_it_was(desk: Coach, walk: Walk) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=SIZES[1]) as pilot:
        await settled(pilot)
        await tell_of_the_run(Hand(pilot, app))
        await write(pilot, "return above 30 at the end")
        screen = await opened(pilot, app)
        assert screen.built.text == "final(rollout/ep_rew_mean) > 30"
        await write(pilot, "9")
        await press(pilot, "escape")
        assert "return above 30 at the end" in page(app).form.texts.values()


async def test_what_the_grammar_refuses_is_said_with_its_column_and_not_written(
    desk: Coach, walk: Walk
) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=SIZES[1]) as pilot:
        await settled(pilot)
        await tell_of_the_run(Hand(pilot, app))
        screen = await opened(pilot, app)
        await press(pilot, "enter")
        assert screen.fields["taken"].has_focus
        await press(pilot, "enter")
        assert screen.advice.text == UNFINISHED
        await press(pilot, "tab", "tab", "tab")
        await write(pilot, "4x")
        assert screen.told.error is not None
        assert "at character" in screen.told.error.message
        await press(pilot, "enter")
        assert builder(app) is screen


async def test_only_fields_of_claims_offer_it(desk: Coach, walk: Walk) -> None:
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=SIZES[1]) as pilot:
        await settled(pilot)
        await press(pilot, "f4")
        page(app)
        await tell_of_the_run(Hand(pilot, app))
        assert "F4 build" in shown(app).rstrip().rsplit("\n", 1)[-1]
        await press(pilot, "tab")
        assert "F4 build" not in shown(app).rstrip().rsplit("\n", 1)[-1]
        await press(pilot, "f4")
        page(app)


async def test_a_run_that_is_still_going_shows_its_names_and_no_values(
    desk: Coach, walk: Walk, tmp_path: Path
) -> None:
    folder = tmp_path / "runs" / "ppo_0"
    folder.mkdir(parents=True)
    rows = [Scalar("train/loss", 100 * n, BEGIN.timestamp() - 60 + n, 3.25) for n in range(50)]
    write_scalars(folder / "events.out.tfevents.1.host.1.0", rows)
    app = CoachApp(lambda: desk, lambda _: walk)
    async with app.run_test(size=SIZES[1]) as pilot:
        await settled(pilot)
        await tell_of_the_run(Hand(pilot, app))
        screen = await opened(pilot, app)
        assert {run.name for run in screen._runs or ()} == {"ppo_1", "ppo_2"}
        assert "train/loss" in shown(app)
        assert "3.25" not in shown(app)
