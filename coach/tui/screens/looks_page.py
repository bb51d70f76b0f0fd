"""The page of looks and repairs: what would tell explanations apart, what that takes, and what repairs take."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from coach.tui import walk_actions
from coach.tui.screens.forms_page import FormsPage
from coach.tui.view import looks_steps
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.lines_form import LinesForm
from coach.tui.widgets.looks_forms import LooksForms
from coach.tui.widgets.table_form import TableForm
from coach.tui.widgets.tick_lines import TickLines
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import METHODS, TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from coach.session.step import Step
    from coach.tui.interfaces import Walk
    from coach.tui.widgets.answer_forms import AnswerForms, Asked

TAKES = "enter takes the page"
FOLLOWS = "This follows from what you took; it could change the advice. enter takes it as it stands."


class LooksPage(FormsPage):
    """Keeps each line as it is entered; the rest is taken together, as far as it was in view."""

    CSS_PATH: ClassVar = ["../styles/walk.tcss", "../styles/looks.tcss"]

    def __init__(self, walk: Walk, steps: tuple[Step, ...]) -> None:
        super().__init__(walk, steps)
        self.forms: LooksForms = LooksForms(id="looks")

    def compose(self) -> ComposeResult:
        """Give the frame."""
        method = METHODS.get(self.walk.session.method, self.walk.session.method)
        yield TopLine(f"{method} · looks and repairs", self.walk.heading)
        yield self.forms
        yield self.advice
        yield KeyLine(is_further_on=True)
        yield TooSmall()

    def look(self) -> tuple[Step, ...] | None:
        """Give the open questions of the page."""
        return looks_steps(self.walk) or None

    def hint(self) -> str:
        """Say which keys work where one is, or why the guided case says what it says."""
        here = self.forms.here
        said = self.walk.suggestion(here.step.question.key) if here else None
        if said is not None and said.says:
            return said.says
        if here is None or self.follows:
            return FOLLOWS if self.follows else TAKES
        match here.form:
            case TableForm():
                return f"{here.form.hint()} · {TAKES}"
            case LinesForm():
                return f"enter keeps the line; with none written, {TAKES}"
            case TickLines():
                return ""
            case _:
                return TAKES

    def on_answer_forms_added(self, event: AnswerForms.Added) -> None:
        """Keep a line."""
        event.stop()
        self._add(event.step, event.line)

    def action_take_page(self) -> None:
        """Take the page; what is being written is kept first, and what was not in view is shown first."""
        if self.is_busy or self.forms.keeps_cell():
            return
        written = self.forms.written
        if written is not None:
            self.forms.note_what_is_in_view()
            self._add_written(written)
        else:
            super().action_take_page()

    def _add_written(self, written: Asked) -> None:
        self._add(written.step, str(written.form.draft).strip())

    def _add(self, step: Step, line: str) -> None:
        address = self.address(step.question.key)
        self._returns_to = step.question.key
        self.do(walk_actions.add_line(step, line), then=lambda: self.app.drafts.confirmed(address, None))
