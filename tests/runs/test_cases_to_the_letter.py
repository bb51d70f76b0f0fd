"""What the notes of the shared cases call right beside the main thing: onsets, what is not said, what goes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.runs import Run, Severity, Symptom, read_runs
from coach.runs.detectors.detect import detect, detect_across
from coach.runs.quantities import Quantity, meanings_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared


def runs(cases: Path, name: str) -> list[Run]:
    (folder,) = cases.glob(f"{name}-*")
    return [*read_runs([folder / "data"])]


def said(run: Run, detector: str) -> list[Symptom]:
    return [each for each in detect(run) if each.detector == detector]


def test_k03a_the_return_falls_before_the_critic_diverges(shared_cases: Path) -> None:
    (run,) = runs(shared_cases, "k03a")
    assert said(run, "plateau-from-start") == []
    (fall,) = said(run, "return-decline")
    (grows,) = said(run, "unbounded-growth")
    assert (fall.onset_step or 0) + 50 < (grows.onset_step or 0)


def test_k04a_both_sets_turn_early_and_are_a_warning(shared_cases: Path) -> None:
    (run,) = runs(shared_cases, "k04a")
    turns = said(run, "validation-turn")
    assert {each.severity for each in turns} == {Severity.WARN}
    assert all(800 <= (each.onset_step or 0) <= 1600 for each in turns), [each.onset_step for each in turns]
    assert "eval_hard_loss was lowest around step 800 (1.987 on average of three looks)" in turns[0].says


def test_k05a_the_jump_is_dated_between_two_points(shared_cases: Path) -> None:
    (run,) = runs(shared_cases, "k05a")
    (jump,) = said(run, "loss-divergence")
    assert 499 <= (jump.onset_step or 0) <= 549
    assert said(run, "plateau-from-start") == []


def test_k08g_validation_turns_up_at_about_the_eleventh_epoch(shared_cases: Path) -> None:
    (run,) = runs(shared_cases, "k08g")
    onsets = {each.onset_step for each in said(run, "validation-turn")}
    assert any(each is not None and abs(each - 11) <= 3 for each in onsets), onsets


def test_k13a_the_odd_name_is_known_as_a_loss(shared_cases: Path) -> None:
    (run,) = runs(shared_cases, "k13a")
    assert meanings_of(run)["train_loss_batch"].quantity is Quantity.LOSS


def test_k15a_the_return_is_said_to_stand_at_the_level_it_has(shared_cases: Path) -> None:
    (run,) = runs(shared_cases, "k15a")
    (symptom,) = said(run, "plateau-from-start")
    assert symptom.severity is Severity.WARN
    assert "-50" in symptom.says or "-49" in symptom.says


def test_k17a_the_loss_is_not_said_to_have_stopped_by_itself(shared_cases: Path) -> None:
    (run,) = runs(shared_cases, "k17a")
    assert said(run, "sudden-standstill") == []


def test_r04_four_seeds_of_which_one_ends_far_below(shared_cases: Path) -> None:
    (symptom,) = (
        each for each in detect_across(runs(shared_cases, "r04")) if each.detector == "seed-disagreement"
    )
    assert symptom.says.startswith("4 runs of ")
    assert "s2)" in symptom.says.partition(" and ")[0]


def test_r08_what_is_too_large_is_told_beside_what_does_not_move(shared_cases: Path) -> None:
    (run,) = runs(shared_cases, "r08")
    assert {"value-loss-scale", "kl-near-zero"} <= {each.detector for each in detect(run)}


def test_r01_the_critic_grows_as_well(shared_cases: Path) -> None:
    (run,) = runs(shared_cases, "r01")
    assert "train/critic_loss" in " ".join(each.says for each in detect(run))
