"""Which curves of a run matter most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coach.runs.describing.curves.curve import Curve, curve_of, is_share_of_successes
from coach.runs.quantities import Quantity, meanings_of
from coach.runs.quantities.parts import parts_of

if TYPE_CHECKING:
    from coach.runs.run import Run

_ORDER: Final = (
    Quantity.EVAL_RETURN, Quantity.RETURN, Quantity.EVAL_LOSS, Quantity.LOSS, Quantity.EVAL_ACCURACY,
    Quantity.ACCURACY, Quantity.RATING, Quantity.VALUE_LOSS, Quantity.POLICY_LOSS, Quantity.ENTROPY,
    Quantity.LEARNING_RATE, Quantity.ENTROPY_COEFFICIENT, Quantity.EXPLORATION_RATE, Quantity.VALUE,
    Quantity.Q_VALUE, Quantity.EXPLAINED_VARIANCE, Quantity.KL, Quantity.GRAD_NORM, Quantity.EPISODE_LENGTH,
    Quantity.BEST_RETURN, Quantity.MAX_RETURN, Quantity.MIN_RETURN, Quantity.RETURN_SPREAD,
)  # fmt: skip
_A_TIER = 8  # quantities; the second tag of one in this tier matters as much as the first of one in the next
_FEWEST_EQUAL = 5
_RANK: Final = {quantity: rank for rank, quantity in enumerate(_ORDER)}


def main_curves(run: Run, most: int) -> tuple[list[Curve], int]:
    """Give the curves that matter most, several of one quantity not before others, and how many others there are.

    Of a tag that repeats the numbers of one before it that is all that is said.

    Args:
        run: the run.
        most: curves to give at most.
    """
    tags = ordered_tags(run)
    meanings = meanings_of(run)
    curves = []
    first: dict[bytes, str] = {}
    for tag in tags[:most]:
        series = run.series[tag]
        curve = curve_of(series, meanings.get(tag))
        numbers = series.step.tobytes() + series.value.tobytes()
        told = first.setdefault(numbers, tag)
        varies = (
            curve.lowest is not None
            and curve.highest is not None
            and curve.lowest.value < curve.highest.value
        )
        if told != tag and len(series) >= _FEWEST_EQUAL and varies:
            curve = curve._replace(says=f"the same numbers as {told} at all {len(series):,} points")
        curves.append(curve)
    return curves, max(0, len(tags) - most)


def curves_of(run: Run) -> list[Curve]:
    """Give all curves of a run, those that matter most first."""
    return main_curves(run, len(run.series))[0]


def ordered_tags(run: Run) -> list[str]:
    """Give the tags with points, by how much their quantity matters; unknown ones come last, in the order of the log.

    Of several of a quantity the plain one and the one with the most points comes first.
    """
    meanings = meanings_of(run)
    tags = [tag for tag, series in run.series.items() if len(series)]
    place = {tag: at for at, tag in enumerate(tags)}

    def within(tag: str) -> tuple[bool, int, bool, int]:
        is_whole = parts_of(tag).only("loss", "return", "accuracy")
        return bool(meanings[tag].metric), -len(run.series[tag]), not is_whole, place[tag]

    by_quantity: dict[Quantity, list[str]] = {}
    for tag in sorted((tag for tag in tags if tag in meanings), key=within):
        by_quantity.setdefault(meanings[tag].quantity, []).append(tag)
    known = [
        ((at + _rank(quantity) // _A_TIER, _rank(quantity), place[tag]), tag)
        for quantity, same in by_quantity.items()
        for at, tag in enumerate(same)
    ]
    others = [tag for tag in tags if tag not in meanings]
    known += [((0, _A_TIER, place[tag]), tag) for tag in others if is_share_of_successes(tag)]
    return [tag for _, tag in sorted(known)] + [tag for tag in others if not is_share_of_successes(tag)]


def _rank(quantity: Quantity) -> int:
    return _RANK.get(quantity, 2 * len(_ORDER))
