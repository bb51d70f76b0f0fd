"""The page of a result: what was done and how, what came out beside what was forecast, and what that would move."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Container, VerticalScroll
from textual.message import Message

from coach.session.exhibit import Say
from coach.session.form import Card
from coach.tui import command
from coach.tui.result import Result, result_of
from coach.tui.screens.forms_page import FormsPage
from coach.tui.widgets.answer_forms import AnswerForms
from coach.tui.widgets.asked import WAITS
from coach.tui.widgets.exhibit import ExhibitList
from coach.tui.widgets.folded import FoldedView
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.outline import exhibit_view
from coach.tui.widgets.result_form import ResultForm
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import METHODS, TopLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from coach.session.exhibit import Exhibit
    from coach.session.step import Step
    from coach.tui.interfaces import Walk
    from coach.tui.widgets.form import FormWidget

TAKES = "enter records it"
SAY_WHICH = "Say first what came out: ↑ ↓ and space, or its digit."


class Later(Message):
    """What newer runs show was read."""

    def __init__(self, exhibits: tuple[Exhibit, ...]) -> None:
        super().__init__()
        self.exhibits = exhibits


class ResultForms(AnswerForms):
    """The form for the result, with what was sealed of it.

    Attributes:
        forecast: what was sealed of each outcome.
    """

    forecast: Mapping[str, float]

    def form_of(self, step: Step) -> FormWidget:
        """Give the form of the question."""
        form = step.question.form
        return (
            ResultForm(step.question, form, self.forecast)
            if isinstance(form, Card)
            else super().form_of(step)
        )

    @property
    def result(self) -> ResultForm | None:
        """The form, once it is there."""
        return next((each.form for each in self.asked if isinstance(each.form, ResultForm)), None)


class ResultPage(FormsPage):
    """Records what came out, once somebody said so."""

    CSS_PATH: ClassVar = ["../styles/walk.tcss", "../styles/result.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*command.bindings(command.UnfoldPlan)]

    def __init__(self, walk: Walk, steps: tuple[Step, ...]) -> None:
        super().__init__(walk, steps)
        self.forms: ResultForms = ResultForms(id="asked")
        self.how = VerticalScroll(id="how", can_focus=False)
        self.follows_then = ExhibitList(id="follows")
        self.result: Result | None = None

    def compose(self) -> ComposeResult:
        """Give the frame."""
        method = METHODS.get(self.walk.session.method, self.walk.session.method)
        yield TopLine(f"{method} · result", self.walk.heading)
        yield self.how
        with Container(id="result"):
            yield self.forms
            yield self.follows_then
        yield self.advice
        yield KeyLine(is_further_on=True)
        yield TooSmall()

    def look(self) -> Result | None:
        """Give the page as the walk stands."""
        return result_of(self.walk)

    async def show(self, shown: object) -> None:
        """Show it; what newer runs show comes in behind it."""
        if not isinstance(shown, Result):
            return
        is_new = self.result is None or self.result.step.question != shown.step.question
        self.result = shown
        self.forms.forecast = shown.forecast
        if is_new:
            await self.how.remove_children()
            await self.how.mount(*(exhibit_view(each) for each in (Say(WAITS, "quiet"), *shown.how)))
            if self.has_class("-high"):
                self.action_unfold_plan()
        await super().show((shown.step,))
        self._show_what_follows()
        if is_new and shown.step.later is not None:
            self._look_at_newer_runs(shown.step.later)

    @work(thread=True, exclusive=True, group="later", exit_on_error=False)
    def _look_at_newer_runs(self, later: Callable[[], tuple[Exhibit, ...]]) -> None:
        self.post_message(Later(later()))

    async def on_later(self, event: Later) -> None:
        """Show it."""
        event.stop()
        await self.how.mount(*(exhibit_view(each) for each in event.exhibits))

    def on_answer_forms_changed(self, event: AnswerForms.Changed) -> None:
        """Keep what is written, and show what the outcome one stands on would move."""
        event.prevent_default()  # else it would be kept once more for the class above
        super().on_answer_forms_changed(event)
        self._show_what_follows()

    def _show_what_follows(self) -> None:
        form = self.forms.result
        if form is not None and self.result is not None:
            self.follows_then.show(self.result.follows.get(form.outcomes.here, ()))

    def hint(self) -> str:
        """Say which keys work where one is, or why the guided case says what it says."""
        form = self.forms.result
        said = self.walk.suggestion(form.question.key) if form else None
        if said is not None and said.says:
            return said.says
        if form is None:
            return ""
        return f"{form.hint()} · {TAKES}" if form.outcomes.chosen else form.outcomes.hint()

    def action_take_page(self) -> None:
        """Record the result; enter on an outcome that was not chosen chooses it."""
        form = self.forms.result
        if self.is_busy or form is None:
            return
        if form.outcomes.needs_choice:
            form.outcomes.action_choose()
        elif not form.outcomes.chosen:
            form.outcomes.focus()
            self.advice.warn(SAY_WHICH)
        else:
            super().action_take_page()

    def action_unfold_plan(self) -> None:
        """Show how it was to be done, or hide it again."""
        views = list(self.how.query(FoldedView))
        is_open = not any(view.is_open for view in views)
        for view in views:
            view.action_open(is_open)

    def action_page(self, steps: int) -> None:
        """Scroll how it was to be done."""
        self.how.scroll_relative(y=steps * max(1, self.how.size.height - 1), animate=False)
