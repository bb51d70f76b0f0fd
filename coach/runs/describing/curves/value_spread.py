"""How far the critic's values differ from one another, beside how large they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coach.runs.describing.curves.figures import figure
from coach.runs.describing.curves.points import Points
from coach.runs.quantities import Quantity, meanings_of
from coach.runs.quantities.parts import parts_of

if TYPE_CHECKING:
    from coach.runs.run import Run

_WORDS: Final = {Quantity.VALUE: "value", Quantity.Q_VALUE: "q"}


def value_spread(run: Run) -> str:
    """Give the last standard deviation of the values beside their last mean, in words; empty where one is missing."""
    for tag, meaning in meanings_of(run).items():
        word = _WORDS.get(meaning.quantity)
        if word is None:
            continue
        spread = next((each for each in run.series if _is_spread(each, word)), None)
        if spread is None:
            continue
        ends = [Points.of(run.series[each]) for each in (spread, tag)]
        if not all(map(len, ends)):
            continue
        apart, level = (float(each.value[-1]) for each in ends)
        share = f": {100 * apart / abs(level):.2g} % of its size" if level else ""
        return f"{spread} ends at {figure(apart)} beside {tag} of {figure(level)}{share}"
    return ""


def _is_spread(tag: str, word: str) -> bool:
    parts = parts_of(tag)
    return parts.statistic == "spread" and word in parts.head and parts.only("value", "vals", "q")
