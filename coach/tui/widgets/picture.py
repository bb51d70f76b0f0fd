"""The whole picture beside the question: the frame, beliefs, open confusions, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import one_line, shortened, wrapped
from coach.tui.widgets.asked import HIGH_FROM
from coach.tui.widgets.beliefs import belief_lines, belief_summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.tui.view import Standing

TITLE = "bold $quiet"
LINES_OF_FRAME = 3
"""Lines of each entry of the frame."""
SHOWN = 6
"""Confusions and pieces of evidence that are listed; the log has them all."""
NAMED_WHERE_LOW = 4
"""Explanations drawn on a low screen, so that "something else" and what it holds stay in view."""
LINES_EACH = 2
"""Lines of each; the log has the whole wording."""
OPEN, WELCOME, SEEN = "? ", "✓ ", "· "


def picture_lines(standing: Standing, width: int, *, most: int | None = None) -> list[Content]:
    """Give the parts that have something to say, with a blank line between them; `most` as for `belief_lines`."""
    parts = [
        _frame(standing.frame, width),
        _bars(standing, width, most),
        _listed(
            "Open confusions", [(WELCOME if c.welcome else OPEN, c.text) for c in standing.confusions], width
        ),
        _listed("Evidence", [(SEEN, each.text) for each in standing.evidence], width),
    ]
    lines: list[Content] = []
    for part in parts:
        if part:
            lines += [Content(""), *part] if lines else part
    return lines


def _frame(frame: Sequence[tuple[str, str]], width: int) -> list[Content]:
    lines: list[Content] = []
    for label, text in frame:
        name = one_line(label[:1].upper() + label[1:])
        said = shortened(f"{name}  {text}", width, LINES_OF_FRAME)
        lines += [line.stylize(TITLE, 0, len(name)) if row == 0 else line for row, line in enumerate(said)]
    return lines


def _bars(standing: Standing, width: int, most: int | None) -> list[Content]:
    if not standing.beliefs:
        return []
    return _part(standing.heading, belief_lines(standing.beliefs, width, standing.before, most=most))


def _part(title: str, lines: list[Content]) -> list[Content]:
    return [Content.styled(title, TITLE), *lines]


def _listed(title: str, entries: list[tuple[str, str]], width: int) -> list[Content]:
    if not entries:
        return []
    lines: list[Content] = []
    for sign, text in entries[-SHOWN:]:
        said = shortened(text, max(1, width - len(sign)), LINES_EACH)
        lines += hung(Content.styled(sign, "$quiet"), said)
    more = len(entries) - SHOWN
    if more > 0:
        lines += wrapped(f"and {more} more in the log", width, "$quiet")
    return _part(title, lines)


class Picture(Drawn):
    """The side pane."""

    standing: Standing | None = None

    def show(self, standing: Standing) -> None:
        """Draw another state."""
        if standing != self.standing:
            self.standing = standing
            self.refresh(layout=True)

    def draw(self, width: int) -> list[Content]:
        """Give the parts."""
        most = None if self.app.size.height >= HIGH_FROM else NAMED_WHERE_LOW
        return picture_lines(self.standing, width, most=most) if self.standing else []


class BeliefLine(Picture):
    """Beliefs on one line, where there is no room for the side pane."""

    def draw(self, width: int) -> list[Content]:
        """Give the line."""
        if self.standing is None or not self.standing.beliefs:
            return []
        return [belief_summary(self.standing.beliefs, width)]
