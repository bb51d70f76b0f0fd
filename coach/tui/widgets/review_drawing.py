"""A review as lines: the sentence it begins with, pictures of braille dots and bars, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.report.review.document import document
from coach.report.review.lines import table_lines
from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import harmless, wrapped
from coach.tui.widgets.bar import bar
from coach.tui.widgets.curve import AXIS_WIDTH, plot_lines
from coach.tui.widgets.plane import Curve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.report.review.document import Picture, Section
    from coach.session.review.review import Review

TITLE, FIRST = "bold $quiet", "bold"
HUNDRED, HUNDREDTHS = 100.0, 100.0
WIDEST_PLOT, PLOT_HEIGHT = 76, 14
"""Cells of a picture (editorial)."""
NAME, NUMBER, WIDEST_BAR = 12, 9, 48


def review_lines(found: Review, width: int) -> list[Content]:
    """Give a review as lines for a width."""
    told = document(found)
    lines = wrapped(told.headline, width, FIRST)
    for said in told.called_out:
        lines += hung(Content("· "), wrapped(said, max(1, width - 2)))
    for section in told.sections:
        lines += [Content(""), *wrapped(section.title, width, TITLE), *_section(found, section, width)]
    return lines


def _section(found: Review, section: Section, width: int) -> list[Content]:
    lines: list[Content] = []
    for said in section.says:
        lines += wrapped(said, width, "$quiet")
    lines += _picture(found, section.picture, width)
    if section.table is not None:
        head, *rows = table_lines(section.table)
        lines += [_as_it_stands(head, width, "$quiet"), *(_as_it_stands(row, width) for row in rows)]
    return lines


def _picture(found: Review, picture: Picture, width: int) -> list[Content]:
    match picture:
        case "calibration":
            return _calibration(found, width)
        case "time":
            return _over_time(found, width)
        case "places":
            return _bars([(name, float(times), str(times)) for name, times in found.places], width)
        case _:
            return []


def _calibration(found: Review, width: int) -> list[Content]:
    """Draw the curve over the band of chance and the line of those who are right, both axes in percent."""
    if found.curve is None:
        return []
    points = found.curve.points
    stated = [point.stated for point in points]
    curves = (
        _curve("·", "$track", stated, [point.low for point in points], HUNDRED),
        _curve("·", "$track", stated, [point.high for point in points], HUNDRED),
        _curve("/", "$quiet", [0.0, 1.0], [0.0, 1.0], HUNDRED),
        _curve("y", "$accent", stated, [point.came_true for point in points], HUNDRED),
    )
    said = "What came true, in percent, over what you said; grey: where chance leaves one who is right."
    return [*wrapped(said, width, "$quiet"), *_plotted(curves, width, "0 %", "100 %")]


def _over_time(found: Review, width: int) -> list[Content]:
    months = found.by_month
    scores = [month.log_score.value for month in months]
    curve = _curve("s", "$accent", [at / HUNDREDTHS for at in range(1, len(months) + 1)], scores, 1.0)
    said = f"Log score by month, {months[0].name} to {months[-1].name}; 0.69 is even chances, 0 is best."
    return [*wrapped(said, width, "$quiet"), *_plotted((curve,), width, months[0].name, months[-1].name)]


def _plotted(curves: Sequence[Curve], width: int, first: str, last: str) -> list[Content]:
    """Draw curves, with what lies at both ends in place of the line of marks and the numbers of steps."""
    room = min(width, WIDEST_PLOT)
    lines = plot_lines(curves, (), room, PLOT_HEIGHT, is_log=False)[1:-1]
    ends = f"{' ' * (AXIS_WIDTH + 2)}{first}{last.rjust(room - AXIS_WIDTH - 2 - len(first))}"
    return [*lines, _as_it_stands(ends, width, "$quiet")] if lines else []


def _as_it_stands(text: str, width: int, style: str = "") -> Content:
    """Give a line of a table with its blanks, cut where it is too wide."""
    said = Content(harmless(text)).truncate(width)
    return said.stylize(style) if style else said


def _curve(letter: str, style: str, x: Sequence[float], y: Sequence[float], scale: float) -> Curve:
    """Give a curve over hundredths; `x` and `y` are parallel."""
    import numpy as np  # noqa: PLC0415 - the first paint does without it

    step = np.round(np.array(x) * HUNDREDTHS).astype(np.int64)
    return Curve(letter, style, step, np.array(y) * scale, np.zeros(len(step), dtype=np.int32))


def _bars(rows: Sequence[tuple[str, float, str]], width: int) -> list[Content]:
    most = max((value for _, value, _ in rows), default=0.0)
    if not most:
        return []
    room = max(1, min(WIDEST_BAR, width - NAME - NUMBER))
    return [
        _as_it_stands(name.ljust(NAME), width) + bar(value / most, room) + Content(f" {said}")
        for name, value, said in rows
    ]


class ReviewDrawing(Drawn):
    """The whole review; it is as high as it has lines."""

    def __init__(self, found: Review) -> None:
        super().__init__()
        self._found = found

    def draw(self, width: int) -> list[Content]:
        """Give the lines of the review."""
        return review_lines(self._found, width)
