"""Cases about restarts, trainings, axes and copies, each on its right value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, Severity, read_run, read_runs
from coach.runs.describing.axes import axes_of
from coach.runs.detectors.detect import detect
from coach.runs.quantities import Quantity, meanings_of

if TYPE_CHECKING:
    from pathlib import Path

    from coach.runs import Run

pytestmark = pytest.mark.shared


def notes(run: Run, kind: NoteKind) -> list[str]:
    return [note.detail for note in run.notes if note.kind is kind]


def test_r01_a_stray_point_at_zero_takes_nothing_away(shared_cases: Path) -> None:
    run = read_run(shared_cases / "r01-stray-point-at-zero" / "data")
    assert run.points == 1201
    actor = run.series["train/actor_loss"].timeline()
    assert (len(actor), round(float(actor.value.max()), -3)) == (400, 11_000)
    (note,) = run.notes
    assert note.kind is NoteKind.RESTART_OVERLAP
    assert note.path.name.startswith("events.out.tfevents.1700002000")
    assert (
        "started once more at step 0, after step 20,000 had been reached, and wrote 1 point;" in note.detail
    )


def test_r02_each_of_three_trainings_is_shown_and_judged(shared_cases: Path) -> None:
    runs = read_runs([shared_cases / "r02-three-trainings-in-a-folder" / "data"])
    assert [(run.first_step, run.last_step, run.points) for run in runs] == [(1000, 120_000, 240)] * 3
    curves = [run.series["rollout/ep_rew_mean"].value for run in runs]
    assert [round(float(value.max()), -1) for value in curves] == [-4580, 930, 20]
    warned = [[s.detector for s in detect(run) if s.severity is not Severity.INFO] for run in runs]
    assert warned == [["plateau-from-start"], [], []]
    assert "3 trainings in this folder" in notes(runs[0], NoteKind.TRAININGS)[0]


def test_r03_episodes_and_steps_are_two_axes_and_nothing_slows_down(shared_cases: Path) -> None:
    run = read_run(shared_cases / "r03-episodes-and-steps" / "data")
    assert {tag: axis.name for tag, axis in axes_of(run).items()} == {
        "Episodic Return/episode": "episode",
        "Episodic Return/(t)": "step",
        "Episode Length/episode": "episode",
        "Episode Length/(t)": "step",
    }
    assert run.notes == ()
    found = {symptom.detector for symptom in detect(run)}
    assert not found & {"throughput-decay", "step-defects", "return-silent"}


def test_k14a_three_restarts_are_told_as_for_event_files(shared_cases: Path) -> None:
    run = read_run(shared_cases / "k14a-unnoticed-restarts" / "data")
    assert run.points == 1576
    (said,) = notes(run, NoteKind.RESTART_OVERLAP)
    assert said.startswith(
        "3 restarts, from step 40 back to 20, from step 7,520 back to 7,480, from step 7,520 back to"
    )
    assert said.endswith("usd starts again each time")


def test_k15a_the_return_is_known_and_judged_whichever_copy_is_shown(shared_cases: Path) -> None:
    run = read_run(shared_cases / "k15a-better-copy-left-out" / "data")
    (tag,) = (tag for tag, meaning in meanings_of(run).items() if meaning.quantity is Quantity.RETURN)
    reward = run.series[tag]
    assert np.isfinite(reward.wall_time).all()
    assert "plateau-from-start" in {symptom.detector for symptom in detect(run) if symptom.tag == reward.tag}


def test_k01a_the_gradient_norm_that_only_one_copy_holds_is_shown(shared_cases: Path) -> None:
    run = read_run(shared_cases / "k01a-total-steps-as-axis" / "data")
    assert [len(run.series[tag]) for tag in ("loss", "grad_norm", "learning_rate")] == [120] * 3
    assert (run.first_step, run.last_step) == (10, 1200)
    assert len(notes(run, NoteKind.SAME_RUN)) == 1
