"""The fourth lab speaks of failure modes there are, keeps its halves apart, and writes logs that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.playbook.compile import catalogue_for
from coach.playbook.shelf import find_playbooks
from coach.runs import read_runs
from tests.benchmarks.fourth_lab.dialects import DIALECTS, ONLY_EPISODES, WITH_SPEED
from tests.benchmarks.fourth_lab.facts import fact, onset
from tests.benchmarks.fourth_lab.making import FAULTS, halves
from tests.benchmarks.fourth_lab.rig import Log

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.fourth_lab.dialects import Dialect

WRITTEN = {
    f"{family} {index} {dialect[0].__name__}": dialect
    for family, dialects in (DIALECTS | {"speed": WITH_SPEED, "episodes": ONLY_EPISODES}).items()
    for index, dialect in enumerate(dialects)
}
QUANTITIES = sorted({quantity for _, names in WRITTEN.values() for quantity in names} | {"throughput"})


def a_log(rows: int = 12) -> Log:
    rng, log = np.random.default_rng(0), Log()
    for index in range(rows):
        values = {quantity: 1.0 + float(rng.random()) for quantity in QUANTITIES}
        log.add((index + 1) * 20, (index + 1) / 4, 5.0 * (index + 1), values)
        log.episodes.append((float(rng.random()), 20.0, 5.0 * (index + 1)))
    return log


def test_every_truth_is_a_failure_mode_of_the_catalogue() -> None:
    known = {
        mode.id
        for pack in ("policy-gradient", "reinforcement-learning", "deep-learning")
        for mode in catalogue_for(pack, find_playbooks()).failure_modes
    }
    told = {name for fault in FAULTS for name in (*fault.names, *fault.near)}
    assert told <= known


def test_each_fault_is_in_one_half_and_the_halves_are_equal() -> None:
    half = halves()
    assert len(half) == len(FAULTS)
    assert sum(which == "a" for which in half.values()) == len(FAULTS) // 2


@pytest.mark.parametrize("dialect", WRITTEN.values(), ids=WRITTEN)
def test_what_is_written_is_read(dialect: Dialect, tmp_path: Path) -> None:
    write, names = dialect
    write(a_log(), names, tmp_path)
    lengths = [len(series) for found in read_runs([tmp_path]) for series in found.series.values()]
    assert 12 in lengths


def test_a_fact_is_true_of_its_rows() -> None:
    log = a_log(60)
    for index, row in enumerate(log.rows):
        log.rows[index] = row.__class__(
            row.step, row.epoch, row.seconds, {"train_loss": 5.0 if index >= 30 else 1.0}
        )
    assert onset(log, 0.5) == 30
    assert fact(log, "jump", "train_loss", 0.5) == "train_loss goes from 1 to 5 at row 31"
    assert fact(log, "nan", "train_loss", 0.5) is None
