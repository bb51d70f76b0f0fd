"""A made-up lab of many runs of which most are calm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.runs.builders import STARTED, write_log

if TYPE_CHECKING:
    from pathlib import Path

POINTS = 60


def write_lab(folder: Path, count: int = 173) -> Path:
    """Write so many runs: one whose loss becomes NaN, three that lose their return, all others learn quietly."""
    for number in range(count):
        draw = np.random.default_rng(number)
        reward = np.linspace(0, 100, POINTS) + draw.normal(0, 3, POINTS)
        loss = np.geomspace(2, 0.1, POINTS) * draw.uniform(0.95, 1.05, POINTS)
        if number == 40:
            loss[45:] = np.nan
        if number in {17, 90, 133}:
            reward[35:] = draw.normal(5, 3, POINTS - 35)
        env = ("ant", "hopper", "walker", "cheetah", "swimmer")[number % 5]
        write_log(
            folder / f"{env}_lr_{1 + number // 25}e-4_s{number}",
            {"rollout/ep_rew_mean": reward.tolist(), "train/loss": loss.tolist()},
            started=STARTED + 1000 * number,
        )
    return folder
