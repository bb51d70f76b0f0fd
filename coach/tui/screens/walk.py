"""The walk: one question at a time, the whole picture beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll

from coach.session.form import Lines
from coach.tui import command, page_command, walk_actions
from coach.tui.background_tasks import BackgroundTask, BackgroundTasks, Done, Failed, Progressed
from coach.tui.draft import Address
from coach.tui.editor import write_elsewhere
from coach.tui.screens.asides import Asides
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.picture import BeliefLine, Picture
from coach.tui.widgets.question_pane import QuestionPane
from coach.tui.widgets.rail import RailColumn, RailRow
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import METHODS, TALKING, TopLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from coach.session.step import Question
    from coach.tui.command_type import Command
    from coach.tui.interfaces import Walk
    from coach.tui.live import News
    from coach.tui.view import View
    from coach.tui.widgets.form import FormWidget
    from coach.tui.widgets.logs_form import LogsForm
    from coach.tui.widgets.prose import Prose


COPIED = "Copied, if your terminal lets programs copy; else coach show prints the code."


class WalkScreen(Asides):
    """Asks the questions of a walk. What they are, and what answers mean, is the walk's own business."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *command.bindings(
            command.ExplainQuestion,
            command.ReadOn,
            command.WriteNote,
            command.ThatSurprisedMe,
            command.OpenEditor,
            command.LeaveOpen,
            command.UsePrepared,
            command.TakeBack,
            command.BringBack,
            command.ShowPicture,
            command.ShowLog,
            command.SearchHere,
            command.ShowRuns,
            page_command.BackToPage,
            page_command.PassKeyboard,
            command.EditTables,
            command.UnfoldPlan,
            command.CopyCode,
            command.LeaveField,
            command.GoBack,
        ),
        Binding("enter", "enter_field", "Go to the field", show=False),
        Binding("pageup", "read_back", "Scroll the question up", show=False, priority=True),
    ]
    CSS_PATH = "../styles/walk.tcss"

    def __init__(self, walk: Walk, view: View, *, one_by_one: bool = False) -> None:
        super().__init__()
        self._one_by_one = one_by_one
        self.walk = walk
        self.view = view
        self.tasks = BackgroundTasks(self, walk)
        self.pane = QuestionPane()

    def compose(self) -> ComposeResult:
        """Give the frame."""
        yield TopLine(METHODS.get(self.view.name, self.view.name), self.view.title)
        yield RailRow(id="rail-row")
        with Horizontal(id="body"):
            yield RailColumn(id="rail-column")
            yield self.pane
            with VerticalScroll(id="side", can_focus=False):
                yield Picture()
        yield BeliefLine()
        yield KeyLine()
        yield TooSmall()

    async def on_mount(self) -> None:
        """Ask the first question."""
        self._show_frame()
        await self._ask(is_back=False)
        self._open_page()
        self._go_on()

    @property
    def is_busy(self) -> bool:
        """True while an answer is being confirmed: keys typed meanwhile wait their turn."""
        return self.tasks.is_busy

    @property
    def form(self) -> FormWidget | None:
        """Where it is answered."""
        return self.pane.form

    async def _show(self, view: View, *, is_back: bool) -> None:
        before, self.view = self.view.position.step, view
        self._show_frame()
        step = view.position.step
        is_same = before and step and (step.question, step.exhibits) == (before.question, before.exhibits)
        if not is_same or self.form is None:
            await self._ask(is_back=is_back)
        self._open_page()
        self.refresh_bindings()

    def _show_frame(self) -> None:
        for rail in self.query(RailRow):
            rail.show(self.view.position.rail)
        for picture in self.query(Picture):
            picture.show(self.view.standing)
        line = self.query_one(TopLine)
        line.show(METHODS.get(self.view.name, self.view.name), self.view.title)
        if self.view.talking is not None:
            line.time(self.view.talking, TALKING)
        elif self.view.pace == "full":
            line.time(self.view.minutes)

    async def _ask(self, *, is_back: bool) -> None:
        step, suggestion = self.view.position.step, self.view.suggestion
        if step is None:
            await self.pane.say_done()
            return
        form = await self.pane.show(step, suggestion)
        draft = self.app.drafts.wanted(self._address(step.question), suggestion, is_back=is_back)
        if draft is not None:
            form.restore(draft)
        form.enter()
        if self.pane.is_for_logs and not is_back:
            self._read_logs()

    def _go_on(self, *, is_reading: bool = False) -> None:
        """Take tasks and keys again, once the focus is where it belongs."""
        self.tasks.settle(is_reading=is_reading)
        self.app.call_later(self.app.keys.release)

    def _address(self, question: Question) -> Address:
        return Address(self.view.session_id, question.key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done here."""
        offers: dict[type[Command], Callable[[], bool]] = {
            command.LeaveOpen: lambda: self.question is not None and self.question.optional,
            command.UsePrepared: lambda: self.view.suggestion is not None,
            command.ReadOn: lambda: self.pane.reading.max_scroll_y > 0,
            command.ShowRuns: lambda: self.view.has_runs and self.view.premortem is None,
            page_command.PassKeyboard: lambda: self.view.shares_keyboard,
            page_command.BackToPage: lambda: self.view.premortem is not None,
            command.EditTables: lambda: self.has_tables,
            command.UnfoldPlan: lambda: self.has_long_plan,
            command.CopyCode: lambda: bool(self.pane.code),
            command.OpenEditor: lambda: self.pane.prose is not None and not self.app.is_guest,
            command.LeaveField: lambda: self.form is not None and self.form.has_focus_within,
        }
        for each, is_offered in offers.items():
            if action == each.action():
                return is_offered()
        return super().check_action(action, parameters)

    def on_form_widget_answered(self, event: FormWidget.Answered) -> None:
        """Confirm an answer."""
        data, question = event.data, self.question
        if question is None or event.form is not self.form:
            return
        address = self._address(question)
        given = None if isinstance(question.form, Lines) else data
        self.tasks.run(walk_actions.confirm(data), then=lambda: self.app.drafts.confirmed(address, given))

    def on_form_widget_drafted(self, event: FormWidget.Drafted) -> None:
        """Keep what is written, and stop saying what was wrong with what was written before."""
        event.stop()
        if self.form is not None and self.question is not None:
            self.app.drafts.keep(self._address(self.question), self.form.draft)
            self.pane.advice.keys(self.form.hint())

    def on_descendant_focus(self) -> None:
        """Say which keys the field takes that one went to."""
        if self.form is not None and not self.pane.advice.is_message:
            self.pane.advice.keys(self.form.hint())

    async def on_done(self, event: Done) -> None:
        """Show what came of a task."""
        event.stop()
        await self._come_back(event)
        if event.says:
            self.pane.advice.done(event.says)
        self._go_on(is_reading=event.task.is_reading)

    async def on_failed(self, event: Failed) -> None:
        """Say what was refused, and why."""
        event.stop()
        await self._come_back(event)
        if not self._asks_which(event):
            self.pane.advice.wrong(event.error)
        self._go_on(is_reading=event.task.is_reading)

    async def show_news(self, news: News) -> None:
        """Show what somebody added; a question that is still asked in the same words, beside the same things, stays."""
        now, old = news.view.position.step, self.view.position.step
        if self.form and now and old and (now.question, now.exhibits) == (self.form.question, old.exhibits):
            self.view = news.view
            self._show_frame()
            self.refresh_bindings()
        else:
            await self._come_back(Done(BackgroundTask(walk_actions.look), news.view, ""))

    async def _come_back(self, event: Done | Failed) -> None:
        left = self.view.decision
        is_new = event.view.decision and (not left or left.question.key != event.view.decision.question.key)
        is_premortem = event.view.premortem is not None and not self._one_by_one
        if event.view.page or is_new or is_premortem:
            self.app.show_walk(self.walk, event.view)
            return
        if event.task.is_reading:
            self.pane.reading_ended()
        with self.app.batch_update():
            await self._show(event.view, is_back=event.task.is_back or event.task.is_reading)

    def on_progressed(self, event: Progressed) -> None:
        """Show how far the reading has got."""
        event.stop()
        self.pane.reading_got(event.done, event.total, event.says)

    def on_logs_form_wanted(self, event: LogsForm.Wanted) -> None:
        """Read the logs, or stop reading."""
        event.stop()
        if event.start:
            self._read_logs()
        else:
            self.tasks.stop()

    def _read_logs(self) -> None:
        self.pane.reading_began()
        self.tasks.read()

    def on_prose_refused(self, event: Prose.Refused) -> None:
        """Say why a paste was not taken."""
        event.stop()
        self.pane.advice.warn(event.says)

    def action_leave_open(self) -> None:
        """Leave the question open."""
        self.tasks.run(walk_actions.leave_open)

    def action_use_prepared(self) -> None:
        """Put the prepared answer into the form."""
        if self.form is not None and self.view.suggestion is not None:
            self.form.restore(self.view.suggestion.data)
            self.form.enter()

    def action_leave_field(self) -> None:
        """Make single letters keys again."""
        self.pane.reading.focus()

    def action_enter_field(self) -> None:
        """Go back to answering."""
        if self.form is not None:
            self.form.enter()

    def action_read_on(self) -> None:
        """Scroll down in what is to be read."""
        self.pane.reading.scroll_page_down(animate=False)

    def action_read_back(self) -> None:
        """Scroll up in what is to be read."""
        self.pane.reading.scroll_page_up(animate=False)

    def action_show_picture(self) -> None:
        """Show or hide the side pane."""
        self.toggle_class("-picture")

    def action_back_to_page(self) -> None:
        """Show the page that this question stands on."""
        self.app.show_walk(self.walk, self.view)

    def action_copy_code(self) -> None:
        """Copy the code that is shown."""
        self.app.copy_to_clipboard(self.pane.code)
        self.pane.advice.done(COPIED)

    def action_open_editor(self) -> None:
        """Write in an editor of one's own."""
        if self.pane.prose is not None and not self.app.is_guest:
            problem = write_elsewhere(self.app, self.pane.prose)
            if problem:
                self.pane.advice.warn(problem)
