"""Every detector. A new one is a module beside this one and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.entropy_collapse import entropy_collapse
from coach.runs.detectors.entropy_growth import entropy_growth
from coach.runs.detectors.entropy_plateau import entropy_plateau
from coach.runs.detectors.explained_variance import explained_variance
from coach.runs.detectors.identical_runs import identical_runs
from coach.runs.detectors.kl_spike import kl_spike
from coach.runs.detectors.masked_nan import masked_nan
from coach.runs.detectors.non_finite import non_finite
from coach.runs.detectors.plateau_from_start import plateau_from_start
from coach.runs.detectors.return_decline import return_decline
from coach.runs.detectors.return_silent import return_silent
from coach.runs.detectors.seed_disagreement import seed_disagreement
from coach.runs.detectors.throughput_decay import throughput_decay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from coach.runs.observed import Observed
    from coach.runs.symptom import Symptom

    Detector = Callable[[Observed], Iterable[Symptom]]
    DetectorAcross = Callable[[Sequence[Observed]], Iterable[Symptom]]

DETECTORS: tuple[Detector, ...] = (
    non_finite,
    entropy_collapse,
    entropy_plateau,
    throughput_decay,
    plateau_from_start,
    explained_variance,
    kl_spike,
    entropy_growth,
    return_decline,
    return_silent,
    masked_nan,
)

ACROSS: tuple[DetectorAcross, ...] = (seed_disagreement, identical_runs)
