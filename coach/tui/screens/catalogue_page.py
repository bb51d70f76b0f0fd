"""What the catalogue's causes still ask: which are a line of one's own, and which are to be weighed by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from coach.session.form import Choice
from coach.tui.screens.forms_page import FormsPage
from coach.tui.view import catalogue_steps
from coach.tui.widgets.inline_form import InlineChoice
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.looks_forms import LooksForms
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import METHODS, TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from coach.session.step import Step
    from coach.tui.interfaces import Walk
    from coach.tui.widgets.form import FormWidget

TAKES = "enter takes the page"
SAME, BY_NAME = f"← → yes or no · {TAKES}", f"space ticks what is weighed by name · {TAKES}"


class CatalogueForms(LooksForms):
    """The questions below one another; walking through them changes no answer."""

    def form_of(self, step: Step) -> FormWidget:
        """Give the form of a question."""
        form = step.question.form
        return InlineChoice(step.question, form) if isinstance(form, Choice) else super().form_of(step)


class CataloguePage(FormsPage):
    """Takes them together."""

    CSS_PATH: ClassVar = ["../styles/walk.tcss", "../styles/catalogue.tcss"]

    def __init__(self, walk: Walk, steps: tuple[Step, ...]) -> None:
        super().__init__(walk, steps)
        self.forms: CatalogueForms = CatalogueForms(id="asked")

    def compose(self) -> ComposeResult:
        """Give the frame."""
        method = METHODS.get(self.walk.session.method, self.walk.session.method)
        yield TopLine(f"{method} · explanations", self.walk.heading)
        yield self.forms
        yield self.advice
        yield KeyLine(is_further_on=True)
        yield TooSmall()

    def look(self) -> tuple[Step, ...] | None:
        """Give the open questions of the page."""
        return catalogue_steps(self.walk) or None

    def hint(self) -> str:
        """Say which keys work where one is, or why the guided case says what it says."""
        here = self.forms.here
        said = self.walk.suggestion(here.step.question.key) if here else None
        if said is not None and said.says:
            return said.says
        return SAME if here is not None and isinstance(here.form, InlineChoice) else BY_NAME
