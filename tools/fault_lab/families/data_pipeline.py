"""Frames per second fall while the run goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from tools.fault_lab.family import NOTHING, Cause, Family, Look, Repair, Seen, Trained
from tools.fault_lab.looks import OTHER_SEED
from tools.fault_lab.shown import curve, table
from tools.fault_lab.trainings.collecting import Collecting, train

MOST: Final = 0.72
"""Frames per second that fall under this share of the first ones are complained about."""
_BACK: Final = 0.85
_JUMP: Final = 0.17
_HOT: Final = 1.3
_PARTS: Final = ("simulation", "buffer", "log", "waiting")


def _complains(trained: Trained) -> bool:
    return trained.facts["last_fps"] < MOST * trained.facts["first_fps"]


def _profile(_: Collecting, __: int, trained: Trained) -> Seen:
    parts, _speeds = trained.kept
    first = [float(np.mean([row[name] for row in parts[:6]])) for name in _PARTS]
    last = [float(np.mean([row[name] for row in parts[-6:]])) for name in _PARTS]
    grew = [after - before for before, after in zip(first, last, strict=True)]
    most = int(np.argmax(grew))
    only = grew[most] / sum(grew) > 0.8 if sum(grew) > 0 else False  # noqa: PLR2004 - most of the growth
    outcome = ("simulation" if most == 0 else "ours" if most < 3 else "waiting") if only else "alike"  # noqa: PLR2004
    rows = list(zip(_PARTS, first, last, strict=True))
    return Seen(outcome, table(("seconds of 1000 frames", "first hours", "last hours"), rows))


def _by_hour(_: Collecting, __: int, trained: Trained) -> Seen:
    _parts, speeds = trained.kept
    logs = np.log(np.array([np.mean(speeds[at : at + 2]) for at in range(0, len(speeds) - 1, 2)]))
    moves = np.diff(logs)
    back = moves.max() > 2 * _JUMP
    outcome = "returns" if back else "stairs" if moves.min() < -_JUMP else "smooth"
    return Seen(outcome, curve("frames per second by hour", speeds))


def _restarted(settings: Collecting, seed: int, trained: Trained) -> Seen:
    again = train(replace(settings, begins=settings.rows - 4), seed + OTHER_SEED)
    after = again.facts["last_fps"]
    rows = [
        ("at the start of the run", trained.facts["first_fps"]),
        ("at its end", trained.facts["last_fps"]),
        ("an hour after the restart", after),
    ]
    outcome = "back" if after > _BACK * trained.facts["first_fps"] else "low"
    return Seen(outcome, table(("", "frames per second"), rows))


def _quiet(settings: Collecting, seed: int, trained: Trained) -> Seen:
    again = train(replace(settings, quiet=True), seed)
    after = again.facts["last_fps"]
    rows = [("with the log", trained.facts["last_fps"]), ("without", after)]
    outcome = "better" if after > trained.facts["last_fps"] / _BACK else "same"
    return Seen(outcome, table(("last hours", "frames per second"), rows))


def _workers(_: Collecting, __: int, trained: Trained) -> Seen:
    alive = int(trained.facts["workers"])
    return Seen("all" if alive == 6 else "fewer", table(("workers", ""), [("started", 6), ("alive", alive)]))  # noqa: PLR2004


def _clocks(_: Collecting, seed: int, trained: Trained) -> Seen:
    slow = trained.facts["hot"] * float(np.random.default_rng(seed).lognormal(0, 0.02))
    rows = [("rated", 2400), ("now", round(2400 / slow))]
    return Seen("lower" if slow > _HOT else "full", table(("clock, MHz", ""), rows))


def _first_level(settings: Collecting, seed: int, trained: Trained) -> Seen:
    again = train(replace(settings, grows_levels=False), seed)
    share = again.facts["last_fps"] / again.facts["first_fps"]
    before = trained.facts["last_fps"] / trained.facts["first_fps"]
    rows = [("as it was", before), ("first level throughout", share)]
    return Seen("steady" if share > _BACK else "falls", table(("", "last over first"), rows))


DATA_PIPELINE: Final = Family(
    id="data-pipeline",
    healthy=Collecting(),
    train=train,
    complaint="frames per second fall to seven tenths or less of what they were",
    complains=_complains,
    causes=(
        Cause(
            id="buffer-searched",
            name="Every insertion searches a list that grows",
            mode="loader-index-growth",
            base=3,
            repair="use-a-table",
            changes={"searches": True},
        ),
        Cause(
            id="history-rewritten",
            name="The whole history is written out again at every log",
            mode="logging-too-often",
            base=2,
            repair="append-only",
            changes={"rewrites": True},
        ),
        Cause(
            id="workers-lost",
            name="Workers die one after the other and are not started again",
            mode="gpu-starved",
            base=2,
            repair="restart-workers",
            changes={"loses_workers": True},
        ),
        Cause(
            id="clock-lowered",
            name="The processor gets hot and lowers its clock",
            mode="clocks-throttled",
            base=1.5,
            repair="cool",
            changes={"heats": True},
        ),
        Cause(
            id="machine-shared",
            name="Another job runs on the same machine for half of the day",
            mode="device-shared",
            base=2,
            repair="reserve",
            changes={"shares": True},
        ),
        Cause(
            id=NOTHING,
            name="Nothing is wrong: the agent gets further, and later levels are larger",
            mode="task-became-harder",
            base=5,
            repair="let-be",
            changes={"grows_levels": True},
        ),
    ),
    repairs=(
        Repair(id="use-a-table", name="Replace the list by a table, and run again", runs=0.6, work=2.0),
        Repair(id="append-only", name="Write only what is new, and run again", runs=0.6, work=1.0),
        Repair(id="restart-workers", name="Start dead workers again, and run again", runs=0.7, work=2.0),
        Repair(id="cool", name="Move to a cooled machine, and run again", runs=0.7, work=1.5),
        Repair(id="reserve", name="Reserve a machine, and run again", runs=1, work=0.5),
        Repair(
            id="let-be",
            name="Change nothing: plan the run by its last hours and let it go on",
            runs=0.5,
            work=0.2,
        ),
    ),
    looks=(
        Look(
            id="profile",
            name="Profile the first hours beside the last ones",
            rule="a part that makes up more than 0.8 of the growth is the one that grew",
            outcomes={
                "simulation": "the simulation grew",
                "ours": "a part of our own code grew",
                "waiting": "waiting for workers grew",
                "alike": "everything is slower alike",
            },
            runs=0.15,
            work=0.8,
            see=_profile,
        ),
        Look(
            id="speed-by-hour",
            name="Plot the speed hour by hour",
            rule="a rise of more than 0.34 in the logarithm returns; a fall of more than 0.17 is a stair",
            outcomes={
                "smooth": "it falls smoothly",
                "stairs": "it falls in stairs",
                "returns": "it falls and comes back",
            },
            runs=0.0,
            work=0.2,
            see=_by_hour,
        ),
        Look(
            id="restart",
            name="Restart from the last checkpoint and wait",
            rule="over 0.85 of the first speed is back",
            outcomes={"back": "the speed is back", "low": "it stays low"},
            runs=0.1,
            work=0.2,
            see=_restarted,
        ),
        Look(
            id="without-log",
            name="The same run without the log",
            rule="the last hours are faster by more than 0.15",
            outcomes={"better": "clearly faster at the end", "same": "as slow as before"},
            runs=1.0,
            work=0.2,
            see=_quiet,
        ),
        Look(
            id="count-workers",
            name="Count the workers that are alive",
            rule="six were started",
            outcomes={"all": "all are alive", "fewer": "some are gone"},
            runs=0.0,
            work=0.3,
            see=_workers,
        ),
        Look(
            id="clocks",
            name="Read the processor's clock while it runs",
            rule="under 1/1.3 of what it is rated for is lower",
            outcomes={"full": "it runs at its rated clock", "lower": "it is clearly lower"},
            runs=0.0,
            work=0.5,
            see=_clocks,
        ),
        Look(
            id="first-level",
            name="The same run held on the first level",
            rule="the last speed is over 0.85 of the first",
            outcomes={"steady": "the speed is steady", "falls": "it falls all the same"},
            runs=0.7,
            work=0.4,
            see=_first_level,
        ),
    ),
    service="Collect with the reference collector and move the levels over",
    service_runs=2.5,
)
