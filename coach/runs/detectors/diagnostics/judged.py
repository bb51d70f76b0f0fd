"""Every diagnostic of a run held against the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.detectors.diagnostics.row import words_of
from coach.runs.detectors.diagnostics.said import said
from coach.runs.detectors.diagnostics.shapes import SHAPES
from coach.runs.detectors.diagnostics.told import FEWEST, told_in
from coach.runs.detectors.returns.progress import is_near_its_best
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.detectors.diagnostics.row import Beside, State
    from coach.runs.detectors.diagnostics.shapes import Found
    from coach.runs.detectors.diagnostics.told import Told
    from coach.runs.symptom import Symptom

_ORDER = (Severity.ALARM, Severity.WARN, Severity.INFO)
_MOST_NAMED = 2
_STEADY = 0.5  # of the highest rate


class _Hit(NamedTuple):
    told: Told
    state: State
    found: Found


def judged_diagnostics(seen: RunForDetectors, warned: Collection[str] = ()) -> Iterator[Symptom]:
    """Yield a symptom for each kind of bad state that a diagnostic is in; further tags that tell the same are named.

    Args:
        seen: the run.
        warned: tags that a detector of their own has warned of already, which are left out.
    """
    words = {tag: words_of(tag) for tag in seen.timelines}
    hits: dict[str, list[_Hit]] = {}
    for told in told_in(seen, words):
        hit = None if told.tag in warned else _hit(seen, told, words)
        if hit is not None:
            hits.setdefault(hit.state.symptom, []).append(hit)
    for alike in hits.values():
        first = min(alike, key=lambda each: _ORDER.index(each.state.level))
        tags = dict.fromkeys(each.told.tag for each in alike)
        yield _symptom(seen, first, [tag for tag in tags if tag != first.told.tag])


def _hit(seen: RunForDetectors, told: Told, words: Mapping[str, frozenset[str]]) -> _Hit | None:
    """Give the gravest bad state that a diagnostic is in; None where it is in none."""
    for state in told.row.states:
        found = SHAPES[state.shape](told.series.value, state.at)
        if found is None or not state.least <= found.now <= state.most:
            continue
        steps = float(told.series.step[-1] - told.series.step[0])
        is_often = not state.of_steps or found.now >= state.of_steps * steps
        if is_often and _holds_besides(seen, state, words):
            return _Hit(told, state, found)
    return None


def _holds_besides(seen: RunForDetectors, state: State, words: Mapping[str, frozenset[str]]) -> bool:
    if state.unless_best and is_near_its_best(seen):
        return False
    if state.with_steady_rate and not all(map(_is_steady, seen.finite(Quantity.LEARNING_RATE))):
        return False
    return state.beside is None or _is_beside(seen, state.beside, words)


def _is_steady(rate: Measure) -> bool:
    value = rate.series.value
    return bool(np.ptp(value) <= _STEADY * value.max())


def _is_beside(seen: RunForDetectors, beside: Beside, words: Mapping[str, frozenset[str]]) -> bool:
    for tag, series in seen.timelines.items():
        value = series.value[np.isfinite(series.value)]
        if len(value) >= FEWEST and beside.tag.fits(words[tag]) and SHAPES[beside.shape](value, beside.at):
            return True
    return False


def _symptom(seen: RunForDetectors, hit: _Hit, others: Sequence[str]) -> Symptom:
    told, state, found = hit
    more = f" ({_list(others)} tell{'s' if len(others) == 1 else ''} the same)" if others else ""
    return state.card.symptom(
        told.tag,
        state.level,
        f"{said(told, state.shape, found)}{more}: {state.means}.",
        onset=seen.onset(told.series, found.at),
        value=found.now,
        threshold=state.at,
    )


def _list(tags: Sequence[str]) -> str:
    named = ", ".join(tags[:_MOST_NAMED])
    return named if len(tags) <= _MOST_NAMED else f"{named} and {len(tags) - _MOST_NAMED} more"
