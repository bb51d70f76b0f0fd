"""The lower part of the first page: its questions as fields, taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message

from coach.errors import AnswerError
from coach.session.answers.answer import parse_data
from coach.session.form import Choice, Hours, Number, Several, Text
from coach.session.opening_page import moot
from coach.session.page_labels import BESIDE
from coach.tui.begun import NOT_BEGUN, Begun
from coach.tui.drawing import LABEL_WIDTH, Drawn
from coach.tui.plain_text import clipped
from coach.tui.widgets.fault_line import FaultLine
from coach.tui.widgets.page_example import unwritten
from coach.tui.widgets.page_pick import PagePick
from coach.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widgets import TextArea

    from coach.session.opening_page import PageField
    from coach.session.step import Question

NOT_CHOSEN = AnswerError("nothing is chosen yet", hint="← → choose, or type a word of it.")


class PageProse(Prose):
    """A field of the page: up and down leave it at its ends, whether it takes several lines or not."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave up and down to the page at the first and at the last line."""
        if action in ("cursor_up", "cursor_down"):
            row = self.wrapped_document.location_to_offset(self.cursor_location).y
            return row != (0 if action == "cursor_up" else self.wrapped_document.height - 1)
        return super().check_action(action, parameters)

    def go_on(self, begun: Begun) -> None:
        """Take over what was written before the page was there, unless something stands here."""
        if not self.text:
            self.write(begun.text if self.multiline else " ".join(begun.text.splitlines()))
            self.move_cursor(begun.cursor if self.multiline else self.document.end)


class _Note(Drawn):
    """Where an answer comes from."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.say(text)

    def say(self, text: str) -> None:
        """Say something else; nothing takes no room."""
        self.text = f"({text})" if text else ""
        self.styles.width = len(self.text) + 2 if text else 0
        self.refresh(layout=True)

    def draw(self, width: int) -> list[Content]:
        """Give one line."""
        return [clipped(f" {self.text}", width, "$quiet")]


class PageRow(Vertical):
    """One question: its label, its field, where its answer comes from, and beneath what is wrong with it."""

    def __init__(self, field: PageField) -> None:
        super().__init__(classes="-beside" if field.question.key in BESIDE else "")
        self.asked = field
        form = field.question.form
        if isinstance(form, Choice | Several):
            self.field: PageProse | PagePick = PagePick(
                form.options, field.filled, is_optional=field.question.optional
            )
        else:
            is_long = isinstance(form, Text) and form.multiline
            self.field = PageProse(field.filled, multiline=is_long)
            self.field.placeholder = unwritten(field.question, is_here=False)
        self.note = _Note(field.origin if field.filled else "")
        self.fault = FaultLine(LABEL_WIDTH)
        self._known = self.field.text

    def compose(self) -> ComposeResult:
        """Give the line, and room for what is wrong with it."""
        with Horizontal(classes="line"):
            label = _Note("")
            label.text, label.styles.width = self.asked.label, len(self.asked.label) + 1
            if not self.has_class("-beside"):
                label.styles.width = LABEL_WIDTH
            yield label
            yield self.field
            yield self.note
        yield self.fault

    def on_descendant_focus(self) -> None:
        """Show an example where one is; the first key replaces an amount that was filled in."""
        self._show_example(is_here=True)
        is_amount = isinstance(self.asked.question.form, Hours | Number)
        if is_amount and isinstance(self.field, PageProse) and not self.is_touched:
            self.field.select_all()

    def on_descendant_blur(self) -> None:
        """Show none where one is not: it would be read as an answer."""
        self._show_example(is_here=False)

    def show_example_of(self, question: Question) -> None:
        """Take the example of what is asked now: once logs were read it is one of the work they speak of."""
        self.asked = self.asked._replace(question=question)
        self._show_example(is_here=self.field.has_focus)

    def _show_example(self, *, is_here: bool) -> None:
        if isinstance(self.field, PageProse):
            self.field.placeholder = unwritten(self.asked.question, is_here=is_here)

    @property
    def is_touched(self) -> bool:
        """Whether the person changed what was filled in."""
        return self.field.text != self._known

    def fill(self, text: str, origin: str) -> bool:
        """Fill in what is known, unless somebody wrote here or stands here; gives whether it was."""
        if self.is_touched or self.field.has_focus or not text or text == self.field.text:
            return False
        self.field.write(text)
        self._known = self.field.text
        self.note.say(origin)
        return True

    def changed(self) -> None:
        """Stop saying where the answer comes from, and what was wrong with the one before."""
        self.note.say("" if self.is_touched else self.asked.origin if self.field.text else "")
        self.fault.say(None)

    def check(self) -> AnswerError | None:
        """Give what is wrong with the answer, and say so; None where it fits."""
        error = NOT_CHOSEN if self._is_wanting else self._misread()
        self.fault.say(error)
        return error

    @property
    def _is_wanting(self) -> bool:
        return isinstance(self.field, PagePick) and not self.field.text and not self.asked.question.optional

    def _misread(self) -> AnswerError | None:
        try:
            parse_data(self.asked.question, self.field.text.strip())
        except AnswerError as error:
            return error
        return None


class PageForm(VerticalScroll, can_focus=False):
    """The fields; enter anywhere takes them all."""

    class Taken(Message):
        """The person takes the page: every answer as it stands there, by the question's key."""

        def __init__(self, answers: Mapping[str, str]) -> None:
            super().__init__()
            self.answers = answers

    class Changed(Message):
        """Something was written."""

    def __init__(self, fields: Sequence[PageField]) -> None:
        super().__init__()
        self.rows = [PageRow(field) for field in fields]

    def compose(self) -> ComposeResult:
        """Give a line a field; a short one stands beside the one before."""
        for at, row in enumerate(self.rows):
            following = self.rows[at + 1] if at + 1 < len(self.rows) else None
            if row.has_class("-beside") and at:
                continue
            if following is not None and following.has_class("-beside"):
                yield Horizontal(row, following, classes="pair")
            else:
                yield row

    async def ask(self, fields: Sequence[PageField]) -> None:
        """Ask other questions."""
        self.rows = [PageRow(field) for field in fields]
        await self.recompose()

    @property
    def here(self) -> PageRow | None:
        """The row one is in."""
        return next((row for row in self.rows if row.field.has_focus), None)

    @property
    def draft(self) -> dict[str, str]:
        """What the person wrote, by the question's key."""
        return {row.asked.question.key: row.field.text for row in self.rows if row.is_touched}

    def text_of(self, key: str) -> str:
        """Give what stands in the field of a question; empty where it is not asked."""
        return next((row.field.text for row in self.rows if row.asked.question.key == key), "")

    def restore(self, draft: Mapping[str, object]) -> None:
        """Put back what was written."""
        for row in self.rows:
            said = draft.get(row.asked.question.key)
            if isinstance(said, str):
                row.field.write(said)
                row.changed()

    def fill(self, fields: Sequence[PageField]) -> None:
        """Fill in what has become known since."""
        known = {each.question.key: each for each in fields}
        for row in self.rows:
            found = known.get(row.asked.question.key)
            if found is not None:
                row.show_example_of(found.question)
            if found is not None and row.fill(found.filled, found.origin):
                row.asked = found

    def enter(self, begun: Begun = NOT_BEGUN) -> None:
        """Go to the first field that only the person can fill, or else to one that is empty.

        Args:
            begun: what was written into that field before the page was there; it counts only if it is the same field.
        """
        open_rows = [row for row in self.rows if not row.field.text and not row.asked.question.optional]
        theirs = [row for row in open_rows if isinstance(row.asked.question.form, Text)]
        row = (theirs or open_rows or self.rows)[0]
        if row.asked.label == begun.label and begun.text and isinstance(row.field, PageProse):
            row.field.go_on(begun)
        row.field.focus()

    def wrong(self, error: AnswerError) -> bool:
        """Say at its field what is wrong; gives whether that field is here."""
        row = next((row for row in self.rows if row.asked.question.key == error.where), None)
        if row is None:
            return False
        row.fault.say(error)
        row.field.focus()
        return True

    def go(self, steps: int, *, is_by_line: bool) -> None:
        """Go to another field, round at the ends.

        Args:
            steps: 1 for the next field, -1 for the one before.
            is_by_line: whether fields beside others are passed over.
        """
        here = self.here
        rows = [row for row in self.rows if row is here or not (is_by_line and row.has_class("-beside"))]
        place = rows.index(here) + steps if here is not None else 0
        rows[place % len(rows)].field.focus()

    def take(self) -> None:
        """Send all fields, unless one does not fit: then go there."""
        given = {row.asked.question.key: row.field.text.strip() for row in self.rows}
        passed_over = moot(given)
        asked = [row for row in self.rows if row.asked.question.key not in passed_over]
        wrong = [row for row in asked if row.check() is not None]
        if wrong:
            wrong[0].field.focus()
        else:
            self.post_message(
                self.Taken({key: said for key, said in given.items() if key not in passed_over})
            )

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Note that something was written."""
        event.stop()
        self._changed()

    def on_page_pick_changed(self, event: PagePick.Changed) -> None:
        """Note that something was chosen."""
        event.stop()
        self._changed()

    def _changed(self) -> None:
        here = self.here
        if here is not None:
            here.changed()
        self.post_message(self.Changed())
