"""The form for a list that grows by one confirmed line at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.tui.drawing import hung
from coach.tui.plain_text import wrapped
from coach.tui.widgets.field_form import FieldForm
from coach.tui.widgets.parts import Parts
from coach.tui.widgets.prose import Prose
from coach.tui.widgets.rows import Rows, RowsView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from coach.session.form import Lines
    from coach.session.step import Question


def numbered_lines(number: int, text: str, room: int, width: int) -> list[Content]:
    """Give a confirmed line after its number, wrapped with a hanging indent."""
    said = wrapped(text, max(1, width - room)) or [Content("")]
    return hung(Content.styled(f"{number} ".rjust(room), "$quiet"), said)


class Confirmed(RowsView, can_focus=False):
    """The lines that are on disk already; where room is short, the newest of them."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._confirmed = tuple(lines)
        self.cursor = max(0, len(lines) - 1)

    def rows(self, width: int) -> Rows:
        """Give one block a line."""
        room = len(str(len(self._confirmed))) + 1
        blocks = [numbered_lines(place, text, room, width) for place, text in enumerate(self._confirmed, 1)]
        return Rows([], blocks, [Content("")])


class LinesForm(FieldForm):
    """The lines so far and a field for the next; enter on an empty field ends the list."""

    def __init__(self, question: Question, form: Lines) -> None:
        placeholder = "Another, or enter when that is all" if form.existing else "The first one"
        super().__init__(question, Prose(placeholder=placeholder))
        self.form = form

    def compose(self) -> ComposeResult:
        """Give the confirmed lines and the field."""
        if self.form.existing:
            with Parts(least_share=0.0):
                yield Confirmed(self.form.existing)
                yield self.field
        else:
            yield self.field

    def restore(self, draft: object) -> None:
        """Write into the field: a line as it was left, or the first prepared line that is not there yet."""
        if isinstance(draft, list | tuple):
            missing = [str(line) for line in draft if str(line) not in self.form.existing]
            super().restore(missing[0] if missing else "")
        else:
            super().restore(draft)

    def hint(self) -> str:
        """Give the keys, and how many lines are still wanted."""
        missing = self.form.at_least - len(self.form.existing)
        if missing > 0:
            return f"enter adds · {missing} more wanted, or “enough: why”"
        return "enter adds · enter alone ends the list"
