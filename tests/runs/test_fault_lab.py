"""The trainings of the fault lab learn when nothing is wrong with them, and their logs are read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.playbook.compile import catalogue_for
from coach.playbook.shelf import find_playbooks
from coach.runs import read_runs
from tests.benchmarks.fault_lab.first_lab import LAB
from tests.benchmarks.fault_lab.policy_gradient import PolicyGradient, PolicySettings
from tests.benchmarks.fault_lab.q_learning import QLearning, ValueSettings
from tests.benchmarks.fault_lab.recipe import Recipe
from tests.benchmarks.fault_lab.supervised import LabelSettings, Supervised
from tests.benchmarks.second_lab.second_lab import LAB as SECOND
from tests.benchmarks.third_lab.third_lab import LAB as THIRD
from tools.fault_lab.logbook import DIALECTS, Logbook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.fault_lab.lab import Lab

SHORT_PPO = PolicySettings(updates=25)
SHORT_DQN = ValueSettings(task="grid", steps=2200, log_every=40)
SHORT_REGRESSION = LabelSettings(data="surface", epochs=20)


def test_a_policy_gradient_balances_the_pole() -> None:
    ended = PolicyGradient(Recipe(settings=SHORT_PPO), seed=0).train()

    assert ended.log.column("return")[0] < 30
    assert ended.log.last("return") > 120


def test_q_learning_finds_the_far_corner() -> None:
    ended = QLearning(Recipe(settings=SHORT_DQN), seed=0).train()

    assert ended.began == 0.0
    assert ended.log.last("return") > 0.9


def test_a_regression_explains_most_of_the_variance() -> None:
    ended = Supervised(Recipe(settings=SHORT_REGRESSION), seed=0).train()

    assert ended.began < -0.9
    assert ended.score > -0.3


def test_the_same_seed_gives_the_same_log() -> None:
    first, again = (Supervised(Recipe(settings=SHORT_REGRESSION), seed=3).train() for _ in range(2))

    assert first.log.rows == again.log.rows


def test_a_fault_on_the_way_leaves_everything_before_it_as_it_was() -> None:
    healthy = Supervised(Recipe(settings=SHORT_REGRESSION), seed=0).train()
    faulty = Supervised(Recipe(settings=SHORT_REGRESSION, late={"trains": False}, onset=0.5), seed=0).train()

    assert faulty.onset_step is not None
    before = [row for row in faulty.log.rows if row.step < faulty.onset_step]
    assert before == healthy.log.rows[: len(before)]
    assert 10 < len(before) < len(healthy.log.rows) - 10
    assert faulty.score < healthy.score


@pytest.fixture(scope="module")
def log() -> Logbook:
    return PolicyGradient(Recipe(settings=PolicySettings(task="pointmass", updates=4)), seed=0).train().log


@pytest.mark.parametrize("dialect", ["sb3", "sb3-csv", "cleanrl", "rlkit", "rl-jsonl", "rl-csv"])
def test_every_logged_value_is_read_back(dialect: str, log: Logbook, tmp_path: Path) -> None:
    written = DIALECTS[dialect]
    written.write(log, tmp_path / "run")

    (run,) = read_runs([tmp_path])

    logged: dict[str, list[float]] = {}
    for row in log.rows:
        for tag, value in written.named(row.values):
            logged.setdefault(tag, []).append(value)
    for tag, values in logged.items():
        np.testing.assert_allclose(run.series[tag].value, values, rtol=1e-6, equal_nan=True)


@pytest.mark.parametrize("lab", [LAB, SECOND, THIRD], ids=lambda lab: str(lab.name))
def test_every_fault_names_what_exists(lab: Lab) -> None:
    catalogues = [catalogue_for(each.id) for each in find_playbooks()]
    modes = {mode.id for each in catalogues for mode in each.failure_modes}
    classes = {name for each in catalogues for name in each.symptom_classes}
    symptoms = {symptom for each in catalogues for symptom in each.symptoms}

    assert {mode for fault in lab.faults for mode in fault.modes} <= modes
    assert {fault.shows for fault in lab.faults} <= classes
    assert {fault.on for fault in lab.faults} <= set(lab.setups)
    assert {name for fault in lab.faults for name in fault.detectors} <= symptoms
    used = {fault.dialect for fault in lab.faults} | {each.dialect for each in lab.setups.values()}
    assert used - {""} <= set(lab.dialects)


@pytest.mark.parametrize("lab", [LAB, SECOND, THIRD], ids=lambda lab: str(lab.name))
def test_every_training_has_a_folder_of_its_own(lab: Lab) -> None:
    names = [job.name for job in lab.jobs()]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("setup", ["digits-steps", "text", "curve-steps"])
def test_the_second_lab_learns_where_nothing_is_wrong(setup: str) -> None:
    ended = SECOND.train(Recipe(settings=SECOND.setups[setup].settings), 1)

    assert ended.score - ended.began > 0.2
    assert ended.reported == pytest.approx(ended.score)


@pytest.mark.parametrize("setup", ["bandit", "grpo-count", "pairs"])
def test_the_third_lab_learns_where_nothing_is_wrong(setup: str) -> None:
    ended = THIRD.train(Recipe(settings=THIRD.setups[setup].settings), 1)

    assert ended.score - ended.began > 0.3
    assert ended.reported == pytest.approx(ended.score, abs=0.03)


def test_a_resumed_training_logs_the_steps_between_twice_and_learns_on() -> None:
    settings = replace(THIRD.setups["words-resumed"].settings, steps=400)
    steps = [row.step for row in THIRD.train(Recipe(settings=settings), 0).log.rows]

    assert steps == [*range(10, 101, 10), *range(80, 401, 10)]


@pytest.mark.parametrize("dialect", THIRD.dialects)
def test_every_value_is_read_back_as_other_frameworks_write_it(dialect: str, tmp_path: Path) -> None:
    written, log, rng = THIRD.dialects[dialect], Logbook(), np.random.default_rng(4)
    for step in range(10, 210, 10):
        log.seconds += 5.0
        log.add(step, {quantity: float(rng.uniform(0.1, 1.0)) for quantity in written.tags})
    written.write(log, tmp_path / "run")

    (run,) = read_runs([tmp_path])

    for quantity, tag in written.tags.items():
        np.testing.assert_allclose(run.series[tag].value, log.column(quantity), rtol=0, atol=5.1e-3)
