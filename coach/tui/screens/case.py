"""The first page of an investigation: what its logs say, and the questions at the start as fields of one page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message

from coach.errors import AnswerError
from coach.session.page_labels import ASK_ALL
from coach.tui import command, walk_actions
from coach.tui.background_tasks import BackgroundTasks, Done, Failed, Progressed
from coach.tui.begun import NOT_BEGUN, Begun
from coach.tui.case_rows import why
from coach.tui.draft import Address
from coach.tui.page_bindings import ON_EVERY_PAGE, unsaid
from coach.tui.screens.asides import Asides
from coach.tui.screens.help import HelpText
from coach.tui.widgets.advice import Advice
from coach.tui.widgets.case_view import CaseView
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.page_form import PageForm
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import METHODS, TopLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget

    from coach.desk.case import Case
    from coach.session.opening_page import PageField
    from coach.session.step import Question
    from coach.tui.interfaces import Walk
    from coach.tui.live import News
    from coach.tui.view import View
    from coach.tui.widgets.prose import Prose

PAUSE_S = 0.4
"""Seconds without a key after which what is written counts for the first looks."""
MARGIN = 2
"""Cells beside the line that says what is asked."""
DRAFT = "page.case"
"""Under which name what is written here is kept."""


class CaseKnown(Message):
    """More is known of the case."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case


class CaseScreen(Asides):
    """Shows the case and takes the page. What the answers mean is the walk's own business."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(replace(each, priority=True) for each in command.bindings(command.TakePage)),
        Binding("tab", "go(1)", "next"),
        Binding("shift+tab", "go(-1)", "Field before", show=False),
        Binding("down", "go_line(1)", "Line below", show=False),
        Binding("up", "go_line(-1)", "Line above", show=False),
        *command.bindings(command.ExplainQuestion, command.ShowRuns),
        *unsaid(
            command.bindings(command.ShowMore, command.LeaveField, command.TakeBack, *ON_EVERY_PAGE),
        ),
    ]
    CSS_PATH = "../styles/case.tcss"

    def __init__(self, walk: Walk, view: View, begun: Begun = NOT_BEGUN) -> None:
        super().__init__()
        self._begun = begun
        self.walk = walk
        self.view = view
        self.tasks = BackgroundTasks(self, walk)
        self.upper = CaseView()
        self.form = PageForm(view.page)
        self.advice = Advice()
        self._pause: Timer | None = None
        self.set_class(not view.has_logs, "-alone")
        self.set_class(any(field.guide for field in view.page), "-guided")

    def compose(self) -> ComposeResult:
        """Give the two parts."""
        yield TopLine(METHODS.get(self.view.name, self.view.name), self.view.title)
        yield self.upper
        with Vertical(id="asked"):
            yield self.form
            yield self.advice
        yield KeyLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Ask, and read the logs."""
        draft = self.app.drafts.wanted(self._address, None, is_back=True)
        self.form.restore(draft if isinstance(draft, dict) else {})
        self.form.enter(self._begun)
        if self.view.has_logs:
            self.upper.reading((0, 0, ""))
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Take keys from now on: what was pressed before there was a page was meant for no field of it."""
        here = self.form.here
        is_shown = here is not None and here.asked.label == self._begun.label
        self.app.keys.forget(is_field_shown=is_shown)
        self.tasks.settle()
        self.app.call_later(self.app.keys.release)
        if self.view.has_logs:
            self.tasks.read(self._reading)

    @property
    def is_busy(self) -> bool:
        """True while the page is being confirmed: keys typed meanwhile wait their turn."""
        return self.tasks.is_busy

    @property
    def _address(self) -> Address:
        return Address(self.view.session_id, DRAFT)

    def _reading(
        self, walk: Walk, progress: Callable[[int, int, str], None], cancelled: Callable[[], bool]
    ) -> None:
        if walk.opening is not None:
            walk.opening.read(self._known, progress, cancelled)

    def _known(self, case: Case) -> None:
        self.post_message(CaseKnown(case))

    def on_case_known(self, event: CaseKnown) -> None:
        """Show what is known now."""
        event.stop()
        self.upper.show(event.case)
        self.upper.reading(None)
        said = " · ".join(filter(None, (self.view.title, *event.case.what)))
        self.query_one(TopLine).show(METHODS.get(self.view.name, self.view.name), said)

    def on_progressed(self, event: Progressed) -> None:
        """Show how far the reading has got."""
        event.stop()
        if self.tasks.is_reading:
            self.upper.reading((event.done, event.total, event.says))

    def on_page_form_changed(self, event: PageForm.Changed) -> None:
        """Keep what is written, and look again at the first looks after a pause."""
        event.stop()
        self.app.drafts.keep(self._address, self.form.draft or None)
        self._say_question()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_S, self.look_at_the_looks)

    def look_at_the_looks(self) -> None:
        """Work out the first looks anew, beside the keyboard."""
        if self.view.has_logs and not self.tasks.is_reading:
            draft = self.form.draft
            self.run_worker(lambda: self._work_out(draft), thread=True, exclusive=True, group="looks")

    def _work_out(self, draft: Mapping[str, str]) -> None:
        if self.walk.opening is not None:
            self._known(self.walk.opening.case(draft))

    def on_descendant_focus(self) -> None:
        """Say what is asked in the field that one went to."""
        self._say_question()

    def _say_question(self) -> None:
        if here := self.form.here:
            self.advice.keys(self._hint(here.asked))

    def _hint(self, field: PageField) -> str:
        """Give what is asked: on one line where the case stands above, so that nothing moves from field to field."""
        asked = field.question
        if not self.view.has_logs:
            return f"{asked.text} {asked.why}"
        if field.guide or asked.key in ASK_ALL:
            return field.guide
        return asked.text if len(asked.text) <= self.size.width - MARGIN else f"{asked.text.split('? ')[0]}?"

    def on_page_form_taken(self, event: PageForm.Taken) -> None:
        """Confirm the page, as it stands."""
        event.stop()
        answers, given = event.answers, self.form.draft
        if self.tasks.is_reading:
            self.advice.keys("The logs are still being read; the page is taken as soon as they are.")
        self.tasks.run(
            walk_actions.take_page(answers), then=lambda: self.app.drafts.confirmed(self._address, given)
        )

    def on_done(self, event: Done) -> None:
        """Show what came of a task; once the page is taken, the walk goes on."""
        event.stop()
        self._come_back(event)
        if self.view.page:
            if event.says:
                self.advice.done(event.says)
            self._go_on(event)
        else:
            self.app.show_walk(self.walk, self.view)

    def on_failed(self, event: Failed) -> None:
        """Say what was refused at its field, and why; nothing that is written is lost."""
        event.stop()
        self._come_back(event)
        is_asked = self._asks_which(event)
        if not is_asked and not (isinstance(event.error, AnswerError) and self.form.wrong(event.error)):
            self.advice.wrong(event.error)
        self._go_on(event)

    async def show_news(self, news: News) -> None:
        """Show what somebody added; where other fields are asked, lay them out anew."""
        self.view, draft, asked = news.view, self.form.draft, [field.question.key for field in news.view.page]
        if not asked:
            self.app.show_walk(self.walk, self.view)
        elif asked == [row.asked.question.key for row in self.form.rows]:
            self.form.fill(news.view.page)
        else:
            await self.form.ask(news.view.page)
            self.form.restore(draft)
            self.form.enter()

    @property
    def question(self) -> Question | None:
        """The question one is in."""
        return here.asked.question if (here := self.form.here) else None

    def field_of(self, key: str) -> Widget | None:
        """Give the field of a question; None where it is not asked here."""
        return next((row.field for row in self.form.rows if row.asked.question.key == key), None)

    def _come_back(self, event: Done | Failed) -> None:
        self.view = event.view
        if event.task.is_reading:
            self.upper.reading(None)
        self.set_class(not self.view.has_logs, "-alone")
        self.form.fill(self.view.page)
        self.refresh_bindings()

    def _go_on(self, event: Done | Failed) -> None:
        self.tasks.settle(is_reading=event.task.is_reading)
        if event.task.is_reading and self.form.draft:  # what was written meanwhile counts too
            self.look_at_the_looks()
        self.app.call_later(self.app.keys.release)

    def on_prose_refused(self, event: Prose.Refused) -> None:
        """Say why a paste was not taken."""
        event.stop()
        self.advice.warn(event.says)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done here."""
        if action == command.ShowRuns.action():
            return self.view.has_runs and not self.tasks.is_reading
        return super().check_action(action, parameters)

    def action_explain_question(self) -> None:
        """Say why these are the first looks, and why the question is asked that one is at."""
        found = self.upper.case.looks if self.upper.case is not None else None
        self.app.explain(self.question, [HelpText(*each) for each in why(found or ())])

    def action_leave_field(self) -> None:
        """Go one level out: from a field to the commands, from there out of the reading, in the end home."""
        if self.form.here is not None:
            self.upper.focus()
            self.advice.keys("Letters are commands now. tab goes back to the fields, esc leaves.")
        elif self.tasks.is_reading:
            self.tasks.stop()
        else:
            self.app.go_home()

    def action_take_page(self) -> None:
        """Take the page."""
        self.form.take()

    def action_go(self, steps: int) -> None:
        """Go to another field."""
        self.form.go(steps, is_by_line=False)

    def action_go_line(self, steps: int) -> None:
        """Go to the field below or above."""
        self.form.go(steps, is_by_line=True)

    def action_show_more(self) -> None:
        """Show everything that can be done here."""
        self.app.action_command_palette()
