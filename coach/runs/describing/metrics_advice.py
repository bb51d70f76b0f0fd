"""Which of the quantities worth logging a run does not log."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.quantities import Quantity, meaning_of, meanings_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.runs.run import Run

_OF_POLICIES = frozenset(
    {
        Quantity.ENTROPY,
        Quantity.POLICY_LOSS,
        Quantity.KL,
        Quantity.CLIP_FRACTION,
        Quantity.CLIP_RANGE,
        Quantity.EXPLAINED_VARIANCE,
        Quantity.RATIO,
        Quantity.KL_REFERENCE,
        Quantity.POLICY_STD,
    }
)
_OF_AGENTS = frozenset(
    {
        Quantity.RETURN,
        Quantity.EVAL_RETURN,
        Quantity.EPISODE_LENGTH,
        Quantity.Q_VALUE,
        Quantity.VALUE_LOSS,
        Quantity.RATING,
        Quantity.BEST_RETURN,
        Quantity.MAX_RETURN,
        Quantity.EXPLORATION_RATE,
    }
)
_OF_VALUE_BASED = frozenset({Quantity.Q_VALUE, Quantity.EXPLORATION_RATE})
_OF_TRUST_REGIONS = frozenset(
    {Quantity.KL, Quantity.CLIP_FRACTION, Quantity.CLIP_RANGE, Quantity.RATIO, Quantity.KL_REFERENCE}
)
_OF_ROLLOUTS = _OF_TRUST_REGIONS | {Quantity.EXPLAINED_VARIANCE}
_OF_LABELS = frozenset({Quantity.LOSS, Quantity.EVAL_LOSS, Quantity.ACCURACY, Quantity.EVAL_ACCURACY})
_EPISODES_ONLY = "monitor"
_FEWEST_POINTS = 10
_SURELY = 2
_SPREADS = {"std", "action_std"}  # only continuous actions have one


class Domain(NamedTuple):
    """A built-in playbook that fits what a run logs, and the tags that say so, the most telling first."""

    playbook: str
    tags: tuple[str, ...]


def domain_of(run: Run) -> str | None:
    """Give the id of the built-in playbook that fits what a run logs; None where nothing known is logged.

    A file of episodes alone is a view of a training that logs elsewhere.
    """
    found = domain_with_tags(run)
    return None if found is None else found.playbook


def domain_with_tags(run: Run) -> Domain | None:
    """Give the built-in playbook of `domain_of` with the tags that say so."""
    if run.format == _EPISODES_ONLY:
        return None
    logged = _logged(run)
    is_off_policy = bool(logged & _OF_VALUE_BASED) and not logged & _OF_TRUST_REGIONS
    is_off_policy |= _tunes_temperature(run) and not logged & _OF_ROLLOUTS
    if len(logged & _OF_POLICIES) >= _SURELY and not is_off_policy:
        return Domain("policy-gradient", _tags_of(run, _OF_TRUST_REGIONS, _OF_POLICIES))
    if logged & (_OF_AGENTS | _OF_POLICIES):
        return Domain("reinforcement-learning", _tags_of(run, _OF_VALUE_BASED, _OF_AGENTS, _OF_POLICIES))
    return Domain("deep-learning", _tags_of(run, _OF_LABELS)) if logged & _OF_LABELS else None


def _tunes_temperature(run: Run) -> bool:
    """Give whether the weight of the entropy moves both ways, as SAC's does, where a schedule only falls or rises."""
    for tag, meaning in meanings_of(run).items():
        if meaning.quantity is Quantity.ENTROPY_COEFFICIENT:
            change = np.diff(run.series[tag].timeline().value)
            if (change > 0).any() and (change < 0).any():
                return True
    return False


def _tags_of(run: Run, *quantities: frozenset[Quantity]) -> tuple[str, ...]:
    """Give the tags that log one of some quantities, those of the first set first, each once."""
    meanings = meanings_of(run)
    return tuple(
        dict.fromkeys(
            tag
            for some in quantities
            for tag, meaning in meanings.items()
            if meaning.quantity in some and len(run.series[tag])
        )
    )


def not_logged(run: Run, worth_logging: Iterable[str]) -> tuple[str, ...]:
    """Give those tags worth logging whose quantity the run logs under no name; none for a run of a few points.

    A tag the table of names does not know counts as logged when some tag ends in the same word. What only
    supervised training has is not asked of an agent.
    """
    longest = max((len(series) for series in run.series.values()), default=0)
    if longest < _FEWEST_POINTS:
        return ()
    logged = _logged(run)
    words = {_last(tag) for tag in run.series}
    foreign = _OF_LABELS if logged & (_OF_AGENTS | _OF_POLICIES) else frozenset()
    missing = []
    for tag in worth_logging:
        meaning = meaning_of(tag)
        quantity = None if meaning is None else meaning.quantity
        is_there = _last(tag) in words if quantity is None else quantity in logged
        if not is_there and quantity not in foreign and _last(tag) not in _SPREADS:
            missing.append(tag)
    return tuple(missing)


def _logged(run: Run) -> set[Quantity]:
    return {meaning.quantity for tag, meaning in meanings_of(run).items() if len(run.series[tag])}


def _last(tag: str) -> str:
    return tag.strip().lower().rsplit("/", 1)[-1]
