"""What a log cannot say about itself and a person can: asked for only where a detector would use it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.quantities import Quantity, meanings_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the person knows; None where they have not said.

    Attributes:
        classes: number of classes, or of words in the vocabulary.
        class_shares: share of each class, or how many examples it has.
        target_variance: variance of the target of a regression with squared error.
        least_loss: least loss that is possible: the entropy of the labels, the variance of the noise of a target, or
            what a model that is surely better gets.
        random_return: mean return of a policy that acts at random.
        gamma: discount factor, in [0, 1).
        r_max: largest reward of one step.
        length_limit: longest episode or completion that is allowed, in steps or tokens.
    """

    classes: int | None = None
    class_shares: tuple[float, ...] | None = None
    target_variance: float | None = None
    least_loss: float | None = None
    random_return: float | None = None
    gamma: float | None = None
    r_max: float | None = None
    length_limit: int | None = None


class Wanted(NamedTuple):
    """A fact that would let a detector look: its name in `Facts`, and how to ask for it."""

    fact: str
    asks: str


class _Use(NamedTuple):
    wanted: Wanted
    quantities: tuple[Quantity, ...]


_RETURNS = (Quantity.RETURN, Quantity.EVAL_RETURN)
_LENGTHS = (Quantity.EPISODE_LENGTH, Quantity.COMPLETION_LENGTH)
_POLICIES = frozenset({*_RETURNS, Quantity.ENTROPY, Quantity.POLICY_LOSS, Quantity.VALUE_LOSS})
_CLASSES = Wanted("classes", "How many classes (or words in the vocabulary) are there?")
_SHARES = Wanted("class_shares", "What share of the examples does each class have?")
_VARIANCE = Wanted("target_variance", "What is the variance of the target?")
_LEAST = Wanted("least_loss", "What is the least loss that is possible?")
_USES = (
    _Use(Wanted("random_return", "What return does a policy get that acts at random?"), _RETURNS),
    _Use(Wanted("gamma", "What is the discount factor?"), (Quantity.Q_VALUE,)),
    _Use(Wanted("r_max", "What is the largest reward of one step?"), (Quantity.Q_VALUE,)),
    _Use(Wanted("length_limit", "How long may an episode or a completion be at most?"), _LENGTHS),
)


_ERRORS = re.compile(r"(^|[/_. ])(mse|rmse|mae|r2)([/_. ]|$)", re.IGNORECASE)
_FEWEST = 10
_LAST = 0.2
_FLAT = 0.05  # of the level
_LEARNT = 0.1  # of ln C: a loss under it is far from any share of the classes
_FAR_LOWER = 0.5  # of the loss in training: dropout and the like explain less
_UNDER = 0.1  # how far a first loss under ln C needs an explanation


def wanted_facts(run: Run, facts: Facts) -> tuple[Wanted, ...]:
    """Give the facts that are not stated and that a detector could use on this run, the fewest that could matter.

    Of a loss, the number of classes is asked for, or the variance of the target where errors of a regression are
    logged; the shares of the classes only where the loss begins under or stays at a level that they could explain,
    and the least possible loss only where the held-out one lies under half of that in training.
    """
    logged = {meaning.quantity for meaning in meanings_of(run).values()}
    of_labels = () if logged & _POLICIES or Quantity.LOSS not in logged else _of_labels(run, facts)
    return of_labels + tuple(
        use.wanted
        for use in _USES
        if getattr(facts, use.wanted.fact) is None and not logged.isdisjoint(use.quantities)
    )


def _of_labels(run: Run, facts: Facts) -> tuple[Wanted, ...]:
    losses = _values(run, Quantity.LOSS)
    classes = facts.classes
    wanted = []
    if (classes, facts.class_shares, facts.target_variance) == (None, None, None):
        wanted.append(_VARIANCE if any(map(_ERRORS.search, run.series)) else _CLASSES)
    elif classes is not None and facts.class_shares is None:
        chance = math.log(classes) if classes > 1 else 0.0
        wanted += [_SHARES] if any(_may_know_only_shares(each, chance) for each in losses) else []
    if facts.least_loss is None and _is_held_out_lower(losses, _values(run, Quantity.EVAL_LOSS)):
        wanted.append(_LEAST)
    return tuple(wanted)


def _values(run: Run, quantity: Quantity) -> list[NDArray[np.float64]]:
    """Give the finite values of each series of a quantity that has enough of them, other metrics left out."""
    series = (
        run.series[tag].timeline()
        for tag, meaning in meanings_of(run).items()
        if meaning.quantity is quantity and not meaning.metric
    )
    finite = (each.value[np.isfinite(each.value)] for each in series)
    return [value for value in finite if len(value) >= _FEWEST]


def _may_know_only_shares(value: NDArray[np.float64], chance: float) -> bool:
    """Give whether a loss begins well under that of guessing, or stands still at a level worth explaining."""
    fifth = max(1, int(_LAST * len(value)))
    end, before = float(value[-fifth:].mean()), float(value[-2 * fifth : -fifth].mean())
    is_flat = abs(end - before) <= _FLAT * abs(before) and end > _LEARNT * chance
    return chance > 0 and (is_flat or float(value[0]) < (1 - _UNDER) * chance)


def _is_held_out_lower(training: list[NDArray[np.float64]], held_out: list[NDArray[np.float64]]) -> bool:
    ends = [
        [float(np.median(value[-max(3, int(_LAST * len(value))) :])) for value in values]
        for values in (training, held_out)
    ]
    return bool(ends[0] and ends[1]) and max(ends[1]) < _FAR_LOWER * min(ends[0])
