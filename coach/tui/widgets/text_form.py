"""The form for prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.tui.widgets.field_form import FieldForm
from coach.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from coach.session.form import Text
    from coach.session.step import Question


class TextForm(FieldForm):
    """One field; enter confirms."""

    def __init__(self, question: Question, form: Text) -> None:
        field = Prose(question.suggested, placeholder="Write here", multiline=form.multiline)
        super().__init__(question, field)

    def hint(self) -> str:
        """Give the keys of the field."""
        said = ["enter answers"]
        if self.field.multiline:
            said.append("^j new line")
        if self.question.optional:
            said.append("enter alone skips")
        return " · ".join(said)
