"""What the steps of each tag count, told by the clock, by counters and by names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs.describing.axes import axes_of
from coach.runs.describing.onset_order import onset_order
from coach.runs.describing.run_for_detectors import RunForDetectors
from coach.runs.detectors.detect import detect
from coach.runs.readers.axis import STEP_COLUMN
from tests.runs.builders import STARTED, run, series
from tests.runs.detectors.shapes import noisy, symptoms

if TYPE_CHECKING:
    from coach.runs import Run

EPISODES = 500
LENGTH = noisy(np.linspace(40, 600, EPISODES), 5, EPISODES)
STEPS = np.cumsum(LENGTH).astype(np.int64)
WALL = STARTED + STEPS / 20.0
NUMBERS = np.arange(1, EPISODES + 1)


def by_episodes(*, named: bool = True) -> Run:
    """Give a run at 20 steps a second whose returns are logged against episodes and whose losses against steps."""
    reward = "return_per_episode" if named else "score"
    at = np.arange(100, int(STEPS[-1]), 200)
    return run(
        series(reward, noisy(np.linspace(0, 50, EPISODES), 2, EPISODES), step=NUMBERS, wall_time=WALL),
        series("rollout/ep_len_mean", LENGTH, step=NUMBERS, wall_time=WALL),
        series("train/loss", noisy(1, 0.1, len(at)), step=at, wall_time=STARTED + at / 20.0),
    )


def names(given: Run) -> dict[str, tuple[str, int]]:
    return {tag: (axis.name, axis.number) for tag, axis in axes_of(given).items()}


def test_tags_against_episodes_and_against_steps_are_kept_apart() -> None:
    assert names(by_episodes(named=False)) == {
        "score": ("count", 1),
        "rollout/ep_len_mean": ("count", 1),
        "train/loss": ("step", 0),
    }
    axis = axes_of(by_episodes())["return_per_episode"]
    assert (axis.first, axis.last, axis.tags) == (1, EPISODES, ("return_per_episode", "rollout/ep_len_mean"))


def test_a_counter_that_has_its_values_names_an_axis() -> None:
    given = by_episodes(named=False)
    counter = series("time/episodes", NUMBERS, step=STEPS, wall_time=WALL)
    told = names(replace(given, series={**given.series, counter.tag: counter}))
    assert (told["score"], told["time/episodes"]) == (("episode", 1), ("step", 0))


def test_epochs_beside_batches_are_an_axis_of_their_own() -> None:
    batches = np.arange(0, 5000, 10)
    epochs = np.arange(20)
    given = run(
        series("batch_loss", noisy(1, 0.1, 500), step=batches, wall_time=STARTED + batches),
        series("epoch_loss", noisy(1, 0.1, 20), step=epochs, wall_time=STARTED + 250.0 * (epochs + 1)),
    )
    assert names(given) == {"batch_loss": ("step", 0), "epoch_loss": ("epoch", 1)}


@pytest.mark.parametrize(
    ("step", "wall"),
    [
        (np.arange(0, 40_000, 5000), np.arange(0, 40_000, 5000) + 90.0),
        (np.arange(0, 20_000, 100), np.arange(0, 20_000, 100)),
        (np.arange(0, 40_000, 1000), np.full(40, 41_000.0)),
        (np.arange(0, 40_000, 1000), np.full(40, np.nan)),
        (np.arange(0, 30_000, 1000), 41_000.0 + np.arange(30) * 60),
        (np.array([0]), np.array([40_000.0])),
    ],
    ids=["seldom", "silent early", "handed in at the end", "no clock", "evaluated later", "one point"],
)
def test_what_counts_the_same_is_one_axis(
    step: np.typing.NDArray[np.int64], wall: np.typing.NDArray[np.float64]
) -> None:
    main = np.arange(0, 40_000, 100)
    given = run(
        series("train/loss", noisy(1, 0.1, 400), step=main, wall_time=STARTED + main),
        series("other", noisy(1, 0.1, len(step)), step=step, wall_time=STARTED + wall),
    )
    assert set(names(given).values()) == {("step", 0)}


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("epoch", "epoch"),
        ("Episode", "episode"),
        ("time/total_timesteps", "step"),
        ("training_iteration", "iteration"),
        ("TotalEnvInteracts", "step"),
        ("n_updates", "update"),
    ],
)
def test_the_step_column_of_a_table_names_its_axis(column: str, name: str) -> None:
    given = replace(run(series("loss", [1.0, 2.0])), metadata={STEP_COLUMN: column})
    assert axes_of(given)["loss"].name == name


def test_longer_episodes_are_no_slowdown() -> None:
    assert symptoms(by_episodes(), "throughput-decay") == []
    given = by_episodes()
    only_episodes = {tag: each for tag, each in given.series.items() if tag != "train/loss"}
    assert symptoms(replace(given, series=only_episodes), "throughput-decay") == []


def test_episodes_that_stay_as_long_and_take_longer_are_one() -> None:
    wall = STARTED + 40.0 * np.cumsum(np.linspace(1, 4, EPISODES))
    given = run(
        series("return/episode", noisy(1, 0.1, EPISODES), step=NUMBERS, wall_time=wall),
        series("episode_length", np.full(EPISODES, 200.0), step=NUMBERS, wall_time=wall),
    )
    assert symptoms(given, "throughput-decay")


def test_a_tag_against_episodes_has_not_fallen_silent() -> None:
    said = " ".join(symptom.says for symptom in detect(by_episodes()))
    assert "last logged" not in said
    assert "first logged" not in said


def test_changes_on_two_axes_are_ordered_by_the_clock_and_never_shared() -> None:
    """The return falls at episode 300 and the losses later; by step, 300 would be long before either."""
    moment = int(STEPS[300])
    at = np.arange(100, int(STEPS[-1]), 200)
    parts = [
        series(
            f"loss_{k}",
            noisy(np.where(at < moment - 4000, 0.0, k), 0.05, len(at)),
            step=at,
            wall_time=STARTED + at / 20.0,
        )
        for k in (1, 2)
    ]
    score = series(
        "score/episode", noisy(np.where(NUMBERS < 300, 0.0, 9.0), 0.1, EPISODES), step=NUMBERS, wall_time=WALL
    )
    given = run(score, *parts)
    changes = onset_order(RunForDetectors(given))
    assert [(change.tag, change.axis) for change in changes] == [
        ("loss_1", "step"),
        ("loss_2", "step"),
        ("score/episode", "episode"),
    ]
    assert symptoms(given, "shared-change") == []


def test_a_step_of_one_tag_is_found_on_the_axis_of_another() -> None:
    seen = RunForDetectors(by_episodes())
    assert seen.step_of("train/loss", "return_per_episode", 250) == pytest.approx(int(STEPS[249]), abs=400)
    assert seen.step_of("return_per_episode", "train/loss", int(STEPS[249])) == pytest.approx(250, abs=2)
    assert seen.step_of("rollout/ep_len_mean", "return_per_episode", 250) == 250


def test_longer_episodes_explain_a_loss_where_nothing_says_that_episodes_are_counted() -> None:
    unnamed = run(
        series("score", noisy(1, 0.1, EPISODES), step=NUMBERS, wall_time=WALL),
        series("rollout/ep_len_mean", LENGTH, step=NUMBERS, wall_time=WALL),
    )
    assert axes_of(unnamed)["score"].name == "step"
    assert symptoms(unnamed, "throughput-decay") == []
    slower = STARTED + 40.0 * np.cumsum(np.linspace(1, 4, EPISODES))
    iterations = run(
        series("score", noisy(1, 0.1, EPISODES), step=NUMBERS, wall_time=slower),
        series("rollout/ep_len_mean", np.full(EPISODES, 150.0), step=NUMBERS, wall_time=slower),
    )
    (symptom,) = symptoms(iterations, "throughput-decay")
    assert symptom.tag == "score"
