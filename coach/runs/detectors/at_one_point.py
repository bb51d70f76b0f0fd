"""The detectors of what keeps one number, or changes its level for good, from one point on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.gradients.gradient_drop import gradient_drop
from coach.runs.detectors.gradients.gradient_jump import gradient_jump
from coach.runs.detectors.gradients.weights_jump import weights_jump
from coach.runs.detectors.losses.training_gains_alone import training_gains_alone
from coach.runs.detectors.policy.learner_still import learner_still
from coach.runs.detectors.returns.return_repeats import return_repeats
from coach.runs.detectors.values.critic_lost import critic_lost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

AT_ONE_POINT: tuple[Callable[[RunForDetectors], Iterable[Symptom]], ...] = (
    critic_lost,
    gradient_drop,
    gradient_jump,
    learner_still,
    return_repeats,
    training_gains_alone,
    weights_jump,
)
