"""Curves drawn with braille dots: several runs over each other, the onset of each symptom marked.

A cell holds two dots across and four down. Each column of dots shows the whole range of the points that fall
into it, so that a spike of one step in a million is still seen. Every run ends in its letter: the curves can be
told apart without colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from coach.tui.plain_text import clipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

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
HIGHEST = 1e300
LEAST_WIDTH, LEAST_HEIGHT = 24, 6
_THOUSAND, _MILLION = 1e3, 1e6


class Curve(NamedTuple):
    """One run's values of the tag: `step`, `value`, `segment` are parallel arrays [point]."""

    letter: str
    style: str
    step: NDArray[np.int64]
    value: NDArray[np.float64]
    segment: NDArray[np.int32]


class Mark(NamedTuple):
    """An onset: `is_here` when it belongs to the tag that is shown."""

    sign: str
    step: float
    is_here: bool


class Frame(NamedTuple):
    """What is shown of the plane: steps from `left` to `right`, values from `low` to `high`."""

    left: float
    right: float
    low: float
    high: float
    is_log: bool


def plot_lines(
    curves: Sequence[Curve], marks: Sequence[Mark], width: int, height: int, *, is_log: bool
) -> list[Content]:
    """Give the picture: a line of marks, the curves with their axis, a line of steps.

    Slow for millions of points, so not for the event loop.
    """
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return [clipped("no room for a curve", width, "$quiet")]
    frame = frame_of(curves, is_log=is_log)
    if frame is None:
        return [clipped("nothing finite was logged here", width, "$quiet")]
    across, down = width - AXIS_WIDTH - 2, height - 2
    cells = [[(0, "")] * across for _ in range(down)]
    for curve in curves:
        _draw(curve, frame, cells)
    columns = {_column(mark.step, frame, across) for mark in marks if mark.is_here}
    lines = [_mark_line(marks, frame, across)]
    holes = _holes(curves, frame, across)
    for row in range(down):
        body = _row(cells[row], columns, holes if row == down - 1 else set())
        lines.append(_axis_label(row, down, frame) + body)
    for curve in curves:
        _letter(curve, frame, lines, across, down)
    return [*lines, _step_line(frame, across)]


def frame_of(curves: Sequence[Curve], *, is_log: bool) -> Frame | None:
    """Give the part of the plane that holds every finite point; None where there is none."""
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    shown = [_height(curve.value[_is_shown(curve, is_log=is_log)], is_log=is_log) for curve in curves]
    values = np.concatenate(shown) if shown else np.empty(0)
    if not len(values):
        return None
    steps = np.concatenate([curve.step for curve in curves])
    low, high = float(values.min()), float(values.max())
    room = (high - low) * 0.02 or abs(high) * 0.1 or 1.0
    return Frame(float(steps.min()), float(steps.max()), low - room, high + room, is_log)


def _is_shown(curve: Curve, *, is_log: bool) -> NDArray[np.bool_]:
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    finite: NDArray[np.bool_] = np.isfinite(curve.value)
    return finite & (curve.value > 0) if is_log else finite


def _height(value: NDArray[np.float64], *, is_log: bool) -> NDArray[np.float64]:
    """Give the values as they are drawn: their logarithm, or clipped so that no difference overflows."""
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    drawn: NDArray[np.float64] = np.log10(value) if is_log else np.clip(value, -HIGHEST, HIGHEST)
    return drawn


def _draw(curve: Curve, frame: Frame, cells: list[list[tuple[int, str]]]) -> None:
    """Set the dots of a curve, each restart on its own: nothing joins two segments."""
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    down, across = len(cells) * DOWN, len(cells[0]) * ACROSS
    shown = _is_shown(curve, is_log=frame.is_log)
    for segment in np.unique(curve.segment):
        here = shown & (curve.segment == segment)
        value = _height(curve.value[here], is_log=frame.is_log)
        low, high = ranges(curve.step[here], value, frame, across)
        top = np.round((frame.high - high) / (frame.high - frame.low) * (down - 1))
        bottom = np.round((frame.high - low) / (frame.high - frame.low) * (down - 1))
        for column in np.flatnonzero(np.isfinite(top)):
            for dot in range(int(top[column]), int(bottom[column]) + 1):
                row, place = dot // DOWN, column // ACROSS
                bits = cells[row][place][0] | DOT_BITS[column % ACROSS][dot % DOWN]
                cells[row][place] = (bits, curve.style)


def ranges(
    step: NDArray[np.int64], value: NDArray[np.float64], frame: Frame, columns: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the lowest and highest value in each column of dots, joined to the column before; NaN where none is.

    Returns:
        low, high: float64[column].
    """
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    low, high = np.full(columns, np.nan), np.full(columns, np.nan)
    if not len(step):
        return low, high
    span = (frame.right - frame.left) or 1.0
    place = np.clip(np.round((step - frame.left) / span * (columns - 1)), 0, columns - 1).astype(int)
    order = np.argsort(place, kind="stable")
    place, value = place[order], value[order]
    taken, starts = np.unique(place, return_index=True)
    low[taken], high[taken] = np.minimum.reduceat(value, starts), np.maximum.reduceat(value, starts)
    between = np.arange(taken[0], taken[-1] + 1)
    ends = np.append(starts[1:], len(value)) - 1
    line = np.interp(between, np.ravel([taken, taken], "F"), np.ravel([value[starts], value[ends]], "F"))
    low[between] = np.fmin(low[between], line)
    high[between] = np.fmax(high[between], line)
    low[between[1:]] = np.minimum(low[between[1:]], high[between[:-1]])
    high[between[1:]] = np.maximum(high[between[1:]], low[between[:-1]])
    return low, high


def _holes(curves: Sequence[Curve], frame: Frame, across: int) -> set[int]:
    """Give the columns in which a value was NaN or infinite."""
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    return {
        _column(float(step), frame, across)
        for curve in curves
        for step in np.unique(curve.step[~np.isfinite(curve.value)])[:across]
    }


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
    """Give the number beside a row: at the top, in the middle and at the bottom."""
    said = ""
    if row in (0, down // 2, down - 1):
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
    body = Content("").join([Content.styled(sign, style) for sign, style in zip(signs, styles, strict=True)])
    return Content.styled("onset".rjust(AXIS_WIDTH) + "  ", "$quiet") + body.simplify()


def _step_line(frame: Frame, across: int) -> Content:
    first, last = steps(frame.left), steps(frame.right)
    middle = steps((frame.left + frame.right) / 2)
    gap = across - len(first) - len(middle) - len(last)
    body = f"{first}{' ' * (gap // 2)}{middle}{' ' * (gap - gap // 2)}{last}" if gap > 1 else first
    return Content.styled("step".rjust(AXIS_WIDTH) + "  " + body, "$quiet")


def _letter(curve: Curve, frame: Frame, lines: list[Content], across: int, down: int) -> None:
    """Put a run's letter at its last point, beside that of a run which ends in the same place."""
    shown = _is_shown(curve, is_log=frame.is_log)
    if not shown.any():
        return
    last = int(shown.nonzero()[0][-1])
    value = float(_height(curve.value[last : last + 1], is_log=frame.is_log)[0])
    row = round((frame.high - value) / (frame.high - frame.low) * (down - 1))
    place = AXIS_WIDTH + 2 + _column(float(curve.step[last]), frame, across)
    line = lines[1 + row]
    while line.plain[place].isalpha() and place > AXIS_WIDTH + 2:
        place -= 1
    lines[1 + row] = Content("").join(
        [line[:place], Content.styled(curve.letter, f"bold {curve.style}"), line[place + 1 :]]
    )
