"""Seeds of one configuration: the interquartile mean, and how far it can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.runs.comparing.seeds import iqm, iqm_interval, seed_groups
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, ramp

if TYPE_CHECKING:
    from coach.runs import Run


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([7.0], 7.0),
        ([1.0, 3.0], 2.0),
        ([0.0, 1.0, 2.0, 100.0], 1.5),
        ([0.0, 0.0, 4.0, 6.0, 8.0, 10.0, 999.0, 999.0], 7.0),
    ],
)
def test_the_middle_half_counts(scores: list[float], expected: float) -> None:
    assert float(iqm(np.array(scores))) == pytest.approx(expected)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12), st.floats(-10, 10))
@settings(max_examples=80, deadline=None)
def test_it_lies_inside_and_moves_with_the_scores(scores: list[float], shift: float) -> None:
    values = np.array(scores)
    middle = float(iqm(values))
    assert values.min() - 1e-6 <= middle <= values.max() + 1e-6
    assert float(iqm(values + shift)) == pytest.approx(middle + shift, abs=1e-6)


def test_the_interval_is_the_same_every_time_and_narrows_with_more_seeds() -> None:
    few, many = noisy(10, 2, 5), noisy(10, 2, 50)
    assert iqm_interval([few]) == iqm_interval([few])
    narrow, wide = iqm_interval([many]), iqm_interval([few])
    assert narrow.low < narrow.value < narrow.high
    assert narrow.high - narrow.low < wide.high - wide.low


def test_runs_are_drawn_within_their_own_task() -> None:
    # Drawn over all tasks together, the mixture of a task at 0 and one at 100 would spread over everything.
    interval = iqm_interval([np.zeros(5), np.full(5, 100.0)])
    assert interval == (50.0, 50.0, 50.0)


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    held = 0
    for seed in range(100):
        low, high = iqm_interval([noisy(5, 1, 20, seed)], draws=400)[1:]
        held += low <= 5 <= high
    assert held >= 85


def test_seeds_are_scored_at_the_step_all_of_them_reached() -> None:
    runs = [
        run(series("reward", noisy(ramp(0, 10 * n / 200, n), 0.01, n, seed)), name=f"ppo_seed_{seed}")
        for seed, n in enumerate((200, 200, 150, 40))
    ]
    (group,) = seed_groups(runs)
    assert (group.configuration, len(group.names), group.step) == ("ppo_*", 3, 149)
    assert group.iqm.value == pytest.approx(7.1, abs=0.2)
    assert seed_groups(runs[:1]) == ()


def ending(name: str, last: float, seed: int, n: int = 200) -> Run:
    return run(series("reward", noisy(ramp(0, last, 200), 0.1, 200, seed)[:n]), name=name)


def test_a_run_and_its_copies_count_once_and_that_is_said() -> None:
    kept = [ending("ppo_seed_1", 10, 1), ending("ppo_seed_2", 12, 2)]
    cut = ending("ppo_seed_3", 10, 1, n=150)
    (group,) = seed_groups([cut, *kept])
    assert group.names == ("ppo_seed_1", "ppo_seed_2")
    assert group.copies == (("ppo_seed_3", "ppo_seed_1"),)


def test_a_run_and_its_copy_alone_are_no_seeds() -> None:
    assert seed_groups([ending("ppo_seed_1", 10, 1), ending("ppo_seed_2", 10, 1)]) == ()
