"""`coach diff` for people and as data."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import DEMO_LOGS
from tests.runs.builders import write_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two runs of the demo that differ in one setting."""
    places = (tmp_path / "one", tmp_path / "two")
    for number, place in enumerate(places, start=1):
        shutil.copytree(DEMO_LOGS / f"lander_seed_{number}", place)
        (place / "config.json").write_text(json.dumps({"lr": 0.1 * number, "clip": 0.2}))
    return places


def test_people_read_settings_endings_and_lengths(
    coach: Callable[..., Said], pair: tuple[Path, Path]
) -> None:
    said = coach("diff", *pair)
    assert said.status == 0
    assert "first: one, 8 tags, 1,640 points" in said.out
    assert "Settings that differ (1 are the same):" in said.out
    assert "lr: 0.1 -> 0.2" in said.out
    assert all(len(line) <= 80 for line in said.out.splitlines())


def test_data_is_one_document(coach: Callable[..., Said], pair: tuple[Path, Path]) -> None:
    data = json.loads(coach("diff", *pair, "--json").out)
    assert data["schema"] == "coach.diff/1"
    assert data["settings"] == [{"name": "lr", "first": "0.1", "second": "0.2"}]
    assert [each["run"] for each in data["runs"]] == ["one", "two"]
    assert set(data) == {
        *("schema", "runs", "settings", "same_settings", "context", "only_first", "only_second", "endings")
    }


def test_a_folder_of_several_runs_is_refused_with_their_names(coach: Callable[..., Said]) -> None:
    said = coach("diff", DEMO_LOGS, DEMO_LOGS)
    assert said.status == 3
    assert "lander_seed_1" in said.err


def test_what_was_said_of_a_tag_tells_which_run_is_better_and_nothing_is_written(
    coach: Callable[..., Said], tmp_path: Path, home: Path
) -> None:
    low, high = (tmp_path / name for name in ("low", "high"))
    write_log(low, {"arena/glory": [0.1 * (n % 2) + n / 20 for n in range(60)]})
    write_log(high, {"arena/glory": [0.1 * (n % 2) + n / 10 for n in range(60)]})
    before = sorted(tmp_path.rglob("*"))
    assert "is better" not in coach("diff", low, high).out
    assert sorted(tmp_path.rglob("*")) == before
    coach("tag", "arena/glory", "return")
    assert "the second is better" in coach("diff", low, high).out
    assert "the second is better" in coach("diff", low, high, "--journal", home).out
    assert "is better" not in coach("diff", low, high, "--journal", tmp_path / "other").out
    assert not (tmp_path / "other").exists()


def test_a_run_beside_itself_shows_nothing_apart(coach: Callable[..., Said], pair: tuple[Path, Path]) -> None:
    said = coach("diff", pair[0], pair[0]).out
    assert "All 2 settings are the same." in said
    assert "is clearly apart" in said
