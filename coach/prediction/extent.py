"""Places and stretches of a run: by its steps, as a share of its steps, or by the time it has run."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

_SCALE: Final = {"G": 10**9, "M": 10**6, "k": 10**3}
_SECONDS: Final = {"h": 3600, "min": 60}
_STEP_DECIMALS, _TIME_DECIMALS = 3, 2
_WRITTEN_OUT = range(-6, 16)  # decimal exponents that read better without an `e`


class Unit(StrEnum):
    """What a place in a run is counted in."""

    STEPS = "steps"
    SHARE = "share"
    SECONDS = "seconds"


class Point(NamedTuple):
    """A place in a run, or the length of a stretch of it.

    Attributes:
        amount: whole steps, a share in (0, 1], or seconds of running, pauses between restarts left out.
        unit: what it is counted in.
    """

    amount: float
    unit: Unit

    def __str__(self) -> str:
        match self.unit:
            case Unit.STEPS:
                return _suffixed(int(self.amount))
            case Unit.SHARE:
                return f"{plain_number(Decimal(repr(float(self.amount))) * 100)}%"
            case Unit.SECONDS:
                return _timed(Decimal(repr(float(self.amount))))


class Window(NamedTuple):
    """The stretch of a run that a statistic is taken over.

    Attributes:
        last: length of the stretch before the end; None where the stretch is told by its ends.
        start: where it begins; None is the beginning of the run.
        end: where it ends, that place included; None where `last` is given.
    """

    last: Point | None = None
    start: Point | None = None
    end: Point | None = None

    @property
    def only_grows(self) -> bool:
        """True where a value that lies in it lies in it for ever, however long the run goes on."""
        places = [place for place in (self.start, self.end) if place is not None]
        return self.last is None and all(place.unit is not Unit.SHARE for place in places)

    def __str__(self) -> str:
        if self.last is not None:
            return f"last {self.last}"
        return f"first {self.end}" if self.start is None else f"from {self.start} to {self.end}"


def steps(count: int) -> Point:
    """Give a place by its step."""
    return Point(count, Unit.STEPS)


def share_of(share: float) -> Point:
    """Give a place as a share of the steps, in (0, 1]."""
    return Point(share, Unit.SHARE)


def seconds_in(seconds: float) -> Point:
    """Give a place by the time the run has run."""
    return Point(seconds, Unit.SECONDS)


def last_share(share: float) -> Window:
    """Give the last share of the steps, in (0, 1]."""
    return Window(last=share_of(share))


def plain_number(number: Decimal) -> str:
    """Give the shortest spelling of a number that reads back as the same float."""
    if number == 0:
        return "0"
    short = number.normalize()
    return f"{short:f}" if short.adjusted() in _WRITTEN_OUT else f"{short:e}"


def _suffixed(step: int) -> str:
    """Give a step with the largest suffix that keeps it exact in three decimals."""
    for suffix, scale in _SCALE.items():
        in_units = Decimal(step) / scale
        if in_units >= 1 and round(in_units, _STEP_DECIMALS) == in_units:
            return plain_number(in_units) + suffix
    return str(step)


def _timed(seconds: Decimal) -> str:
    """Give a time in hours or minutes where two decimals say it exactly, else in seconds."""
    for suffix, scale in _SECONDS.items():
        in_units = seconds / scale
        if in_units >= 1 and round(in_units, _TIME_DECIMALS) == in_units:
            return plain_number(in_units) + suffix
    return f"{plain_number(seconds)}s"
