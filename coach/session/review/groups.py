"""Scores of forecasts that belong together, and what of them their interval supports."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from coach.reasoning.intervals import Interval, design_effect, mean, rate
from coach.reasoning.scores import Forecast
from coach.session.scoring import LEAST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from coach.session.scoring import Scored

FEWEST: Final = 10
"""Under so many forecasts nothing is called out (editorial)."""
TWO_SIDED: Final = 1.96
"""Beyond it a calibrated forecaster's Z lies five times in a hundred."""
EVEN_NATS: Final = math.log(2)
"""Log score of one who gives everything even chances."""

Sureness = Literal["too sure", "not sure enough", ""]


class Group(NamedTuple):
    """The scores of some forecasts.

    Attributes:
        name: what they have in common.
        forecasts: how many there are.
        log_score: mean, in nats; 0 is best and 0.69 is a coin. A forecast of 0 that came true counts as 13.8.
        brier: mean, in [0, 1]; 0.25 is a coin.
        stated: mean of the stated probabilities.
        leaning: mean probability of what was held the likelier of both ways.
        right: how often that came.
        came_true: how often what was forecast came.
        z: Spiegelhalter's Z; large when too sure.
        sureness: what Z supports at five in a hundred; empty where it supports nothing or there are under 10.
    """

    name: str
    forecasts: int
    log_score: Interval
    brier: float
    stated: float
    came_true: Interval
    leaning: float
    right: Interval
    z: float
    sureness: Sureness

    @property
    def beats_a_coin(self) -> bool:
        """True where the whole interval of the log score is better than even chances for everything."""
        return self.forecasts >= FEWEST and self.log_score.high < EVEN_NATS


class Columns(NamedTuple):
    """Some forecasts as arrays, [forecast] each: float64, but for `session`, which is int64 and counts them from 0.

    Attributes:
        came_true: 1 where it did, else 0.
    """

    probability: NDArray[np.float64]
    came_true: NDArray[np.float64]
    log_score: NDArray[np.float64]
    brier: NDArray[np.float64]
    session: NDArray[np.int64]

    @classmethod
    def of(cls, sessions: Sequence[Sequence[Scored]]) -> Columns:
        """Give the arrays of the forecasts of some sessions, one session after the other."""
        import numpy as np  # noqa: PLC0415 - only a review needs it

        forecasts = [each for some in sessions for each in some]
        rows = [(f.probability, f.came_true, min(f.log_score, -math.log(LEAST)), f.brier) for f in forecasts]
        p, came_true, log_score, brier = np.array(rows, dtype=np.float64).reshape(-1, 4).T
        counts = [len(some) for some in sessions]
        session = np.repeat(np.arange(len(sessions), dtype=np.int64), counts)
        return cls(p, came_true, log_score, brier, session)

    def where(self, chosen: Sequence[int]) -> Columns:
        """Give some of them."""
        rows = list(chosen)
        return Columns(
            self.probability[rows],
            self.came_true[rows],
            self.log_score[rows],
            self.brier[rows],
            self.session[rows],
        )


def group(name: str, columns: Columns) -> Group:
    """Give the scores of some forecasts, of which there is at least one.

    Forecasts of one session hang together: where a run fails, all that was claimed of it does. Intervals and Z take
    that in.
    """
    import numpy as np  # noqa: PLC0415 - only a review needs it

    p, came, session = columns.probability, columns.came_true, columns.session
    # Spiegelhalter's Z as `reasoning.scores` has it, but for what hangs together.
    off = (came - p) * (1 - 2 * p)
    spread = float(((1 - 2 * p) ** 2 * p * (1 - p)).sum()) * design_effect(off, session)
    z = float(off.sum()) / math.sqrt(spread) if spread > 0 else 0.0
    right = (came == (p >= 0.5)).astype(np.float64)  # noqa: PLR2004 - even
    is_called = len(p) >= FEWEST and abs(z) > TWO_SIDED
    return Group(
        name,
        len(p),
        mean(columns.log_score, session),
        float(columns.brier.mean()),
        float(p.mean()),
        _rate(came, session),
        float(np.maximum(p, 1 - p).mean()),
        _rate(right, session),
        z,
        ("too sure" if z > 0 else "not sure enough") if is_called else "",
    )


def _rate(came: NDArray[np.float64], session: NDArray[np.int64]) -> Interval:
    """Give how often something came; where sessions differ more than chance has it, of a smaller count."""
    share = 1 / design_effect(came, session)
    return rate(float(came.sum()) * share, len(came) * share)


def groups(forecasts: Iterable[Scored], columns: Columns, key: Callable[[Scored], str]) -> tuple[Group, ...]:
    """Give the scores by what a key gives, forecasts of an empty one left out; the largest group first.

    Args:
        forecasts: the forecasts.
        columns: the same ones as arrays.
        key: what forecasts that belong together have in common.
    """
    found: dict[str, list[int]] = {}
    for at, each in enumerate(forecasts):
        if name := key(each):
            found.setdefault(name, []).append(at)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(group(name, columns.where(some)) for name, some in ordered)


def as_forecasts(forecasts: Iterable[Scored]) -> list[Forecast]:
    """Give forecasts as the engine scores them."""
    return [Forecast(each.probability, each.came_true) for each in forecasts]
