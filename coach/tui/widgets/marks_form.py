"""The form for marks: yes, no or nothing for each of several rows."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from coach.errors import AnswerError
from coach.session.marks import marks_from_data
from coach.tui.drawing import hung
from coach.tui.plain_text import wrapped
from coach.tui.widgets.rows import CURSOR, MOVES, Rows, RowsForm
from coach.tui.widgets.stray_typing import NOT_TAKEN, StrayTyping

if TYPE_CHECKING:
    from textual import events

    from coach.session.form import Marks, Option
    from coach.session.step import Question

OPEN = "·"
"""Stands for a row that is left alone."""
MORE = "m"
"""The key that shows the rows which are not shown at first."""


class MarksForm(RowsForm):
    """Rows with a mark each: the first letter of a mark gives it, space goes from one to the next, enter answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *MOVES,
        Binding("space", "next", "mark"),
        Binding("enter", "confirm", "answer"),
    ]

    def __init__(self, question: Question, form: Marks) -> None:
        super().__init__(question)
        self.form = form
        self.marked = dict(form.suggested)
        self.shows_all = False
        self.brought: tuple[Option, ...] = ()
        self._stray = StrayTyping(self, self._is_own)

    @property
    def options(self) -> tuple[Option, ...]:
        """The rows that are shown."""
        return self.form.all_rows if self.shows_all else (*self.brought, *self.form.rows)

    @property
    def draft(self) -> object:
        """The marks by row id, in the order of the list."""
        return {each.id: self.marked[each.id] for each in self.form.all_rows if each.id in self.marked}

    def restore(self, draft: object) -> None:
        """Set marks, in any shape in which they can be answered; of a draft, those of rows that are still there."""
        self.marked = self._read(draft)
        self.brought = tuple(each for each in self.form.more if each.id in self.marked)
        self.refresh(layout=True)

    def _read(self, draft: object) -> dict[str, str]:
        if not isinstance(draft, list | dict):
            return {}
        with suppress(AnswerError):
            return marks_from_data(self.form, draft)
        rows, marks = ({each.id for each in of} for of in (self.form.all_rows, self.form.marks))
        kept = draft.items() if isinstance(draft, dict) else ()
        return {row: mark for row, mark in kept if row in rows and mark in marks}

    def check_consume_key(self, key: str, character: str | None = None) -> bool:  # noqa: ARG002
        """Keep the letters of the marks from being commands here."""
        return key != "space" and self._is_own(key)

    def _is_own(self, key: str) -> bool:
        is_more = key == MORE and bool(self.form.more) and not self.shows_all
        return key == "space" or key in self._keys() or is_more

    def hint(self) -> str:
        """Give the keys of the list."""
        if self._stray.is_going_on:
            return NOT_TAKEN
        keys = " · ".join(f"{key} {mark.text}" for key, mark in self._keys().items())
        more = f" · {MORE} all {len(self.form.all_rows)}" if self.form.more and not self.shows_all else ""
        return f"{keys} · space next{more} · enter answers with {len(self.marked) or 'none'} marked"

    def rows(self, width: int) -> Rows:
        """Give one block a row, its mark in front."""
        room = max(len(mark.text) for mark in self.form.marks)
        blocks = []
        for place, option in enumerate(self.options):
            lead = self._lead(place, room)
            style = "bold" if place == self.cursor and self.has_focus else ""
            said = wrapped(option.text, max(1, width - lead.cell_length), style)
            blocks.append(hung(lead, said or [Content("")]))
        return Rows([], blocks, [])

    def _lead(self, place: int, room: int) -> Content:
        given = self.marked.get(self.options[place].id)
        texts = {mark.id: mark.text for mark in self.form.marks}
        sign = Content.styled(
            f"{CURSOR if place == self.cursor and self.has_focus else ' '} ", "bold $accent"
        )
        mark = texts.get(given or "", OPEN).ljust(room)
        return sign + Content.styled(f"{mark} ", "bold $accent" if given else "$quiet")

    def _keys(self) -> dict[str, Option]:
        return {mark.text[0].lower(): mark for mark in self.form.marks}

    def action_move(self, steps: int) -> None:
        """Go up or down."""
        self.move(steps)

    def action_next(self) -> None:
        """Give the row one stands on the next mark, and none after the last."""
        ids = [None, *(mark.id for mark in self.form.marks)]
        here = ids.index(self.marked.get(self.options[self.cursor].id))
        self._mark(ids[(here + 1) % len(ids)])

    def action_confirm(self) -> None:
        """Send the marks."""
        self.post_message(self.Answered(self, self.draft))

    def on_key(self, event: events.Key) -> None:
        """Give a mark by its letter and go on to the next row, or show all rows."""
        if self._stray.takes(event):
            return
        if event.key in self._keys():
            event.stop()
            self._mark(self._keys()[event.key].id)
            self.move(1)
        elif event.key == MORE and self.form.more and not self.shows_all:
            event.stop()
            self.shows_all = True
            self.refresh(layout=True)
            self.post_message(self.Drafted())

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked, and give it the next mark."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self.move(place - self.cursor)
            self.action_next()

    def _mark(self, mark: str | None) -> None:
        row = self.options[self.cursor].id
        self.marked.pop(row, None)
        if mark is not None:
            self.marked[row] = mark
        self.refresh()
        self.post_message(self.Drafted())
