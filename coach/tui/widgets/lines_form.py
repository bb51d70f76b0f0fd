"""The form for a list that grows by one confirmed line at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content

from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import shortened, wrapped
from coach.tui.widgets.field_form import FieldForm
from coach.tui.widgets.parts import Parts
from coach.tui.widgets.prose import Prose
from coach.tui.widgets.rows import Rows, RowsView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.widgets import TextArea

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


class Beside(Drawn):
    """What is said of the line being typed: one row that is there from the start, so that nothing jumps."""

    DEFAULT_CSS: ClassVar[str] = "Beside { height: 1; }"

    def __init__(self, says: Callable[[str], str]) -> None:
        super().__init__()
        self._says = says
        self.text = ""

    def on_mount(self) -> None:
        """Look words up once beside the keyboard, so that the first key need not wait for that."""
        self.run_worker(lambda: self._says(""), thread=True, exit_on_error=False)

    def look_at(self, line: str) -> None:
        """Say what is known of a line."""
        text = self._says(line.strip())
        if text != self.text:
            self.text = text
            self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give the one row."""
        said = shortened(self.text, width - 1, 1, "$quiet") or [Content("")]
        return hung(Content(" "), said)


class LinesForm(FieldForm):
    """The lines so far and a field for the next; enter on an empty field ends the list.

    `beside` gives a few words on the line being typed.
    """

    def __init__(self, question: Question, form: Lines, beside: Callable[[str], str] | None = None) -> None:
        placeholder = "Another, or enter when that is all" if form.existing else "The first one"
        super().__init__(question, Prose(placeholder=placeholder))
        self.form = form
        self.beside = Beside(beside) if beside else None

    def compose(self) -> ComposeResult:
        """Give the confirmed lines and the field."""
        if self.form.existing:
            with Parts(least_share=0.0):
                yield Confirmed(self.form.existing)
                yield Vertical(self.field, *self._beside(), classes="line")
        else:
            yield Vertical(self.field, *self._beside(), classes="line")

    def _beside(self) -> tuple[Beside, ...]:
        return (self.beside,) if self.beside else ()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say what is known of the line, and that the draft changed."""
        super().on_text_area_changed(event)
        if self.beside:
            self.beside.look_at(self.field.text)

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
