"""When a tripwire fires, in words: what is seen in the run once it no longer holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.prediction import Comparison, Statistic
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
    'eval/return below 45 at the end'
    """
    failure = opposite(tripwire)
    said = _said(failure)
    if failure.window is not None:
        said += f" in the last {100 * failure.window:g} %"
    if failure.seeds is not None:
        said += f" in {failure.seeds.k} of {failure.seeds.n} seeds"
    return said


def _said(failure: Prediction) -> str:
    tag = f'"{failure.tag}"' if _SPECIAL.search(failure.tag) else failure.tag
    number, step = _number_of(failure), _step_of(failure)
    until = f" by {step}" if step else ""
    is_lower = failure.comparison in (Comparison.BELOW, Comparison.AT_MOST)
    if failure.throughout:
        return f"{tag} {_NOT_CROSSED[failure.comparison]} {number}{until}"
    match failure.statistic:
        case Statistic.MAX if failure.threshold >= NOT_A_NUMBER_FROM and not is_lower:
            return f"{tag} is not a number"
        case Statistic.MAX if not is_lower:
            return f"{tag} {_CROSSED[failure.comparison]} {number}{until}"
        case Statistic.MIN if is_lower:
            return f"{tag} {_CROSSED[failure.comparison]} {number}{until}"
        case Statistic.MAX | Statistic.MIN:
            return f"{tag} {_NOT_CROSSED[failure.comparison]} {number}{until}"
        case Statistic.MEAN:
            return f"mean {tag} {_STANDS[failure.comparison]} {number}{until}"
        case _:
            at = f"at step {step}" if step else "at the end"
            return f"{tag} {_STANDS[failure.comparison]} {number} {at}"


def _number_of(claim: Prediction) -> str:
    return str(claim).split(f" {claim.comparison.value} ", 1)[1].split(" ", 1)[0]


def _step_of(claim: Prediction) -> str:
    return "" if claim.deadline is None else str(claim).split(" by ", 1)[1].split(" ", 1)[0]
