"""The review: what the sessions of a journal show of forecasts, causes, hours and detectors, with their intervals."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.reasoning.intervals import Interval, mean, rate
from coach.reasoning.multiplier import Multiplier, multiplier
from coach.reasoning.scores import Forecast
from coach.session.review.groups import Columns, Group, as_forecasts, group, groups
from coach.session.review.together import together
from coach.session.scoring import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.reasoning.calibration import CalibrationCurve
    from coach.reasoning.recalibration import Recalibration
    from coach.session.review.record import SessionRecord, Stage
    from coach.session.review.together import Together
    from coach.session.scoring import Scored

LEVELS: Final = 20
"""Stated probabilities are drawn to the nearest twentieth where there are more of them (editorial)."""
MOST_ROWS: Final = 12
RECURS: Final = 2
STAGES: dict[Stage, str] = {"run": "runs", "experiment": "looks", "repair": "repairs"}
_BANDS: Final = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0))


class Count(NamedTuple):
    """How often something was so, of how many, with its interval."""

    name: str
    of: int
    rate: Interval

    @property
    def times(self) -> int:
        """How often it was so."""
        return round(self.rate.value * self.of) if self.of else 0


class Band(NamedTuple):
    """Forecasts between two stated probabilities: how many there are and how many came true."""

    low: float
    high: float
    stated: float
    came_true: Count


class Hours(NamedTuple):
    """Estimated against actual hours of one stage.

    Attributes:
        longer: how much longer they came out as the mean of the logarithms of actual over estimated, by themselves.
    """

    stage: Stage
    estimated_h: float
    actual_h: float
    multiplier: Multiplier
    longer: Interval


class Cause(NamedTuple):
    """A cause that came more than once."""

    name: str
    times: int


class Review(NamedTuple):
    """Everything a review shows.

    Attributes:
        sessions: how many sessions it is about, and how many of them are closed.
        everything: all scored forecasts; None where there is none.
        by_kind: by what is forecast.
        by_month: by the month they were sealed in, oldest first.
        curve: the calibration curve; None under 30 forecasts, where `bands` are all there is.
        recalibration: what one's probabilities have meant so far; None without forecasts.
        failing: P(fail) in bands against failures.
        listed: how often the cause was on the list, of failed runs and of investigations.
        places: at what place of the list it was, "1" to "3", "later", "not on it".
        hours: by stage.
        wasted_h: hours that choices cost where that could be worked out, and in how many investigations it could.
        unscored: sealed forecasts that are not scored, by why.
        detectors: how often what a detector told was a sign of the confirmed cause.
        recurring: causes that came more than once.
        lessons: what was written down, the newest first.
        together: what pairing brought; None where nobody paired.
    """

    sessions: tuple[int, int]
    everything: Group | None
    by_kind: tuple[Group, ...]
    by_tag: tuple[Group, ...]
    by_person: tuple[Group, ...]
    by_month: tuple[Group, ...]
    bands: tuple[Band, ...]
    curve: CalibrationCurve | None
    recalibration: Recalibration | None
    failing: tuple[Band, ...]
    listed: tuple[Count, ...]
    places: tuple[tuple[str, int], ...]
    hours: tuple[Hours, ...]
    wasted_h: tuple[float, int]
    spent_h: float
    dollars: float
    unscored: tuple[tuple[str, int], ...]
    detectors: tuple[Count, ...]
    recurring: tuple[Cause, ...]
    lessons: tuple[tuple[str, str], ...]
    together: Together | None = None


def review(records: Sequence[SessionRecord]) -> Review:
    """Give the review of some sessions, in any order."""
    forecasts = [each for record in records for each in record.forecasts]
    columns = Columns.of([record.forecasts for record in records])
    known = [record.wasted_h for record in records if record.wasted_h is not None]
    spent = [each for record in records for each in record.spent]
    return Review(
        sessions=(len(records), sum(record.closed for record in records)),
        everything=group("all forecasts", columns) if forecasts else None,
        by_kind=groups(forecasts, columns, lambda each: KINDS[each.kind]),
        by_tag=groups(forecasts, columns, lambda each: each.tag)[:MOST_ROWS],
        by_person=groups(forecasts, columns, lambda each: each.by)[:MOST_ROWS],
        by_month=tuple(sorted(groups(forecasts, columns, lambda each: each.at.isoformat()[:7]))),
        bands=tuple(_bands(forecasts)),
        curve=_curve(forecasts),
        recalibration=_recalibration(forecasts),
        failing=tuple(_bands([each for each in forecasts if each.kind == "failure"])),
        listed=tuple(_listed(records)),
        places=tuple(_places(records)),
        hours=tuple(_hours(records)),
        wasted_h=(sum(known), len(known)),
        spent_h=sum(each.actual_h for each in spent),
        dollars=sum(record.dollars for record in records),
        unscored=tuple(Counter(each.standing for r in records for each in r.unscored).most_common()),
        detectors=tuple(_detectors(records)),
        recurring=tuple(_recurring(records)),
        lessons=tuple(_lessons(records)),
        together=together(records),
    )


def _bands(forecasts: Sequence[Scored]) -> Iterator[Band]:
    for low, high in _BANDS:
        some = [
            f for f in forecasts if low <= f.probability < high or (high == 1.0 and f.probability >= high)
        ]
        if some:
            stated = sum(each.probability for each in some) / len(some)
            count = rate(sum(each.came_true for each in some), len(some))
            yield Band(low, high, stated, Count("", len(some), count))


def _curve(forecasts: Sequence[Scored]) -> CalibrationCurve | None:
    if not forecasts:
        return None
    from coach.reasoning.calibration import calibration_curve  # noqa: PLC0415 - loads numpy

    pairs = as_forecasts(forecasts)
    if len({each.probability for each in pairs}) > LEVELS:
        pairs = [Forecast(round(p * LEVELS) / LEVELS, came_true) for p, came_true in pairs]
    return calibration_curve(pairs)


def _recalibration(forecasts: Sequence[Scored]) -> Recalibration | None:
    from coach.reasoning.recalibration import recalibrate  # noqa: PLC0415 - only with forecasts

    usable = [each for each in as_forecasts(forecasts) if 0 < each.probability < 1]
    return recalibrate(usable) if usable else None


def _listed(records: Sequence[SessionRecord]) -> Iterator[Count]:
    for method, name in (("premortem", "failed runs"), ("stuck", "investigations")):
        found = [record.cause for record in records if record.cause is not None and record.method == method]
        if found:
            yield Count(name, len(found), rate(sum(each.place > 0 for each in found), len(found)))


def _places(records: Sequence[SessionRecord]) -> Iterator[tuple[str, int]]:
    places = [record.cause.place for record in records if record.cause is not None]
    if not places:
        return
    for at in (1, 2, 3):
        yield str(at), places.count(at)
    yield "later", sum(place > 3 for place in places)  # noqa: PLR2004 - as above
    yield "not on it", places.count(0)


def _hours(records: Sequence[SessionRecord]) -> Iterator[Hours]:
    for stage in STAGES:
        some = [each for record in records for each in record.spent if each.stage == stage]
        ratios = [each.actual_h / each.estimated_h for each in some if each.estimated_h > 0]
        if some:
            estimated = sum(each.estimated_h for each in some)
            actual = sum(each.actual_h for each in some)
            yield Hours(stage, estimated, actual, multiplier(ratios), _longer(ratios))


def _longer(ratios: Sequence[float]) -> Interval:
    import numpy as np  # noqa: PLC0415 - only a review needs it

    return mean(np.log(ratios), np.arange(len(ratios))) if ratios else Interval(0.0, -math.inf, math.inf)


def _detectors(records: Sequence[SessionRecord]) -> Iterator[Count]:
    told: dict[str, list[bool]] = {}
    for record in records:
        for each in record.told:
            told.setdefault(each.detector, []).append(each.right)
    for name, right in sorted(told.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_ROWS]:
        yield Count(name, len(right), rate(sum(right), len(right)))


def _recurring(records: Sequence[SessionRecord]) -> Iterator[Cause]:
    found = [record.cause for record in records if record.cause is not None and record.cause.text]
    mode = {each.text.casefold(): each.failure_mode for each in found if each.failure_mode}
    keys = [each.failure_mode or mode.get(each.text.casefold(), each.text.casefold()) for each in found]
    name = dict(zip(keys, (each.text for each in found), strict=True))
    for key, times in Counter(keys).most_common(MOST_ROWS):
        if times >= RECURS:
            yield Cause(name[key], times)


def _lessons(records: Sequence[SessionRecord]) -> Iterator[tuple[str, str]]:
    newest = sorted(
        (record for record in records if record.lesson), key=lambda record: record.at, reverse=True
    )
    for record in newest[:MOST_ROWS]:
        yield record.title, record.lesson
