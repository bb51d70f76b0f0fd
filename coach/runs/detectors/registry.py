"""Every detector. A new one is a module beside this one and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.always_clipped import always_clipped
from coach.runs.detectors.clip_fraction import clip_fraction
from coach.runs.detectors.entropy_collapse import entropy_collapse
from coach.runs.detectors.entropy_growth import entropy_growth
from coach.runs.detectors.entropy_plateau import entropy_plateau
from coach.runs.detectors.explained_variance import explained_variance
from coach.runs.detectors.gradient_growth import gradient_growth
from coach.runs.detectors.identical_runs import identical_runs
from coach.runs.detectors.kl_negative import kl_negative
from coach.runs.detectors.kl_spike import kl_spike
from coach.runs.detectors.learning_rate_early import learning_rate_early
from coach.runs.detectors.loss_divergence import loss_divergence
from coach.runs.detectors.loss_scale import loss_scale
from coach.runs.detectors.loss_spike import loss_spike
from coach.runs.detectors.masked_nan import masked_nan
from coach.runs.detectors.memory_growth import memory_growth
from coach.runs.detectors.non_finite import non_finite
from coach.runs.detectors.plateau_from_start import plateau_from_start
from coach.runs.detectors.return_decline import return_decline
from coach.runs.detectors.return_silent import return_silent
from coach.runs.detectors.seed_disagreement import seed_disagreement
from coach.runs.detectors.throughput_decay import throughput_decay
from coach.runs.detectors.validation_turn import validation_turn
from coach.runs.detectors.value_loss_growth import value_loss_growth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from coach.runs.observed import Observed
    from coach.runs.symptom import Symptom

    Detector = Callable[[Observed], Iterable[Symptom]]
    DetectorAcross = Callable[[Sequence[Observed]], Iterable[Symptom]]

DETECTORS: tuple[Detector, ...] = (
    non_finite,
    masked_nan,
    entropy_collapse,
    entropy_plateau,
    entropy_growth,
    kl_spike,
    kl_negative,
    clip_fraction,
    explained_variance,
    value_loss_growth,
    plateau_from_start,
    return_decline,
    return_silent,
    loss_spike,
    loss_divergence,
    validation_turn,
    gradient_growth,
    always_clipped,
    loss_scale,
    learning_rate_early,
    throughput_decay,
    memory_growth,
)

ACROSS: tuple[DetectorAcross, ...] = (seed_disagreement, identical_runs)
