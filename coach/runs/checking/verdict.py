"""What runs say about a prediction."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """What became of a prediction.

    `OPEN` says that more of the run, or more runs, can still decide it; `NOT_JUDGED` that what there is cannot.
    """

    TRUE = "true"
    FALSE = "false"
    OPEN = "open"
    NOT_JUDGED = "cannot be judged"


class Verdict(NamedTuple):
    """What the runs say about a prediction.

    Attributes:
        outcome: what became of it.
        value: the number that decided, or the number so far; None where there is none.
        says: one plain sentence; for an open one with what is missing, for one that cannot be judged with the reason.
    """

    outcome: Outcome
    value: float | None
    says: str

    @property
    def held(self) -> bool | None:
        """True or False once it is decided; None while it is not, or where it cannot be."""
        return {Outcome.TRUE: True, Outcome.FALSE: False}.get(self.outcome)


def decided(*, holds: bool, value: float | None, says: str) -> Verdict:
    """Give the verdict of a prediction that is decided."""
    return Verdict(Outcome.TRUE if holds else Outcome.FALSE, value, says)


def not_decided(value: float | None, says: str, *, is_over: bool) -> Verdict:
    """Give the verdict of one that is not: open while the run goes on, beyond judging once it is over."""
    return Verdict(Outcome.NOT_JUDGED if is_over else Outcome.OPEN, value, says)
