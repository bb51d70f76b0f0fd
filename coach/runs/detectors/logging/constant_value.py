"""Losses, values and accuracies that keep one number exactly: nothing is trained, or it is not looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.detectors.returns.risen_beside import better_beside
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
    raises=("frozen-params", "graph-break", "class-imbalance", "config-not-applied", "logging-artefact"),
    looks_at=(
        Quantity.LOSS,
        Quantity.VALUE_LOSS,
        Quantity.Q_VALUE,
        Quantity.VALUE,
    ),
)
_LOSSES = (Quantity.LOSS, Quantity.EVAL_LOSS)
_ACCURACIES = (Quantity.ACCURACY, Quantity.EVAL_ACCURACY)
_LOSSES_OF_AGENTS = (*_LOSSES, Quantity.VALUE_LOSS, Quantity.POLICY_LOSS)
_VALUES = (Quantity.Q_VALUE, Quantity.VALUE)
_LOOKED_AT = (*_LOSSES_OF_AGENTS, *_VALUES, *_ACCURACIES)
_ORDER = (Severity.ALARM, Severity.WARN, Severity.INFO)
_FEWEST = 3
_FEWEST_ROUNDED = 10
_FEWEST_ACCURACIES = 5
_LAST = 20
_LASTING = 0.3  # of the points
_VARIED = (
    0.9  # of the points before, that differ from the one before them: a log that repeats itself does not
)
_DECIMALS = 2
_PERFECT = (1.0, 100.0)
_MOST_NAMED = 3


class Still(NamedTuple):
    """A measure that keeps one number, from a point on, and how much that should disturb."""

    measure: Measure
    since: int
    severity: Severity


def constant_value(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom for what never moves, and one for what moved and then kept one number to the end."""
    looked_at = [(quantity, each) for quantity in _LOOKED_AT for each in seen.finite(quantity)]
    always = [found for quantity, each in looked_at if (found := _always(seen, quantity, each))]
    if always:
        yield _symptom(seen, _as_they_matter(seen, always), _meaning(seen, _gravest(always).measure))
    measures = [*(each for _, each in looked_at), *seen.finite(Quantity.GRAD_NORM)]
    lately = [
        found for each in measures if (found := since_when(each)) and not _is_told_otherwise(seen, found)
    ]
    if lately:
        later = _symptom(seen, lately, "what is computed anew does not repeat itself")
        yield later.named(f"{later.id}:later")


def _as_they_matter(seen: RunForDetectors, always: list[Still]) -> list[Still]:
    """Give losses as a mention where the run clearly learns: then they are not what is trained, or are rounded."""
    if better_beside(seen) is None:
        return always
    losses = seen.finite(*_LOSSES)
    return [each._replace(severity=Severity.INFO) if each.measure in losses else each for each in always]


def _is_told_otherwise(seen: RunForDetectors, still: Still) -> bool:
    return _follows_non_finite(seen, still) or moves_beside(seen, still) is not None


def moves_beside(seen: RunForDetectors, still: Still) -> Measure | None:
    """Give a training loss that goes on while held-out data keep one number: then the evaluation is stale."""
    if still.measure not in seen.finite(Quantity.EVAL_LOSS, Quantity.EVAL_ACCURACY):
        return None
    kept_from = int(still.measure.series.step[still.since])
    for measure in supervised_losses(seen, _FEWEST):
        after = measure.series.value[measure.series.step >= kept_from]
        if seen.count_alike(measure.tag, still.measure.tag) and len(after) > _FEWEST and np.ptp(after) > 0:
            return measure
    return None


def _follows_non_finite(seen: RunForDetectors, still: Still) -> bool:
    """Give whether a loss or a gradient is no number from then on: such a model gives one answer to everything.

    That is told of the loss already, and the answers may well be computed anew each time.
    """
    step = still.measure.series.step
    kept_from = float(step[min(still.since + 1, len(step) - 1)])
    for tag, series in seen.timelines.items():
        meaning = seen.meanings.get(tag)
        if meaning is None or meaning.quantity not in (*_LOSSES_OF_AGENTS, Quantity.GRAD_NORM):
            continue
        bad = ~np.isfinite(series.value)
        if bad[-1] and series.step[int(np.argmax(bad))] <= kept_from:
            return True
    return False


def _meaning(seen: RunForDetectors, measure: Measure) -> str:
    if measure.series.value[0] == 0 and measure in seen.finite(*_ACCURACIES):
        return "no answer that counts for it is ever right, or it is not computed"
    if measure.series.value[0] == 0:
        return "it is not computed, or nothing counts for it"
    better = better_beside(seen)
    if better is not None and measure in seen.finite(*_LOSSES):
        return f"{better.tag} has clearly improved, so that it is rounded, or not what is trained"
    moving = {each.tag for each in seen.finite(*_LOSSES_OF_AGENTS) if np.ptp(each.series.value) > 0}
    if moving and measure in seen.finite(*_ACCURACIES):
        return f"{min(moving)} moves all the same, so the answers do not change, or are not computed anew"
    return "nothing is trained, or the same is evaluated again and again"


def _gravest(still: list[Still]) -> Still:
    return min(still, key=lambda each: (_ORDER.index(each.severity), each.since))


def _symptom(seen: RunForDetectors, still: list[Still], meaning: str) -> Symptom:
    measure, since, severity = _gravest(still)
    value, step = measure.series.value, int(measure.series.step[since])
    points = "points" if len(value) == len(seen.timelines[measure.tag]) else "finite points"
    where = f"at every point since step {step:,}" if since else f"at all {len(value):,} {points}"
    said = f"{measure.tag} is exactly {value[-1]:.6g} {where}"
    others = [each.measure.tag for each in still if each.measure is not measure]
    if others:
        more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
        said += f", and {', '.join(others[:_MOST_NAMED])}{more} {'keep theirs' if len(others) > 1 else 'keeps its own'}"
    onset = seen.onset(measure.series, since)
    return CARD.symptom(
        measure.tag, severity, f"{said}: {meaning}.", onset=onset, value=float(value[-1]), threshold=0.0
    )


def _always(seen: RunForDetectors, quantity: Quantity, measure: Measure) -> Still | None:
    """Give what has one number at all points.

    A loss of an agent may be 0 by its nature, one of several losses may be unused, and an accuracy of all or nothing
    may be earned.
    """
    value = measure.series.value
    if len(value) < _FEWEST or np.ptp(value) != 0:
        return None
    level = float(value[0])
    if quantity in _ACCURACIES:
        if level in _PERFECT:
            return None
        return Still(measure, 0, Severity.WARN if len(value) >= _FEWEST_ACCURACIES else Severity.INFO)
    is_supervised = bool(supervised_losses(seen, 1, *_LOSSES))
    if level == 0 and quantity in _LOSSES_OF_AGENTS and not is_supervised:
        return None
    do_others_move = any(np.ptp(each.series.value) > 0 for each in seen.finite(quantity))
    is_rounded = len(value) < _FEWEST_ROUNDED and level == round(level, _DECIMALS)
    is_unused = level == 0 and (do_others_move or quantity in _VALUES)
    if is_rounded or (is_unused and not (quantity is Quantity.Q_VALUE and _is_learnt_from(seen, measure))):
        return Still(measure, 0, Severity.INFO)
    is_all = quantity is Quantity.LOSS and is_supervised and not do_others_move
    return Still(measure, 0, Severity.ALARM if is_all else Severity.WARN)


def _is_learnt_from(seen: RunForDetectors, measure: Measure) -> bool:
    """Give whether a loss moves beside values of actions that are 0 at 20 points or more, and no other values move."""
    losses = seen.finite(Quantity.VALUE_LOSS, Quantity.LOSS)
    others = [each for each in seen.finite(Quantity.Q_VALUE) if np.ptp(each.series.value) > 0]
    return (
        len(measure.series) >= _LAST and not others and any(np.ptp(each.series.value) > 0 for each in losses)
    )


def since_when(measure: Measure) -> Still | None:
    """Give what varied from point to point and has had one number ever since.

    The largest norm of all, kept to the end, is that of a clip.
    """
    value = measure.series.value
    since = settles_at(value == value[-1], share=1.0, fewest=_LAST)
    if not since or len(value) - since <= _LASTING * len(value) or value[-1] in (0, *_PERFECT, value.max()):
        return None
    varied = float((np.diff(value[: since // 2 + 1]) != 0).mean()) if since > 1 else 0.0
    return Still(measure, since, Severity.WARN) if varied >= _VARIED else None
