"""Curves drawn with braille dots: several runs over each other, the onset of each symptom marked.

A cell holds two dots across and four down. Every run ends in its letter: the curves can be told apart without
colour. A running mean is laid over the curve, which keeps all its dots: no spike is ever smoothed away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from coach.tui.plain_text import clipped
from coach.tui.plot_settings import Span
from coach.tui.widgets.plane import (
    Curve,
    Frame,
    Piece,
    frame_of,
    heights,
    is_drawn,
    joined,
    pieces,
    ranges,
    running_mean,
    whole_span,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Cells = list[list[tuple[int, str]]]
    """Dots and style of every cell."""

ACROSS, DOWN = 2, 4
"""Dots of a braille cell."""
BRAILLE = 0x2800
DOT_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bit of a dot by column and row of its cell."""
AXIS_WIDTH = 9
"""Cells of the numbers on the left."""
MARK_LINE = "┊"
NOT_FINITE = "\N{MULTIPLICATION SIGN}"
"""Stands on the axis where a value was NaN or infinite."""
HIGH = 9
"""Rows from which a picture has a number in the middle of its axis."""
LEAST_WIDTH, LEAST_HEIGHT = 24, 6
UNDER_MEAN = "70%"
"""How strongly a curve is drawn under its running mean."""
_THOUSAND, _MILLION = 1e3, 1e6


class Mark(NamedTuple):
    """An onset: `is_here` when it belongs to the tag that is shown."""

    sign: str
    step: float
    is_here: bool


def plot_lines(
    curves: Sequence[Curve],
    marks: Sequence[Mark],
    width: int,
    height: int,
    *,
    is_log: bool,
    span: Span | None = None,
    share: float = 0.0,
) -> list[Content]:
    """Give the picture: a line of marks, the curves with their axis, a line of steps.

    Slow for millions of points, so not for the event loop.

    Args:
        curves: those in front come last.
        marks: the onsets; those out of view are left out.
        width: cells there are.
        height: lines there are.
        is_log: the scale.
        span: the steps in view; all of these curves where it is None.
        share: of the steps in view, the part a running mean is taken over; 0 draws none.
    """
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return [clipped("no room for a curve", width, "$quiet")]
    span = span or Span(*whole_span(curves))
    drawn = [pieces(curve, span, is_log=is_log) for curve in curves]
    frame = frame_of([piece for each in drawn for piece in each], span, is_log=is_log)
    if frame is None:
        return [clipped(_nothing(curves, span, is_log=is_log), width, "$quiet")]
    across, down = width - AXIS_WIDTH - 2, height - 2
    cells: Cells = [[(0, "")] * across for _ in range(down)]
    for curve, its in zip(curves, drawn, strict=True):
        has_mean = bool(share) and curve.is_front
        _draw_ranges(
            its, frame, cells, f"{curve.style} {UNDER_MEAN}" if has_mean and curve.style else curve.style
        )
    for curve, its in zip(curves, drawn, strict=True):
        if share and curve.is_front:
            _draw_means(its, frame, cells, f"bold {curve.style}".rstrip(), share)
    marks = [mark for mark in marks if span.holds(mark.step)]
    columns = {_column(mark.step, frame, across) for mark in marks if mark.is_here}
    lines = [_mark_line(marks, frame, across)]
    holes = _holes(curves, frame, across)
    for row in range(down):
        body = _row(cells[row], columns, holes if row == down - 1 else set())
        lines.append(_axis_label(row, down, frame) + body)
    for curve in curves:
        if curve.is_lettered:
            _letter(curve, frame, lines, across, down)
    return [*lines, _step_line(frame, across)]


def _nothing(curves: Sequence[Curve], span: Span, *, is_log: bool) -> str:
    """Say why there is nothing to draw."""
    if not curves:
        return "not logged by these runs"
    if not any(((curve.step >= span.left) & (curve.step <= span.right)).any() for curve in curves):
        return "nothing was logged in these steps"
    return f"nothing {'above zero' if is_log else 'finite'} was logged here"


def _draw_ranges(its: Iterable[Piece], frame: Frame, cells: Cells, style: str) -> None:
    for piece in its:
        _dot(*ranges(piece.step, piece.height, frame, len(cells[0]) * ACROSS), frame, cells, style)


def _draw_means(its: Iterable[Piece], frame: Frame, cells: Cells, style: str, share: float) -> None:
    for piece in its:
        mean = running_mean(piece, frame, len(cells[0]) * ACROSS, share)
        _dot(*joined(mean, mean), frame, cells, style)


def _dot(low: NDArray[np.float64], high: NDArray[np.float64], frame: Frame, cells: Cells, style: str) -> None:
    """Set the dots from the low to the high of every column, beside those that are set already."""
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    last = len(cells) * DOWN - 1
    top, bottom = (
        np.clip(np.round((frame.high - each) / (frame.high - frame.low) * last), 0, last)
        for each in (high, low)
    )
    for column in np.flatnonzero(np.isfinite(top)):
        for dot in range(int(top[column]), int(bottom[column]) + 1):
            row, place = dot // DOWN, column // ACROSS
            cells[row][place] = (cells[row][place][0] | DOT_BITS[column % ACROSS][dot % DOWN], style)


def _holes(curves: Sequence[Curve], frame: Frame, across: int) -> set[int]:
    """Give the columns in which a value was NaN or infinite."""
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    return {
        _column(float(step), frame, across)
        for curve in curves
        for step in np.unique(curve.step[_is_in_view(curve, frame) & ~np.isfinite(curve.value)])[:across]
    }


def _is_in_view(curve: Curve, frame: Frame) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (curve.step >= frame.left) & (curve.step <= frame.right)
    return inside


def _row(cells: Sequence[tuple[int, str]], marked: set[int], holes: set[int]) -> Content:
    parts = []
    for place, (bits, style) in enumerate(cells):
        if place in holes:
            parts.append(Content.styled(NOT_FINITE, "bold $bad"))
        elif bits:
            parts.append(Content.styled(chr(BRAILLE + bits), style))
        elif place in marked:
            parts.append(Content.styled(MARK_LINE, "$warn"))
        else:
            parts.append(Content(" "))
    return Content("").join(parts).simplify()


def _axis_label(row: int, down: int, frame: Frame) -> Content:
    """Give the number beside a row: at the top and at the bottom, of a high picture in the middle too."""
    said = ""
    if row in (0, down - 1) or (down >= HIGH and row == down // 2):
        said = number(_value_at(row, down, frame))
    return Content.styled(said.rjust(AXIS_WIDTH) + " ", "$quiet") + Content.styled("│", "$track")


def _value_at(row: int, down: int, frame: Frame) -> float:
    value = frame.high - (frame.high - frame.low) * row / max(1, down - 1)
    return 10**value if frame.is_log else value


def number(value: float) -> str:
    """Give a number in at most `AXIS_WIDTH` cells.

    >>> number(245.70001), number(1.2e-7), number(-0.0)
    ('245.7', '1.2e-07', '0')
    """
    return f"{value:.4g}".replace("-0", "0", 1) if value == 0 else f"{value:.4g}"


def steps(value: float) -> str:
    """Give a step count as people say it.

    >>> steps(168960), steps(2e6), steps(512)
    ('169k', '2M', '512')
    """
    if abs(value) >= _MILLION:
        return f"{value / _MILLION:.3g}M"
    return f"{value / _THOUSAND:.3g}k" if abs(value) >= _THOUSAND else f"{value:.0f}"


def step_labels(*at: float) -> tuple[str, ...]:
    """Give step counts in short, or in full where that would make two of them the same.

    >>> step_labels(0, 5e5, 1e6), step_labels(168960, 168970)
    (('0', '500k', '1M'), ('168,960', '168,970'))
    """
    said = tuple(steps(each) for each in at)
    return said if len(set(said)) == len(at) else tuple(f"{each:,.0f}" for each in at)


def _column(step: float, frame: Frame, across: int) -> int:
    span = (frame.right - frame.left) or 1.0
    return min(across - 1, max(0, round((step - frame.left) / span * (across - 1))))


def _mark_line(marks: Sequence[Mark], frame: Frame, across: int) -> Content:
    """Give the line above the curves: each onset's sign over its step."""
    signs = [" "] * across
    styles = [""] * across
    for mark in sorted(marks, key=lambda mark: mark.is_here):
        place = _column(mark.step, frame, across)
        signs[place], styles[place] = mark.sign, "bold $warn" if mark.is_here else "$quiet"
    if not marks:
        return Content("")
    body = Content("").join([Content.styled(sign, style) for sign, style in zip(signs, styles, strict=True)])
    return Content.styled("onset".rjust(AXIS_WIDTH) + "  ", "$quiet") + body.simplify()


def _step_line(frame: Frame, across: int) -> Content:
    first, middle, last = step_labels(frame.left, (frame.left + frame.right) / 2, frame.right)
    gap = across - len(first) - len(middle) - len(last)
    body = f"{first}{' ' * (gap // 2)}{middle}{' ' * (gap - gap // 2)}{last}" if gap > 1 else first
    return Content.styled("step".rjust(AXIS_WIDTH) + "  " + body, "$quiet")


def _letter(curve: Curve, frame: Frame, lines: list[Content], across: int, down: int) -> None:
    """Put a run's letter at its last point, beside that of a run which ends in the same place."""
    shown = is_drawn(curve, is_log=frame.is_log) & _is_in_view(curve, frame)
    if not shown.any():
        return
    last = int(shown.nonzero()[0][-1])
    value = float(heights(curve.value[last : last + 1], is_log=frame.is_log)[0])
    row = round((frame.high - value) / (frame.high - frame.low) * (down - 1))
    place = AXIS_WIDTH + 2 + _column(float(curve.step[last]), frame, across)
    line = lines[1 + row]
    while line.plain[place].isalpha() and place > AXIS_WIDTH + 2:
        place -= 1
    lines[1 + row] = Content("").join(
        [line[:place], Content.styled(curve.letter, f"bold {curve.style}"), line[place + 1 :]]
    )
