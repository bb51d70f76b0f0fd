"""A task that the log itself says becomes harder: a curriculum whose level rises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import robust_slope
from coach.runs.quantities.parts import parts_of

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import RunForDetectors

_OF_A_CURRICULUM = frozenset({"curriculum", "lesson", "lessons", "difficulty"})
_LEVELS = frozenset({"level", "levels"})
_FEWEST = 3
_MOSTLY = 0.2  # Kendall's tau; a level that rises in few steps has many ties


def harder_task(seen: RunForDetectors, beside: str) -> str:
    """Give the level that rises over the run, as the end of a sentence; empty where none is logged or it does not.

    Args:
        seen: the run.
        beside: the tag that is judged, which is no level itself.
    """
    for tag, series in seen.timelines.items():
        words = parts_of(tag).every
        is_level = bool(words & _OF_A_CURRICULUM) or ("terrain" in words and bool(words & _LEVELS))
        value = series.value[np.isfinite(series.value)]
        if tag == beside or not is_level or len(value) < _FEWEST:
            continue
        rises = value[-1] > value[0] and robust_slope(np.arange(len(value), dtype=float), value).tau > _MOSTLY
        if rises:
            return f", while {tag} rises from {value[0]:.4g} to {value[-1]:.4g}: the task became harder"
    return ""
