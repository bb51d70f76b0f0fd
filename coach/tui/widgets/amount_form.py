"""The form for a duration or a number: typed, with its meaning shown at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from textual.content import Content

from coach.errors import AnswerError
from coach.session.answers.answer import parse_scalar
from coach.session.form import Hours, Number
from coach.tui.drawing import Drawn
from coach.tui.plain_text import clipped
from coach.tui.widgets.field_form import FieldForm
from coach.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets import TextArea

    from coach.session.step import Question

_DAY_H = 48.0
_MINUTE_H = 1 / 60


def duration(hours: float) -> str:
    """Give a duration as people say it.

    >>> duration(0.4), duration(10), duration(72)
    ('24 min', '10 h', '3 days')
    """
    if hours < _MINUTE_H:
        return f"{hours * 3600:.3g} s"
    if hours < 1:
        return f"{hours * 60:.3g} min"
    if hours < _DAY_H:
        return f"{hours:.3g} h"
    return f"{hours / 24:.3g} days"


def meaning(form: Hours | Number, typed: str) -> str:
    """Give what typed text means for a form; empty while it means nothing."""
    try:
        value = parse_scalar(form, typed)
    except AnswerError:
        return ""
    match form:
        case Hours():
            return duration(float(value or 0))
        case Number(unit=unit):
            return f"{float(value or 0):,g} {unit}"
        case _:
            assert_never(form)


class Meaning(Drawn):
    """What the field beside it means."""

    said = ""

    def show(self, said: str) -> None:
        """Say something else."""
        self.said = said
        self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give one line."""
        return [clipped(f"= {self.said}", width, "bold $accent") if self.said else Content("")]


class AmountForm(FieldForm):
    """A short field with its meaning beside it."""

    def __init__(self, question: Question, form: Hours | Number) -> None:
        unit = "10h, 90 min, 2 days" if isinstance(form, Hours) else f"in {form.unit}"
        super().__init__(question, Prose(question.suggested, placeholder=unit))
        self.form = form
        self.meaning = Meaning()

    def compose(self) -> ComposeResult:
        """Give field and meaning."""
        yield self.field
        yield self.meaning

    def hint(self) -> str:
        """Give the keys of the field."""
        return "enter answers · enter alone skips" if self.question.optional else "enter answers"

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Show the new meaning."""
        self.meaning.show(meaning(self.form, self.field.text))
        super().on_text_area_changed(event)
