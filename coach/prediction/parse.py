"""The grammar in which predictions are written.

    final(eval/return) >= 18
    max(train/grad_norm) < 100 by 200k
    train/entropy > 0.1 throughout after 10k
    train/approx_kl never > 0.1 by 2h
    mean(rollout/ep_rew_mean, last 10%) > 15 in 3 of 5 seeds
    median(eval/return, from 100k to 200k) >= baseline + 10%
    min(eval/loss, first 2h) < run ppo_17

    prediction = ["never"] subject ["never"] comparison target qualifier*
    subject    = tag | statistic "(" tag ["," window] ")"
    statistic  = "final" | "max" | "min" | "mean" | "median" | "std" | "slope" | "best"
    window     = "last" place | "first" place | "from" place "to" place
    place      = number ["k" | "M" | "G"] ["steps"] | number "%" | number ("h" | "min" | "s" | "d")
    comparison = ">=" | "<=" | ">" | "<"
    target     = number | ("baseline" | "run" name) [("+" | "-") number ["%"]]
    qualifier  = "by" place | "after" place | "throughout" | "never" | "in" k "of" n "seeds" | "in all seeds"

A bare tag means its final value. A tag with brackets, commas or comparison signs in it goes in double quotes.
`best` is `max` before `>` and `min` before `<`. `x never > 3` is `x <= 3 throughout`.
"""

from __future__ import annotations

import json
import re
from typing import Final

from coach.errors import AnswerError
from coach.prediction.claim import (
    PLAIN_NAME,
    PLAIN_TAG,
    Comparison,
    ContradictionError,
    Prediction,
    Reference,
    Seeds,
    Statistic,
)
from coach.prediction.cursor import DIGITS, Cursor, decimal_of
from coach.prediction.extent import Point, Window

_NAMES = "final|max|min|mean|median|std|slope|best"
_CALL = re.compile(rf"({_NAMES})\s*\(\s*", re.IGNORECASE)
_COMPARISON = re.compile(r">=|<=|≥|≤|>|<")
_WINDOW = re.compile(r"\s*,\s*(last|first|from)\s+", re.IGNORECASE)
_TO = re.compile(r"\s*to\s+", re.IGNORECASE)
_SEEDS = re.compile(r"in\s+(\d+)\s*(?:of|/)\s*(\d+)\s+(?:seeds|runs)\b", re.IGNORECASE)
_ALL_SEEDS = re.compile(r"in\s+(?:all|every)\s+(?:seeds?|runs?)\b", re.IGNORECASE)
_BY = re.compile(r"by\s+(?:step\s+)?", re.IGNORECASE)
_AFTER = re.compile(r"after\s+(?:step\s+)?", re.IGNORECASE)
_THROUGHOUT = re.compile(r"throughout\b", re.IGNORECASE)
_NEVER = re.compile(r"never\b\s*", re.IGNORECASE)
_NEVER_FIRST = re.compile(r"never\s+(?=[^\s<>=≥≤])", re.IGNORECASE)
_NEVER_LAST = re.compile(r" never$", re.IGNORECASE)
_BASELINE = re.compile(r"(?:the\s+)?baseline(?![\w/.])", re.IGNORECASE)
_RUN = re.compile(r"run\s+", re.IGNORECASE)
_OFFSET = re.compile(rf"\s*([+-])\s*({DIGITS})(\s*%)?(?![\w.])")
_SPACE = re.compile(r"\s*")
_TARGET = rf"(?:[-+=]*{DIGITS}|(?:the\s+)?baseline\b|run\s+\S)"
_OPENING = re.compile(
    rf'\s*(?:never\s+)?(?:(?:{_NAMES})\s*\(|(?:(?:"[^"]*"|\S+)(?:\s+never)?\s*(?:>=|<=|[<>≤≥])|\S+/[^<>≤≥]*(?:[<>≤≥]))\s*{_TARGET})',
    re.IGNORECASE,
)
_STATISTIC = re.compile(rf"\s*(?:{_NAMES})\s*\(", re.IGNORECASE)
_LONGEST: Final = 2000
_QUALIFIERS = "`by STEP`, `after STEP`, `throughout`, `never`, `in 3 of 5 seeds` or nothing more"


def looks_like_prediction(text: str) -> bool:
    """Give whether `text` seems meant in this grammar, rather than as a sentence for people."""
    return _OPENING.match(text[:_LONGEST]) is not None


def begins_with_statistic(text: str) -> bool:
    """Give whether `text` begins with a statistic and its bracket."""
    return _STATISTIC.match(text[:_LONGEST]) is not None


def parse_prediction(text: str) -> Prediction:
    """Give the prediction that `text` spells; `str` of it is the canonical spelling.

    Raises:
        AnswerError: when the text does not follow the grammar, or says what no run can decide; the message says at
            which character.
    """
    if len(text) > _LONGEST:
        raise AnswerError(f"a prediction is at most {_LONGEST} characters", hint="Say it in one line.")
    return _Parser(text).prediction()


class _Parser(Cursor):
    """A position in the text, moved forward by each rule of the grammar.

    Attributes:
        began: where each field of the prediction was written.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.began: dict[str, int] = {}
        self.statistic = ""
        self.window: Window | None = None
        self.after: Point | None = None
        self.deadline: Point | None = None
        self.throughout = False
        self.never = False
        self.seeds: Seeds | None = None
        self.skip(_SPACE)

    def prediction(self) -> Prediction:
        """Give the whole text as a prediction."""
        self.never = self.skip(_NEVER_FIRST) is not None
        tag = self._subject()
        comparison = self._comparison()
        threshold, beside = self._target()
        while self.skip(_SPACE) and self.at < len(self.text):
            self._qualifier()
        if (self.throughout or self.never) and self.statistic:
            raise self.wrong(f"a bare tag before `{'never' if self.never else 'throughout'}`")
        if self.throughout and self.never:
            raise self.wrong("`throughout` or `never`, not both")
        try:
            return Prediction(
                tag=tag,
                comparison=comparison.opposite if self.never else comparison,
                threshold=threshold,
                statistic=self._meant(comparison),
                window=self.window,
                after=self.after,
                deadline=self.deadline,
                throughout=self.throughout or self.never,
                seeds=self.seeds,
                beside=beside,
            )
        except ContradictionError as error:
            at = self.began.get(error.field, 0) + 1
            raise AnswerError(f"at character {at}: {error.message}", hint=error.hint) from error

    def _meant(self, comparison: Comparison) -> Statistic:
        if self.statistic == "best":
            return Statistic.MAX if comparison.is_lower_bound else Statistic.MIN
        return Statistic(self.statistic or "final")

    def _qualifier(self) -> None:
        start = self.at
        if self.deadline is None and self.skip(_BY):
            self.deadline = self.place()
            self.began["deadline"] = start
        elif self.after is None and self.skip(_AFTER):
            self.after = self.place()
            self.began["after"] = start
        elif not self.throughout and self.skip(_THROUGHOUT):
            self.throughout = True
        elif not self.never and self.skip(_NEVER):
            self.never = True
        elif self.seeds is None and (found := self.skip(_SEEDS)):
            self.seeds = Seeds(int(found[1]), int(found[2]))
            self.began["seeds"] = start
        elif self.seeds is not None or not self.skip(_ALL_SEEDS):
            raise self.wrong(_QUALIFIERS)

    def _subject(self) -> str:
        self.began["statistic"] = self.at
        call = self.skip(_CALL)
        self.began["tag"] = self.at
        tag = self._tag(in_brackets=call is not None)
        if call is None:
            return tag
        self.statistic = call[1].lower()
        start = self.at
        window = self.skip(_WINDOW)
        if window is not None:
            self.began["window"] = start
            self.window = self._window(window[1].lower())
        self.skip(_SPACE)
        if not self.text.startswith(")", self.at):
            raise self.wrong("`)` or a window such as `, last 10%)`")
        self.at += 1
        return tag

    def _window(self, how: str) -> Window:
        first = self.place()
        if how == "last":
            return Window(last=first)
        if how == "first":
            return Window(end=first)
        if not self.skip(_TO):
            raise self.wrong("`to` and where the window ends")
        return Window(start=first, end=self.place())

    def _tag(self, *, in_brackets: bool) -> str:
        if self.text.startswith('"', self.at):
            tag = self._quoted("a tag")
            self.never = self.never or self._infix_never()
            return tag
        plain = self.skip(PLAIN_TAG)
        if plain is None:
            raise self.wrong("the name of a logged quantity")
        if in_brackets or not _NEVER_LAST.search(plain[0]):
            return plain[0]
        self.never = True
        return _NEVER_LAST.sub("", plain[0])

    def _infix_never(self) -> bool:
        self.skip(_SPACE)
        return self.skip(_NEVER) is not None

    def _quoted(self, what: str) -> str:
        try:
            name, self.at = json.JSONDecoder().raw_decode(self.text, self.at)
        except ValueError as error:
            raise self.wrong(f"{what} that ends with a double quote") from error
        return str(name)

    def _comparison(self) -> Comparison:
        self.skip(_SPACE)
        sign = self.skip(_COMPARISON)
        if sign is None:
            raise self.wrong("one of >= <= > < (put a tag with special characters in double quotes)")
        self.skip(_SPACE)
        return Comparison({"≥": ">=", "≤": "<="}.get(sign[0], sign[0]))

    def _target(self) -> tuple[float, Reference | None]:
        """Give the number that is compared with, or another run and the offset from it."""
        self.began["threshold"] = self.at
        if self.skip(_BASELINE):
            run = ""
        elif self.skip(_RUN):
            run = self._name()
        else:
            return float(self.number()), None
        offset = self.skip(_OFFSET)
        if offset is None:
            return 0.0, Reference(run)
        size = decimal_of(offset[2]) / (100 if offset[3] else 1)
        # Adding 0 turns -0 into 0: an offset of nothing has no sign.
        return float(-size if offset[1] == "-" else size) + 0.0, Reference(run, is_relative=_counts(offset))

    def _name(self) -> str:
        if self.text.startswith('"', self.at):
            return self._quoted("the name of a run") or self._refuse_no_name()
        plain = self.skip(PLAIN_NAME)
        return plain[0] if plain else self._refuse_no_name()

    def _refuse_no_name(self) -> str:
        raise self.wrong("the name of a run")


def _counts(offset: re.Match[str]) -> bool:
    """Give whether an offset is a share; one of nothing is none."""
    return bool(offset[3]) and decimal_of(offset[2]) != 0
