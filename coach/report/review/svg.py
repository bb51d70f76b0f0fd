"""The pictures of a review as SVG: plain shapes with classes, coloured by the page they stand in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import format_hours
from coach.session.review.groups import EVEN_NATS
from coach.session.review.review import STAGES
from coach.session.review.sentence import percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.report.review.document import Picture
    from coach.session.review.groups import Group
    from coach.session.review.review import Hours, Review

_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_LEFT, _TOP, _RIGHT, _BOTTOM = 48.0, 24.0, 24.0, 34.0
_LARGEST_DOT, _SMALLEST_DOT = 9.0, 2.5
_MOST_NATS = 2.5


class _Plot(NamedTuple):
    """A part of the plane on a canvas: what lies at its edges, and how large it is drawn."""

    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    def across(self, value: float) -> float:
        low, high = self.x
        return _LEFT + (value - low) / (high - low) * (self.width - _LEFT - _RIGHT)

    def up(self, value: float) -> float:
        low, high = self.y
        return self.height - _BOTTOM - (value - low) / (high - low) * (self.height - _TOP - _BOTTOM)

    def points(self, pairs: Iterable[tuple[float, float]]) -> str:
        return " ".join(f"{self.across(x):.1f},{self.up(y):.1f}" for x, y in pairs)


def picture_of(found: Review, picture: Picture) -> str:
    """Give one picture of a review as an SVG element; empty where there is nothing to draw."""
    match picture:
        case "calibration":
            return _calibration(found)
        case "time":
            return _over_time(found.by_month)
        case "places":
            return _places(found.places)
        case "hours":
            return _hours(found.hours)
        case "":
            return ""


def _calibration(found: Review) -> str:
    if found.curve is None:
        return ""
    plot = _Plot(420, 400, (0, 1), (0, 1))
    points = found.curve.points
    most = max(point.forecasts for point in points)
    band = [*((p.stated, p.high) for p in points), *((p.stated, p.low) for p in reversed(points))]
    parts = [
        f'<polygon class="band" points="{plot.points(band)}"/>',
        _line(plot, "even", (0, 0), (1, 1)),
        f'<polyline class="curve" points="{plot.points((p.stated, p.came_true) for p in points)}"/>',
    ]
    for point in points:
        radius = max(_SMALLEST_DOT, _LARGEST_DOT * (point.forecasts / most) ** 0.5)
        said = (
            f"{percent(point.stated)} said, {percent(point.came_true)} came true, {point.forecasts} forecasts"
        )
        parts.append(_dot(plot, (point.stated, point.came_true), radius, said))
    shares = [(tick, percent(tick)) for tick in _TICKS]
    parts += _axes(plot, shares, shares, "what you said", "what came true")
    return _drawn(plot, "Calibration: what you said against what came true", parts)


def _over_time(months: Sequence[Group]) -> str:
    if len(months) < 2:  # noqa: PLR2004 - one month is no course of time
        return ""
    top = min(_MOST_NATS, max(EVEN_NATS, *(each.log_score.high for each in months)) * 1.05)
    plot = _Plot(640, 260, (-0.5, len(months) - 0.5), (0.0, top))
    heights = [min(top, each.log_score.value) for each in months]
    parts = [
        _line(plot, "even", (-0.5, EVEN_NATS), (len(months) - 0.5, EVEN_NATS)),
        f'<polyline class="curve" points="{plot.points(enumerate(heights))}"/>',
    ]
    for at, (month, height) in enumerate(zip(months, heights, strict=True)):
        low, high = max(0.0, month.log_score.low), min(top, month.log_score.high)
        said = f"{month.name}: {month.log_score.value:.2f} over {month.forecasts} forecasts"
        parts += [_line(plot, "range", (at, low), (at, high)), _dot(plot, (at, height), 4.0, said)]
    every = max(1, len(months) // 8)
    names = [(float(at), month.name) for at, month in enumerate(months) if at % every == 0]
    up = [(value, f"{value:.2g}") for value in (0.0, EVEN_NATS / 2, EVEN_NATS, top)]
    parts += _axes(plot, names, up, "month", "log score (0 is best)")
    return _drawn(plot, "Log score by month; the dashed line is even chances", parts)


def _places(places: Sequence[tuple[str, int]]) -> str:
    most = max((times for _, times in places), default=0)
    if not most:
        return ""
    plot = _Plot(420, 220, (-0.5, len(places) - 0.5), (0.0, float(most)))
    parts = []
    for at, (name, times) in enumerate(places):
        style = "bar" if name != "not on it" else "off"
        parts.append(_bar(plot, style, (at - 0.35, at + 0.35), times, f"{name}: {times}"))
    names = [(float(at), name) for at, (name, _) in enumerate(places)]
    parts += _axes(plot, names, [(0.0, "0"), (float(most), str(most))], "place on the list", "times")
    return _drawn(plot, "Where the cause stood on the list", parts)


def _hours(stages: Sequence[Hours]) -> str:
    most = max((max(each.estimated_h, each.actual_h) for each in stages), default=0.0)
    if not most:
        return ""
    plot = _Plot(420, 220, (-0.5, len(stages) - 0.5), (0.0, most))
    parts = []
    for at, each in enumerate(stages):
        for style, hours, start in (("said", each.estimated_h, -0.32), ("bar", each.actual_h, 0.02)):
            word = "estimated" if style == "said" else "took"
            said = f"{word} {format_hours(hours)}"
            parts.append(_bar(plot, style, (at + start, at + start + 0.3), hours, said))
    names = [(float(at), STAGES[each.stage]) for at, each in enumerate(stages)]
    parts += _axes(
        plot, names, [(0.0, "0"), (most, format_hours(most))], "left: estimated, right: took", "hours"
    )
    return _drawn(plot, "Estimated and actual hours by stage", parts)


def _axes(
    plot: _Plot, across: Sequence[tuple[float, str]], up: Sequence[tuple[float, str]], below: str, beside: str
) -> list[str]:
    left, bottom = _LEFT, plot.height - _BOTTOM
    parts = [
        f'<path class="axis" d="M{left:.1f} {_TOP:.1f}V{bottom:.1f}H{plot.width - _RIGHT:.1f}" fill="none"/>'
    ]
    parts += [_text("tick", plot.across(value), bottom + 14, "middle", name) for value, name in across]
    parts += [_text("tick", left - 5, plot.up(value) + 4, "end", name) for value, name in up]
    middle = (left + plot.width - _RIGHT) / 2
    parts.append(_text("name", middle, plot.height - 4, "middle", below))
    parts.append(_text("name", left + 6, _TOP - 8, "start", beside))
    return parts


def _text(style: str, x: float, y: float, anchor: str, text: str) -> str:
    return f'<text class="{style}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(plot: _Plot, style: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = ((plot.across(x), plot.up(y)) for x, y in (start, end))
    return f'<line class="{style}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _dot(plot: _Plot, at: tuple[float, float], radius: float, said: str) -> str:
    x, y = plot.across(at[0]), plot.up(at[1])
    return f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{escape(said)}</title></circle>'


def _bar(plot: _Plot, style: str, across: tuple[float, float], height: float, said: str) -> str:
    left, right = map(plot.across, across)
    top, bottom = plot.up(height), plot.up(0)
    size = f'x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}"'
    return f'<rect class="{style}" {size}><title>{escape(said)}</title></rect>'


def _drawn(plot: _Plot, title: str, parts: Sequence[str]) -> str:
    inside = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plot.width:g} {plot.height:g}" role="img" '
        f'aria-label="{escape(title)}" style="max-width:{plot.width:g}px"><title>{escape(title)}</title>{inside}</svg>'
    )
