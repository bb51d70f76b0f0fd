"""What the numbers come to: the beliefs, the advice that follows from them, and how sturdy it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.session.exhibit import Outline, Say
from coach.tui.drawing import Drawn
from coach.tui.plain_text import wrapped
from coach.tui.widgets.asked import HIGH_FROM
from coach.tui.widgets.beliefs import belief_lines, belief_summary
from coach.tui.widgets.exhibit import exhibit_lines
from coach.tui.widgets.outline import outline_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.beliefs import BeliefRow
    from coach.session.exhibit import Exhibit

TITLE = "bold $quiet"
PLANNING, TRYING = "planning again with the new numbers", "moving each number a notch to see what changes"
NO_ADVICE = Say("The advice comes when each repair and the rebuilding have a price.", "quiet")


class Consequences(Drawn):
    """Beliefs, advice and robustness, one below the other.

    Attributes:
        is_open: whether the plan is unfolded.
        doing: what is still being worked out, in a few words; empty when all is said.
    """

    def __init__(self) -> None:
        super().__init__()
        self._beliefs: Sequence[BeliefRow] = ()
        self._advice: tuple[Exhibit, ...] = ()
        self._robustness: tuple[Exhibit, ...] = ()
        self.doing = ""
        self.is_open = False

    def believe(self, beliefs: Sequence[BeliefRow]) -> None:
        """Show new beliefs; the advice before stays until there is a new one."""
        self._beliefs, self.doing = beliefs, PLANNING
        self.refresh(layout=True)

    def advise(self, exhibits: tuple[Exhibit, ...]) -> None:
        """Show new advice; how sturdy it is has still to come."""
        self._advice, self._robustness = exhibits or (NO_ADVICE,), ()
        self.doing = TRYING if exhibits else ""
        self.refresh(layout=True)

    def judge(self, exhibits: tuple[Exhibit, ...]) -> None:
        """Show how sturdy the advice is."""
        self._robustness, self.doing = exhibits, ""
        self.refresh(layout=True)

    def fold(self) -> None:
        """Unfold the plan, or fold it again."""
        self.is_open = not self.is_open
        self.refresh(layout=True)

    def on_click(self) -> None:
        """Unfold, or fold again."""
        self.fold()

    def draw(self, width: int) -> list[Content]:
        """Give the parts; on a low screen the beliefs take one line, and the advice comes right after it."""
        parts = [self._believed(width), self._aside(width)]
        first, rest = self._advice[:1], self._advice[1:]
        parts += [self._lines(each, width) for each in (*first, *self._robustness, *rest)]
        lines: list[Content] = []
        for part in parts:
            lines += [*([Content("")] if lines else []), *part] if part else []
        return lines

    def _believed(self, width: int) -> list[Content]:
        if not self._beliefs:
            return []
        if self.app.size.height < HIGH_FROM:
            return [belief_summary(self._beliefs, width)]
        return [Content.styled("Beliefs", TITLE), *belief_lines(self._beliefs, width)]

    def _aside(self, width: int) -> list[Content]:
        return wrapped(f"… {self.doing}", width, "$quiet") if self.doing else []

    def _lines(self, exhibit: Exhibit, width: int) -> list[Content]:
        if isinstance(exhibit, Outline):
            return outline_lines(exhibit, width, is_open=self.is_open)
        return exhibit_lines(exhibit, width)
