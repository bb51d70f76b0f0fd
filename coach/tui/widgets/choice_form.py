"""The forms for choosing: exactly one of several, or any number of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from coach.tui.drawing import hung
from coach.tui.plain_text import wrapped
from coach.tui.widgets.rows import CURSOR, Rows, RowsForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from coach.session.form import Choice, Option, Several
    from coach.session.step import Question

TAKEN, LEFT = "■", "□"
FEW = 3
"""Options up to this number show what they mean; of more only the one that one stands on does."""


def option_rows(options: Sequence[Option], leads: Sequence[Content], cursor: int, width: int) -> Rows:
    """Give the options with their leads; what they mean stands beneath each, or beneath all."""
    is_few = len(options) <= FEW
    blocks = []
    for place, (option, lead) in enumerate(zip(options, leads, strict=True)):
        room = max(1, width - lead.cell_length)
        said = wrapped(option.text, room, "bold" if place == cursor else "") or [Content("")]
        said += wrapped(option.says, room, "$quiet") if is_few else []
        blocks.append(hung(lead, said))
    if is_few or not any(option.says for option in options):
        return Rows([], blocks, [])
    meanings = [wrapped(option.says, width, "$quiet") for option in options]
    deepest = max(map(len, meanings))
    said = meanings[cursor]
    return Rows([], blocks, [Content(""), *said, *[Content("")] * (deepest - len(said))])


class ChoiceForm(RowsForm):
    """One of several: arrow keys or a digit move, enter answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("home", "move(-100000)", "First", show=False),
        Binding("end", "move(100000)", "Last", show=False),
        Binding("enter", "confirm", "answer"),
    ]

    def __init__(self, question: Question, form: Choice) -> None:
        super().__init__(question)
        self.options = form.options
        self.restore(question.suggested)

    @property
    def draft(self) -> object:
        """The id of the option one stands on."""
        return self.options[self.cursor].id

    def restore(self, draft: object) -> None:
        """Stand on an option, by id, text or number."""
        said = str(draft).strip().lower()
        for place, option in enumerate(self.options):
            if said in (option.id.lower(), option.text.lower(), str(place + 1)):
                self.cursor = place
        self.refresh()

    def hint(self) -> str:
        """Give the keys of the list."""
        return "↑ ↓ or a digit chooses · enter answers"

    def rows(self, width: int) -> Rows:
        """Give one block an option."""
        return option_rows(
            self.options, [self._lead(p) for p in range(len(self.options))], self.cursor, width
        )

    def _lead(self, place: int) -> Content:
        is_here = place == self.cursor
        number = str(place + 1).rjust(len(str(len(self.options))))
        style = "bold $accent" if is_here else "$quiet"
        return Content.styled(f"{CURSOR if is_here else ' '} {number} ", style)

    def action_move(self, steps: int) -> None:
        """Go up or down."""
        self.move(steps)
        self.post_message(self.Drafted())

    def action_confirm(self) -> None:
        """Send the option one stands on."""
        self.post_message(self.Answered(self, self.options[self.cursor].id))

    def on_key(self, event: events.Key) -> None:
        """Go to the option of a digit."""
        place = _digit(event.key, len(self.options))
        if place is not None:
            event.stop()
            self.action_move(place - self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Go to the option that was clicked; a second click on it answers."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self.action_move(place - self.cursor)
            if event.chain > 1:
                self.action_confirm()


class SeveralForm(RowsForm):
    """Any number of several: space or a digit ticks, enter answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("home", "move(-100000)", "First", show=False),
        Binding("end", "move(100000)", "Last", show=False),
        Binding("space", "tick", "tick"),
        Binding("enter", "confirm", "answer"),
    ]

    def __init__(self, question: Question, form: Several) -> None:
        super().__init__(question)
        self.options = form.options
        self.taken = set(form.chosen)

    @property
    def draft(self) -> object:
        """The ids of the ticked options, in the order of the list."""
        return [option.id for option in self.options if option.id in self.taken]

    def restore(self, draft: object) -> None:
        """Tick options by id or text."""
        given = {str(each).lower() for each in draft} if isinstance(draft, list | tuple) else set()
        self.taken = {o.id for o in self.options if o.id.lower() in given or o.text.lower() in given}
        self.refresh()

    def hint(self) -> str:
        """Give the keys of the list."""
        many = len(self.taken)
        return f"space ticks · enter answers with {many or 'none'} ticked"

    def rows(self, width: int) -> Rows:
        """Give one block an option."""
        return option_rows(
            self.options, [self._lead(p) for p in range(len(self.options))], self.cursor, width
        )

    def _lead(self, place: int) -> Content:
        is_taken = self.options[place].id in self.taken
        is_here = place == self.cursor and self.has_focus
        sign = Content.styled(f"{CURSOR if is_here else ' '} ", "bold $accent")
        box = Content.styled(f"{TAKEN if is_taken else LEFT} ", "bold $accent" if is_taken else "$quiet")
        return sign + box

    def action_move(self, steps: int) -> None:
        """Go up or down."""
        self.move(steps)

    def action_tick(self) -> None:
        """Tick or untick the option one stands on."""
        self.taken ^= {self.options[self.cursor].id}
        self.refresh()
        self.post_message(self.Drafted())

    def action_confirm(self) -> None:
        """Send what is ticked."""
        self.post_message(self.Answered(self, self.draft))

    def on_key(self, event: events.Key) -> None:
        """Tick the option of a digit."""
        place = _digit(event.key, len(self.options))
        if place is not None:
            event.stop()
            self.move(place - self.cursor)
            self.action_tick()

    def on_click(self, event: events.Click) -> None:
        """Tick the option that was clicked."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self.move(place - self.cursor)
            self.action_tick()


def _digit(key: str, count: int) -> int | None:
    """Give the place that a digit key names, None where it names none."""
    number = int(key) if len(key) == 1 and key.isdecimal() else 0
    return number - 1 if 1 <= number <= count else None
