"""What a journal's own record has taught, used where it says so and never silently; each part can be switched off."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from coach.reasoning.recalibration import Recalibration, recalibrate
from coach.reasoning.scores import Forecast

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coach.session.pairing.scores import Apart
    from coach.session.review.record import SessionRecord

Part = Literal["catch-all", "base-rates", "recalibration", "hours"]
PARTS: dict[Part, str] = {
    "catch-all": "how often the cause is on nobody's list",
    "base-rates": "how common each cause of the catalogue is here",
    "recalibration": "what your probabilities have meant",
    "hours": "how much longer runs take than you say",
}
"""What is learned."""
FEWEST_FORECASTS: Final = 10
"""Under so many forecasts nothing is said of what probabilities have meant (editorial)."""


class Lesson(NamedTuple):
    """A line that was written down when a session closed, and what that session was about."""

    text: str
    about: str


class Learned(NamedTuple):
    """What was learned; a part that is switched off is empty.

    Attributes:
        ratios: actual over estimated hours of runs.
        forecasts: how many the recalibration was learned from.
        recalibration: None under `FEWEST_FORECASTS`.
        times: how many closed investigations ended with each failure mode, by its id.
        lessons: the newest first.
        apart: what came of judgements that several people made apart, in sessions that are closed.
    """

    ratios: tuple[float, ...] = ()
    forecasts: int = 0
    recalibration: Recalibration | None = None
    times: Mapping[str, int] = {}
    lessons: tuple[Lesson, ...] = ()
    apart: tuple[Apart, ...] = ()


def learned(records: Sequence[SessionRecord], off: Collection[str] = ()) -> Learned:
    """Give what some sessions teach.

    Args:
        records: of sessions, in any order.
        off: the parts that are switched off.
    """
    pairs = [
        Forecast(each.probability, each.came_true)
        for record in records
        for each in record.forecasts
        if 0 < each.probability < 1
    ]
    is_known = len(pairs) >= FEWEST_FORECASTS and "recalibration" not in off
    causes = [record.cause.failure_mode for record in records if record.cause is not None and record.closed]
    newest = sorted((each for each in records if each.lesson), key=lambda each: each.at, reverse=True)
    return Learned(
        ratios=() if "hours" in off else tuple(_ratios(records)),
        forecasts=len(pairs) if is_known else 0,
        recalibration=recalibrate(pairs) if is_known else None,
        times={} if "base-rates" in off else Counter(filter(None, causes)),
        lessons=tuple(Lesson(each.lesson, each.title) for each in newest),
        apart=tuple(each for record in records if record.closed for each in record.apart),
    )


def _ratios(records: Sequence[SessionRecord]) -> list[float]:
    return [
        each.actual_h / each.estimated_h
        for record in records
        for each in record.spent
        if each.stage == "run" and each.estimated_h > 0
    ]
