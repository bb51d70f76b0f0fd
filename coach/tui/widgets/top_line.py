"""The line at the top: which walk this is, what it is about, and how long one has been thinking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.tui.drawing import Drawn
from coach.tui.plain_text import clipped, one_line

if TYPE_CHECKING:
    from textual.timer import Timer

METHODS = {"stuck": "stuck", "premortem": "pre-mortem"}
MINUTE_S = 60.0
THINKING, TALKING = "thinking", "talking"


def top_line(name: str, title: str, aside: str, width: int) -> Content:
    """Give the line: name and title on the left, the aside on the right where it fits."""
    left = Content.styled(name, "bold $accent")
    right = Content.styled(aside, "$quiet")
    room = width - left.cell_length - 2
    if aside and room - right.cell_length > len("…") * 12:
        room -= right.cell_length + 2
    else:
        right = Content("")
    middle = clipped(title, room)
    used = left.cell_length + 2 + middle.cell_length + right.cell_length
    return Content("").join([left, Content("  "), middle, Content(" " * max(0, width - used)), right])


class TopLine(Drawn):
    """The first line of every screen."""

    def __init__(self, name: str = "coach", title: str = "") -> None:
        super().__init__()
        self._said = (name, title)
        self._clock: Timer | None = None
        self._before, self._minutes, self._doing = 0, 0, THINKING

    def show(self, name: str, title: str) -> None:
        """Say something else."""
        if (name, title) != self._said:
            self._said = (name, title)
            self.refresh()

    def about(self, title: str) -> None:
        """Say that it is about something else now."""
        self.show(self._said[0], title)

    def time(self, minutes: int, doing: str = THINKING) -> None:
        """Show from now on for how many minutes one has been at it: those so far, and each that passes here."""
        if (minutes, doing) != (self._before, self._doing):
            self._before, self._minutes, self._doing = minutes, 0, doing
            self.refresh()
        if self._clock is None:
            self._clock = self.set_interval(MINUTE_S, self.minute_passed)

    def minute_passed(self) -> None:
        """Count a minute."""
        self._minutes += 1
        self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give the line."""
        minutes = self._before + self._minutes
        others = getattr(getattr(self.app, "live", None), "others", "")
        doing = f"{self._doing} {minutes} min" if minutes or self._doing != THINKING else ""
        aside = " · ".join(filter(None, (one_line(others), doing)))
        return [top_line(*self._said, aside, width)]
