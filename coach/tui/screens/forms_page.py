"""A page whose open questions are forms below one another, taken together as far as they were in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from coach.errors import AnswerError
from coach.session.form import Lines
from coach.tui import command, walk_actions
from coach.tui.screens.walk_page import Stood, WalkPage

if TYPE_CHECKING:
    from textual.binding import BindingType

    from coach.session.step import Question
    from coach.tui.live import News
    from coach.tui.widgets.answer_forms import AnswerForms
    from coach.tui.widgets.prose import Prose

UNSEEN = "This had not been in view. Press enter again to go on."


class FormsPage(WalkPage):
    """Its forms keep what is written; enter takes the page.

    Attributes:
        forms: where its questions are answered.
        follows: what is asked now was opened by answers to this page.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", command.TakePage.action(), command.TakePage.LABEL, priority=True),
        Binding("tab", "app.focus_next", "next"),
        Binding("shift+tab", "app.focus_previous", "Field before", show=False),
        Binding("pagedown", "page(1)", "Down", show=False, priority=True),
        Binding("pageup", "page(-1)", "Up", show=False, priority=True),
    ]
    forms: AnswerForms
    follows = False
    _returns_to = ""

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
        self.follows = bool(before) and not set(now) & set(before)
        self.forms.enter(returns_to if returns_to in now else "")
        if before:
            self.app.keys.forget(is_field_shown=returns_to in now)

    async def show_news(self, news: News) -> None:
        """Ask what is open now, and stay at the question one is in."""
        self._returns_to = self.question.key if self.question is not None else ""
        await super().show_news(news)

    async def on_stood(self, event: Stood) -> None:
        """Show what came of it, and go to the question whose answer does not fit."""
        event.prevent_default()  # else it would be shown once more for the class above
        await super().on_stood(event)
        if isinstance(event.error, AnswerError) and event.error.where:
            self.forms.enter(event.error.where)

    def _begins_with(self, question: Question) -> object:
        suggestion = self.walk.suggestion(question.key)
        return self.app.drafts.wanted(self.address(question.key), suggestion, is_back=True)

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
        """Take the page; what was not in view is shown first."""
        if self.is_busy:
            return
        self.forms.note_what_is_in_view()
        if self.forms.unseen:
            self.forms.enter(self.forms.unseen)
            self.advice.warn(UNSEEN)
            self.app.keys.forget()
        else:
            self._take()

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
