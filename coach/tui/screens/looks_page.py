"""The page of looks and repairs: what would tell explanations apart, what that takes, and what repairs take."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from coach.errors import AnswerError
from coach.session.form import Lines
from coach.tui import command, walk_actions
from coach.tui.screens.walk_page import Stood, WalkPage
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
    from textual.binding import BindingType

    from coach.session.step import Question, Step
    from coach.tui.interfaces import Walk
    from coach.tui.widgets.answer_forms import AnswerForms, Asked
    from coach.tui.widgets.prose import Prose

TAKES = "enter takes the page"
FOLLOWS = "This follows from what you took; it could change the advice. enter takes it as it stands."
UNSEEN = "This had not been in view. Once more takes what you see."


class LooksPage(WalkPage):
    """Keeps each line as it is entered; the rest is taken together, as far as it was in view."""

    CSS_PATH: ClassVar = ["../styles/walk.tcss", "../styles/looks.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", command.TakePage.action(), command.TakePage.LABEL, priority=True),
        Binding("tab", "app.focus_next", "next field"),
        Binding("shift+tab", "app.focus_previous", "Field before", show=False),
        Binding("pagedown", "page(1)", "Down", show=False, priority=True),
        Binding("pageup", "page(-1)", "Up", show=False, priority=True),
    ]

    def __init__(self, walk: Walk, steps: tuple[Step, ...]) -> None:
        super().__init__(walk, steps)
        self.forms = LooksForms(id="looks")
        self._returns_to = ""
        self._follows = False

    def compose(self) -> ComposeResult:
        """Give the frame."""
        method = METHODS.get(self.walk.session.method, self.walk.session.method)
        yield TopLine(f"{method} · looks and repairs", self.walk.session.title)
        yield self.forms
        yield self.advice
        yield KeyLine()
        yield TooSmall()

    def look(self) -> tuple[Step, ...] | None:
        """Give the open questions of the page."""
        return looks_steps(self.walk) or None

    async def show(self, shown: object) -> None:
        """Ask what is open; where other questions have opened, no key pressed before answers them."""
        if not isinstance(shown, tuple):
            return
        before = [each.step.question.key for each in self.forms.asked]
        known = {step.question.key: self._begins_with(step.question) for step in shown}
        await self.forms.ask(shown, {key: each for key, each in known.items() if each is not None})
        now, returns_to = [step.question.key for step in shown], self._returns_to
        self._returns_to = ""
        if now == before:
            return
        self._follows = bool(before) and not set(now) & set(before)
        self.forms.enter(returns_to if returns_to in now else "")
        if before:
            self.app.keys.forget(is_field_shown=returns_to in now)

    async def on_stood(self, event: Stood) -> None:
        """Show what came of it, and go to the question whose answer does not fit."""
        event.prevent_default()  # else it would be shown once more for the class above
        await super().on_stood(event)
        if isinstance(event.error, AnswerError) and event.error.where:
            self.forms.enter(event.error.where)

    def _begins_with(self, question: Question) -> object:
        suggestion = self.walk.suggestion(question.key)
        return self.app.drafts.wanted(self.address(question.key), suggestion, is_back=True)

    def hint(self) -> str:
        """Say which keys work where one is, or why the guided case says what it says."""
        here = self.forms.here
        said = self.walk.suggestion(here.step.question.key) if here else None
        if said is not None and said.says:
            return said.says
        if here is None or self._follows:
            return FOLLOWS if self._follows else TAKES
        match here.form:
            case TableForm():
                return f"{here.form.hint()} · {TAKES}"
            case LinesForm():
                return f"enter keeps the line; with none written, {TAKES}"
            case TickLines():
                return "What is ticked is weighed, not run."
            case _:
                return TAKES

    def on_descendant_focus(self) -> None:
        """Say what helps here."""
        if not self.advice.is_message:
            self.advice.keys(self.hint())
        self.forms.follow()

    def on_answer_forms_changed(self, event: AnswerForms.Changed) -> None:
        """Keep what is ticked or written."""
        event.stop()
        self.app.drafts.keep(self.address(event.question.key), event.draft)
        self.advice.keys(self.hint())

    def on_answer_forms_added(self, event: AnswerForms.Added) -> None:
        """Keep a line."""
        event.stop()
        self._add(event.step, event.line)

    def on_answer_forms_taken(self, event: AnswerForms.Taken) -> None:
        """Take the page."""
        event.stop()
        self.action_take_page()

    def on_prose_refused(self, event: Prose.Refused) -> None:
        """Say why a paste was not taken."""
        event.stop()
        self.advice.warn(event.says)

    def action_page(self, steps: int) -> None:
        """Scroll what is asked."""
        self.forms.scroll_relative(y=steps * max(1, self.forms.size.height - 1), animate=False)
        self.forms.followed()

    def action_take_page(self) -> None:
        """Take the page; what is being written is kept first, and what was not in view is shown first."""
        if self.is_busy or self.forms.keeps_cell():
            return
        self.forms.note_what_is_in_view()
        written = self.forms.written
        if written is not None:
            self._add_written(written)
        elif self.forms.unseen:
            self.forms.enter(self.forms.unseen)
            self.advice.warn(UNSEEN)
            self.app.keys.forget()
        else:
            self._take()

    def _add_written(self, written: Asked) -> None:
        self._add(written.step, str(written.form.draft).strip())

    def _add(self, step: Step, line: str) -> None:
        address = self.address(step.question.key)
        self._returns_to = step.question.key
        self.do(walk_actions.add_line(step, line), then=lambda: self.app.drafts.confirmed(address, None))

    def _take(self) -> None:
        answers = self.forms.answers()
        grows = {step.question.key for step, *_ in self.forms.asked if isinstance(step.question.form, Lines)}

        def kept() -> None:
            for key, each in answers.items():
                self.app.drafts.confirmed(self.address(key), None if key in grows else each)

        self.do(walk_actions.take(answers), then=kept)

    @property
    def question(self) -> Question | None:
        """The question one is in."""
        here = self.forms.here
        return here.step.question if here else None
