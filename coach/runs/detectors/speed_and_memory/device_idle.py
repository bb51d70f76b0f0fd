"""A device that is idle half of the time or more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.sudden_change import sudden_change
from coach.runs.detectors.card import Card
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.describing.sudden_change import SuddenChange
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="device-idle",
    source="NVIDIA: nvidia-smi (utilisation is the share of time with a kernel at work); half is coach's own choice",
    innocent=(
        "the environment is simulated on the processor, and the model is small",
        "the device is shared, or another one does the work",
    ),
    raises=("gpu-starved", "launch-bound", "runs-on-cpu", "cpu-oversubscription", "host-device-copies"),
)
_UTILISATION = re.compile(r"gpu.*util|gpu\.\d+\.gpu$|gpu[ _./-]*usage.*%|util.*gpu", re.IGNORECASE)
_MEMORY = re.compile(r"mem", re.IGNORECASE)
_FEWEST = 20
_HALF, _FULL = 50.0, 100.0
_SHARE = 1.5  # above it, it is logged in percent


def _change(series: Series) -> SuddenChange | None:
    """Give the point at which a device that was at work for half of the time or more no longer is."""
    if not np.isfinite(series.value).all():
        return None
    change = sudden_change(series.value, -1)
    half = _HALF if series.value.max() > _SHARE else _HALF / _FULL
    return change if change is not None and change.lasts and change.before >= half > change.after else None


def device_idle(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the busiest of the logged devices is at work under half of the time, in the median."""
    busy: dict[str, float] = {}
    for tag, series in seen.timelines.items():
        if not _UTILISATION.search(tag) or _MEMORY.search(tag) or len(series) < _FEWEST:
            continue
        value = series.value[np.isfinite(series.value)]
        if len(value) and value.min() >= 0 and value.max() <= _FULL:
            busy[tag] = float(np.median(value)) * (_FULL if value.max() <= _SHARE else 1.0)
    if not busy:
        return
    tag = max(busy, key=busy.__getitem__)
    change = _change(seen.timelines[tag])
    if change is not None:
        scale = _FULL if seen.timelines[tag].value.max() <= _SHARE else 1.0
        onset = seen.onset(seen.timelines[tag], change.at)
        yield CARD.symptom(
            tag,
            Severity.WARN,
            f"{tag} falls from {scale * change.before:.0f} % to {scale * change.after:.0f} % at step {onset.step:,} "
            "and stays there: from there on the device waits for most of the time.",
            onset=onset,
            value=scale * change.after,
            threshold=_HALF,
        )
    elif busy[tag] < _HALF:
        yield CARD.symptom(
            tag,
            Severity.INFO if busy[tag] == 0 else Severity.WARN,
            f"{tag} is {busy[tag]:.0f} % in the median: the device waits for most of the time.",
            onset=seen.onset(seen.timelines[tag], 0),
            value=busy[tag],
            threshold=_HALF,
        )
