"""The logs that ship with `coach demo` tell the story they are meant to tell."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from coach.runs import Run, Symptom, read_runs
from coach.runs.detectors.detect import detect, detect_across

ROOT = Path(__file__).resolve().parents[2]
LOGS = ROOT / "coach" / "demo" / "logs"


@pytest.fixture(scope="module")
def runs() -> tuple[Run, ...]:
    return read_runs([LOGS])


def by_detector(run: Run) -> dict[str, Symptom]:
    return {symptom.detector: symptom for symptom in detect(run)}


def test_the_generator_gives_the_same_bytes_every_time(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_demo_logs", ROOT / "tools" / "make_demo_logs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(tmp_path)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("events*")}
    shipped = {path.relative_to(LOGS): path.read_bytes() for path in LOGS.rglob("events*")}
    assert written == shipped
    assert sum(map(len, shipped.values())) < 300_000


def test_three_seeds_are_read_without_a_note(runs: tuple[Run, ...]) -> None:
    assert [run.name for run in runs] == ["lander_seed_1", "lander_seed_2", "lander_seed_3"]
    assert [run.notes for run in runs] == [(), (), ()]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_failing_seeds_show_spike_collapse_and_a_useless_critic_in_that_order(
    runs: tuple[Run, ...], seed: int
) -> None:
    seen = by_detector(runs[seed - 1])
    assert seen.keys() == {"kl-spike", "entropy-collapse", "explained-variance", "plateau-from-start"}
    spike, collapse = seen["kl-spike"].onset_step, seen["entropy-collapse"].onset_step
    assert spike is not None
    assert collapse is not None
    assert 0.15 < spike / (runs[0].last_step or 1) < 0.25
    # Entropy begins to fall with the point after the spike; which of the two points it is the log cannot say.
    assert spike <= collapse <= spike + 2 * 3072


def test_the_seed_that_learns_shows_nothing_to_worry_about(runs: tuple[Run, ...]) -> None:
    assert {symptom.severity for symptom in detect(runs[2])} <= {"info"}


def test_the_seeds_disagree(runs: tuple[Run, ...]) -> None:
    (symptom,) = [each for each in detect_across(runs) if each.detector == "seed-disagreement"]
    assert "3 runs" in symptom.says
