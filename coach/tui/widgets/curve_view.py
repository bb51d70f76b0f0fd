"""The curves of one tag on the screen: drawn in a thread, for the size at hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from coach.tui.drawing import Drawing
from coach.tui.plain_text import clipped
from coach.tui.widgets.curve import Curve, Mark, number, plot_lines
from coach.tui.widgets.tag_list import tail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.runs import Run
    from coach.tui.widgets.onset_list import Onset

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLOURS = 6
NAME_WIDTHS = (24, 12, 6, 0)
"""Cells of a run's name in the legend, tried in this order."""
BEHIND = "$track"
"""Style of the runs behind the one brought to the front."""


def short_names(names: Sequence[str]) -> list[str]:
    """Give names without the folders that all of them begin or end with.

    >>> short_names(["results/agent1/run", "results/agent2/run"])
    ['agent1', 'agent2']
    """
    parts = [name.split("/") for name in names]
    while len({each[0] for each in parts}) == 1 and min(map(len, parts)) > 1:
        parts = [each[1:] for each in parts]
    while len({each[-1] for each in parts}) == 1 and min(map(len, parts)) > 1:
        parts = [each[:-1] for each in parts]
    return ["/".join(each) for each in parts]


def curves_of(runs: Sequence[Run], tag: str, front: int | None) -> list[Curve]:
    """Give the curves of a tag, one a run; the one in front is drawn last, in its own colour."""
    curves = []
    for place, run in enumerate(runs):
        series = run.series.get(tag)
        if series is not None and len(series):
            style = f"$curve-{place % COLOURS + 1}" if front in (None, place) else BEHIND
            letter = LETTERS[place % len(LETTERS)]
            curves.append(Curve(letter, style, series.step, series.value, series.segment))
    return sorted(curves, key=lambda curve: curve.style != BEHIND)


def legend(runs: Sequence[Run], tag: str, front: int | None, width: int) -> Content:
    """Give the runs with their letters and their last values on one line, names as long as there is room."""
    named = (_named(runs, tag, front, most) for most in NAME_WIDTHS)
    *_, shortest = lines = list(named)
    return next((line for line in lines if line.cell_length <= width), shortest).truncate(
        width, ellipsis=True
    )


def _named(runs: Sequence[Run], tag: str, front: int | None, most: int) -> Content:
    parts = []
    names = short_names([run.name for run in runs])
    for place, run in enumerate(runs):
        series = run.series.get(tag)
        if series is None or not len(series) or front not in (None, place):
            continue
        style = f"bold $curve-{place % COLOURS + 1}"
        letter = Content.styled(LETTERS[place % len(LETTERS)] + " ", style)
        name = f"{tail(names[place], most)} " if most else ""
        parts.append(letter + Content(f"{name}{number(float(series.value[-1]))}"))
    return Content("  ").join(parts)


class CurveView(Widget):
    """The picture of a tag, redrawn when the tag, the scale or the size changes."""

    class Plotted(Message):
        """A picture is ready; `order` says for which request."""

        def __init__(self, order: int, lines: list[Content]) -> None:
            super().__init__()
            self.order = order
            self.lines = lines

    def __init__(self) -> None:
        super().__init__()
        self._runs: tuple[Run, ...] = ()
        self._onsets: tuple[Onset, ...] = ()
        self._tag = ""
        self._front: int | None = None
        self._is_log = False
        self._order = 0
        self._picture: list[Content] = []

    def take(self, runs: tuple[Run, ...], onsets: tuple[Onset, ...]) -> None:
        """Draw these runs from now on."""
        self._runs, self._onsets = runs, onsets

    def show(self, tag: str) -> None:
        """Draw a tag."""
        self._tag = tag
        self._plot()

    def switch_scale(self) -> None:
        """Draw on the other scale."""
        self._is_log = not self._is_log
        self._plot()

    def next_run(self) -> None:
        """Bring the next run to the front; after the last, all runs are equal again."""
        following = 0 if self._front is None else self._front + 1
        self._front = following if following < len(self._runs) else None
        self._plot()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._plot()

    def _plot(self) -> None:
        if not self._tag:
            return
        self._order += 1
        width, height = self.content_size
        curves = curves_of(self._runs, self._tag, self._front)
        marks = [
            Mark(str(onset.number)[-1], onset.step, onset.tag == self._tag)
            for onset in self._onsets
            if onset.step is not None
        ]
        self.run_worker(
            partial(self._draw_curves, self._order, curves, marks, width, height),
            thread=True,
            exclusive=True,
            group="curve",
        )

    def _draw_curves(
        self, order: int, curves: list[Curve], marks: list[Mark], width: int, height: int
    ) -> None:
        lines = plot_lines(curves, marks, width, height - 2, is_log=self._is_log)
        self.post_message(self.Plotted(order, lines))

    def on_curve_view_plotted(self, event: CurveView.Plotted) -> None:
        """Show the picture, unless a newer one is on its way."""
        event.stop()
        if event.order == self._order:
            self._picture = event.lines
            self.refresh()

    def render(self) -> Drawing:
        """Give name, curves and legend."""
        return Drawing(self._lines_for)

    def _lines_for(self, width: int) -> list[Content]:
        if not self._picture:
            return [Content("")]
        scale = "   log scale" if self._is_log else ""
        title = clipped(self._tag, max(1, width - len(scale)), "bold") + Content.styled(scale, "$accent")
        return [title, *self._picture, legend(self._runs, self._tag, self._front, width)]
