"""The curves on the screen: small plots of several tags, or one with all the room; drawn in a thread."""

from __future__ import annotations

from functools import partial
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widget import Widget
from textual.worker import get_current_worker

from coach.tui.drawing import Drawing
from coach.tui.plot_settings import SMOOTHINGS, PlotSettings
from coach.tui.widgets.curve import AXIS_WIDTH, Mark, plot_lines
from coach.tui.widgets.rows import CURSOR
from coach.tui.widgets.run_names import curves_of, last_values, legend, not_drawn
from coach.tui.widgets.settings_line import settings_line
from coach.tui.widgets.tag_list import tail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from coach.tui.evidence import Evidence
    from coach.tui.plot_settings import Span

LEAST_WIDTH, LEAST_HEIGHT = 40, 7
"""Cells and lines of the smallest plot, its title included."""
MOST_COLUMNS, MOST_ROWS = 2, 3
GAP = 2
"""Cells between two plots."""
TITLE = 1
"""Lines of a title."""


class Layout(NamedTuple):
    """How many plots there are, and how large each is."""

    columns: int
    rows: int
    width: int
    height: int

    @property
    def room(self) -> int:
        """How many plots fit."""
        return self.columns * self.rows


class Plot(NamedTuple):
    """A picture: what stands beside the tag, and the lines below."""

    aside: Content
    lines: list[Content]


class Kind(NamedTuple):
    """What a picture hangs on beside its tag; when that changes, all are drawn anew."""

    plot_settings: PlotSettings
    width: int
    height: int
    is_large: bool


def layout(width: int, height: int, count: int) -> Layout:
    """Give as many small plots as fit, no more than `count`, rather wide than many beside each other.

    >>> layout(54, 15, 12)
    Layout(columns=1, rows=2, width=54, height=7)
    """
    most_rows = min(max(1, height // LEAST_HEIGHT), MOST_ROWS)
    most_columns = min(max(1, (width + GAP) // (LEAST_WIDTH + GAP)), MOST_COLUMNS)
    columns = max(1, min(most_columns, ceil(count / most_rows)))
    rows = max(1, min(most_rows, ceil(count / columns)))
    return Layout(columns, rows, (width + GAP) // columns - GAP, height // rows)


def page(tags: Sequence[str], chosen: str, count: int) -> tuple[str, ...]:
    """Give the `count` tags that are shown together with the chosen one.

    >>> page("abcde", "e", 2), page("abcde", "b", 2)
    (('d', 'e'), ('a', 'b'))
    """
    place = tags.index(chosen) if chosen in tags else 0
    start = max(0, min(place // count * count, len(tags) - count))
    return tuple(tags[start : start + count])


def drawn(evidence: Evidence, tag: str, kind: Kind) -> Plot:
    """Give the picture of a tag; slow, so not for the event loop."""
    plot_settings = kind.plot_settings
    marks = [
        Mark(str(onset.number)[-1], onset.step, onset.tag == tag)
        for onset in evidence.onsets
        if onset.step is not None
    ]
    curves, span = curves_of(evidence.runs, tag, plot_settings), plot_settings.shown or evidence.span_of(tag)
    half = kind.width // 2
    missing = not_drawn(curves, span, half) if plot_settings.is_log else Content("")
    lines = plot_lines(
        curves,
        marks,
        kind.width,
        kind.height - TITLE - kind.is_large,
        is_log=plot_settings.is_log,
        span=span,
        share=SMOOTHINGS[plot_settings.smoothing].share,
    )
    if kind.is_large:
        return Plot(missing, [*lines, legend(evidence.runs, tag, plot_settings, kind.width)])
    return Plot(missing or last_values(evidence.runs, tag, plot_settings, half), lines)


class CurveGrid(Widget):
    """The plots, redrawn when the plot settings or the size changes.

    Attributes:
        plot_settings: how they are drawn.
        is_large: the chosen one has all the room.
    """

    class Plotted(Message):
        """A picture is ready."""

        def __init__(self, tag: str, kind: Kind, plot: Plot) -> None:
            super().__init__()
            self.tag = tag
            self.kind = kind
            self.plot = plot

    class Clicked(Message):
        """Another plot is the chosen one."""

        def __init__(self, tag: str) -> None:
            super().__init__()
            self.tag = tag

    def __init__(self) -> None:
        super().__init__()
        self.plot_settings = PlotSettings()
        self.is_large = False
        self._evidence: Evidence | None = None
        self._tags: tuple[str, ...] = ()
        self._count = 0
        self._tag = ""
        self._kind: Kind | None = None
        self._plots: dict[str, Plot] = {}
        self._before: dict[str, Plot] = {}

    def take(self, evidence: Evidence) -> None:
        """Draw these runs from now on."""
        self._evidence = evidence
        self.plot_settings = PlotSettings(evidence.whole)

    def show(self, tag: str, tags: tuple[str, ...], count: int) -> None:
        """Draw a tag among those beside it in the list, of as many as there are in all."""
        self._tag, self._tags, self._count = tag, tags, count
        self._plot()

    def look(self, plot_settings: PlotSettings, *, is_large: bool | None = None) -> None:
        """Draw in another way."""
        self.plot_settings = plot_settings
        self.is_large = self.is_large if is_large is None else is_large
        self._plot()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._plot()

    @property
    def span(self) -> Span:
        """The steps in view of the chosen tag."""
        return self.plot_settings.shown or (
            self._evidence.span_of(self._tag) if self._evidence else self.plot_settings.whole
        )

    @property
    def _layout(self) -> Layout:
        width, height = self.content_size
        return layout(width, height - TITLE, 1 if self.is_large else len(self._tags))

    def _plot(self) -> None:
        """Have drawn what is in view and not drawn yet."""
        self.refresh()
        if self._evidence is None or not self._tag:
            return
        here = self._layout
        kind = Kind(self.plot_settings, here.width, here.height, self.is_large)
        if kind != self._kind:
            self._kind = kind
            self._before |= self._plots
            self._plots = {}
        missing = [tag for tag in self._page(here) if tag not in self._plots]
        if missing:
            work = partial(self._draw_all, self._evidence, missing, kind)
            self.run_worker(work, thread=True, exclusive=True, group="curve")

    def _page(self, here: Layout) -> tuple[str, ...]:
        return (self._tag,) if self.is_large else page(self._tags, self._tag, here.room)

    def _draw_all(self, evidence: Evidence, tags: list[str], kind: Kind) -> None:
        worker = get_current_worker()
        for tag in sorted(tags, key=lambda tag: tag != self._tag):
            if not worker.is_cancelled:
                self.post_message(self.Plotted(tag, kind, drawn(evidence, tag, kind)))

    def on_curve_grid_plotted(self, event: CurveGrid.Plotted) -> None:
        """Show a picture, unless others are on their way."""
        event.stop()
        if event.kind == self._kind:
            self._plots[event.tag] = event.plot
            self._before.pop(event.tag, None)
            self.refresh()

    def render(self) -> Drawing:
        """Give the plots side by side."""
        return Drawing(self._lines_for)

    def _lines_for(self, width: int) -> list[Content]:
        if self._evidence is None or not self._tag:
            return [Content("")]
        here = self._layout
        shown = self._page(here)
        blocks = [self._block(tag, here) for tag in shown]
        for block in blocks[1:]:
            block[TITLE] = _unlabelled(block[TITLE])
        for at, block in enumerate(blocks):
            block[-1] = _unlabelled(block[-1]) if at % here.columns else block[-1]
        lines = [settings_line(self.plot_settings, self._evidence.runs, self._which(shown), width)]
        for start in range(0, len(blocks), here.columns):
            for above, below in zip(
                blocks[start : start + here.columns], blocks[start + here.columns :], strict=False
            ):
                if above[-1].plain == below[-1].plain:  # the same steps are written below both
                    above[-1] = Content(" " * here.width)
            beside = blocks[start : start + here.columns]
            lines += [Content(" " * GAP).join(parts) for parts in zip(*beside, strict=True)]
        return lines

    def _which(self, shown: tuple[str, ...]) -> str:
        if self.is_large:
            return "z shows the small ones"
        first, count = self._tags.index(shown[0]) + 1, self._count
        return f"{_from_to(first, len(shown))} of {count}" if len(shown) < count else "all curves"

    def on_click(self, event: events.Click) -> None:
        """Go to the plot that was clicked."""
        tag = event.style.meta.get("tag")
        if isinstance(tag, str):
            self.post_message(self.Clicked(tag))

    def _block(self, tag: str, here: Layout) -> list[Content]:
        """Give a plot with its title, as wide and as high as its place."""
        plot = self._plots.get(tag) or self._before.get(tag) or Plot(Content(""), [])
        is_here = tag == self._tag
        lead = Content.styled(f"{CURSOR if is_here else ' '} ", "bold $accent")
        room = here.width - 2 - (plot.aside.cell_length + 1 if plot.aside else 0)
        name = Content.styled(tail(tag, max(1, room)), "bold $accent" if is_here else "bold")
        gap = Content(" " * max(0, here.width - 2 - name.cell_length - plot.aside.cell_length))
        lines = [Content("").join([lead, name, gap, plot.aside]), *plot.lines[: here.height - TITLE]]
        lines += [Content("")] * (here.height - len(lines))
        return [_as_wide(line, here.width).stylize(Style.from_meta({"tag": tag})) for line in lines]


def _from_to(first: int, count: int) -> str:
    return f"curves {first} to {first + count - 1}" if count > 1 else f"curve {first}"


def _unlabelled(line: Content) -> Content:
    """Give a line of onsets or of steps without its label, which the first picture has."""
    return (
        Content(" " * AXIS_WIDTH) + line[AXIS_WIDTH:] if line.plain[:AXIS_WIDTH].strip().isalpha() else line
    )


def _as_wide(line: Content, width: int) -> Content:
    """Give a line in exactly `width` cells."""
    if line.cell_length > width:
        return line.truncate(width)
    return line + Content(" " * (width - line.cell_length))
