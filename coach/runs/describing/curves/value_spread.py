"""How far the critic's values differ from one another, beside how large they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from coach.runs.describing.curves.figures import figure
from coach.runs.describing.curves.points import Points
from coach.runs.quantities import Quantity, meanings_of
from coach.runs.quantities.parts import parts_of

if TYPE_CHECKING:
    from coach.runs.run import Run
    from coach.runs.series import Series

_WORDS: Final = {Quantity.VALUE: "value", Quantity.Q_VALUE: "q"}


class SpreadOfValues(NamedTuple):
    """Two series of a critic: the standard deviation of its values over the states of a batch, and their mean."""

    apart: Series
    level: Series


def spread_of_values(run: Run) -> SpreadOfValues | None:
    """Give how far the critic's values differ from one another beside how large they are; None where one is missing."""
    for tag, meaning in meanings_of(run).items():
        word = _WORDS.get(meaning.quantity)
        if word is None:
            continue
        apart = next((each for name, each in run.series.items() if _is_spread(name, word)), None)
        if apart is not None and all(len(Points.of(each)) for each in (apart, run.series[tag])):
            return SpreadOfValues(apart, run.series[tag])
    return None


def value_spread(run: Run) -> str:
    """Give the last standard deviation of the values beside their last mean, in words; empty where one is missing."""
    found = spread_of_values(run)
    if found is None:
        return ""
    apart, level = (float(Points.of(each).value[-1]) for each in found)
    share = f": {100 * apart / abs(level):.2g} % of its size" if level else ""
    return f"{found.apart.tag} ends at {figure(apart)} beside {found.level.tag} of {figure(level)}{share}"


def _is_spread(tag: str, word: str) -> bool:
    parts = parts_of(tag)
    return parts.statistic == "spread" and word in parts.head and parts.only("value", "vals", "q")
