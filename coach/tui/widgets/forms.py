"""Which widget asks which form."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from coach.session.form import (
    Card,
    Chance,
    Choice,
    GoOn,
    Hours,
    Lines,
    Marks,
    Number,
    ReadLogs,
    Several,
    Table,
    Text,
)
from coach.tui.widgets.amount_form import AmountForm
from coach.tui.widgets.card_form import CardForm
from coach.tui.widgets.chance_form import ChanceForm
from coach.tui.widgets.choice_form import ChoiceForm
from coach.tui.widgets.go_on_form import GoOnForm
from coach.tui.widgets.lines_form import LinesForm
from coach.tui.widgets.logs_form import LogsForm
from coach.tui.widgets.marks_form import MarksForm
from coach.tui.widgets.several_form import SeveralForm
from coach.tui.widgets.table_form import TableForm
from coach.tui.widgets.text_form import TextForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.session.step import Question
    from coach.tui.widgets.form import FormWidget


def form_widget(  # noqa: C901, PLR0911 - one return a form
    question: Question, beside: Callable[[str], str] | None = None
) -> FormWidget:
    """Give the widget that takes the answer to a question; `beside` gives a few words on a line being typed."""
    match question.form:
        case Text() as form:
            return TextForm(question, form)
        case Lines() as form:
            return LinesForm(question, form, beside)
        case Chance() as form:
            return ChanceForm(question, form)
        case Hours() | Number() as form:
            return AmountForm(question, form)
        case Choice() as form:
            return ChoiceForm(question, form)
        case Several() as form:
            return SeveralForm(question, form)
        case Marks() as form:
            return MarksForm(question, form)
        case Table() as form:
            return TableForm(question, form)
        case Card() as form:
            return CardForm(question, form)
        case GoOn():
            return GoOnForm(question)
        case ReadLogs() as form:
            return LogsForm(question, form)
        case _:
            assert_never(question.form)
