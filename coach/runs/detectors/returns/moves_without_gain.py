"""A policy that changes a good deal, while the return stays where it began."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import noise, rolling_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import main_return
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="moves-without-gain",
    source="Jones 2021 (what the policy does and what it earns are two questions); every share is coach's own choice",
    innocent=(
        "rewards are so rare that none has been found yet",
        "a new task was begun with a policy that was trained before",
        "the run is at its very beginning",
    ),
    raises=(
        "advantage-bug",
        "buffer-misalignment",
        "env-not-stepped",
        "wrong-td-target",
        "obs-corruption",
        "action-range",
    ),
)
_FEWEST = 30
_THIRD = 3
_COLLAPSED = 0.05  # of it: another symptom tells that
_SPENT = 0.8  # of the entropy at the start: what is left of it where a policy has made up its mind
_GREEDY, _RANDOM = 0.2, 0.8  # shares of random actions
_ERRORS = 4.0  # standard errors of the difference of two means
_MATTERS = 0.25  # of the level at the start, or of the points' spread


def moves_without_gain(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a policy lost a fifth of its entropy, or acts by its values, for no better return.

    Acting by values is compared with acting at random: with the returns from when nearly all actions still were.
    """
    returns = main_return(seen)
    if returns is None or len(returns.series) < _FEWEST:
        return
    for before, after, said, tag in (*_surer(seen, returns), *_greedier(seen, returns)):
        value = returns.series.value
        if (
            min(len(before), len(after)) < _THIRD
            or _was_better(value, before)
            or _is_gain(value, before, after)
        ):
            continue
        gain = float(after.mean() - before.mean())
        onset = seen.onset(returns.series, 0)
        yield CARD.symptom(
            tag,
            Severity.WARN,
            f"{said}, and {returns.tag} is {after.mean():.3g} with it, where it was {before.mean():.3g} before: the "
            f"policy changes, and not for the better.",
            onset=onset,
            value=gain,
            threshold=_MATTERS,
        )
        return


_Change = tuple["NDArray[np.float64]", "NDArray[np.float64]", str, str]


def _surer(seen: RunForDetectors, returns: Measure) -> Iterator[_Change]:
    """Yield the returns before and after for an entropy that sank by a fifth, stayed under that, and is not gone."""
    for measure in seen.finite(Quantity.ENTROPY, beside=returns.tag):
        value = measure.series.value
        first = float(np.median(value[:3]))
        third = len(value) // _THIRD
        last = value[-third:]
        if len(value) < _FEWEST or first <= 0 or last.max() > _SPENT * first:
            continue
        if float(np.median(last)) < _COLLAPSED * first:
            continue
        points = returns.series.value
        part = max(_THIRD, len(points) // 10)
        said = f"{measure.tag} came down from {first:.3g} to {float(np.median(last)):.3g}"
        yield points[:part], points[-len(points) // _THIRD :], said, measure.tag


def _greedier(seen: RunForDetectors, returns: Measure) -> Iterator[_Change]:
    """Yield the returns of acting at random and of acting by values, for a share of random actions that fell."""
    for measure in seen.finite(Quantity.EXPLORATION_RATE, beside=returns.tag):
        rate = np.interp(returns.series.step, measure.series.step, measure.series.value)
        if len(measure.series) < _FEWEST or rate.max() > 1:
            continue
        said = f"{measure.tag} came down from {rate[0]:.3g} to {rate[-1]:.3g}"
        value = returns.series.value
        greedy = value[rate < _GREEDY]
        yield value[rate > _RANDOM], greedy[-max(_THIRD, len(greedy) // 2) :], said, measure.tag


def _was_better(value: NDArray[np.float64], before: NDArray[np.float64]) -> bool:
    """Give whether a tenth of the run was better than its beginning: what was lost again is another symptom."""
    tenth = max(_THIRD, len(value) // 10)
    best = int(np.argmax(rolling_means(value, tenth)))
    return _is_gain(value, before, value[best : best + tenth])


def _is_gain(value: NDArray[np.float64], before: NDArray[np.float64], after: NDArray[np.float64]) -> bool:
    """Give whether one stretch of returns is clearly better than another, or so much so that it would matter."""
    gain = float(after.mean() - before.mean())
    error = noise(value) * float(np.sqrt(1 / len(before) + 1 / len(after)))
    usual = max(abs(float(before.mean())), float(before.std()))
    return gain > _ERRORS * error or gain > _MATTERS * usual
