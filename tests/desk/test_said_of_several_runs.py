"""What is said of a thing that only several runs show together."""

from __future__ import annotations

from coach.desk.evidence import found_symptoms
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, ramp


def test_two_groups_whose_seeds_disagree_are_no_other_runs_of_one_another() -> None:
    runs = [
        run(series("rollout/ep_rew_mean", noisy(ramp(0, last), 4, seed=number)), name=f"{name}_seed_{number}")
        for name in ("ppo", "dqn")
        for number, last in ((1, 100), (2, 95), (3, 5))
    ]
    found = found_symptoms(runs, (), (), detected=[()] * len(runs))
    (seen,) = [each for each in found.bodies if each.detector == "seed-disagreement"]
    assert seen.run == "all runs"
    assert "other runs" not in seen.says
