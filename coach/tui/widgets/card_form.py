"""The form for a card: a few short fields that are confirmed together."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, assert_never

from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from coach.errors import AnswerError
from coach.session.answers.answer import parse_field
from coach.session.form import Chance, Choice, Hours, Number, Text
from coach.session.step import Question
from coach.tui.drawing import Drawn
from coach.tui.plain_text import one_line, wrapped
from coach.tui.widgets.amount_form import AmountForm
from coach.tui.widgets.form import FormWidget
from coach.tui.widgets.inline_form import InlineChance, InlineChoice
from coach.tui.widgets.text_form import TextForm

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from coach.session.form import Card, Field

LABEL_WIDTH = 22
"""Most cells of a field's label."""


def field_form(field: Field) -> FormWidget:
    """Give the one-line form of a card's field."""
    question = Question(
        key=field.id,
        text=field.text,
        why="",
        form=field.form,
        suggested=field.suggested,
        optional=field.optional,
    )
    match field.form:
        case Text():
            return TextForm(question, field.form)
        case Hours() | Number():
            return AmountForm(question, field.form)
        case Chance():
            return InlineChance(question, field.form)
        case Choice():
            return InlineChoice(question, field.form)
        case _:
            assert_never(field.form)


class Label(Drawn):
    """What a field is about."""

    def __init__(self, text: str, width: int) -> None:
        super().__init__()
        self._text = text
        self.styles.width = width

    def draw(self, width: int) -> list[Content]:
        """Give the label's lines."""
        return wrapped(self._text, width, "$quiet")


class CardForm(FormWidget):
    """The fields one below the other; enter goes to the next, on the last one it confirms them all.

    Where something is chosen in every one of them, it confirms them from anywhere.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "Field up", show=False),
        Binding("down", "go(1)", "Field down", show=False),
    ]

    def __init__(self, question: Question, form: Card) -> None:
        super().__init__(question)
        self.form = form
        self.fields = [field_form(field) for field in form.fields]

    def compose(self) -> ComposeResult:
        """Give one line a field."""
        width = min(LABEL_WIDTH, max(len(one_line(field.text)) for field in self.form.fields) + 2)
        for field, widget in zip(self.form.fields, self.fields, strict=True):
            with Horizontal(classes="field"):
                yield Label(field.text, width)
                yield widget

    @property
    def draft(self) -> object:
        """The fields as text, by id."""
        return {
            field.id: str(widget.draft or "")
            for field, widget in zip(self.form.fields, self.fields, strict=True)
        }

    def restore(self, draft: object) -> None:
        """Fill in fields by id."""
        given = draft if isinstance(draft, dict) else {}
        for field, widget in zip(self.form.fields, self.fields, strict=True):
            if given.get(field.id) not in (None, ""):
                widget.restore(given[field.id])

    @property
    def is_filled(self) -> bool:
        """True where nothing is written and something is chosen everywhere, so that one enter takes it all."""
        return all(isinstance(widget, InlineChoice) and widget.is_chosen for widget in self.fields)

    def hint(self) -> str:
        """Give the keys of the field one stands on."""
        here = next((widget for widget in self.fields if widget.has_focus_within), self.fields[0])
        parts = [here.hint()] if isinstance(here, InlineChoice | InlineChance) else []
        return " · ".join([*parts, "↑ ↓ field", "enter takes them all" if self.is_filled else "enter next"])

    def enter(self) -> None:
        """Focus the first field."""
        self.fields[0].enter()

    def action_go(self, steps: int) -> None:
        """Go to another field."""
        place = self._place() + steps
        if 0 <= place < len(self.fields):
            self.fields[place].enter()

    def _place(self) -> int:
        return next((place for place, widget in enumerate(self.fields) if widget.has_focus_within), 0)

    def on_form_widget_answered(self, event: FormWidget.Answered) -> None:
        """Go on to the next field, or send the card."""
        if event.form is self:
            return
        event.stop()
        if self._place() < len(self.fields) - 1 and not self.is_filled:
            self.action_go(1)
        else:
            self._go_to_what_is_wrong()
            self.post_message(self.Answered(self, self.draft))

    def _go_to_what_is_wrong(self) -> None:
        for field, widget in zip(self.form.fields, self.fields, strict=True):
            try:
                parse_field(field, str(widget.draft or ""))
            except AnswerError:
                widget.enter()
                return
