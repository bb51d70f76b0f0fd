"""The page on which one decides what is done next: the advice, how it is done, one's own forecast, and the seal.

It answers the walk's own open step, and what that step would open, by their keys; what they mean is the walk's own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from coach.errors import AnswerError
from coach.tui import command, walk_actions
from coach.tui import next_action_command as here
from coach.tui.background_tasks import BackgroundTask, Done
from coach.tui.page_bindings import ON_EVERY_PAGE, unsaid
from coach.tui.screens.next_action_parts import NextActionParts
from coach.tui.widgets.folded import FoldedView
from coach.tui.widgets.forecast_form import ForecastForm

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.widget import Widget

    from coach.tui.background_tasks import Failed
    from coach.tui.live import News
    from coach.tui.widgets.form import FormWidget

REST = "rest"
"""Id of the option to run nothing tonight."""
SAY_FIRST = "Say first how likely each outcome is: type a number, or take a word with ← and →."
COPIED = "Copied, if your terminal lets programs copy; else coach show prints the code."
WAIT = "Still working out what this would ask. Press enter again in a moment."


class NextActionScreen(NextActionParts):
    """Shows the advice, and takes the decision with its forecast."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(replace(each, priority=True) for each in command.bindings(here.SealAndGo)),
        Binding("tab", "go(1)", "Next", show=False),
        Binding("shift+tab", "go(-1)", "Before", show=False),
        Binding("down", "go(1)", "Below", show=False),
        Binding("up", "go(-1)", "Above", show=False),
        *command.bindings(here.NoRunTonight, command.UnfoldPlan, command.ReadOn),
        Binding("c", "copy_code", "Copy code", show=False),
        Binding("pageup", "read_back", "Scroll up", show=False, priority=True),
        Binding("escape", "one_by_one", "One by one", show=False),
        *command.bindings(command.ExplainQuestion),
        *unsaid(command.bindings(command.CopyCode, command.ShowRuns, command.EditTables)),
        *unsaid(command.bindings_anywhere(command.TakeBack, *ON_EVERY_PAGE)),
    ]

    async def on_mount(self) -> None:
        """Show the advice; keys pressed before the page was there are for no field of it."""
        self.app.keys.forget()
        await self._begin()
        self._go_on()

    @property
    def is_busy(self) -> bool:
        """True while something is being confirmed: keys typed meanwhile wait their turn."""
        return self.tasks.is_busy

    def on_form_widget_drafted(self, event: FormWidget.Drafted) -> None:
        """Keep what is written."""
        event.stop()
        if self.forecast is not None:
            self.app.drafts.keep(self._forecast_address(self._action), self.forecast.draft)
            if self.forecast.draft is not None:  # until something is written, what was missed stays said
                self.advice.keys(self._hint())

    def on_descendant_focus(self) -> None:
        """Say which keys work where one is."""
        if not self.advice.is_message:
            self.advice.keys(self._hint())

    def action_seal_and_go(self) -> None:
        """Take the action with its forecast, and seal it."""
        if self._shown != self._action:
            self.advice.keys(WAIT)
            return
        answers: dict[str, object] = {self.step.question.key: self._action}
        if self.forecast is not None:
            if self.forecast.draft is None:
                self.forecast.focus()
                self.advice.warn(SAY_FIRST)
                return
            answers[self.forecast.question.key] = self.forecast.draft
        self._take(answers)

    def action_no_run_tonight(self) -> None:
        """Decide to run nothing tonight."""
        self._take({self.step.question.key: REST})

    def _take(self, answers: dict[str, object]) -> None:
        given = answers[self.step.question.key]
        forecast = self._forecast_address(str(given))

        def done() -> None:
            self.app.drafts.confirmed(self._address, given)
            self.app.drafts.confirmed(forecast, None)

        self.tasks.run(walk_actions.commit(answers), then=done)

    async def on_done(self, event: Done) -> None:
        """Go on with the walk; where the same is asked again, ask it here."""
        event.stop()
        self.view = event.view
        step = event.view.decision
        if step is None:
            self.app.show_walk(self.walk, event.view)
            return
        if (step.question, step.exhibits) != (self.step.question, self.step.exhibits):
            self.step = step
            await self._begin()
        if event.says:
            self.advice.done(event.says)
        self._go_on()

    async def show_news(self, news: News) -> None:
        """Show what somebody added; advice that is the same stays as it is."""
        await self.on_done(Done(BackgroundTask(walk_actions.look), news.view, ""))

    def on_failed(self, event: Failed) -> None:
        """Say what was refused, and why; nothing that is written is lost."""
        event.stop()
        self.view = event.view
        if not self._asks_which(event):
            self.advice.wrong(event.error)
            if isinstance(event.error, AnswerError) and self.forecast is not None:
                self.forecast.focus()
        self._go_on()

    def _go_on(self) -> None:
        self.refresh_bindings()
        self.tasks.settle()
        self.app.call_later(self.app.keys.release)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done here."""
        if action == command.ShowRuns.action():
            return self.view.has_runs
        if action == command.CopyCode.action():
            return bool(self._code)
        if action == command.EditTables.action():
            return self.has_tables
        if action == command.UnfoldPlan.action():
            return bool(self.query(FoldedView))
        if action == command.ReadOn.action():
            return self.reading.max_scroll_y > 0
        return super().check_action(action, parameters)

    def _stops(self) -> list[Widget]:
        folds = list(self.reading.query(FoldedView))
        return [*folds, self.actions, *([self.forecast] if self.forecast else [])]

    def action_go(self, steps: int) -> None:
        """Go to what stands below or above."""
        stops = self._stops()
        here = next((at for at, each in enumerate(stops) if each is self.focused), len(stops) - 1)
        following = stops[(here + steps) % len(stops)]
        if isinstance(following, ForecastForm):
            following.cursor = 0 if steps > 0 else len(following.cells) - 1
        following.focus()
        following.scroll_visible(animate=False)

    def action_one_by_one(self) -> None:
        """Ask the same questions one by one."""
        self.app.show_walk(self.walk, self.view, one_by_one=True)

    def action_copy_code(self) -> None:
        """Copy the code that is shown."""
        self.app.copy_to_clipboard(self._code)
        self.advice.done(COPIED)

    def action_read_on(self) -> None:
        """Scroll down in what is to be read."""
        self.reading.scroll_page_down(animate=False)

    def action_read_back(self) -> None:
        """Scroll up in what is to be read."""
        self.reading.scroll_page_up(animate=False)

    def action_explain_question(self) -> None:
        """Show why this is asked, and the keys."""
        self.app.explain(self.step.question)
