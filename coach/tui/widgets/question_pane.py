"""The pane where one question is asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.containers import VerticalScroll
from textual.message import Message

from coach.session.exhibit import Recipe, Say
from coach.session.form import ReadLogs
from coach.tui.widgets.advice import Advice
from coach.tui.widgets.asked import Asked
from coach.tui.widgets.exhibit import ExhibitView
from coach.tui.widgets.guide_view import GuideView
from coach.tui.widgets.logs_form import LogsForm
from coach.tui.widgets.outline import exhibit_view
from coach.tui.widgets.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from coach.session.exhibit import Exhibit
    from coach.session.step import Step
    from coach.tui.drawing import Drawn
    from coach.tui.interfaces import Suggestion
    from coach.tui.widgets.form import FormWidget
    from coach.tui.widgets.prose import Prose

QUESTION_SHARE = 0.45
"""Share of the height that what is read keeps: an answer is not worth much without its question in view."""
ADVICE_SHARE = 0.62
"""The same where the reasons for an advice are read before one chooses; the choices scroll."""
AFTER_THE_ADVICE = 1
"""Where the guide's word is put beside an advice: behind the first thing said."""
ALL_DONE = "There is nothing left to ask. l shows everything said, u takes the last answer back, b goes home."


class QuestionPane(Parts):
    """A step: question and exhibits to read, a form to answer in, a line of advice.

    Attributes:
        code: the code of the recipe that is shown; empty where there is none.
    """

    class WorkedOut(Message):
        """What takes a moment is there."""

        def __init__(self, step: Step, exhibits: tuple[Exhibit, ...]) -> None:
            super().__init__()
            self.step = step
            self.exhibits = exhibits

    def __init__(self) -> None:
        super().__init__(least_share=QUESTION_SHARE)
        self.reading = VerticalScroll(classes="reading")
        self.answering = Parts(classes="answering", least_share=0.0)
        self.advice = Advice()
        self.form: FormWidget | None = None
        self.code = ""

    def compose(self) -> ComposeResult:
        """Give the two parts."""
        yield self.reading
        yield self.answering

    @property
    def prose(self) -> Prose | None:
        """The text field one is in, or the only one there is."""
        from coach.tui.widgets.prose import Prose  # noqa: PLC0415 - after the first paint

        fields = list(self.form.query(Prose)) if self.form else []
        return next((field for field in fields if field.has_focus), fields[0] if len(fields) == 1 else None)

    async def show(self, step: Step, suggestion: Suggestion | None) -> FormWidget:
        """Ask another question; gives its form."""
        from coach.tui.widgets.forms import form_widget  # noqa: PLC0415 - the first paint asks nothing

        form = form_widget(step.question, step.beside)
        said: list[Drawn] = [exhibit_view(each) for each in step.exhibits]
        if suggestion is not None and suggestion.says:
            said.insert(len(said) if step.later is None else AFTER_THE_ADVICE, GuideView(suggestion.says))
        with self.app.batch_update():
            await self.clear()
            self.code = next((each.code for each in step.exhibits if isinstance(each, Recipe)), "")
            self.keep(QUESTION_SHARE if step.later is None else ADVICE_SHARE)
            asked = Asked(step.question, is_alone=not said, is_brief=step.later is not None)
            await self.reading.mount(asked, *said)
            await self.answering.mount(form, self.advice)
            self.form = form
            self.advice.keys(form.hint())
        if step.later is not None:
            self._work_out(step, step.later)
        return form

    @work(thread=True, exclusive=True, group="later", exit_on_error=False)
    def _work_out(self, step: Step, later: Callable[[], tuple[Exhibit, ...]]) -> None:
        """Work out what takes a moment, beside the keyboard."""
        self.post_message(self.WorkedOut(step, later()))

    async def on_question_pane_worked_out(self, event: WorkedOut) -> None:
        """Show what was worked out, if its question is still asked."""
        if self.form is not None and self.form.question == event.step.question:
            await self.reading.mount(*(exhibit_view(each) for each in event.exhibits))

    async def say_done(self) -> None:
        """Say that nothing is asked any more."""
        with self.app.batch_update():
            await self.clear()
            await self.reading.mount(ExhibitView(Say(ALL_DONE, "good")))
            await self.answering.mount(self.advice)
        self.reading.focus()

    async def clear(self) -> None:
        """Take away what is shown."""
        self.form = None
        await self.reading.remove_children()
        await self.answering.remove_children()
        self.advice = Advice()
        self.reading.scroll_home(animate=False)

    @property
    def is_for_logs(self) -> bool:
        """True when the step waits for logs to be read."""
        return self.form is not None and isinstance(self.form.question.form, ReadLogs)

    def reading_began(self) -> None:
        """Show that logs are being read."""
        for form in self.query(LogsForm):
            form.begin()
        self._say_keys()

    def reading_got(self, done: int, total: int, says: str) -> None:
        """Show how far the reading of logs has got."""
        for form in self.query(LogsForm):
            form.progress(done, total, says)

    def reading_ended(self) -> None:
        """Show that no logs are being read."""
        for form in self.query(LogsForm):
            form.end()
        self._say_keys()

    def _say_keys(self) -> None:
        if self.form is not None:
            self.advice.keys(self.form.hint())
