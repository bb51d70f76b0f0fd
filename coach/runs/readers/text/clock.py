"""The time of day that many lines of console text begin with, as seconds."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_A_DATE = 1e8  # seconds; stamps without a year stay below
_DAY = 86400.0
_LEAP_YEAR = 2000  # stands for the year where none is written, so that 29 February has a place
_GLOG_DAY = 4  # digits of `0425`: month and day in one
_TIME = r"\d{1,2}:\d\d:\d\d(?:[.,:]\d{1,9}(?!\d))?"
_STAMP = re.compile(
    rf"""(?P<before>[^\d\n]{{0,24}}?)
    (?P<day>\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}[T_\ ]+|\d{{1,2}}[-/]\d{{1,2}}(?:[-/]\d{{2,4}})?\ +
        |(?<=[IWEF])\d{{4}}\ +|\d{{8}}[-T_\ ])?
    (?P<time>{_TIME})(?:Z|[+-]\d\d:?\d\d)?(?=[\s\]\)|,:>-]|$)""",
    re.VERBOSE,
)


class Stamped(NamedTuple):
    """A line without its time stamp, and the stamp in seconds; NaN where it has none."""

    rest: str
    seconds: float


def stamped(line: str) -> Stamped:
    """Give a line without the time stamp near its beginning.

    With a date the seconds are since 1970 as clocks at the place of writing show them, without a year since the
    first of January, with a time alone since midnight.
    """
    found = _STAMP.match(line)
    if found is None:
        return Stamped(line, np.nan)
    day = found["day"]
    seconds = _seconds_of_day(found["time"]) + (_day(day.strip(" T_-")) if day else 0.0)
    return Stamped(found["before"] + line[found.end() :], seconds)


def one_clock(seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give float64[line], stamps as a clock that goes on: since 1970 with dates, else since the first stamp.

    Dates are taken as this machine's own time, since logs rarely say whose they are.
    """
    known = seconds[np.isfinite(seconds)]
    if not len(known):
        return seconds
    if known[0] >= _A_DATE:
        first = datetime.fromtimestamp(known[0], tz=UTC).replace(tzinfo=None)
        return np.asarray(seconds + (first.timestamp() - known[0]), dtype=np.float64)
    gone = np.diff(known, prepend=known[0])
    days = np.cumsum(gone < -_DAY / 2) * _DAY if known.max() < _DAY else np.zeros(len(known))
    clock = seconds.copy()
    clock[np.isfinite(seconds)] = known + days - known[0]
    return clock


def _seconds_of_day(text: str) -> float:
    hours, minutes, seconds = text.replace(",", ".").split(":", 2)
    return 3600.0 * int(hours) + 60.0 * int(minutes) + float(seconds.replace(":", "."))


@cache
def _day(text: str) -> float:
    """Give the seconds up to a day; 0 where there is no such day."""
    parts = [int(part) for part in re.split(r"[-/.]", text)]
    if len(parts) == 1 and len(text) > _GLOG_DAY:
        parts = [int(text[:4]), int(text[4:6]), int(text[6:])]
    elif len(parts) == 1:
        parts = [int(text[:2]), int(text[2:])]
    if len(parts) == 3 and re.search(r"\D\d{4}$", text):  # noqa: PLR2004 - the year is written last
        parts = [parts[2], *parts[:2]]
    try:
        if len(parts) == 2:  # noqa: PLR2004 - month and day
            return (_ordinal([_LEAP_YEAR, *parts]) - date(_LEAP_YEAR, 1, 1).toordinal()) * _DAY
        return (_ordinal(parts) - date(1970, 1, 1).toordinal()) * _DAY
    except ValueError:
        return 0.0


def _ordinal(parts: list[int]) -> int:
    """Give the number of a day; month and day are taken the other way round where they make no day as written."""
    year, month, day = parts
    if month > 12:  # noqa: PLR2004 - months
        month, day = day, month
    return date(year if year > 99 else 2000 + year, month, day).toordinal()  # noqa: PLR2004 - two digits
