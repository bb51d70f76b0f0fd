"""The form for choosing any number of several; a long list shows its head, and is searched as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from coach.tui.plain_text import clipped
from coach.tui.widgets.choice_form import MORE, digit, meaning_lines, option_rows
from coach.tui.widgets.rows import CURSOR, MOVES, Rows, RowsForm
from coach.tui.widgets.stray_typing import NOT_TAKEN, StrayTyping

if TYPE_CHECKING:
    from textual import events

    from coach.session.form import Option, Several
    from coach.session.step import Question

TAKEN, LEFT = "■", "□"
SEARCH = "slash"
"""The key that begins a search, where there is more than is shown at first."""


class SeveralForm(RowsForm):
    """Any number of several: space or a digit ticks, enter answers.

    Attributes:
        typed: what is searched for; None while nobody searches.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *MOVES,
        Binding("space", "tick", "tick"),
        Binding("enter", "confirm", "answer"),
    ]

    def __init__(self, question: Question, form: Several) -> None:
        super().__init__(question)
        self.form = form
        self.taken = set(form.chosen)
        self.shows_all = False
        self.typed: str | None = None
        self._stray = StrayTyping(self, self._is_own)

    @property
    def options(self) -> tuple[Option, ...]:
        """The options that are shown: those that are found, all of them, or the head of the list and what is ticked."""
        every = self.form.all_options
        if self.typed:
            return tuple(option for option in every if option.is_found_by(self.typed))
        if self.shows_all or self.typed is not None:
            return every
        return (*self.form.options, *(option for option in self.form.more if option.id in self.taken))

    @property
    def draft(self) -> object:
        """The ids of the ticked options, in the order of the list."""
        return [option.id for option in self.form.all_options if option.id in self.taken]

    def restore(self, draft: object) -> None:
        """Tick options by id or text."""
        given = {str(each).lower() for each in draft} if isinstance(draft, list | tuple) else set()
        every = self.form.all_options
        self.taken = {each.id for each in every if each.id.lower() in given or each.text.lower() in given}
        self.refresh(layout=True)

    def hint(self) -> str:
        """Give the keys of the list."""
        many = len(self.taken) or "none"
        if self._stray.is_going_on:
            return NOT_TAKEN
        if self.typed is not None:
            return f"type to search · space ticks · enter ends the search, {many} ticked"
        more = f" · / searches · {MORE} all {len(self.form.all_options)}" if self.has_more else ""
        return f"space ticks{more} · enter answers with {many} ticked"

    @property
    def has_more(self) -> bool:
        """True while some options are not shown."""
        return bool(self.form.more) and not self.shows_all

    def rows(self, width: int) -> Rows:
        """Give one block an option, and what is searched for above them."""
        options = self.options
        leads = [self._lead(place) for place in range(len(options))]
        rows = option_rows(options, leads, self.cursor, width, meaning_lines(self))
        if self.typed is None:
            return rows
        found = f"{len(options)} of {len(self.form.all_options)}"
        return rows._replace(head=[clipped(f"Search: {self.typed}▏ {found}", width, "bold $accent")])

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
        if self.options:
            before = len(self.options)
            self.taken ^= {self.options[self.cursor].id}
            self._changed(is_as_long=len(self.options) == before)

    def action_confirm(self) -> None:
        """Send what is ticked; during a search only end it, since what was ticked may be out of sight."""
        if self.typed is not None:
            self._search(None)
        else:
            self.post_message(self.Answered(self, self.draft))

    def on_key(self, event: events.Key) -> None:
        """Write into the search, or tick the option of a digit, or show more."""
        if self.typed is not None:
            self._type(event)
            return
        if self._stray.takes(event):
            return
        place = digit(event.key, len(self.options))
        if place is not None:
            event.stop()
            self.move(place - self.cursor)
            self.action_tick()
        elif event.key == SEARCH and self.form.more:
            event.stop()
            self._search("")
        elif event.key == MORE and self.has_more:
            event.stop()
            self.shows_all = True
            self._changed()

    def _is_own(self, key: str) -> bool:
        is_more = (key == SEARCH and bool(self.form.more)) or (key == MORE and self.has_more)
        return key == "space" or is_more or digit(key, len(self.options)) is not None

    def _type(self, event: events.Key) -> None:
        typed = self.typed or ""
        if event.key == "escape":
            event.stop()
            self._search(None)
        elif event.key == "backspace":
            event.stop()
            self._search(typed[:-1])
        elif event.key != "space" and event.character and event.character.isprintable():
            event.stop()
            self._search(typed + event.character)

    def _search(self, typed: str | None) -> None:
        self.typed, self.cursor = typed, 0
        self._changed()

    def _changed(self, *, is_as_long: bool = False) -> None:
        self.cursor = min(self.cursor, max(0, len(self.options) - 1))
        self.refresh(layout=not is_as_long)
        self.post_message(self.Drafted())

    def on_click(self, event: events.Click) -> None:
        """Tick the option that was clicked."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self.move(place - self.cursor)
            self.action_tick()
