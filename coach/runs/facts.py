"""What a log cannot say about itself and a person can: asked for only where a detector would use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.quantities import Quantity, meaning_of

if TYPE_CHECKING:
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
_USES = (
    _Use(Wanted("classes", "How many classes (or words in the vocabulary) are there?"), (Quantity.LOSS,)),
    _Use(Wanted("random_return", "What return does a policy get that acts at random?"), _RETURNS),
    _Use(Wanted("gamma", "What is the discount factor?"), (Quantity.Q_VALUE,)),
    _Use(Wanted("r_max", "What is the largest reward of one step?"), (Quantity.Q_VALUE,)),
    _Use(Wanted("length_limit", "How long may an episode or a completion be at most?"), _LENGTHS),
)


def wanted_facts(run: Run, facts: Facts) -> tuple[Wanted, ...]:
    """Give the facts that are not stated and that a detector could use on this run."""
    logged = {meaning.quantity for tag in run.series if (meaning := meaning_of(tag)) is not None}
    if logged & _POLICIES:
        logged -= {Quantity.LOSS}
    return tuple(
        use.wanted
        for use in _USES
        if getattr(facts, use.wanted.fact) is None and not logged.isdisjoint(use.quantities)
    )
