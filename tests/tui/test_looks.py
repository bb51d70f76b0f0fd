"""What the screens look like: change one on purpose with `pytest tests/tui/test_looks.py --snapshot-update`."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import Run, Series
from coach.session.beliefs import BeliefRow
from coach.session.event import Event
from coach.session.event.common import Noted, Stated, Surprised
from coach.session.event.evidence import EvidenceAdded, RunReference, RunsLinked, SymptomSeen
from coach.session.exhibit import Branch, Outline, Say
from coach.session.fold import fold
from coach.session.form import Choice, Option, Table
from coach.tui.app import CoachApp
from tests.tui.conftest import BEGIN
from tests.tui.fake_opening import Page
from tests.tui.fake_walk import OTHER, FakeCoach, FakeWalk, press, question, settled
from tests.tui.test_plain_text import summary

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from datetime import tzinfo

    from textual.pilot import Pilot

    from coach.session.event import Body

    Compare = Callable[..., bool]

SHAPES = [
    ((60, 20), "coach-day"),
    ((80, 24), "coach-night"),
    ((120, 36), "coach-day"),
    ((120, 36), "coach-night"),
]
in_every_shape = pytest.mark.parametrize(
    ("size", "look"), SHAPES, ids=lambda part: part if isinstance(part, str) else f"{part[0]}x{part[1]}"
)
STORIES = (
    Option("targets", "The value targets are never normalised"),
    Option("rate", "The learning rate is too high"),
    Option("seeds", "Two environments share one seed, so half the batch repeats itself"),
)
HAPPENED: tuple[Body, ...] = (
    Stated(topic="working-on", text="Getting the lander to learn on all three seeds."),
    EvidenceAdded(evidence="e1", text="Rewards are in the hundreds [unscaled].", known="measured"),
    Surprised(confusion="c1", text="The value loss is in the thousands while the policy loss is near zero."),
    Noted(text="Check the clip fraction on seed 2."),
    RunsLinked(
        role="evidence",
        path="runs/lander",
        runs=(RunReference(name="lander_1", path="runs/lander_1", format="tb", fingerprint="x"),),
    ),
    SymptomSeen(
        symptom="s1",
        detector="plateau",
        run="lander_1",
        tag="rollout/ep_rew_mean",
        says="The return has not moved since step 3,000.",
        severity="warn",
        onset_step=3_000,
    ),
    SymptomSeen(
        symptom="s2",
        detector="kl-spike",
        run="lander_2",
        tag="train/approx_kl",
        says="The KL divergence of an update jumps to 0.34.",
        severity="alarm",
        onset_step=132_000,
    ),
)


class LaterThatDay:
    """A clock that stands a little after the tests' own."""

    @staticmethod
    def now(_zone: tzinfo) -> object:
        return BEGIN + timedelta(hours=3)


class Investigation(FakeWalk):
    """A walk in the middle, with runs."""

    def __init__(self, *asked: object) -> None:
        super().__init__(*asked, title="The lander that learned once in three [seed/1]")  # type: ignore[arg-type]
        events = [
            Event(id=f"{place}", at=BEGIN + timedelta(minutes=place), by="mira", turn=f"{place}", body=body)
            for place, body in enumerate((self.session.events[0].body, *HAPPENED))
        ]
        self._session = fold(events)
        self.pace = "full"
        self.rows = (
            BeliefRow("targets", STORIES[0].text, 0.2, 0.51, is_catch_all=False, is_favourite=False),
            BeliefRow("rate", STORIES[1].text, 0.25, 0.14, is_catch_all=False, is_favourite=True),
            BeliefRow("seeds", STORIES[2].text, 0.25, 0.05, is_catch_all=False, is_favourite=False),
            OTHER,
        )

    def runs(self) -> tuple[Run, ...]:
        return tuple(_run(seed) for seed in (1, 2, 3))


def _run(seed: int) -> Run:
    step = np.arange(3_000, 630_000, 3_000, dtype=np.int64)
    rise = 650 / (1 + np.exp(-(step - 300_000) / 40_000)) if seed == 3 else 0 * step
    wave = 8 * np.sin(step / 9_000 * seed)
    kl = np.where(step > 132_000, 0.0004, 0.01) * (1 + 0.3 * np.sin(step / 7_000 + seed))
    kl[(step == 132_000) & (seed < 3)] = 0.34
    values = {"time/fps": 900 + wave, "rollout/ep_rew_mean": 240 + rise + wave, "train/approx_kl": kl}
    series = {
        tag: Series(
            tag=tag,
            step=step,
            wall_time=step.astype(np.float64),
            value=value,
            segment=np.zeros(len(step), np.int32),
        )
        for tag, value in values.items()
    }
    path = Path(f"runs/lander_{seed}")
    return Run(name=path.name, path=path, format="tb", files=1, fingerprint=f"{seed}", series=series)


def pressing(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def run(pilot: Pilot[None]) -> None:
        await settled(pilot)
        for key in keys:
            await press(pilot, key)
            await settled(pilot)

    return run


def app_of(walk: FakeWalk, look: str) -> CoachApp:
    return CoachApp(lambda: FakeCoach(walk), lambda coach: coach.walk(""), look=look)


@pytest.fixture
def later_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Home tells how long ago things were."""
    monkeypatch.setattr("coach.tui.screens.home.datetime", LaterThatDay)


@in_every_shape
@pytest.mark.usefixtures("later_that_day")
def test_home(size: tuple[int, int], look: str, snap_compare: Compare) -> None:
    waiting = summary("The lander that learned once in three", "Are the value targets in the thousands?")
    listed = [
        waiting._replace(last_at=BEGIN, runs=("lander_2", "lander_3"), look="after 200k steps"),
        waiting._replace(
            session="b", title="PPO with scaled rewards [seed/1]", status="open", method="premortem"
        ),
        waiting._replace(
            session="c", title="", status="open", question="Why is the loss flat?", last_at=BEGIN
        ),
        waiting._replace(session="d", title="Half the batch repeats", status="closed", ending="solved"),
    ]
    app = CoachApp(lambda: FakeCoach(FakeWalk(), listed), look=look)
    assert snap_compare(app, terminal_size=size, run_before=pressing("down"))


@pytest.mark.parametrize(("size", "look"), [SHAPES[1], SHAPES[2]], ids=["80x24", "120x36"])
def test_the_first_page(size: tuple[int, int], look: str, snap_compare: Compare) -> None:
    assert snap_compare(app_of(Page(), look), terminal_size=size, run_before=pressing("x"))


@in_every_shape
def test_home_with_nothing_open(size: tuple[int, int], look: str, snap_compare: Compare) -> None:
    assert snap_compare(
        CoachApp(lambda: FakeCoach(FakeWalk()), look=look), terminal_size=size, run_before=pressing()
    )


@in_every_shape
def test_a_table_of_likelihoods(size: tuple[int, int], look: str, snap_compare: Compare) -> None:
    asked = question(
        Table(STORIES, (Option("p", "how expected"),), no_idea=True, suggested={"targets": ("very likely",)}),
        text="“Rewards are in the hundreds.” Take each cause as true in turn: how likely would you be to see this?",
        why="Evidence counts by how differently the explanations expect it, not by how well it fits the favourite.",
        example="almost certain, unlikely, no idea",
    )
    run = pressing("down", "right", "left", "down", "3", "0")
    assert snap_compare(app_of(Investigation(asked), look), terminal_size=size, run_before=run)


@in_every_shape
def test_a_decision_with_its_plan(size: tuple[int, int], look: str, snap_compare: Compare) -> None:
    options = (
        Option("look", "Histogram of the value targets on one batch", "advised: 22 min"),
        Option("fix", "repair: The value targets are never normalised", "11 h"),
        Option("rest", "no run tonight", "a proper outcome"),
        Option("other", "think of another explanation"),
    )
    walk = Investigation(question(Choice(options), text="What will you do next?", suggested="look"))
    plan = (
        Branch("wide (69 %): mend the targets", (Branch("if not: rebuild"),)),
        Branch("normal (31 %): rebuild"),
    )
    walk.exhibits = (
        Say("Look first: the way out shrinks from 36.9 h to 34.3 h.", "good"),
        Outline("The whole way out", (Branch("look: histogram of the value targets", plan),)),
    )
    assert snap_compare(app_of(walk, look), terminal_size=size, run_before=pressing("down"))


@in_every_shape
def test_the_runs(size: tuple[int, int], look: str, snap_compare: Compare) -> None:
    assert snap_compare(
        app_of(Investigation(), look), terminal_size=size, run_before=pressing("f5", "down", "y")
    )


@pytest.fixture
def in_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The log tells the time of day where one is."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@in_every_shape
@pytest.mark.usefixtures("in_greenwich")
def test_the_log(size: tuple[int, int], look: str, snap_compare: Compare) -> None:
    assert snap_compare(app_of(Investigation(), look), terminal_size=size, run_before=pressing("f6"))
