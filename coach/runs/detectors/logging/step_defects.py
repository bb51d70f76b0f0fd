"""Steps that were written twice, left out, or begun again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.logging.lifetimes import lifetimes
from coach.runs.readers.axis import STEP_NAMES
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
from coach.runs.symptom import Symptom

CARD = Card(
    name="step-defects",
    source="Bekman's ML Engineering (rolled-back runs plotted as one line); five times the usual gap is coach's own",
    innocent=(
        "the run was resumed on purpose",
        "several environments report out of turn",
        "a value is logged several times a step by design",
        "an evaluation that begins late, or a phase that ends early, as planned",
        "the machine was busy or asleep",
    ),
    raises=(
        "logging-artefact",
        "checkpoint-incomplete",
    ),
)
_FEWEST = 20
_GAP = 5.0
_TWICE = 0.02
_MOST_GAPS = 5  # more is a way of logging, not a defect


def step_defects(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom that sums up steps rolled back, written twice or left out, and tags that come, go or stick."""
    logged = [each for each in seen.run.series.items() if each[0].lower() not in STEP_NAMES]
    tag, series = max(logged, key=lambda each: len(each[1]), default=("", None))
    if series is None or len(series) < _FEWEST:
        return
    said, at = [], len(series)
    counting = ~np.isin(series.segment, [*series.aside])
    rolled_back = int(counting.sum()) - len(seen.timelines[tag])
    if rolled_back:
        points = f"{rolled_back:,} points were" if rolled_back > 1 else "1 point was"
        said.append(f"{points} rolled back, where the steps go back")
        at = min(at, int(np.argmax(np.diff(series.segment) > 0)) + 1)
    step = np.diff(series.step)
    twice = (step == 0) & (np.diff(series.segment) == 0)
    if float(twice.mean()) > _TWICE:
        said.append(f"{int(twice.sum()):,} steps were written more than once")
        at = min(at, int(np.argmax(twice)) + 1)
    usual = float(np.median(step[step > 0])) if (step > 0).any() else 0.0
    gaps = np.flatnonzero(step > _GAP * usual) if usual else np.zeros(0, dtype=np.int64)
    if 0 < len(gaps) <= _MOST_GAPS:
        said.append(f"{len(gaps)} gaps of over {_GAP:.0f} times the usual {usual:,.0f} steps")
        at = min(at, int(gaps[0]) + 1)
    said = [f"in {tag}, {'; '.join(said)}"] if said else []
    for defect in lifetimes(seen, series):
        said.append(defect.says)
        at = min(at, int(np.argmax(series.step >= defect.step)))
    if said:
        onset = seen.onset(series, min(at, len(series) - 1))
        yield CARD.symptom(tag, Severity.INFO, f"{'; '.join(said)}.", onset=onset)
