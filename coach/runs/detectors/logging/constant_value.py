"""Losses, values and accuracies that keep one number exactly: nothing is trained, or it is not looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="constant-value",
    source="a number computed anew from other data or other weights never repeats exactly; the counts are own",
    innocent=(
        "the log repeats the last value where nothing new was computed",
        "few digits were logged",
        "the same batch is evaluated by a model that is frozen on purpose",
    ),
    raises=("frozen-params", "graph-break", "config-not-applied", "logging-artefact"),
)
_LOSSES = (Quantity.LOSS, Quantity.EVAL_LOSS)
_OF_AGENTS = (Quantity.VALUE_LOSS, Quantity.POLICY_LOSS, Quantity.Q_VALUE, Quantity.VALUE)
_ACCURACIES = (Quantity.ACCURACY, Quantity.EVAL_ACCURACY)
_FEWEST = 3
_FEWEST_ROUNDED = 10
_FEWEST_ACCURACIES = 5
_LAST = 20
_LASTING = 0.3  # of the points
_VARIED = 0.9  # of the points before, that differ from the one before them: a log that repeats itself does not
_DECIMALS = 2
_PERFECT = (1.0, 100.0)
_MOST_NAMED = 3


class _Still(NamedTuple):
    measure: Measure
    since: int
    severity: Severity


def constant_value(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom for what never moves, and one for what moved and then kept one number to the end."""
    looked_at = [*seen.finite(*_LOSSES, *_OF_AGENTS, *_ACCURACIES)]
    always = [found for each in looked_at if (found := _always(seen, each))]
    if always:
        yield _symptom(seen, always, ": nothing is trained there, or the same is evaluated again and again")
    lately = [found for each in (*looked_at, *seen.finite(Quantity.GRAD_NORM)) if (found := _lately(each))]
    if lately:
        said = ": what is computed anew does not repeat itself"
        yield _symptom(seen, lately, said).named(f"{CARD.name}:{lately[0].measure.tag}:later")


def _symptom(seen: RunForDetectors, still: list[_Still], meaning: str) -> Symptom:
    order = [Severity.ALARM, Severity.WARN, Severity.INFO]
    measure, since, severity = min(still, key=lambda each: (order.index(each.severity), each.since))
    value, step = measure.series.value, int(measure.series.step[since])
    where = f"at every point since step {step:,}" if since else f"at all {len(value):,} points"
    said = f"{measure.tag} is exactly {value[-1]:.6g} {where}"
    others = [each.measure.tag for each in still if each.measure is not measure]
    if others:
        more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
        said += f", and {', '.join(others[:_MOST_NAMED])}{more} {'keep theirs' if len(others) > 1 else 'keeps its own'}"
    onset = seen.onset(measure.series, since)
    return CARD.symptom(
        measure.tag, severity, f"{said}{meaning}.", onset=onset, value=float(value[-1]), threshold=0.0
    )


def _always(seen: RunForDetectors, measure: Measure) -> _Still | None:
    """Give what has one number at all points.

    An agent's loss may be 0 by its nature, and an accuracy of all or nothing may be earned.
    """
    value = measure.series.value
    if len(value) < _FEWEST or np.ptp(value) != 0:
        return None
    level = float(value[0])
    tag_is = {quantity: measure in seen.finite(quantity) for quantity in (*_LOSSES, *_ACCURACIES)}
    if any(tag_is[each] for each in _ACCURACIES):
        is_telling = len(value) >= _FEWEST_ACCURACIES and level not in _PERFECT
        return _Still(measure, 0, Severity.WARN) if is_telling else None
    is_supervised = bool(supervised_losses(seen, 1, *_LOSSES))
    if not is_supervised and level == 0:
        return None
    is_rounded = len(value) < _FEWEST_ROUNDED and level == round(level, _DECIMALS)
    if is_rounded:
        return _Still(measure, 0, Severity.INFO)
    return _Still(measure, 0, Severity.ALARM if is_supervised and tag_is[Quantity.LOSS] else Severity.WARN)


def _lately(measure: Measure) -> _Still | None:
    """Give what varied from point to point and has had one number ever since.

    The largest norm of all, kept to the end, is that of a clip.
    """
    value = measure.series.value
    since = settles_at(value == value[-1], share=1.0, fewest=_LAST)
    if not since or len(value) - since <= _LASTING * len(value) or value[-1] in (0, *_PERFECT, value.max()):
        return None
    varied = float((np.diff(value[:since]) != 0).mean()) if since > 1 else 0.0
    return _Still(measure, since, Severity.WARN) if varied >= _VARIED else None
