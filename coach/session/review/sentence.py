"""What a review comes to, in one sentence, and the few more that its intervals support."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coach.reasoning.hours import format_hours
from coach.session.review.groups import FEWEST
from coach.session.review.review import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.review.groups import Group
    from coach.session.review.review import Review

HALF: Final = 0.5
HIGH: Final = 0.9
FEWEST_HOURS: Final = 5
"""Under so many estimates nothing is said of them (editorial)."""


def headline(found: Review) -> str:
    """Give the one sentence that a review begins with."""
    everything = found.everything
    if everything is None:
        return "No sealed forecast has been resolved yet, so there is nothing to score."
    if everything.forecasts < FEWEST:
        are = "forecast is" if everything.forecasts == 1 else "forecasts are"
        return f"{everything.forecasts} sealed {are} resolved, too few to judge by."
    if everything.sureness:
        return _off(found, everything)
    coin = (
        "and they tell more than even chances would"
        if everything.beats_a_coin
        else "nor are they better than even chances"
    )
    return f"Nothing in {everything.forecasts:,} resolved forecasts says that your probabilities are off, {coin}."


def _off(found: Review, everything: Group) -> str:
    said = f"You are {everything.sureness}: over {everything.forecasts:,} resolved forecasts"
    if found.recalibration is None:
        return f"{said}, your probabilities were not how often things came true."
    meant = found.recalibration.apply(HIGH)
    return f"{said}, what you called {percent(HIGH)} has been worth about {percent(meant)}."


def called_out(found: Review) -> tuple[str, ...]:
    """Give what else the intervals support, one sentence each; nothing they leave open."""
    return (*_by_kind(found), *_lists(found), *_of_hours(found), *_of_detectors(found), *_of_looks(found))


def _by_kind(found: Review) -> Iterator[str]:
    for each in found.by_kind:
        if each.sureness and found.everything is not None and each.forecasts < found.everything.forecasts:
            yield (
                f"On {each.name} you are {each.sureness}: what you held likelier was given "
                f"{percent(each.leaning)} on average and came {percent(each.right.value)} of {each.forecasts:,} times."
            )


def _lists(found: Review) -> Iterator[str]:
    for each in found.listed:
        if each.rate.high < HALF or each.rate.low > HALF:
            word = "seldom" if each.rate.high < HALF else "usually"
            yield f"In {each.name} the cause was {word} on your list: {each.times} of {each.of}."


def _of_hours(found: Review) -> Iterator[str]:
    for each in found.hours:
        learned = each.multiplier
        if learned.estimates >= FEWEST_HOURS and (each.longer.low > 0 or each.longer.high < 0):
            word = "longer" if each.longer.low > 0 else "shorter"
            yield (
                f"Your {STAGES[each.stage]} take {word} than you say: about {learned.value:.2g} times the estimate "
                f"({learned.estimates}: {format_hours(each.estimated_h)} said, {format_hours(each.actual_h)} taken)."
            )


def _of_detectors(found: Review) -> Iterator[str]:
    for each in found.detectors:
        if each.rate.low > HALF or each.rate.high < HALF:
            word = "pointed at" if each.rate.low > HALF else "did not point at"
            yield f"{each.name} mostly {word} the cause: {each.times} of {each.of} times."


def _of_looks(found: Review) -> Iterator[str]:
    early = dict(found.unscored).get("too early", 0)
    if early:
        were = "forecast was" if early == 1 else "forecasts were"
        yield f"{early} {were} sealed after a look at the log, and not scored."


def percent(share: float) -> str:
    """Give a share in whole percent."""
    return f"{100 * share:.0f} %"
