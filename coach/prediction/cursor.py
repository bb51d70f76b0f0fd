"""A place in the text of a prediction, and what every rule of its grammar reads from there."""

from __future__ import annotations

import re
from decimal import Decimal

from coach.errors import AnswerError
from coach.prediction.claim import EXAMPLE
from coach.prediction.extent import Point, Unit

DIGITS = r"(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?"
_NUMBER = re.compile(rf"([+-]?{DIGITS})([kKMG]?)(?![\w%.])")
_SHARE = re.compile(rf"({DIGITS})\s*%")
_TIME = re.compile(rf"({DIGITS})\s*(hours?|hrs?|h|minutes?|mins?|seconds?|secs?|s|days?|d)\b", re.IGNORECASE)
_SECONDS = {"h": 3600, "m": 60, "s": 1, "d": 86400}
_STEPS = re.compile(r"\s+steps\b", re.IGNORECASE)
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf(?:inity)?)\b", re.IGNORECASE)
_MINUTES_OR_MILLIONS = re.compile(rf"{DIGITS}\s*m\b")
_SCALE = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9}


class Cursor:
    """A place in a text that moves forward with what is read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def number(self) -> Decimal:
        """Give a number, with its suffix of thousands."""
        number = self.skip(_NUMBER)
        if number is not None:
            return decimal_of(number[1]) * _SCALE[number[2]]
        if _NOT_FINITE.match(self.text, self.at):
            raise self.wrong("a finite number, since no value can be compared with that")
        if _SHARE.match(self.text, self.at):
            raise self.wrong("the number as the log has it, since 80% can be 0.8 or 80")
        raise self.wrong("a number to compare with, such as 18, 0.1 or 200k, or `baseline`, or `run NAME`")

    def place(self) -> Point:
        """Give a place in a run, or a length of a stretch of it."""
        start = self.at
        if time := self.skip(_TIME):
            return Point(float(decimal_of(time[1]) * _SECONDS[time[2][0].lower()]), Unit.SECONDS)
        if share := self.skip(_SHARE):
            return Point(float(decimal_of(share[1]) / 100), Unit.SHARE)
        number = self.skip(_NUMBER)
        if number is None:
            if _MINUTES_OR_MILLIONS.match(self.text, self.at):
                raise self.wrong("`min` for minutes or `M` for millions of steps")
            raise self.wrong("a step, a share or a time, such as 200k, 10% or 2h")
        step = decimal_of(number[1]) * _SCALE[number[2]]
        if step != step.to_integral_value() or step > Decimal(2**63 - 1):
            self.at = start
            raise self.wrong("a whole number of steps")
        self.skip(_STEPS)
        return Point(int(step), Unit.STEPS)

    def skip(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Go past what matches here; None where nothing does."""
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def wrong(self, wanted: str) -> AnswerError:
        """Give the error of finding something else than what is wanted here."""
        rest = self.text[self.at : self.at + 20]
        seen = f"`{rest}`" if rest else "the end"
        return AnswerError(
            f"expected {wanted} at character {self.at + 1}, found {seen}", hint=f"Write it like `{EXAMPLE}`."
        )


def decimal_of(digits: str) -> Decimal:
    """Give a number as it is written, exactly."""
    return Decimal(digits.replace("_", ""))
