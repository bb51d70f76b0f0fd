"""Curves for the detectors' tests: reproducible noise, ramps, collapses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.detect import detect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs import Run, Symptom


def noisy(
    mean: float | NDArray[np.float64], spread: float, n: int = 200, seed: int = 0
) -> NDArray[np.float64]:
    """Give float64[n]: a level or a curve with normal noise."""
    return np.asarray(mean + np.random.default_rng(seed).normal(0, spread, n), dtype=np.float64)


def ramp(first: float, last: float, n: int = 200) -> NDArray[np.float64]:
    """Give float64[n], evenly from first to last."""
    return np.linspace(first, last, n)


def symptoms(run: Run, detector: str) -> list[Symptom]:
    """Give what one detector says about a run."""
    return [symptom for symptom in detect(run) if symptom.detector == detector]


def only(run: Run, detector: str) -> Symptom:
    """Give the one symptom a detector sees."""
    (symptom,) = symptoms(run, detector)
    return symptom
