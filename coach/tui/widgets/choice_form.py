"""The form for choosing exactly one of several."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from coach.tui.drawing import hung
from coach.tui.plain_text import shortened, wrapped
from coach.tui.widgets.asked import HIGH_FROM
from coach.tui.widgets.rows import CURSOR, MOVES, Rows, RowsForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from coach.session.form import Choice, Option
    from coach.session.step import Question

FEW = 3
"""Options up to this number show what they mean; of more only the one that one stands on does."""


MORE = "m"
"""The key that shows the options which are not shown at first."""
MEANING, LOW_MEANING = 12, 6
"""Lines of what an option means, beneath a list, on a high screen and on a low one."""


def option_rows(
    options: Sequence[Option], leads: Sequence[Content], cursor: int, width: int, most: int
) -> Rows:
    """Give the options with their leads; what they mean stands beneath each, or beneath all in `most` lines."""
    is_few = len(options) <= FEW
    blocks = []
    for place, (option, lead) in enumerate(zip(options, leads, strict=True)):
        room = max(1, width - lead.cell_length)
        said = wrapped(option.text, room, "bold" if place == cursor else "") or [Content("")]
        said += wrapped(option.says, room, "$quiet") if is_few else []
        blocks.append(hung(lead, said))
    if is_few or not any(option.says for option in options):
        return Rows([], blocks, [])
    meanings = [shortened(option.says, width, most, "$quiet") for option in options]
    deepest = max(map(len, meanings))
    said = meanings[cursor]
    return Rows([], blocks, [Content(""), *said, *[Content("")] * (deepest - len(said))])


class ChoiceForm(RowsForm):
    """One of several: arrow keys or a digit move, enter answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *MOVES,
        Binding("enter", "confirm", "answer"),
    ]

    def __init__(self, question: Question, form: Choice) -> None:
        super().__init__(question)
        self.form = form
        self.shows_all = False
        self.restore(question.suggested)

    @property
    def options(self) -> tuple[Option, ...]:
        """The options that are shown."""
        return self.form.all_options if self.shows_all else self.form.options

    @property
    def draft(self) -> object:
        """The id of the option one stands on."""
        return self.options[self.cursor].id

    def restore(self, draft: object) -> None:
        """Stand on an option, by id, text or number."""
        said = str(draft).strip().lower()
        for place, option in enumerate(self.form.all_options):
            if said in (option.id.lower(), option.text.lower(), str(place + 1)):
                self.cursor = place
                self.shows_all = self.shows_all or place >= len(self.form.options)
        self.refresh(layout=True)

    def hint(self) -> str:
        """Give the keys of the list."""
        if self.form.more and not self.shows_all:
            return f"↑ ↓ or a digit · {MORE} {len(self.form.more)} more · enter answers"
        return "↑ ↓ or a digit chooses · enter answers"

    def rows(self, width: int) -> Rows:
        """Give one block an option."""
        leads = [self._lead(place) for place in range(len(self.options))]
        return option_rows(self.options, leads, self.cursor, width, meaning_lines(self))

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
        place = digit(event.key, len(self.options))
        if place is not None:
            event.stop()
            self.action_move(place - self.cursor)
        elif event.key == MORE and self.form.more and not self.shows_all:
            event.stop()
            self.shows_all = True
            self.refresh(layout=True)
            self.post_message(self.Drafted())

    def on_click(self, event: events.Click) -> None:
        """Go to the option that was clicked; a second click on it answers."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self.action_move(place - self.cursor)
            if event.chain > 1:
                self.action_confirm()


def meaning_lines(form: RowsForm) -> int:
    """Give how many lines of what an option means there is room for."""
    return MEANING if form.app.size.height >= HIGH_FROM else LOW_MEANING


def digit(key: str, count: int) -> int | None:
    """Give the place that a digit key names, None where it names none."""
    number = int(key) if len(key) == 1 and key.isdecimal() else 0
    return number - 1 if 1 <= number <= count else None
