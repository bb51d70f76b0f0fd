"""A coach over a journal of its own, with a clock that ticks and ids that repeat from run to run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.runs.readers.event_files.event_file import Scalar, write_scalars

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

START = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def coach(tmp_path: Path) -> Coach:
    ticks, numbers = count(), count()
    return Coach(
        Journal.at(tmp_path / "journal"),
        Stamp(
            by="mira",
            now=lambda: START + timedelta(seconds=next(ticks)),
            entropy=lambda length: f"{next(numbers):0{length}d}",
        ),
    )


@pytest.fixture
def write_run(tmp_path: Path) -> Callable[..., Path]:
    def write(
        name: str = "next", *, last: float = 20.0, entropy: float = 0.5, ended_h_ago: float = 5.0
    ) -> Path:
        folder = tmp_path / "runs" / name
        folder.mkdir(parents=True)
        started = START.timestamp() - 3600 * (ended_h_ago + 1)
        rows = [
            Scalar(tag, 1000 * (at + 1), started + 36.0 * at, value)
            for at in range(100)
            for tag, value in (
                ("rollout/ep_rew_mean", last * (at + 1) / 100),
                ("train/entropy", entropy if at > 50 else 0.8),
            )
        ]
        write_scalars(folder / "events.out.tfevents.1.host", rows)
        return folder

    return write
