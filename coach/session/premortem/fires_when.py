"""When a tripwire fires, in words: what is seen in the run once it no longer holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.prediction import Comparison, Statistic, Unit
from coach.session.premortem.claim_in_words import NOT_A_NUMBER_FROM, opposite

if TYPE_CHECKING:
    from coach.prediction import Prediction

_SPECIAL = re.compile(r"[\s<>=≤≥,]")
_CROSSED = {
    Comparison.ABOVE: "rises above",
    Comparison.AT_LEAST: "reaches",
    Comparison.BELOW: "falls below",
    Comparison.AT_MOST: "falls to",
}
_NOT_CROSSED = {
    Comparison.ABOVE: "never falls to",
    Comparison.AT_LEAST: "never falls below",
    Comparison.BELOW: "never reaches",
    Comparison.AT_MOST: "never rises above",
}
_SAID_IN_WORDS = frozenset({Statistic.FINAL, Statistic.MAX, Statistic.MIN, Statistic.MEAN})
_STANDS = {
    Comparison.ABOVE: "above",
    Comparison.AT_LEAST: "at or above",
    Comparison.BELOW: "below",
    Comparison.AT_MOST: "at or below",
}


def fires_when(tripwire: Prediction) -> str:
    """Give the failure that a tripwire watches for, as `read_failure` reads it.

    >>> from coach.prediction import parse_prediction
    >>> fires_when(parse_prediction("final(eval/return) >= 45"))
    'eval/return is below 45 at the end'
    """
    failure = opposite(tripwire)
    if not _has_a_sentence(failure):
        return f"it is not so that {tripwire}"
    said = _said(failure)
    if failure.window is not None and failure.window.last is not None:
        said += f" in the last {100 * failure.window.last.amount:g} %"
    if failure.seeds is not None:
        said += f" in {failure.seeds.k} of {failure.seeds.n} seeds"
    return said


def _has_a_sentence(failure: Prediction) -> bool:
    """True for what people say in words; the rest of the grammar is shown as it is written."""
    window = failure.window
    is_at_the_end = window is None or (window.last is not None and window.last.unit is Unit.SHARE)
    by_steps = failure.deadline is None or failure.deadline.unit is Unit.STEPS
    is_plain = failure.statistic in _SAID_IN_WORDS and failure.after is None and failure.beside is None
    return is_plain and is_at_the_end and by_steps


def _said(failure: Prediction) -> str:
    tag = f'"{failure.tag}"' if _SPECIAL.search(failure.tag) else failure.tag
    number = failure.compared_with
    step = "" if failure.deadline is None else str(failure.deadline)
    until = f" by {step}" if step else ""
    if failure.throughout:
        return f"{tag} {_NOT_CROSSED[failure.comparison]} {number}{until}"
    if failure.statistic is Statistic.MEAN:
        return f"mean {tag} is {_STANDS[failure.comparison]} {number}{until}"
    if failure.statistic is Statistic.FINAL:
        return (
            f"{tag} is {_STANDS[failure.comparison]} {number} {f'at step {step}' if step else 'at the end'}"
        )
    if failure.threshold >= NOT_A_NUMBER_FROM and not _never_crosses(failure):
        return f"{tag} is not a number"
    crosses = _NOT_CROSSED if _never_crosses(failure) else _CROSSED
    return f"{tag} {crosses[failure.comparison]} {number}{until}"


def _never_crosses(failure: Prediction) -> bool:
    """True where the largest value stays below, or the smallest above."""
    is_lower = failure.comparison in (Comparison.BELOW, Comparison.AT_MOST)
    return failure.statistic is (Statistic.MAX if is_lower else Statistic.MIN)
