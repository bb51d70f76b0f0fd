"""What `coach symptoms` says over all runs, and what it can be told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import DEMO_LOGS
from tests.runs.builders import write_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said


def test_the_run_that_troubles_most_comes_first_after_a_line_that_counts(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    write_log(tmp_path / "runs" / "a_calm", {"loss": [1 / (n + 1) for n in range(40)]})
    write_log(tmp_path / "runs" / "b_broken", {"loss": [1.0, 0.5, float("nan"), float("nan")]})
    lines = coach("symptoms", tmp_path / "runs").out.splitlines()
    assert lines[0] == "2 runs: 1 with an alarm, 0 with a warning at worst, 1 calm."
    places = {
        name: next(n for n, line in enumerate(lines) if line.startswith(name))
        for name in ("a_calm", "b_broken")
    }
    assert places["b_broken"] < places["a_calm"]


def test_everything_fits_eighty_columns(coach: Callable[..., Said]) -> None:
    said = coach("symptoms", DEMO_LOGS).out
    assert "3 seeds of lander_*" in said
    assert "(interquartile mean; 95 % bootstrap interval" in " ".join(said.split())
    assert all(len(line) <= 80 for line in said.splitlines())


def test_what_would_help_to_know_is_asked_until_it_is_told(
    coach: Callable[..., Said], tmp_path: Path
) -> None:
    write_log(tmp_path / "run", {"train/loss": [25.0, 9.0, *([2.3] * 30)]})
    assert "--classes: How many classes" in coach("symptoms", tmp_path / "run").out
    told = coach("symptoms", tmp_path / "run", "--classes", "10").out
    assert "--classes" not in told
    assert "guessing" in told


@pytest.mark.parametrize("words", [("--classes", "1"), ("--gamma", "1.5"), ("--r-max", "much")])
def test_a_fact_that_cannot_be_is_refused(coach: Callable[..., Said], words: tuple[str, str]) -> None:
    assert coach("symptoms", DEMO_LOGS, *words).status == 2


def test_order_seeds_and_wanted_facts_are_data_too(coach: Callable[..., Said]) -> None:
    data = json.loads(coach("symptoms", DEMO_LOGS, "--json").out)
    assert [each["run"] for each in data["onset_orders"]] == [
        "lander_seed_1",
        "lander_seed_2",
        "lander_seed_3",
    ]
    (group,) = data["seeds"]
    assert group["iqm"]["low"] <= group["iqm"]["value"] <= group["iqm"]["high"]
    assert "random_return" in [each["fact"] for each in data["wanted_facts"]]
