"""Two runs at the last step that both have reached: where each stands there, and how sure one can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.comparing.settings_that_tell import telling_settings
from coach.runs.describing.trend import noise, settles_at

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.quantities import Quantity
    from coach.runs.series import Series

_FEWEST = 10
_LAST = 0.1
_CLEARLY = 4.0  # standard errors of a difference of two means
_SEEN = 2.0  # times the noise of both curves
_MOST_NAMED = 3


class Ends(NamedTuple):
    """Two curves up to their last common step, and the means of the last tenth of each.

    Attributes:
        step: the last step that both have reached.
        mine: the points of the one up to there.
        theirs: those of the other.
        here: where the one stands.
        there: where the other stands.
        clear: the least difference of the two that noise does not explain.
    """

    step: int
    mine: Series
    theirs: Series
    here: float
    there: float
    clear: float

    def gained(self, sign: int) -> float:
        """Give by how much the other had risen by then, or fallen where the sign is -1."""
        return sign * (self.there - float(self.theirs.value[: _window(self.theirs)].mean()))

    def apart_since(self, sign: int) -> int:
        """Give the point from which on the other is visibly above, or below where the sign is -1."""
        level = np.interp(self.mine.step, self.theirs.step, self.theirs.value)
        apart = sign * (level - self.mine.value)
        limit = _SEEN * np.hypot(noise(self.mine.value), noise(self.theirs.value))
        since = settles_at(apart > limit, share=0.9)
        return len(self.mine) - _window(self.mine) if since is None else since


def common_measures(
    seen: RunForDetectors, other: RunForDetectors, quantity: Quantity
) -> tuple[tuple[Measure, Measure], ...]:
    """Give the series of a quantity that both runs log under the same tag."""
    theirs = {each.tag: each for each in other.finite(quantity)}
    return tuple((each, theirs[each.tag]) for each in seen.finite(quantity) if each.tag in theirs)


def ends(mine: Measure, theirs: Measure) -> Ends | None:
    """Give where two curves stand at their last common step; None for a handful of points."""
    step = min(int(mine.series.step[-1]), int(theirs.series.step[-1]))
    here, there = (each.series.where(each.series.step <= step) for each in (mine, theirs))
    if min(len(here), len(there)) < _FEWEST:
        return None
    errors = [noise(each.value[-3 * _window(each) :]) / np.sqrt(_window(each)) for each in (here, there)]
    mean, other = (float(each.value[-_window(each) :].mean()) for each in (here, there))
    return Ends(step, here, there, mean, other, _CLEARLY * float(np.hypot(*errors)))


def _window(series: Series) -> int:
    return max(3, int(_LAST * len(series)))


def differing_settings(seen: RunForDetectors, other: RunForDetectors) -> str:
    """Give the settings that differ, as the end of a sentence; empty where one of the runs states none."""
    mine, theirs = telling_settings(seen.run), telling_settings(other.run)
    names = sorted(name for name in {*mine, *theirs} if mine.get(name) != theirs.get(name))
    if not mine or not theirs:
        return ""
    if not names:
        return ", with the same settings"
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"; settings that differ: {', '.join(names[:_MOST_NAMED])}{more}"
