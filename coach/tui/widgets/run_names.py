"""What runs are called on the screen: a letter and a colour each, and as much of the name as tells them apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from coach.session.run_names import short_names
from coach.tui.plain_text import clipped
from coach.tui.widgets.curve import number
from coach.tui.widgets.plane import Curve
from coach.tui.widgets.tag_list import tail

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs import Run
    from coach.tui.plot_settings import PlotSettings, Span

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLOURS = 6
MOST_LETTERED = 8
"""Curves whose ends have letters of their own on one picture: those of more stand on one another."""
NAME_WIDTHS = (24, 12, 6, 0)
"""Cells of a run's name in the legend, tried in this order."""
BEHIND = "$track"
"""Style of the runs behind the one brought to the front."""
_TRAINING = re.compile(r" \(training (\d+) of (\d+)\)")


def run_tail(name: str, width: int) -> str:
    """Give the end of a run's name; which of several trainings it is takes little room, so that the run is told.

    >>> run_tail("sac/PPO_1 (training 2 of 3)", 12)
    '…c/PPO_1 2/3'
    """
    if len(name) <= width:
        return tail(name, width)
    found = _TRAINING.search(name)
    if found is None or found.end() < len(name):
        return tail(name, width)
    return tail(f"{name[: found.start()]} {found[1]}/{found[2]}", width)


def letter(place: int) -> str:
    """Give the letter of a run."""
    return LETTERS[place % len(LETTERS)]


def colour(place: int) -> str:
    """Give the style of a run."""
    return f"$curve-{place % COLOURS + 1}"


def curves_of(runs: Sequence[Run], tag: str, plot_settings: PlotSettings) -> list[Curve]:
    """Give the curves of a tag, those in front last and in their own colours; of two compared, these alone.

    A letter at its end is for telling a curve from others: one alone has none, nor have too many at once.
    """
    curves = []
    in_front, are_few = len(plot_settings.marked) or len(runs), len(runs) <= MOST_LETTERED
    for place, run in enumerate(runs):
        series = run.series.get(tag)
        is_front = not plot_settings.marked or place in plot_settings.marked
        if series is not None and len(series) and (is_front or not plot_settings.is_comparing):
            style = colour(place) if is_front else BEHIND
            is_lettered = len(runs) > 1 and in_front <= MOST_LETTERED and (is_front or are_few)
            curves.append(
                Curve(letter(place), style, series.step, series.value, series.segment, is_front, is_lettered)
            )
    return sorted(curves, key=lambda curve: curve.is_front)


def not_drawn(curves: Sequence[Curve], span: Span, width: int) -> Content:
    """Say which curves in front have values in view that a log scale cannot show; empty where none has."""
    letters = [
        curve.letter
        for curve in curves
        if curve.is_front
        and bool(((curve.value <= 0) & (curve.step >= span.left) & (curve.step <= span.right)).any())
    ]
    if not letters:
        return Content("")
    said = f"≤ 0 not drawn: {' '.join(sorted(letters))}"
    return clipped(said if len(said) <= width else f"≤ 0 not drawn: {len(letters)} runs", width, "$warn")


def legend(runs: Sequence[Run], tag: str, plot_settings: PlotSettings, width: int) -> Content:
    """Give the runs in front with letters and last values on one line, names as long as there is room."""
    *_, shortest = lines = [_named(runs, tag, plot_settings, most) for most in NAME_WIDTHS]
    return next((line for line in lines if line.cell_length <= width), shortest).truncate(
        width, ellipsis=True
    )


def last_values(runs: Sequence[Run], tag: str, plot_settings: PlotSettings, width: int) -> Content:
    """Give letters and last values alone; nothing where there is no room for all of them."""
    said = _named(runs, tag, plot_settings, 0)
    return said if said.cell_length <= width else Content("")


def _named(runs: Sequence[Run], tag: str, plot_settings: PlotSettings, most: int) -> Content:
    parts = []
    names = short_names([run.name for run in runs])
    for place, value in _last(runs, tag, plot_settings):
        sign = Content.styled(f"{letter(place)} ", f"bold {colour(place)}") if len(runs) > 1 else Content("")
        name = f"{run_tail(names[place], most)} " if most else ""
        parts.append(sign + Content(f"{name}{number(value)}"))
    return Content("  ").join(parts)


def _last(runs: Sequence[Run], tag: str, plot_settings: PlotSettings) -> Iterator[tuple[int, float]]:
    """Give the last value in view of each run in front."""
    for place, run in enumerate(runs):
        series = run.series.get(tag)
        if series is not None and len(series) and (not plot_settings.marked or place in plot_settings.marked):
            value = series.value
            if plot_settings.shown is not None:
                value = value[
                    (series.step >= plot_settings.shown.left) & (series.step <= plot_settings.shown.right)
                ]
            if len(value):
                yield place, float(value[-1])
