"""What a prediction is: a logged quantity, what is taken of it, and how that compares with a number or another run."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.errors import AnswerError
from coach.prediction.extent import Unit, plain_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.prediction.extent import Point, Window

EXAMPLE: Final = "final(eval/return) >= 18 by 200k"
PLAIN_TAG: Final = re.compile(r'[^\s()<>=≤≥,"]+(?: [^\s()<>=≤≥,"]+)*')
PLAIN_NAME: Final = re.compile(r'[^\s()<>=≤≥,"+-](?:[^\s()<>=≤≥,"]*[^\s()<>=≤≥,"+-])?')
_RESERVED = re.compile(r"^never(?= )|(?<= )never$", re.IGNORECASE)
_LARGEST_STEP = 2**63 - 1


class Statistic(StrEnum):
    """What is taken of a series before it is compared.

    `STD` is the standard deviation of the values (divided by their number), `SLOPE` the change a step of the straight
    line that fits them best by least squares.
    """

    FINAL = "final"
    MAX = "max"
    MIN = "min"
    MEAN = "mean"
    MEDIAN = "median"
    STD = "std"
    SLOPE = "slope"


class Comparison(StrEnum):
    """How the statistic is compared with the threshold."""

    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"

    def holds(self, value: float, threshold: float) -> bool:
        """Give whether `value` stands in this relation to `threshold`; NaN never does."""
        match self:
            case Comparison.AT_LEAST:
                return value >= threshold
            case Comparison.AT_MOST:
                return value <= threshold
            case Comparison.ABOVE:
                return value > threshold
            case Comparison.BELOW:
                return value < threshold

    @property
    def is_lower_bound(self) -> bool:
        """True for `>` and `>=`."""
        return self in (Comparison.AT_LEAST, Comparison.ABOVE)

    @property
    def opposite(self) -> Comparison:
        """The relation in which a number stands exactly where it does not stand in this one."""
        return _OPPOSITE[self]


_OPPOSITE = {
    Comparison.AT_LEAST: Comparison.BELOW,
    Comparison.BELOW: Comparison.AT_LEAST,
    Comparison.ABOVE: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.ABOVE,
}


class Seeds(NamedTuple):
    """In how many of how many runs the claim must hold."""

    k: int
    n: int


class Reference(NamedTuple):
    """Another run that a claim compares with: the same statistic of the same tag there, and an offset.

    Attributes:
        run: its name; empty for the baseline, which is the mean over the earlier runs of the session.
        is_relative: the offset is a share of the size of what the other run reached.
    """

    run: str = ""
    is_relative: bool = False

    def threshold(self, reached: float, offset: float) -> float:
        """Give the number to compare with, from what the other run reached."""
        return reached + (offset * abs(reached) if self.is_relative else offset)


class ContradictionError(AnswerError):
    """Fields of a prediction that contradict one another; `field` is the one to change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, hint=f"Write it like `{EXAMPLE}`.")
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A claim about one logged quantity that a run can prove or disprove.

    Attributes:
        tag: name of the series as the log spells it.
        comparison: relation of the statistic to the threshold.
        threshold: finite, in the units of the series; with `beside` the offset from what the other run reached.
        statistic: what is taken of the series; `FINAL` is the last value.
        window: the stretch the statistic is taken over; None is all of it.
        after: where in the run the series begins to count, that place included; None is from the beginning.
        deadline: up to where the series counts, that place included; None is the whole run.
        throughout: every value must satisfy the comparison, not a statistic.
        seeds: in how many of how many runs; None is in every run.
        beside: the run it is compared with; None where it is compared with a number.

    Raises:
        ContradictionError: when the fields contradict one another, or say nothing that a run could decide.
    """

    tag: str
    comparison: Comparison
    threshold: float
    statistic: Statistic = Statistic.FINAL
    window: Window | None = None
    after: Point | None = None
    deadline: Point | None = None
    throughout: bool = False
    seeds: Seeds | None = None
    beside: Reference | None = None

    def __post_init__(self) -> None:
        for field, said in (*_of_the_number(self), *_of_the_time(self), *_of_the_rest(self)):
            raise ContradictionError(field, said)

    def __str__(self) -> str:
        tag = quoted(self.tag, PLAIN_TAG)
        window = "" if self.window is None else f", {self.window}"
        subject = tag if self.throughout else f"{self.statistic}({tag}{window})"
        words = [subject, self.comparison.value, self.compared_with]
        words += [] if self.after is None else [f"after {self.after}"]
        words += [] if self.deadline is None else [f"by {self.deadline}"]
        words += ["throughout"] if self.throughout else []
        words += [] if self.seeds is None else [f"in {self.seeds.k} of {self.seeds.n} seeds"]
        return " ".join(words)

    @property
    def compared_with(self) -> str:
        """The number or the other run, as it is written."""
        if self.beside is None:
            return plain_number(Decimal(repr(float(self.threshold))))
        run = f"run {quoted(self.beside.run, PLAIN_NAME)}" if self.beside.run else "baseline"
        if not self.threshold:
            return run
        size = Decimal(repr(abs(float(self.threshold))))
        offset = f"{plain_number(size * 100)}%" if self.beside.is_relative else plain_number(size)
        return f"{run} {'-' if self.threshold < 0 else '+'} {offset}"

    @property
    def only_grows(self) -> bool:
        """True where a value that counts keeps counting however long the run goes on."""
        places = [place for place in (self.after, self.deadline) if place is not None]
        return all(place.unit is not Unit.SHARE for place in places) and (
            self.window is None or self.window.only_grows
        )


def quoted(name: str, plain: re.Pattern[str]) -> str:
    """Give a name as it is written: in double quotes where it would not be read back."""
    is_plain = plain.fullmatch(name) and not _RESERVED.search(name)
    return name if is_plain else json.dumps(name, ensure_ascii=False)


def _of_the_number(claim: Prediction) -> Iterator[tuple[str, str]]:
    if not math.isfinite(claim.threshold):
        yield "threshold", "the threshold must be a finite number"
    if claim.statistic is Statistic.STD and claim.beside is None:
        is_never = claim.threshold < 0 or (claim.threshold == 0 and claim.comparison in _STRICT_OR_ALWAYS)
        if is_never:
            yield "threshold", "a standard deviation is never below 0, so no run could decide this"
    if claim.beside is not None and claim.throughout:
        yield (
            "threshold",
            "`throughout` holds every value against one number; with another run, compare a statistic",
        )


_STRICT_OR_ALWAYS = (Comparison.BELOW, Comparison.AT_LEAST)
"""What no standard deviation is to 0, and what every one is."""


def _of_the_time(claim: Prediction) -> Iterator[tuple[str, str]]:
    for field, place in (("after", claim.after), ("deadline", claim.deadline), *_places(claim.window)):
        if place is not None and (wrong := _wrong_place(place, field)):
            yield field, wrong
    window = claim.window
    if window is not None and window.start is not None and window.end is not None:
        if window.start.unit is not window.end.unit:
            yield "window", "both ends of a window are counted in the same unit"
        elif window.start.amount >= window.end.amount:
            yield "window", "a window ends after it begins"
    if claim.after and claim.deadline and claim.after.unit is claim.deadline.unit:  # noqa: SIM102 - one rule each
        if claim.after.amount >= claim.deadline.amount:
            yield "after", "nothing lies after one place and by an earlier one"


def _wrong_place(place: Point, field: str) -> str:
    match place.unit:
        case Unit.SHARE:
            return "" if 0 < place.amount <= 1 else "a share of a run is above 0 and at most 100 %"
        case Unit.SECONDS:
            return "" if 0 < place.amount < math.inf else "a time in a run is after its start"
        case Unit.STEPS:
            what = "the deadline must be" if field == "deadline" else "a place in a run is"
            return "" if 1 <= place.amount <= _LARGEST_STEP else f"{what} a step after 0"


def _places(window: Window | None) -> Iterator[tuple[str, Point | None]]:
    if window is not None:
        yield from (("window", place) for place in window)


def _of_the_rest(claim: Prediction) -> Iterator[tuple[str, str]]:
    if not claim.tag:
        yield "tag", "the prediction names no logged quantity"
    if claim.window is not None and claim.statistic is Statistic.FINAL:
        yield "window", "a final value has no window; `by 200k` says at which step it is taken"
    if claim.throughout and claim.statistic is not Statistic.FINAL:
        yield "statistic", "`throughout` speaks of every value"
    if claim.seeds is not None and not 1 <= claim.seeds.k <= claim.seeds.n:
        yield "seeds", "the seeds do not add up"
