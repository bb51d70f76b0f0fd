"""Names of runs where there is little room for them."""

from __future__ import annotations

import pytest

from coach.tui.widgets.run_names import run_tail


@pytest.mark.parametrize(
    ("name", "width", "said"),
    [
        ("sweep/PPO_1", 20, "sweep/PPO_1"),
        ("sweep/PPO_1", 6, "…PPO_1"),
        ("PPO_1 (training 2 of 3)", 30, "PPO_1 (training 2 of 3)"),
        ("PPO_1 (training 2 of 3)", 20, "PPO_1 2/3"),
        ("sweep/PPO_1 (training 12 of 30)", 12, "…PPO_1 12/30"),
        ("a (training 1 of 2)/b", 10, "…1 of 2)/b"),
    ],
)
def test_a_run_and_its_training_are_told_in_little_room(name: str, width: int, said: str) -> None:
    assert len(run_tail(name, width)) <= width
    assert run_tail(name, width) == said
