"""A learning rate that does not do what the configuration says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.finding.configuration import PREFIX
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="rate-not-as-meant",
    source="Karpathy 2019 (a schedule that does something else than was meant); the comparison is coach's own",
    innocent=(
        "the logged rate is that of another group of parameters",
        "the log begins after the warm-up, or the run ended before the schedule moved",
        "the rate is scaled by batch size or number of devices on purpose",
    ),
    raises=("lr-schedule-units", "config-not-applied"),
)
_FEWEST = 10
_SAME = 1e-6
_MOVED = 0.1  # of the peak
_APART = 1.5
_SCHEDULE = re.compile(
    r"(^|[/_])((lr|learning_rate)_?(schedule|scheduler|decay|policy)(r?_?(type|style|name|mode))?|sched|scheduler)$"
)
_ANNEALED = re.compile(
    r"(^|[/_])(anneal_lr|lr_anneal(ing)?|linear_lr_decay|decay_lr|lr_decay|cos_lr|cosine_lr)$"
)
_WARM_UP = re.compile(r"(^|[/_])(lr_)?warm_?up_?(steps|ratio|iters|epochs|fraction)$")
_PEAK = re.compile(r"(^|[/_])(lr|learning_rate|max_lr|base_lr)$")
_CONSTANT = frozenset({"constant", "none", "fixed", "false"})
_MOVING = ("linear", "cosine", "poly", "exp", "inverse", "onecycle", "one_cycle", "step")


class _Off(NamedTuple):
    says: str
    at: int
    value: float
    threshold: float
    severity: Severity = Severity.WARN


def rate_not_as_meant(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the logged rate contradicts the schedule, warm-up or peak the configuration states."""
    settings = {
        name.removeprefix(PREFIX).lower(): text.strip().lower()
        for name, text in seen.run.metadata.items()
        if name.startswith(PREFIX)
    }
    if not settings:
        return
    for measure in seen.finite(Quantity.LEARNING_RATE):
        value = measure.series.value
        if len(value) < _FEWEST or value.max() <= 0:
            continue
        off = _schedule(measure, settings) or _warm_up(measure, settings) or _peak(measure, settings)
        if off is not None:
            yield CARD.symptom(
                measure.tag,
                off.severity,
                f"{off.says}.",
                onset=seen.onset(measure.series, off.at),
                value=off.value,
                threshold=off.threshold,
            )


def _schedule(measure: Measure, settings: Mapping[str, str]) -> _Off | None:
    """Give a rate that stands still under a schedule, or moves where it is said to be constant."""
    value = measure.series.value
    top = float(value.max())
    moved = 1 - float(value.min()) / top
    said = next(((name, text) for name, text in settings.items() if _SCHEDULE.search(name)), None)
    is_annealed = next(
        (name for name, text in settings.items() if _ANNEALED.search(name) and text == "true"), ""
    )
    if moved < _SAME and (is_annealed or (said and said[1].startswith(_MOVING))):
        name, text = said if said and not is_annealed else (is_annealed, "true")
        off = f"{name} is {text} and {measure.tag} stays at {top:.3g} all along"
        # The first step of such a schedule may lie beyond what was run.
        is_stepped = text.startswith("step")
        return _Off(off, 0, moved, _SAME, Severity.INFO if is_stepped else Severity.WARN)
    # A rate that only rises under a constant schedule is warming up.
    if said and said[1] in _CONSTANT and not is_annealed and value[-1] < (1 - _MOVED) * top:
        at = int(np.argmax((value < (1 - _MOVED) * top) & (np.arange(len(value)) > np.argmax(value))))
        return _Off(
            f"{said[0]} is {said[1]} and {measure.tag} falls from {top:.3g} to {value[-1]:.3g}",
            at,
            moved,
            _MOVED,
        )
    return None


def _warm_up(measure: Measure, settings: Mapping[str, str]) -> _Off | None:
    """Give a rate that is at its peak from the first step on, where a warm-up is configured."""
    value = measure.series.value
    name = next(
        (each for each, text in settings.items() if _WARM_UP.search(each) and _number(text) > 0), None
    )
    length = _number(settings[name]) if name else 0.0
    is_visible = length > 2 * float(measure.series.step[0]) + 2 if length > 1 else measure.series.step[0] <= 1
    if name is None or not is_visible or value[0] < (1 - _SAME) * value.max():
        return None
    return _Off(
        f"{name} is {settings[name]} and {measure.tag} begins at its peak, {value[0]:.3g}",
        0,
        float(value[0]),
        0.0,
    )


def _peak(measure: Measure, settings: Mapping[str, str]) -> _Off | None:
    """Give a rate whose peak is far from the one that is configured."""
    stated = {_number(text) for name, text in settings.items() if _PEAK.search(name)} - {0.0}
    top = float(measure.series.value.max())
    if len(stated) != 1:
        return None
    meant = stated.pop()
    if 1 / _APART <= top / meant <= _APART:
        return None
    at = int(np.argmax(measure.series.value))
    return _Off(f"the configured rate is {meant:g} and {measure.tag} peaks at {top:.3g}", at, top, meant)


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if np.isfinite(found) and found > 0 else 0.0
