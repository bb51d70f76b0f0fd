"""What is said of a curve: true of the data it is said of, and not said where only nearly so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs.describing.curves import curve_of, curves_of, gaps_of, main_curves, sibling_gaps, value_spread
from coach.runs.quantities import meaning_of
from coach.runs.reading.held_out_beside import with_held_out_told
from tests.runs.builders import run, series

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

RNG = np.random.default_rng(0)
FLAT = 3 + 0.1 * RNG.normal(size=60)
RISE = np.linspace(0, 500, 40)
NAN = float("nan")


def said(tag: str, value: ArrayLike) -> str:
    return curve_of(series(tag, value), meaning_of(tag)).says


def put(values: ArrayLike, **at: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    changed = np.array(values, dtype=np.float64)
    for name, value in at.items():
        changed[int(name.removeprefix("p"))] = value
    return changed


HUMP = 3 + 40 * np.exp(-(((np.arange(60) - 30) / 12) ** 2))
DECAY = 5e-4 * np.linspace(1, 0, 50)
WARMED = np.concatenate([np.linspace(0, 1e-3, 10), np.full(5, 1e-3), np.linspace(1e-3, 1e-5, 40)])
DIPPED = put(np.minimum(500, 25 * np.arange(40.0)), p30=126, p31=240)
ENDS_LOW = put(np.r_[np.linspace(0, 1000, 20), np.full(30, 1000.0)], p48=640, p49=419)

TOLD = [
    ("value_loss", put(FLAT, p20=16070), "a spike to 16,070 at 20 (about"),
    ("value_loss", put(FLAT, p20=16070, p40=9000), "the highest of 2 over 5,357"),
    ("value_loss", put(FLAT, p0=7.3e7), "the first point stands alone: the next is"),
    ("episode_reward", DIPPED, "dips to 126 at 30, after 500 at 20, and is back at 500 at 32"),
    ("episode_reward", ENDS_LOW, "the last 2 points lie lower, down to 419, where about 1,000 was usual"),
    ("episode_reward", [3, 1, 2], "3, 1, 2; 3 points are too few for a trend"),
    ("episode_reward", RNG.normal(size=60), "no clear direction"),
    ("episode_reward", np.r_[np.linspace(0, 9, 30), np.linspace(9, 0, 30)], "rises, then falls"),
    ("elo", 1200 + 4 * RNG.normal(size=60), "hardly varies: all 60 points within"),
    ("entropy", np.r_[0.11, np.full(40, -2.4e-7)], "exactly -2.4e-07 from 1 on"),
    ("entropy", np.r_[0.11, -2.4e-8 * RNG.random(40)], "practically 0 from 1 on"),
    ("episode_reward", np.where(np.arange(50) % 7, 0.0, 1.0), "exactly 0 at 84 % of the points"),
    ("episode_reward", np.zeros(9), "0 at all 9 points"),
    ("episode_reward", [NAN, NAN, *RISE], "2 of 42 points are NaN or infinite"),
    ("episode_reward", [NAN, NAN], "nothing finite"),
    ("accuracy", [*np.linspace(50, 104, 20)], "above 100 at 2 of 20 points"),
    ("learning_rate", DECAY, "falls in a straight line to the end"),
    ("learning_rate", np.repeat([1e-3, 1e-4], 20), "stepped once: 0.001, then 0.0001 from 20"),
    ("learning_rate", WARMED, "rises to 0.001 at 9, stays there to 15, then falls in a straight line to 1e-05"),
    ("learning_rate", np.linspace(0, 1e-3, 30), "still rising at the end in a straight line; a warm-up, if"),
    ("learning_rate", np.tile(1 + np.cos(np.linspace(0, 3, 20)), 3), "falls, and is set back up at 20, 40"),
    ("exploration_rate", np.r_[np.linspace(1, 0.05, 20), [0.05] * 20], "to 0.05 at 19 and stays there"),
    ("train/ent_coef", 0.88 * 0.99 ** np.arange(90) + 0.02 * RNG.random(90), "both ways, so it is tuned automatically"),
]  # fmt: skip
SOLVED = np.r_[np.linspace(-50, 10, 20), np.full(60, 10.0)] + 0.3 * RNG.normal(size=80)
ONE_HIGH_LOSS = np.r_[40.0, np.geomspace(4, 1, 79)]
TOLD += [
    ("episode_reward", SOLVED, "level to a tenth of its rise since about 1"),
    ("train/loss", 1 + 3 * np.exp(-np.arange(80) / 8), "level to a tenth of its fall since about "),
]
NEAR = [
    ("episode_reward", np.linspace(-50, 10, 80), "level"),
    ("episode_reward", np.r_[SOLVED, np.linspace(10, -30, 10)], "level"),
    ("episode_reward", put(SOLVED, **{f"p{at}": -30.0 for at in range(60, 68)}), "level"),
    ("episode_reward", 8 + RNG.normal(size=80), "level"),
    ("train/loss", ONE_HIGH_LOSS, "level"),
    ("entropy", SOLVED, "level"),
    ("value_loss", HUMP, "spike"),
    ("value_loss", put(FLAT, p20=9), "spike"),
    ("value_loss", put(FLAT, **{f"p{at}": 16000.0 for at in range(5, 60, 7)}), "spike"),
    ("value_loss", 5 + 90 * np.exp(-np.arange(60) / 8), "alone"),
    ("episode_reward", RISE, "dips"),
    ("episode_reward", put(RISE, p39=400), "lie"),
    ("episode_reward", RISE + 60 * RNG.normal(size=40), "no clear direction"),
    ("episode_reward", RISE + 60 * RNG.normal(size=40), "falls"),
    ("episode_reward", RNG.normal(size=60), "dips"),
    ("episode_reward", ENDS_LOW[:-2], "lie"),
    ("elo", 1200 + 30 * RNG.normal(size=60), "hardly"),
    ("accuracy", np.linspace(50, 100, 20), "above"),
    ("train/ent_coef", np.full(30, 0.01), "tuned"),
    ("train/ent_coef", 0.88 * 0.99 ** np.arange(90), "tuned"),
    ("value_loss", np.r_[7.3e7, 20.99, 1e-3 * 0.9 ** np.arange(40)], "practically"),
    ("policy_loss", 1e-7 * RNG.normal(size=50), "practically"),
    ("learning_rate", 1e-3 * np.cos(np.linspace(0, 1.57, 50)), "straight"),
    ("learning_rate", WARMED, "still"),
    ("learning_rate", 1e-3 * 0.9 ** np.arange(50), "straight"),
    ("learning_rate", 1e-3 * RNG.random(50), "set back"),
    ("learning_rate", np.full(50, 1e-3), "stepped"),
]


@pytest.mark.parametrize(("tag", "value", "says"), TOLD)
def test_what_any_eye_sees_is_said(tag: str, value: ArrayLike, says: str) -> None:
    assert says in said(tag, value)


@pytest.mark.parametrize(("tag", "value", "never"), NEAR)
def test_what_is_only_nearly_so_is_not_said(tag: str, value: ArrayLike, never: str) -> None:
    assert never not in said(tag, value)


def test_ends_and_extremes_are_those_of_the_points_that_count() -> None:
    values, segment = [5.0, 9.0, 2.0, 7.0, 8.0, 1.0], [0, 0, 0, 1, 1, 1]
    found = curve_of(series("reward", values, step=[0, 1, 2, 1, 2, 3], segment=segment), meaning_of("reward"))
    assert found.points == 4
    assert [found.first, found.last, found.best, found.worst] == [(5, 0), (1, 3), (8, 2), (1, 3)]


def test_better_is_lower_for_a_loss_and_unknown_for_what_nobody_knows() -> None:
    loss, unknown = (curve_of(series(tag, [3.0, 1.0, 2.0]), meaning_of(tag)) for tag in ("loss", "zyx"))
    assert (loss.best, loss.worst) == ((1, 1), (3, 0))
    assert (unknown.best, unknown.worst, unknown.quantity) == (None, None, "")


def test_the_curves_that_matter_come_first_and_unknown_ones_last() -> None:
    tags = ("zyx", "fps", "train/loss", "learning_rate", "eval/mean_reward", "entropy")
    given = run(*(series(tag, np.arange(6.0)) for tag in tags))
    assert [each.tag for each in curves_of(given)] == [
        "eval/mean_reward", "train/loss", "entropy", "learning_rate", "fps", "zyx",
    ]  # fmt: skip
    assert main_curves(given, 2)[1] == 4


def test_a_tag_that_repeats_the_numbers_of_another_is_told_as_that() -> None:
    tags = {"reward": RISE, "entropy": RISE, "lr": put(RISE, p3=1.0), "kl": np.ones(40), "fps": np.ones(40)}
    found = {
        each.tag: each.says for each in curves_of(run(*(series(tag, value) for tag, value in tags.items())))
    }
    assert found["entropy"] == "the same numbers as reward at all 40 points"
    assert "same" not in found["lr"] + found["fps"]


def test_a_share_of_successes_is_better_high_and_comes_early() -> None:
    given = run(
        *(series(tag, np.arange(6.0)) for tag in ("success_rate", "episode_reward", "fps", "success_std"))
    )
    found = curves_of(given)
    assert [each.tag for each in found] == ["episode_reward", "success_rate", "fps", "success_std"]
    assert [each.direction for each in found] == [1, 1, 0, 0]


def test_only_like_is_held_beside_like() -> None:
    given = run(
        *(series(tag, [2.0, end]) for tag, end in (("loss", 0.86), ("eval_loss", 0.21), ("eval_wer", 0.3)))
    )
    assert [each.says for each in gaps_of(given)] == [
        "loss ends at 0.86, eval_loss at 0.21: 4.095 times as high in training"
    ]


def test_folders_of_training_and_validation_beside_one_another_are_a_pair() -> None:
    ends = {"a/train": 0.2, "a/validation": 0.9, "b/train": 0.3, "c/validation": 0.4, "d/trained": 1.0}
    runs = [
        replace(run(series("epoch_loss", [1.0, end]), name=name), path=Path(name))
        for name, end in ends.items()
    ]
    (gap,) = sibling_gaps(with_held_out_told(runs))
    assert (gap.run, gap.in_training, gap.on_held_out) == ("a", 0.2, 0.9)


def test_the_spread_of_the_values_stands_beside_their_mean() -> None:
    spread, mean, other = (
        series(tag, [1.0, end]) for tag, end in (("StdVVals", 0.08), ("AverageVVals", -24), ("StdEpRet", 5))
    )
    assert (
        value_spread(run(other, spread, mean))
        == "StdVVals ends at 0.08 beside AverageVVals of -24: 0.33 % of its size"
    )
    assert value_spread(run(other, mean)) == ""


@pytest.mark.parametrize("seed", range(4))
def test_values_of_any_size_are_described(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for scale in (1e-300, 1.0, 1e300):
        for tag in ("loss", "reward", "lr", "accuracy"):
            assert "nan" not in said(tag, scale * rng.normal(size=int(rng.integers(1, 90))).cumsum())
