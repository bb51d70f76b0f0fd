"""Our reader and tbparse give the same points for every clean real event file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs.readers.event_files.event_log import EventLog, read_event_log

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Points = dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]]

SOURCES_WITH_EVENTS = (
    "cartpole-ppo-repeats",
    "crazyflie-many-files",
    "cs285-2019-tf1",
    "cs285-2020-pg-dqn",
    "drl-tutorial-single-tag",
    "galaxian-ppo",
    "hollowknight-ppo",
    "jbw-dqn-ppo-seeds",
    "jsbsim-sac",
    "keras-cnn-tf2",
    "keras-tf2-v2",
    "lightning-naf",
    "reducer-duplicate-steps",
    "rl4avs-wandb-offline",
    "tensorboard-kinds-demo",
    "tf1-histograms",
    "tf2-objdet-v2-noise",
    "unity-autonomous-car",
    "unity-jumper",
    "unity-pendulum-resume",
    "unity-soccer-poca",
    "unity-tfg-combat",
    "wandb-test-asset",
    "yolov5-short-runs",
)


def ordered(
    step: NDArray[np.int64], value: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    order = np.lexsort((value, step))
    return step[order], value[order]


def ours(log: EventLog) -> Points:
    return {tag.decode(): ordered(each.step, each.value) for tag, each in log.columns.items()}


def theirs(path: Path) -> Points:
    """Give what tbparse reads: scalars, and tensors that are a single number."""
    from tbparse import SummaryReader  # noqa: PLC0415 - a second and 100 MB

    reader = SummaryReader(str(path), pivot=False)
    points: dict[str, tuple[list[int], list[float]]] = {}
    for frame in (reader.scalars, reader.tensors):
        for row in frame.itertuples() if len(frame) else ():
            number = np.asarray(row.value)
            if number.shape == () and number.dtype.kind in "fiub":
                steps, values = points.setdefault(row.tag, ([], []))
                steps.append(row.step)
                values.append(float(number))
    return {tag: ordered(np.array(steps), np.array(values)) for tag, (steps, values) in points.items()}


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("source", SOURCES_WITH_EVENTS)
def test_tag_step_and_value_are_those_of_tbparse(shared_runs: Path, source: str) -> None:
    files = [path for path in (shared_runs / source).rglob("*tfevents*") if path.suffix != ".meta"]
    assert files
    kinds: Counter[str] = Counter()
    for path in files:
        log = read_event_log(path, None)
        assert (log.position, log.damages, log.undecodable) == (log.size, (), 0)
        mine, reference = ours(log), theirs(path)
        assert mine.keys() == reference.keys(), path
        for tag, (step, value) in reference.items():
            np.testing.assert_array_equal(mine[tag][0], step, err_msg=f"{path} {tag}")
            np.testing.assert_array_equal(mine[tag][1], value, err_msg=f"{path} {tag}")
        kinds.update(log.others)
    assert all(kinds.values())
