"""What somebody has learned so far, as exhibits: kinds, calibration with its band, hours against the best plan."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coach.reasoning.hours import format_hours
from coach.reasoning.scores import Forecast
from coach.session.drill.events import ClaimStated
from coach.session.drill.next_case import due_kinds
from coach.session.exhibit import Grid, Say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.reasoning.intervals import Interval
    from coach.session.drill.events import Body
    from coach.session.drill.next_case import Played
    from coach.session.exhibit import Exhibit

FEW: Final = 20
"""Under so many cases nothing is said about a person without its interval."""
_LEVELS: Final = 10


class Kind(NamedTuple):
    """The drills of one kind: how many, how many went well, and whether it comes back."""

    kind: str
    done: int
    well: int
    due: str


class LearnReport(NamedTuple):
    """What was practised.

    Attributes:
        wasted: mean hours wasted a drill with its 90 % interval; None without drills.
        share: hours wasted over the best plan's hours, by drill, the oldest first.
        off_bits: mean bits between stated and exact odds; None without statements.
        forecasts: every probability stated, and whether it came true.
    """

    kinds: tuple[Kind, ...]
    wasted: Interval | None
    share: tuple[float, ...]
    off_bits: float | None
    forecasts: tuple[Forecast, ...]


def report_of(played: Sequence[Played], practised: Sequence[Body]) -> LearnReport:
    """Give the report of somebody's drills and claims; worked cases count nowhere, odds where none were shown."""
    done = [each for each in played if each.scored is not None and each.help != "worked"]
    scores = [each.scored for each in done if each.scored is not None]
    due = due_kinds(done)
    kinds = tuple(
        Kind(
            kind,
            sum(each.kind == kind for each in done),
            sum(each.kind == kind and each.went_well for each in done),
            f"{due[kind]:%d %B %Y}" if kind in due else "",
        )
        for kind in dict.fromkeys(each.kind for each in done)
    )
    alone = [each.scored for each in done if each.scored is not None and each.help == "alone"]
    bits = [each for one in alone for each in one.off_bits]
    claims = [
        Forecast(each.probability, each.came_true) for each in practised if isinstance(each, ClaimStated)
    ]
    odds = [Forecast(p, came_true) for one in alone for p, came_true in one.forecasts]
    return LearnReport(
        kinds=kinds,
        wasted=_mean([each.wasted for each in scores]) if scores else None,
        share=tuple(each.wasted / each.best_expected for each in scores if each.best_expected > 0),
        off_bits=math.fsum(bits) / len(bits) if bits else None,
        forecasts=(*claims, *odds),
    )


def exhibits_of(report: LearnReport) -> tuple[Exhibit, ...]:
    """Give the report as a person reads it."""
    return (*_kinds(report), *_hours(report), *_calibration(report))


def data_of(report: LearnReport) -> dict[str, Any]:
    """Give the report as data, for a mentor to whom somebody sends it; it names nobody."""
    wasted = report.wasted
    return {
        "kinds": [each._asdict() for each in report.kinds],
        "hours_wasted_a_drill": None if wasted is None else wasted._asdict(),
        "wasted_share_by_drill": list(report.share),
        "bits_from_exact_odds": report.off_bits,
        "calibration": _curve(report.forecasts),
        "forecasts": len(report.forecasts),
    }


def _kinds(report: LearnReport) -> Iterator[Exhibit]:
    if not report.kinds:
        yield Say(
            "No case of your own is done yet. Go down the list in its order; coach drill --next opens a case."
        )
        return
    rows = tuple(
        (each.kind.replace("-", " "), f"{each.well} of {each.done}", each.due or "-") for each in report.kinds
    )
    yield Grid("Kinds of training", ("kind", "went well", "comes back on"), rows)


def _hours(report: LearnReport) -> Iterator[Exhibit]:
    if report.wasted is None:
        return
    count, wasted = len(report.share), report.wasted
    said = f"Hours wasted a drill: {format_hours(wasted.value)} on average over {count}"
    if count > 1:
        said += f" (90 % interval {format_hours(max(0.0, wasted.low))} to {format_hours(wasted.high)})"
    few = "" if count >= FEW else f" Under {FEW} drills that says little about you."
    yield Say(f"{said}.{few}")
    half = count // 2
    if half:
        first, last = (math.fsum(part) / len(part) for part in (report.share[:half], report.share[half:]))
        yield Say(
            f"As a share of the best plan's hours: {first:.0%} in the earlier half, {last:.0%} in the later one."
        )
    if report.off_bits is not None:
        yield Say(f"Your odds lie {report.off_bits:.2f} bits from the exact ones on average; 0 is exact.")


def _calibration(report: LearnReport) -> Iterator[Exhibit]:
    curve = _curve(report.forecasts)
    if curve is None:
        yield Say(
            "Calibration (how often what you called 70 % came true) is shown from 30 stated probabilities on; there "
            f"are {len(report.forecasts)}.",
            "quiet",
        )
        return
    rows = tuple(
        (f"{p['stated']:.0%}", f"{p['came_true']:.0%}", f"{p['low']:.0%} to {p['high']:.0%}", str(p["count"]))
        for p in curve
    )
    header = ("you said", "it came true (CORP)", "where a calibrated person lies", "times")
    yield Grid("Calibration", header, rows)


def _curve(forecasts: Sequence[Forecast]) -> list[dict[str, float]] | None:
    from coach.reasoning.calibration import calibration_curve  # noqa: PLC0415 - loads numpy

    rounded = [Forecast(round(p * _LEVELS) / _LEVELS, came_true) for p, came_true in forecasts]
    found = calibration_curve(rounded)
    if found is None:
        return None
    return [
        {
            "stated": each.stated,
            "came_true": each.came_true,
            "count": each.forecasts,
            "low": each.low,
            "high": each.high,
        }
        for each in found.points
    ]


def _mean(values: Sequence[float]) -> Interval:
    import numpy as np  # noqa: PLC0415 - loaded with what needs it

    from coach.reasoning.intervals import mean  # noqa: PLC0415 - as above

    return mean(np.array(values), np.arange(len(values)))
