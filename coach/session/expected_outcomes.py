"""What an experiment of a catalogue would show under each failure mode, and how much that tells."""

from __future__ import annotations

import math
import operator
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.session.catch_all import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from coach.session.failure_mode import FailureMode
    from coach.session.suggested import SuggestedExperiment


def completed(experiment: SuggestedExperiment, modes: Iterable[FailureMode]) -> SuggestedExperiment:
    """Give an experiment with a row for every failure mode.

    Those of which it says nothing expect each outcome as often as the others do on average: silence moves no belief
    (engine.md 5.1), and an even row would speak against whatever the others expect.
    """
    known = tuple(modes)
    stated = [mode for mode in known if mode.id in experiment.rows]
    if not stated:
        return experiment
    usual = _mean([experiment.rows[mode.id] for mode in stated], [mode.weight for mode in stated])
    return replace(experiment, rows={mode.id: experiment.rows.get(mode.id, usual) for mode in known})


def bits_of(experiment: SuggestedExperiment, named: Collection[str], modes: Sequence[FailureMode]) -> float:
    """Give the expected information about which of some causes is true, in bits; 0 where it speaks of none of them.

    All of them and one unnamed other count as equally likely; that one is made of the failure modes that nobody named
    and of what nobody knows.
    """
    if not any(each in experiment.rows for each in named):
        return 0.0
    even = (1 / len(experiment.outcomes),) * len(experiment.outcomes)
    expected = completed(experiment, modes).rows
    rows = [expected.get(each, even) for each in named]
    rows.append(_unnamed(expected, even, [mode for mode in modes if mode.id not in named]))
    return _entropy(_mean(rows, [1] * len(rows))) - sum(map(_entropy, rows)) / len(rows)


def _unnamed(
    expected: Mapping[str, tuple[float, ...]], even: tuple[float, ...], others: Sequence[FailureMode]
) -> tuple[float, ...]:
    if not others:
        return even
    known = _mean([expected.get(mode.id, even) for mode in others], [mode.weight for mode in others])
    return _mean((known, even), (1 - UNKNOWN, UNKNOWN))


def _mean(rows: Sequence[Sequence[float]], weights: Sequence[float]) -> tuple[float, ...]:
    total = math.fsum(weights)
    columns = zip(*rows, strict=True)
    return tuple(math.fsum(map(operator.mul, weights, column)) / total for column in columns)


def _entropy(probabilities: Iterable[float]) -> float:
    return -sum(p * math.log2(p) for p in probabilities if p > 0)
