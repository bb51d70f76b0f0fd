"""How the curves are drawn, all of them alike: which steps, which runs in front, which scale, how smooth."""

from __future__ import annotations

from typing import NamedTuple

LEAST_STEPS = 2.0
"""Steps that stay in view however close one looks."""
COMPARED = 2
"""Runs that can be marked at once."""


class Smoothing(NamedTuple):
    """A running mean over `share` of the steps in view; 0 is none."""

    how: str
    share: float


SMOOTHINGS = (Smoothing("", 0.0), Smoothing("lightly", 0.02), Smoothing("heavily", 0.1))


class Span(NamedTuple):
    """Steps from `left` to `right`."""

    left: float
    right: float

    def holds(self, step: float) -> bool:
        """True where a step is inside."""
        return self.left <= step <= self.right

    def within(self, whole: Span) -> Span:
        """Give the span of this width that is nearest to this one and inside another."""
        width = min(max(self.right - self.left, LEAST_STEPS), whole.right - whole.left)
        left = min(max(self.left, whole.left), whole.right - width)
        return Span(left, left + width)


class PlotSettings(NamedTuple):
    """What all plots have in common.

    Attributes:
        whole: every step that was logged.
        shown: the steps in view; None for all.
        marked: places of the runs in front, the one marked last at the end; empty when all are equal.
        smoothing: place in `SMOOTHINGS`.
    """

    whole: Span = Span(0, 0)
    shown: Span | None = None
    marked: tuple[int, ...] = ()
    is_log: bool = False
    smoothing: int = 0

    @property
    def is_comparing(self) -> bool:
        """True when two runs are marked, so that no other is drawn."""
        return len(self.marked) == COMPARED

    def zoomed(self, factor: float, seen: Span, around: float | None = None) -> PlotSettings:
        """Give the plot settings with `factor` times as many steps as one sees, around one of them or the middle."""
        middle = sum(seen) / 2 if around is None or not seen.holds(around) else around
        half = (seen.right - seen.left) * factor / 2
        return self.showing(Span(middle - half, middle + half))

    def moved(self, share: float) -> PlotSettings:
        """Give the plot settings with what is in view moved by a share of it; where all is in view nothing moves."""
        left, right = self.shown or self.whole
        by = (right - left) * share
        return self.showing(Span(left + by, right + by))

    def showing(self, span: Span) -> PlotSettings:
        """Give the plot settings with these steps in view, as far as there are so many."""
        kept = span.within(self.whole)
        return self._replace(shown=None if kept == self.whole else kept)

    def with_all(self) -> PlotSettings:
        """Give the plot settings with every step in view."""
        return self._replace(shown=None)

    def mark(self, run: int) -> PlotSettings:
        """Give the plot settings with one more run marked, or one less if it was; of three the first is let go."""
        if run in self.marked:
            return self._replace(marked=tuple(each for each in self.marked if each != run))
        return self._replace(marked=(*self.marked, run)[-COMPARED:])

    def with_next_run(self, count: int) -> PlotSettings:
        """Give the plot settings with the next of `count` runs alone in front, after the last one none."""
        following = self.marked[-1] + 1 if self.marked else 0
        return self._replace(marked=(following,) if following < count else ())

    def smoother(self) -> PlotSettings:
        """Give the plot settings with the next smoothing, after the last one none."""
        return self._replace(smoothing=(self.smoothing + 1) % len(SMOOTHINGS))
