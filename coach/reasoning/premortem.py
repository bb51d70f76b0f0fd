"""Pre-mortem arithmetic: doubt listed cause by cause against doubt felt as a whole, and which checks pay."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from coach.errors import BeliefError
from coach.reasoning.scale import format_probability

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LEAK_THAT_MATTERS: Final = 0.1
"""Above this the list of causes is called incomplete (editorial)."""
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class PremortemCause:
    """One way the run could fail.

    Attributes:
        probability: P(this makes it fail), in [0, 1].
        effectiveness: share of that probability the check removes, in [0, 1].
        check_cost: what the check costs, in the unit of the run's cost.
    """

    id: str
    probability: float
    effectiveness: float = 0.0
    check_cost: float = 0.0

    def __post_init__(self) -> None:
        for name, value in (("probability", self.probability), ("effectiveness", self.effectiveness)):
            if not (0 <= value <= 1):
                raise BeliefError(
                    f"cause {self.id!r}: {name} is {value}", hint="Give a number between 0 and 1."
                )
        if not (0 <= self.check_cost < math.inf):
            raise BeliefError(
                f"cause {self.id!r}: the check costs {self.check_cost}", hint="Give a number from 0 up."
            )

    @property
    def remaining(self) -> float:
        """P(this makes it fail) after its check."""
        return self.probability * (1 - self.effectiveness)


@dataclass(frozen=True, slots=True)
class PremortemArithmetic:
    """What a list of causes adds up to.

    Attributes:
        listed: P(at least one listed cause strikes), the causes taken as independent.
        holistic: P(fail) as felt, as stated.
        leak: P(something nobody listed makes it fail) that reconciles the two; 0 where they contradict each
            other.
        coherent: whether the listed doubt is no more than the holistic one.
        pays: ids of the causes whose check is worth its cost, best ratio first.
        residual_listed: P(at least one listed cause strikes) once those checks are done.
        residual: the same with the unlisted leak.
        says: one or two plain sentences.
    """

    listed: float
    holistic: float
    leak: float
    coherent: bool
    pays: tuple[str, ...]
    residual_listed: float
    residual: float
    says: str


def premortem_arithmetic(
    causes: Sequence[PremortemCause], holistic: float, run_cost: float
) -> PremortemArithmetic:
    """Give what the list explains, what it leaves out and which checks pay.

    Check i pays when p_i e_i C_run > m_i.

    Args:
        causes: what could make the run fail.
        holistic: P(fail) felt before listing anything, in [0, 1].
        run_cost: what a failed run costs, in the unit of the checks' costs.

    Raises:
        BeliefError: a number is out of range.
    """
    if not (0 <= holistic <= 1):
        raise BeliefError(f"P(fail) is {holistic}", hint="Give a number between 0 and 1.")
    if not (0 <= run_cost < math.inf):
        raise BeliefError(f"a failed run costs {run_cost}", hint="Give a number from 0 up.")
    listed = any_of([cause.probability for cause in causes])
    leak = unlisted_leak(listed, holistic)
    pays = _checks_that_pay(causes, run_cost)
    residual_listed = any_of([c.remaining if c.id in pays else c.probability for c in causes])
    return PremortemArithmetic(
        listed=listed,
        holistic=holistic,
        leak=max(0.0, leak),
        coherent=leak >= -_ROUNDING,
        pays=pays,
        residual_listed=residual_listed,
        residual=any_of([residual_listed, max(0.0, leak)]),
        says=_say(listed, holistic, leak),
    )


def any_of(probabilities: Collection[float]) -> float:
    """Give P(at least one of several independent things happens)."""
    return 1 - math.prod(1 - p for p in probabilities)


def unlisted_leak(listed: float, holistic: float) -> float:
    """Give `1 - (1 - Q) / (1 - P)`; negative when the list explains more failure than is felt."""
    if listed >= 1:
        return 0.0 if holistic >= 1 else -math.inf
    return 1 - (1 - holistic) / (1 - listed)


def _checks_that_pay(causes: Sequence[PremortemCause], run_cost: float) -> tuple[str, ...]:
    saved = {cause.id: cause.probability * cause.effectiveness * run_cost for cause in causes}
    worth = [cause for cause in causes if saved[cause.id] > cause.check_cost]
    ratio = {c.id: saved[c.id] / c.check_cost if c.check_cost > 0 else math.inf for c in worth}
    return tuple(cause.id for cause in sorted(worth, key=lambda cause: -ratio[cause.id]))


def _say(listed: float, holistic: float, leak: float) -> str:
    explained, felt = format_probability(listed), format_probability(holistic)
    if leak < -_ROUNDING:
        return (
            f"Your list alone gives {explained} failure, yet you expect only {felt}: "
            "either some causes are less likely than you wrote, or the run is riskier than you feel."
        )
    if leak > LEAK_THAT_MATTERS:
        return (
            f"You expect {felt} failure but your list explains {explained}: "
            f"{format_probability(leak)} is something you have not named."
        )
    return f"You expect {felt} failure and your list explains {explained}: the list covers your doubt."
