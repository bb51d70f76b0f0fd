"""The detectors of what is logged for the very purpose of telling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.telltales.actions_at_bounds import actions_at_bounds
from coach.runs.detectors.telltales.changed_where_it_broke import changed_where_it_broke
from coach.runs.detectors.telltales.dead_units import dead_units
from coach.runs.detectors.telltales.gradients_lost import gradients_lost
from coach.runs.detectors.telltales.measured_two_ways import measured_two_ways
from coach.runs.detectors.telltales.no_bootstrap import no_bootstrap
from coach.runs.detectors.telltales.predictions_flat import predictions_flat
from coach.runs.detectors.telltales.replay_tiny import replay_tiny
from coach.runs.detectors.telltales.updates_lost import updates_lost
from coach.runs.detectors.telltales.variety_falls import variety_falls
from coach.runs.detectors.telltales.waiting_grows import waiting_grows
from coach.runs.detectors.telltales.workers_lost import workers_lost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

TELLTALES: tuple[Callable[[RunForDetectors], Iterable[Symptom]], ...] = (
    actions_at_bounds,
    changed_where_it_broke,
    dead_units,
    gradients_lost,
    measured_two_ways,
    no_bootstrap,
    predictions_flat,
    replay_tiny,
    updates_lost,
    variety_falls,
    waiting_grows,
    workers_lost,
)
