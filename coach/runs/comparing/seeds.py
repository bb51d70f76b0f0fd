"""What several seeds of one configuration say together: the interquartile mean and how far it can be trusted.

Agarwal et al. 2021: the mean of the middle half of all scores, with an interval from a bootstrap that draws the
runs of each task from that task's own runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.comparing.copies import distinct
from coach.runs.comparing.siblings import siblings
from coach.runs.describing.run_for_detectors import RunForDetectors
from coach.runs.detectors.returns.progress import main_return

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from coach.runs.run import Run

_FEWEST_POINTS = 10
_DRAWS = 2000
_CONFIDENCE = 0.95
_SHORT = 0.5  # of the longest run


class Interval(NamedTuple):
    """An estimate and the interval that holds it with 95 % confidence."""

    value: float
    low: float
    high: float


class SeedGroup(NamedTuple):
    """Runs of one configuration.

    Attributes:
        configuration: their names without what tells them apart.
        names: of the runs that count.
        tag: the quantity compared.
        step: up to which step.
        scores: one a run.
        iqm: the summary.
        copies: name of each run that is a copy and does not count, and of the run it is a copy of.
    """

    configuration: str
    names: tuple[str, ...]
    tag: str
    step: int
    scores: tuple[float, ...]
    iqm: Interval
    copies: tuple[tuple[str, str], ...] = ()


def seed_groups(runs: Sequence[Run]) -> tuple[SeedGroup, ...]:
    """Give a summary of each configuration that has several runs with a return.

    A run's score is the mean of the last tenth of its return up to the step that all runs of the group reached;
    runs under half the length of the longest are left out, and a run and its copies count once.
    """
    groups = []
    for name, group in siblings(runs).items():
        kept, copies = distinct(group)
        measures = [(run.name, main_return(RunForDetectors(run))) for run in kept]
        found = [(run, m) for run, m in measures if m is not None and len(m.series) >= _FEWEST_POINTS]
        longest = max((int(m.series.step[-1]) for _, m in found), default=0)
        found = [(run, m) for run, m in found if m.series.step[-1] >= _SHORT * longest]
        if len(found) > 1:
            common = min(int(m.series.step[-1]) for _, m in found)
            scores = [_score(m.series.value[m.series.step <= common]) for _, m in found]
            names = tuple(run for run, _ in found)
            tag = found[0][1].tag
            groups.append(
                SeedGroup(name, names, tag, common, tuple(scores), iqm_interval([np.array(scores)]), copies)
            )
    return tuple(groups)


def _score(values: NDArray[np.float64]) -> float:
    return float(values[-max(1, len(values) // 10) :].mean())


def iqm(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the interquartile mean over the last axis: a quarter of the scores cut off at each end.

    Scores at the edge count with the share of them that lies inside, so that it is the mean for two and three.

    Args:
        scores: float64[..., run], at least one run.
    """
    count = scores.shape[-1]
    edges = np.clip(np.arange(count + 1) / count, 0.25, 0.75)
    weight = np.diff(edges) / 0.5
    return np.asarray(np.sort(scores, axis=-1) @ weight, dtype=np.float64)


def iqm_interval(tasks: Sequence[NDArray[np.float64]], *, draws: int = _DRAWS, seed: int = 0) -> Interval:
    """Give the interquartile mean over all tasks with its stratified bootstrap interval; the same every time.

    Args:
        tasks: float64[run] of each task, on one scale.
        draws: how many times runs are drawn anew.
        seed: of the draws.
    """
    random = np.random.default_rng(seed)
    drawn = [task[random.integers(0, len(task), (draws, len(task)))] for task in tasks]
    estimates = iqm(np.concatenate(drawn, axis=-1))
    tail = (1 - _CONFIDENCE) / 2
    low, high = np.quantile(estimates, [tail, 1 - tail])
    return Interval(float(iqm(np.concatenate(list(tasks)))), float(low), float(high))
