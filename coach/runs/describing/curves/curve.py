"""One curve in words and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from coach.runs.describing.curves.direction import direction, tenths
from coach.runs.describing.curves.excursions import dip, spike, worse_at_end
from coach.runs.describing.curves.figures import figure
from coach.runs.describing.curves.holding import holds
from coach.runs.describing.curves.levelling import level_since
from coach.runs.describing.curves.points import Points, ends
from coach.runs.describing.curves.schedule import schedule
from coach.runs.describing.running_total import episode_ends
from coach.runs.quantities import Quantity
from coach.runs.quantities.parts import parts_of

if TYPE_CHECKING:
    from coach.runs.quantities import Meaning
    from coach.runs.series import Series

_HIGHER: Final = frozenset(
    {
        Quantity.RETURN, Quantity.EVAL_RETURN, Quantity.ACCURACY, Quantity.EVAL_ACCURACY, Quantity.RATING,
        Quantity.MAX_RETURN, Quantity.MIN_RETURN, Quantity.BEST_RETURN, Quantity.EXPLAINED_VARIANCE,
    }
)  # fmt: skip
_LOWER: Final = frozenset({Quantity.LOSS, Quantity.EVAL_LOSS, Quantity.VALUE_LOSS})
_SETTINGS: Final = frozenset(
    {
        Quantity.LEARNING_RATE, Quantity.EXPLORATION_RATE, Quantity.CLIP_RANGE,
        Quantity.ENTROPY_COEFFICIENT,
    }
)  # fmt: skip
_SHARES: Final = frozenset({Quantity.ACCURACY, Quantity.EVAL_ACCURACY})
_ALL = 100.0  # per cent
_MOST_EPISODES = 5
_FREELY = 0.1  # of the points
_SQUARES_OVERFLOW = 1e150


class Place(NamedTuple):
    """A value, and the step it was logged at."""

    value: float
    step: int


class Curve(NamedTuple):
    """What one tag of a run did.

    Attributes:
        tag: as the log spells it.
        quantity: what it was read as; empty where nobody knows.
        points: number of values that count, NaN and infinities included.
        not_finite: how many of these are NaN or infinite.
        first: the first finite value in the order of the steps, as it is logged; None without one.
        last: the last one.
        lowest: the smallest, where it was first reached.
        highest: the largest, likewise.
        direction: 1 where higher is better, -1 where lower is, 0 where neither can be said.
        says: all of it in one sentence.
    """

    tag: str
    quantity: str
    points: int
    not_finite: int
    first: Place | None
    last: Place | None
    lowest: Place | None
    highest: Place | None
    direction: int
    says: str

    @property
    def in_short(self) -> str:
        """The ends and the best value, in a few words."""
        if self.first is None or self.last is None or self.first.step == self.last.step:
            return self.says
        said = f"{figure(self.first.value)} to {figure(self.last.value)}"
        best = self.best
        if best is None or best.value in (self.first.value, self.last.value):
            return said
        return f"{said}, best {figure(best.value)} at {best.step:,}"

    @property
    def best(self) -> Place | None:
        """The best value; None where it is not known which way is better."""
        return (None, self.highest, self.lowest)[self.direction]

    @property
    def worst(self) -> Place | None:
        """The worst value; None likewise."""
        return (None, self.lowest, self.highest)[self.direction]


def curve_of(series: Series, meaning: Meaning | None) -> Curve:
    """Give what a series did.

    Args:
        series: as logged.
        meaning: what its tag stands for; None where nobody knows.
    """
    points = Points.of(series)
    counting = len(series.timeline())
    way = 1 if meaning is None and is_share_of_successes(series.tag) else _direction_of(meaning)
    lost = counting - len(points)
    clauses = [ends(points), _lost(lost, counting), *_clauses(points, meaning, way)]
    first = lowest = highest = last = None
    if len(points):
        first, last = _place(points, 0), _place(points, len(points) - 1)
        lowest, highest = _place(points, points.value.argmin()), _place(points, points.value.argmax())
    return Curve(
        tag=series.tag,
        quantity="" if meaning is None else str(meaning.quantity),
        points=counting,
        not_finite=lost,
        first=first,
        last=last,
        lowest=lowest,
        highest=highest,
        direction=way,
        says="; ".join(filter(None, clauses)),
    )


def _place(points: Points, at: int | np.intp) -> Place:
    return Place(float(points.value[at]), int(points.step[at]))


def is_share_of_successes(tag: str) -> bool:
    """Give whether a tag is a share of episodes that reach their goal, which is no quantity and better high."""
    parts = parts_of(tag)
    return "success" in parts.head and parts.only("success", "acting", "episode") and not parts.statistic


def _direction_of(meaning: Meaning | None) -> int:
    if meaning is None:
        return 0
    way = 1 if meaning.quantity in _HIGHER else -1 if meaning.quantity in _LOWER else 0
    return way * meaning.sign


def _lost(lost: int, counting: int) -> str:
    return f"{lost:,} of {counting:,} points are NaN or infinite" if lost and lost < counting else ""


def _clauses(points: Points, meaning: Meaning | None, way: int) -> list[str]:
    """Give what there is to say beside ends and extremes."""
    if not len(points) or float(np.abs(points.value).max()) > _SQUARES_OVERFLOW:
        return []
    if meaning is not None and meaning.quantity in _SETTINGS:
        turned = schedule(points)
        is_free = meaning.quantity is Quantity.ENTROPY_COEFFICIENT and _moves_freely(points)
        return [turned or holds(points), "moves both ways, so it is tuned automatically" if is_free else ""]
    if total := _running_total(points, meaning):
        return [total]
    clauses = [holds(points), _beyond_all(points, meaning)]
    peak = "" if way > 0 else spike(points)
    dipped = dip(points, way) if way and not peak else ""
    at_end = worse_at_end(points, way) if way else ""
    went = direction(points)
    is_told = bool(dipped) and "then" in went
    level = level_since(points, way) if way and not at_end and not clauses[0] else ""
    return [*clauses, peak, dipped, at_end, "" if is_told else went, level, tenths(points)]


def _moves_freely(points: Points) -> bool:
    """Give whether a setting goes up as well as down again and again, as no schedule does."""
    change = np.diff(points.value)
    return min(int((change > 0).sum()), int((change < 0).sum())) >= max(2, _FREELY * len(points))


def _running_total(points: Points, meaning: Meaning | None) -> str:
    """Give what the episodes of a return came to that is written down while they go on; empty for any other."""
    is_return = meaning is not None and meaning.quantity in (Quantity.RETURN, Quantity.EVAL_RETURN)
    found = episode_ends(points.value) if is_return else None
    if found is None:
        return ""
    came_to = [figure(each) for each in points.value[found].tolist()]
    shown = ", ".join(
        came_to[:_MOST_EPISODES] if len(came_to) <= _MOST_EPISODES else [came_to[0], "...", came_to[-1]]
    )
    return f"counts up anew in each episode; {len(came_to):,} of them ended, at {shown}"


def _beyond_all(points: Points, meaning: Meaning | None) -> str:
    """Give that a share of right answers is above 100 per cent."""
    is_share = meaning is not None and meaning.quantity in _SHARES and not meaning.metric
    count = int((points.value > _ALL).sum())
    return f"above 100 at {count:,} of {len(points):,} points" if is_share and count else ""
