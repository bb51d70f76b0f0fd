"""The agreed times to look at a run, out of the words in which a person agreed to them."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = r"(\d+(?:\.\d+)?|an|a|one|two|three|four|five|six|eight|ten|twelve)"
_UNIT = r"(h|hours?|hrs?|min|minutes?|m|days?)\b"
_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
_EVERY = re.compile(rf"\bevery\s+(?:{_NUMBER}\s*)?{_UNIT}", re.IGNORECASE)
_AFTER = re.compile(rf"\b(?:after|at|in)\s+{_NUMBER}\s*{_UNIT}", re.IGNORECASE)
_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10,
    "twelve": 12,
}  # fmt: skip
_SECONDS = {"m": 60, "h": 3600, "d": 86_400}
_LONGEST = timedelta(days=60)
_LEAST = timedelta(minutes=1)


class Agreed(NamedTuple):
    """What was agreed, as far as the words could be read.

    Attributes:
        after: looks so long after the start.
        every: a look each time this has passed.
        clocks: looks at a time of day.
    """

    after: tuple[timedelta, ...] = ()
    every: tuple[timedelta, ...] = ()
    clocks: tuple[time, ...] = ()

    def between(self, begun: datetime, until: datetime) -> tuple[datetime, ...]:
        """Give the moments of looks after the start and up to another moment, ascending.

        Args:
            begun: when the run began, in the zone of the times of day.
            until: the last moment of interest.
        """
        until = min(until, begun + _LONGEST)
        found = {begun + each for each in self.after}
        for each in self.every:
            found.update(begun + each * number for number in range(1, 1 + max(0, (until - begun) // each)))
        days = range(max(0, (until - begun).days + 2)) if self.clocks else ()
        found |= {
            datetime.combine(begun.date() + timedelta(days=day), clock, begun.tzinfo)
            for clock in self.clocks
            for day in days
        }
        return tuple(sorted(moment for moment in found if begun < moment <= until))

    def next(self, begun: datetime, now: datetime) -> datetime | None:
        """Give the next look after a moment; None where none is left, or none could be read."""
        later = self.between(begun, now + max((*self.after, *self.every, timedelta(days=1))))
        return next((moment for moment in later if moment > now), None)


def agreed_looks(text: str) -> Agreed:
    """Give the looks that a person's words name: times of day, so long after the start, every so often.

    >>> agreed_looks("At one hour for the tripwires, then every 6 h, and at 14:30.").every
    (datetime.timedelta(seconds=21600),)
    """
    clocks = tuple(time(int(hour), int(minute)) for hour, minute in _CLOCK.findall(text))
    return Agreed(tuple(_spans(_AFTER, text)), tuple(_spans(_EVERY, text)), clocks)


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[timedelta]:
    for number, unit in pattern.findall(text):
        count = float(_WORDS.get(number.lower(), 0) or number or 1) if number else 1.0
        span = min(_LONGEST, timedelta(seconds=min(count, 1e6) * _SECONDS[unit[0].lower()]))
        if span >= _LEAST:
            yield span
