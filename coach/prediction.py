"""The grammar in which predictions are written and checked.

    final(eval/return) >= 18
    max(train/grad_norm) < 100 by 200k
    train/entropy > 0.1 throughout
    mean(rollout/ep_rew_mean, last 10%) > 15 in 3 of 5 seeds

    prediction = (tag | statistic "(" tag ["," "last" number "%"] ")") comparison number qualifier*
    statistic  = "final" | "max" | "min" | "mean"
    comparison = ">=" | "<=" | ">" | "<"
    qualifier  = "by" step | "throughout" | "in" k "of" n "seeds"

A bare tag means its final value. A tag with brackets, commas or comparison signs in it goes in double quotes.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from coach.errors import AnswerError

_EXAMPLE = "final(eval/return) >= 18 by 200k"
_PLAIN_TAG = re.compile(r'[^\s()<>=≤≥,"]+(?: [^\s()<>=≤≥,"]+)*')
_CALL = re.compile(r"(final|max|min|mean)\s*\(\s*", re.IGNORECASE)
_COMPARISON = re.compile(r">=|<=|≥|≤|>|<")
_DIGITS = r"(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?"
_NUMBER = re.compile(rf"([+-]?{_DIGITS})([kKMG]?)(?![\w%.])")
_WINDOW = re.compile(rf"\s*,\s*last\s+({_DIGITS})\s*%\s*", re.IGNORECASE)
_SEEDS = re.compile(r"in\s+(\d+)\s*(?:of|/)\s*(\d+)\s+(?:seeds|runs)\b", re.IGNORECASE)
_BY = re.compile(r"by\s+(?:step\s+)?", re.IGNORECASE)
_THROUGHOUT = re.compile(r"throughout\b", re.IGNORECASE)
_SPACE = re.compile(r"\s*")
_OPENING = re.compile(
    rf'\s*(?:(?:final|max|min|mean)\s*\(|(?:"|\S+\s*(?:>=|<=|[<>≤≥])|\S+/[^<>≤≥]*(?:[<>≤≥]))\s*[-+=]*{_DIGITS})',
    re.IGNORECASE,
)
_SCALE = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9}
_LONGEST = 2000
_WRITTEN_OUT = range(-6, 16)  # decimal exponents that read better without an `e`


class Statistic(StrEnum):
    """What is taken of a series before it is compared."""

    FINAL = "final"
    MAX = "max"
    MIN = "min"
    MEAN = "mean"


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


class Seeds(NamedTuple):
    """In how many of how many runs the claim must hold."""

    k: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A claim about one logged quantity that a run can prove or disprove.

    Attributes:
        tag: name of the series as the log spells it.
        comparison: relation of the statistic to the threshold.
        threshold: finite, in the units of the series.
        statistic: what is taken of the series; `FINAL` is the last value.
        window: the last fraction of the steps the statistic is taken over, in (0, 1]; None is all of them.
        deadline: step up to which (inclusive) the series counts; None is the whole run.
        throughout: every value must satisfy the comparison, not a statistic.
        seeds: in how many of how many runs; None is in every run.

    Raises:
        AnswerError: when the fields contradict one another.
    """

    tag: str
    comparison: Comparison
    threshold: float
    statistic: Statistic = Statistic.FINAL
    window: float | None = None
    deadline: int | None = None
    throughout: bool = False
    seeds: Seeds | None = None

    def __post_init__(self) -> None:
        for is_wrong, said in (
            (not self.tag, "the prediction names no logged quantity"),
            (not math.isfinite(self.threshold), "the threshold must be a finite number"),
            (self.window is not None and not 0 < self.window <= 1, "a window is between 0 and 100 %"),
            (self.window is not None and self.statistic is Statistic.FINAL, "a final value has no window"),
            (self.deadline is not None and self.deadline < 1, "the deadline must be a step after 0"),
            (self.throughout and self.statistic is not Statistic.FINAL, "`throughout` speaks of every value"),
            (self.seeds is not None and not 1 <= self.seeds.k <= self.seeds.n, "the seeds do not add up"),
        ):
            if is_wrong:
                raise AnswerError(said, hint=f"Write it like `{_EXAMPLE}`.")

    def __str__(self) -> str:
        tag = self.tag if _PLAIN_TAG.fullmatch(self.tag) else json.dumps(self.tag, ensure_ascii=False)
        window = "" if self.window is None else f", last {_plain(Decimal(repr(self.window)) * 100)}%"
        subject = tag if self.throughout else f"{self.statistic}({tag}{window})"
        words = [subject, self.comparison.value, _plain(Decimal(repr(self.threshold)))]
        if self.deadline is not None:
            words.append(f"by {_steps(self.deadline)}")
        if self.throughout:
            words.append("throughout")
        if self.seeds is not None:
            words.append(f"in {self.seeds.k} of {self.seeds.n} seeds")
        return " ".join(words)


def looks_like_prediction(text: str) -> bool:
    """Give whether `text` seems meant in this grammar, rather than as a sentence for people."""
    return _OPENING.match(text[:_LONGEST]) is not None


def parse_prediction(text: str) -> Prediction:
    """Give the prediction that `text` spells; `str` of it is the canonical spelling.

    Raises:
        AnswerError: when the text does not follow the grammar; the message says at which character.
    """
    if len(text) > _LONGEST:
        raise AnswerError(f"a prediction is at most {_LONGEST} characters", hint="Say it in one line.")
    return _Parser(text).prediction()


class _Parser:
    """A position in the text, moved forward by each rule of the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._skip(_SPACE)

    def prediction(self) -> Prediction:
        """Give the whole text as a prediction."""
        statistic, tag, window = self._subject()
        comparison = self._comparison()
        threshold = float(self._number("a number to compare with"))
        deadline: int | None = None
        throughout = False
        seeds: Seeds | None = None
        while self._skip(_SPACE) and self.at < len(self.text):
            if deadline is None and self._skip(_BY):
                deadline = self._step()
            elif not throughout and self._skip(_THROUGHOUT):
                throughout = True
            elif seeds is None and (found := self._skip(_SEEDS)):
                seeds = Seeds(int(found[1]), int(found[2]))
            else:
                raise self._wrong("`by STEP`, `throughout`, `in 3 of 5 seeds` or nothing more")
        if throughout and statistic is not None:
            raise self._wrong("a bare tag before `throughout`")
        return Prediction(
            tag=tag,
            comparison=comparison,
            threshold=threshold,
            statistic=statistic or Statistic.FINAL,
            window=window,
            deadline=deadline,
            throughout=throughout,
            seeds=seeds,
        )

    def _subject(self) -> tuple[Statistic | None, str, float | None]:
        call = self._skip(_CALL)
        tag = self._tag()
        if call is None:
            return None, tag, None
        window = self._skip(_WINDOW)
        self._skip(_SPACE)
        if not self.text.startswith(")", self.at):
            raise self._wrong("`)` or `, last 10%)`")
        self.at += 1
        return Statistic(call[1].lower()), tag, None if window is None else float(_decimal(window[1]) / 100)

    def _tag(self) -> str:
        if self.text.startswith('"', self.at):
            try:
                tag, self.at = json.JSONDecoder().raw_decode(self.text, self.at)
            except ValueError as error:
                raise self._wrong("a tag that ends with a double quote") from error
            return str(tag)
        plain = self._skip(_PLAIN_TAG)
        if plain is None:
            raise self._wrong("the name of a logged quantity")
        return plain[0]

    def _comparison(self) -> Comparison:
        self._skip(_SPACE)
        sign = self._skip(_COMPARISON)
        if sign is None:
            raise self._wrong("one of >= <= > < (put a tag with special characters in double quotes)")
        self._skip(_SPACE)
        return Comparison({"≥": ">=", "≤": "<="}.get(sign[0], sign[0]))

    def _number(self, wanted: str) -> Decimal:
        number = self._skip(_NUMBER)
        if number is None:
            raise self._wrong(f"{wanted}, such as 18, 0.1 or 200k")
        return _decimal(number[1]) * _SCALE[number[2]]

    def _step(self) -> int:
        start = self.at
        step = self._number("a step")
        if step != step.to_integral_value() or step > Decimal(2**63 - 1):
            self.at = start
            raise self._wrong("a whole number of steps")
        return int(step)

    def _skip(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def _wrong(self, wanted: str) -> AnswerError:
        rest = self.text[self.at : self.at + 20]
        seen = f"`{rest}`" if rest else "the end"
        return AnswerError(
            f"expected {wanted} at character {self.at + 1}, found {seen}", hint=f"Write it like `{_EXAMPLE}`."
        )


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace("_", ""))


def _plain(number: Decimal) -> str:
    """Give the shortest spelling of a number that reads back as the same float."""
    if number == 0:
        return "0"
    short = number.normalize()
    return f"{short:f}" if short.adjusted() in _WRITTEN_OUT else f"{short:e}"


def _steps(step: int) -> str:
    """Give a step with the largest suffix that keeps it exact in three decimals."""
    for suffix in "GMk":
        in_units = Decimal(step) / _SCALE[suffix]
        if in_units >= 1 and round(in_units, 3) == in_units:
            return _plain(in_units) + suffix
    return str(step)
