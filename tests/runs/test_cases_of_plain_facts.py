"""Small logs with a fact that any eye sees, or with a false sentence near: the right value of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.runs import Severity, read_runs
from coach.runs.detectors.detect import detect

if TYPE_CHECKING:
    from coach.runs import Symptom

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not beside this checkout"),
]


def told(case: str, detector: str) -> Symptom:
    """Give the one symptom a detector sees in a case."""
    (symptom,) = (each for each in everything(case) if each.detector == detector)
    return symptom


def everything(case: str) -> tuple[Symptom, ...]:
    """Give what stands out in a case of one run."""
    (folder,) = CASES.glob(f"{case}-*")
    (run,) = read_runs([folder])
    return detect(run)


@pytest.mark.parametrize(
    ("case", "detector", "severity", "says"),
    [
        ("r05", "always-clipped", Severity.INFO, "train/grad_norm is 40 at all 300 points"),
        ("r06", "learning-rate-zero", Severity.WARN, "exactly 0 at all 80 points: nothing can be learnt"),
        ("r07", "evaluation-below-training", Severity.WARN, "mostly about 151: 4 of 5 evaluations"),
        ("r08", "value-loss-scale", Severity.WARN, "rewards or value targets are far too large"),
        (
            "k05a",
            "loss-divergence",
            Severity.ALARM,
            "jumps to 24 times what was usual between steps 499 and 549",
        ),
        (
            "k17a",
            "rate-cut-early",
            Severity.INFO,
            "from 5e-05 to 2.5e-06 by step 1,539, after 38 % of the run",
        ),
    ],
)
def test_the_fact_is_told(case: str, detector: str, severity: Severity, says: str) -> None:
    symptom = told(case, detector)
    assert symptom.severity is severity
    assert says in symptom.says


def test_a_critic_that_diverges_is_one_alarm_dated_where_it_began() -> None:
    symptom = told("k03a", "unbounded-growth")
    assert symptom.severity is Severity.ALARM
    assert 178 <= (symptom.onset_step or 0) <= 188
    assert "9.29e+09 at the end; so do" in symptom.says


def test_an_actors_loss_that_grows_fiftyfold_is_told_whatever_follows() -> None:
    assert told("r01", "unbounded-growth").severity is Severity.WARN


def test_a_loss_of_one_number_is_an_alarm() -> None:
    symptom = told("k13a", "constant-value")
    assert symptom.severity is Severity.ALARM
    assert "at all 74 points: nothing is trained, or the same is evaluated" in symptom.says


def test_a_score_that_was_best_before_the_rate_had_warmed_up_is_a_warning() -> None:
    symptom = told("k11a", "best-lost")
    assert symptom.severity is Severity.WARN
    assert (symptom.onset_step or 99) <= 5
    assert "lr/pg0 rose from" in symptom.says


@pytest.mark.parametrize("case", ["k06a", "k06c"])
def test_a_task_that_was_solved_and_kept_is_no_warning(case: str) -> None:
    assert {each.severity for each in everything(case)} == {Severity.INFO}


def test_a_return_that_rose_and_fell_is_a_decline_and_nothing_else() -> None:
    (symptom,) = (each for each in everything("k07a") if each.severity is not Severity.INFO)
    assert symptom.detector == "return-decline"
    assert (symptom.onset_step or 0) == pytest.approx(60, abs=5)
    assert "got worse" not in symptom.says


@pytest.mark.parametrize(
    "case", ["k01a", "k02a", "k03c", "k08a", "k08c", "k08d", "k09a", "k10a", "k12a", "r03"]
)
def test_a_run_in_which_nothing_is_wrong_has_no_warning(case: str) -> None:
    assert [each.says for each in everything(case) if each.severity is not Severity.INFO] == []
