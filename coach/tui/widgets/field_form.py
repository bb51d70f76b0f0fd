"""What the forms around one text field have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.tui.widgets.form import FormWidget

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets import TextArea

    from coach.session.step import Question
    from coach.tui.widgets.prose import Prose


class FieldForm(FormWidget):
    """A text field whose text is the answer."""

    def __init__(self, question: Question, field: Prose) -> None:
        super().__init__(question)
        self.field = field
        self._known = self._filled_in = field.text

    def compose(self) -> ComposeResult:
        """Give the field."""
        yield self.field

    @property
    def draft(self) -> object:
        """What is written."""
        return self.field.text or None

    def restore(self, draft: object) -> None:
        """Write a draft into the field."""
        self.field.write(str(draft))
        self._known = self.field.text

    def enter(self) -> None:
        """Focus the field; what was filled in for the person is replaced by the first key."""
        self.field.focus()
        if self.field.text and self.field.text == self._filled_in:
            self.field.select_all()

    def on_prose_submitted(self, event: Prose.Submitted) -> None:
        """Send what is written."""
        event.stop()
        self.post_message(self.Answered(self, event.field.text))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say that the draft changed, unless it was only put back."""
        event.stop()
        if self.field.text != self._known:
            self._known = self.field.text
            self.post_message(self.Drafted())
