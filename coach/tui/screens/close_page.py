"""The page of the close: what it was, what that explains, what would have found it sooner; then what it was worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll

from coach.session.exhibit import Bars
from coach.session.form import Card, GoOn
from coach.tui.screens.forms_page import FormsPage
from coach.tui.view import close_steps
from coach.tui.widgets.answer_forms import AnswerForms
from coach.tui.widgets.card_form import CardForm
from coach.tui.widgets.exhibit import ExhibitList
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import METHODS, TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from coach.session.step import Step
    from coach.tui.interfaces import Walk
    from coach.tui.widgets.answer_forms import Asked

TAKES = "enter takes the page"
CLOSES = "enter closes the investigation · pgdn reads on"


class CloseForms(AnswerForms):
    """What is asked at the close, in one column."""

    def is_first(self, asked: Asked) -> bool:  # noqa: ARG002
        """True for everything: one column has room for it."""
        return True


class ClosePage(FormsPage):
    """Takes what is asked together; then shows what the investigation was worth, and closes it."""

    CSS_PATH: ClassVar = ["../styles/walk.tcss", "../styles/close.tcss"]

    def __init__(self, walk: Walk, steps: tuple[Step, ...]) -> None:
        super().__init__(walk, steps)
        self.forms: CloseForms = CloseForms(id="asked")
        self.reading = VerticalScroll(ExhibitList(id="shown"), id="reading", can_focus=False)

    def compose(self) -> ComposeResult:
        """Give the frame."""
        method = METHODS.get(self.walk.session.method, self.walk.session.method)
        yield TopLine(f"{method} · close", self.walk.heading)
        yield self.reading
        yield self.forms
        yield self.advice
        yield KeyLine(is_further_on=True)
        yield TooSmall()

    def look(self) -> tuple[Step, ...] | None:
        """Give the open questions of the page."""
        return close_steps(self.walk) or None

    async def show(self, shown: object) -> None:
        """Show what was found, then what it was worth, above what is asked."""
        if isinstance(shown, tuple):
            self.set_class(_is_last(shown), "-last")
            exhibits = dict.fromkeys(each for step in shown for each in step.exhibits)
            has_room = self.has_class("-high") or self.has_class("-last")
            told = tuple(each for each in exhibits if has_room or not isinstance(each, Bars))
            self.query_one(ExhibitList).show(told)
            self.query_one(ExhibitList).refresh(layout=True)
            self.reading.scroll_home(animate=False)
        await super().show(shown)

    def hint(self) -> str:
        """Say which keys work where one is, or why the guided case says what it says."""
        here = self.forms.here
        said = self.walk.suggestion(here.step.question.key) if here else None
        if said is not None and said.says:
            return said.says
        if here is not None and isinstance(here.step.question.form, GoOn):
            return CLOSES
        if here is not None and isinstance(here.form, CardForm) and isinstance(here.step.question.form, Card):
            return f"← → chooses · ↑ ↓ field · {TAKES}"
        return TAKES

    def action_page(self, steps: int) -> None:
        """Scroll what is read once nothing but the close is asked, else what is asked."""
        scrolled = self.reading if self.has_class("-last") else self.forms
        scrolled.scroll_relative(y=steps * max(1, scrolled.size.height - 1), animate=False)
        self.forms.followed()


def _is_last(steps: tuple[Step, ...]) -> bool:
    return all(isinstance(step.question.form, GoOn) for step in steps)
