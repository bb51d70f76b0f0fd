"""Whether claims about one run can stand beside each other with the chances they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.errors import AnswerError
from coach.prediction import Comparison, Statistic, looks_like_prediction, parse_prediction
from coach.reasoning.scale import format_probability

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coach.prediction import Point, Prediction, Window
    from coach.session.event.premortem import PredictionMade

_ROUNDING = 1e-9
_LOWER = (Comparison.AT_LEAST, Comparison.ABOVE)
_INCLUSIVE = (Comparison.AT_LEAST, Comparison.AT_MOST)

_ARE_VALUES = frozenset(Statistic) - {Statistic.STD, Statistic.SLOPE}
"""Statistics that lie between the smallest and the largest value."""

Relation = Literal["same", "implies", "follows", "excludes", "covers", "none"]


class _Measured(NamedTuple):
    """What of a run a claim compares: `throughout` is a bound on the smallest or largest value."""

    statistic: Statistic
    window: Window | None
    after: Point | None
    deadline: Point | None
    seeds: object


def relation(one: Prediction, other: Prediction) -> Relation:
    """Give how two claims are related.

    `implies`: the other one holds whenever this one does; `follows`: the other way round; `excludes`: both cannot hold;
    `covers`: one of them must.
    """
    if one.tag != other.tag or one.beside != other.beside or (one.beside and one != other):
        return "none"
    measured, beside = _measured(one), _measured(other)
    if (one.comparison in _LOWER) != (other.comparison in _LOWER):
        low, high = (one, other) if one.comparison in _LOWER else (other, one)
        both = low.comparison in _INCLUSIVE and high.comparison in _INCLUSIVE
        is_apart = low.threshold > high.threshold or (low.threshold == high.threshold and not both)
        if is_apart and _never_above(_measured(low), _measured(high)):
            return "excludes"
        is_met = low.threshold < high.threshold or (
            low.threshold == high.threshold
            and (low.comparison in _INCLUSIVE or high.comparison in _INCLUSIVE)
        )
        return "covers" if is_met and measured == beside else "none"
    if measured != beside:
        return "none"
    if (one.threshold, one.comparison) == (other.threshold, other.comparison):
        return "same"
    return "implies" if _is_stricter(one, other) else "follows"


def contradiction(text: str, probability: float, made: Iterable[PredictionMade]) -> AnswerError | None:
    """Give why a claim with its chance cannot stand beside others; None where it can."""
    for claim, each in _readable(made):
        if not looks_like_prediction(text):
            return None
        shown = f"“{each.text}” with {format_probability(each.probability)}"
        match relation(parse_prediction(text), claim):
            case "excludes" if probability + each.probability > 1 + _ROUNDING:
                said = f"this and {shown} cannot both hold, so their chances are 100 % at most together"
            case "implies" if probability > each.probability + _ROUNDING:
                said = f"whenever this holds, {shown} holds too, so this cannot be the likelier of the two"
            case "follows" if probability < each.probability - _ROUNDING:
                said = f"this holds whenever {shown} does, so it cannot be less likely"
            case "covers" if probability + each.probability < 1 - _ROUNDING:
                said = f"either this or {shown} must hold, so their chances are 100 % at least together"
            case "same" if abs(probability - each.probability) > _ROUNDING:
                said = f"you have given the same claim another chance: {shown}"
            case _:
                continue
        return AnswerError(said, hint="Change the number, or the chance.")
    return None


def fires_on_success(tripwire: Prediction, made: Iterable[PredictionMade]) -> PredictionMade | None:
    """Give the claim of success that cannot come true without the tripwire firing; None in the usual case."""
    wanted = (each for each in made if each.role == "success")
    return next((each for claim, each in _readable(wanted) if relation(tripwire, claim) == "excludes"), None)


def fitting_chance(tripwire: Prediction, chance: float, made: Iterable[PredictionMade]) -> float:
    """Give a tripwire's chance of holding, moved as far as claims that were given a chance of their own demand."""
    low, high = 0.0, 1.0
    for claim, each in _readable(made):
        match relation(tripwire, claim):
            case "same":
                return each.probability
            case "implies":
                high = min(high, each.probability)
            case "follows":
                low = max(low, each.probability)
            case "excludes":
                high = min(high, 1 - each.probability)
            case "covers":
                low = max(low, 1 - each.probability)
            case _:
                pass
    return min(max(chance, low), max(low, high))


def _readable(made: Iterable[PredictionMade]) -> Iterator[tuple[Prediction, PredictionMade]]:
    for each in made:
        if looks_like_prediction(each.text):
            yield parse_prediction(each.text), each


def _measured(claim: Prediction) -> _Measured:
    statistic = claim.statistic
    if claim.throughout:
        statistic = Statistic.MIN if claim.comparison in _LOWER else Statistic.MAX
    return _Measured(statistic, claim.window, claim.after, claim.deadline, claim.seeds)


def _never_above(one: _Measured, other: _Measured) -> bool:
    """Give whether the one is never the larger: a smallest or largest value of the whole run bounds every other."""
    if one == other:
        return True
    if one.seeds is not None or other.seeds is not None:
        return False
    if not _ARE_VALUES.issuperset((one.statistic, other.statistic)):
        return False
    return (other.statistic is Statistic.MAX and _is_of_the_whole_run(other)) or (
        one.statistic is Statistic.MIN and _is_of_the_whole_run(one)
    )


def _is_of_the_whole_run(measured: _Measured) -> bool:
    return (measured.window, measured.after, measured.deadline) == (None, None, None)


def _is_stricter(one: Prediction, other: Prediction) -> bool:
    if one.threshold == other.threshold:
        return one.comparison not in _INCLUSIVE
    return (one.threshold > other.threshold) == (one.comparison in _LOWER)
