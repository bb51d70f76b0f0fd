"""Each form of the grammar on real logs, held against plain Python that knows nothing of the resolver."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from coach.prediction import parse_prediction
from coach.prediction.claim import PLAIN_TAG, quoted
from coach.runs.checking.prediction_check import check_prediction
from coach.runs.reading.read import read_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from coach.runs import Run

    Points = list[tuple[int, float]]

SOURCES = (
    "atari-progress-csv",
    "cartpole-ppo-repeats",
    "cs285-2020-pg-dqn",
    "jbw-dqn-ppo-seeds",
    "jsbsim-sac",
    "lightning-naf",
    "ppo-pytorch-csv",
    "sb3-racer-progress",
    "spinup-grid2op",
    "unity-jumper",
)
MOST_RUNS, MOST_TAGS = 4, 4
FEWEST_POINTS = 5
NEARLY = 1e-6
"""Of its size: so far above and below what was measured does a threshold lie."""


def slope(points: Points) -> float:
    middle = statistics.fmean(step for step, _ in points)
    level = statistics.fmean(value for _, value in points)
    spread = math.fsum((step - middle) ** 2 for step, _ in points)
    return math.fsum((step - middle) * (value - level) for step, value in points) / spread


TAKEN: dict[str, Callable[[Points], float]] = {
    "final": lambda points: points[-1][1],
    "max": lambda points: max(value for _, value in points),
    "min": lambda points: min(value for _, value in points),
    "mean": lambda points: statistics.fmean(value for _, value in points),
    "median": lambda points: statistics.median(value for _, value in points),
    "std": lambda points: statistics.pstdev([value for _, value in points]),
    "slope": slope,
}


def plain(run: Run) -> Iterator[tuple[str, Points]]:
    """Give the tags whose points need no rule: no restart, no gap in what was measured, one value a step."""
    for tag, series in run.series.items():
        points = list(zip(series.step.tolist(), series.value.tolist(), strict=True))
        steps = [step for step, _ in points]
        is_plain = len(set(series.segment.tolist())) == 1 and all(one < two for one, two in pairwise(steps))
        if is_plain and len(points) >= FEWEST_POINTS and all(math.isfinite(value) for _, value in points):
            yield tag, points


def stretches(points: Points) -> Iterator[tuple[str, str, Points]]:
    """Give windows and places, as they are written, each with the points that count."""
    first, last = points[0][0], points[-1][0]
    middle = points[len(points) // 2][0]
    yield "", "", points
    yield "", f" by {middle}", [each for each in points if each[0] <= middle]
    yield "", f" after {middle}", [each for each in points if each[0] >= middle]
    yield ", last 25%", "", [each for each in points if (each[0] - first) / (last - first) >= 0.75]
    yield ", first 50%", "", [each for each in points if (each[0] - first) / (last - first) <= 0.5]
    yield f", from {first + 1} to {middle}", "", [each for each in points if first + 1 <= each[0] <= middle]


def claims(tag: str, points: Points) -> Iterator[tuple[str, bool]]:
    """Give claims about a tag, and whether each holds."""
    name = quoted(tag, PLAIN_TAG)
    for window, place, counting in stretches(points):
        if len(counting) < 2:
            continue
        for statistic, measure in TAKEN.items():
            if window and statistic == "final":
                continue
            value = measure(counting)
            away = max(abs(value) * NEARLY, 1e-12)
            over, under = value + away, value - away
            for sign, threshold, holds in (
                (">", under, True), (">", over, False), ("<=", over, True), ("<=", under, False),
                (">=", under, True), (">=", over, False), ("<", over, True), ("<", under, False),
            ):  # fmt: skip
                if statistic == "std" and threshold <= 0:
                    continue
                yield f"{statistic}({name}{window}) {sign} {threshold!r}{place}", holds
        if not window:
            top = max(value for _, value in counting)
            away = max(abs(top) * NEARLY, 1e-12)
            yield f"{quoted_alone(tag)} <= {top + away!r}{place} throughout", True
            yield f"{quoted_alone(tag)} <= {top - away!r}{place} throughout", False
            yield f"{quoted_alone(tag)} > {top + away!r}{place} never", True
            yield f"{quoted_alone(tag)} > {top - away!r}{place} never", False


def quoted_alone(tag: str) -> str:
    return f'"{tag}"'


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_every_form_decides_real_logs_as_plain_python_does(shared_runs: Path, source: str) -> None:
    seen: Counter[bool] = Counter()
    for run in list(read_runs([shared_runs / source]))[:MOST_RUNS]:
        for tag, points in list(plain(run))[:MOST_TAGS]:
            for text, holds in claims(tag, points):
                verdict = check_prediction(parse_prediction(text), [run])
                assert verdict.held is holds, (run.name, text, verdict)
                seen[holds] += 1
    assert min(seen[True], seen[False]) > 50, f"{source} has too little that is plain"
