"""A learner's folder beside those of the actors that log its return."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.runs import read_runs
from coach.runs.detectors.detect import detect

if TYPE_CHECKING:
    from pathlib import Path


def _table(folder: Path, column: str, values: list[float]) -> None:
    folder.mkdir(parents=True)
    rows = "\n".join(f"{step},{value}" for step, value in enumerate(values))
    (folder / "logs.csv").write_text(f"steps,{column}\n{rows}\n")


@pytest.mark.parametrize(("beside", "found"), [("actor", 0), ("evaluator", 0), ("notes", 1)])
def test_a_return_that_the_actor_logs_is_not_missed_at_the_learner(
    tmp_path: Path, beside: str, found: int
) -> None:
    _table(tmp_path / "learner", "policy_loss", [0.5 - 0.01 * n for n in range(40)])
    _table(tmp_path / beside, "episode_return", [float(n % 7) for n in range(40)])
    learner = next(run for run in read_runs([tmp_path]) if "policy_loss" in run.series)
    assert len([each for each in detect(learner) if each.detector == "return-silent"]) == found
