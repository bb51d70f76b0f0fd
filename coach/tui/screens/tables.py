"""The tables: every number of an investigation at hand, with what follows from it beside.

A confirmed change is kept and shown at once; the plan and its robustness come in after, from a thread, and no key
waits for them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.worker import get_current_worker

from coach.errors import CoachError
from coach.session.robustness import ShownRobustness
from coach.tui import command, walk_actions
from coach.tui.draft import Address
from coach.tui.replanning import Planned, Stood, Tried, planned, tried
from coach.tui.screens.hearing import Hearing
from coach.tui.tables import alone, tables_of
from coach.tui.widgets.asked import HIGH_FROM
from coach.tui.widgets.consequences import Consequences
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.question_pane import QuestionPane
from coach.tui.widgets.table_form import TableForm
from coach.tui.widgets.table_list import TableList
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from coach.session.fold import Session
    from coach.tui.background_tasks import Act
    from coach.tui.interfaces import Walk
    from coach.tui.live import News
    from coach.tui.widgets.form import FormWidget

ENTER = "↑ ↓ table · enter changes it"
EDGE_WIDTH = 4
"""Cells beside a question that its words do not get."""


class TablesScreen(Hearing):
    """A list of tables, the chosen one to change, and what follows from all of them.

    Attributes:
        is_busy: a change is being confirmed; keys wait for that, and for nothing else.
    """

    CSS_PATH: ClassVar = ["../styles/walk.tcss", "../styles/tables.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *command.bindings(
            command.ExplainQuestion,
            command.ReadOn,
            command.UnfoldPlan,
            command.TakeBack,
            command.BringBack,
            command.LeaveField,
            command.GoBack,
        ),
        Binding("enter", "enter_field", "change"),
        Binding("right", "enter_field", "Change", show=False),
        Binding("pageup", "read_back", "Scroll the advice up", show=False, priority=True),
    ]

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self.walk = walk
        self._session: Session | None = None
        self._found = ShownRobustness()
        self.is_busy = True
        self.tables = TableList()
        self.pane = QuestionPane()
        self.consequences = Consequences()
        self.follows = VerticalScroll(id="follows", can_focus=False)

    def compose(self) -> ComposeResult:
        """Give the frame; the tables come when they have been looked up."""
        yield TopLine("tables", self.walk.session.title)
        with Horizontal(id="tables"):
            yield self.tables
            with Container(id="numbers"):
                yield self.pane
                with self.follows:
                    yield self.consequences
        yield KeyLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Look the tables up, once this is on the screen."""
        self.tables.focus()
        self.call_after_refresh(self._do, walk_actions.look)

    @property
    def form(self) -> FormWidget | None:
        """The table one can change."""
        return self.pane.form

    def _do(self, task: Act, then: Callable[[], None] | None = None) -> None:
        """Do something with the walk, in a thread; `then` is called there unless it was refused."""
        self.is_busy = True
        self.run_worker(partial(self._done, task, then), thread=True, group="walk")

    def _done(self, task: Act, then: Callable[[], None] | None) -> None:
        says, refusal = "", None
        try:
            says = task(self.walk)
            if then is not None:
                then()
        except CoachError as error:
            refusal = error
        self.post_message(Stood(tables_of(self.walk), says, refusal))

    async def on_stood(self, event: Stood) -> None:
        """Show the tables, and what was done; then plan anew if a number has changed."""
        event.stop()
        if not event.tables.entries:
            self.dismiss(None)
            return
        with self.app.batch_update():
            self.tables.show(event.tables.entries)
            if event.error is None:
                await self._ask()
        is_asked = self.asks_which(event.error, self._do)
        if event.error is not None and not is_asked:
            self.pane.advice.wrong(event.error)
        elif event.says:
            self.pane.advice.done(event.says)
        if event.tables.session is not self._session:
            self._session = event.tables.session
            self.consequences.believe(event.tables.beliefs)
            self._plan(event.tables.session)
        self._go_on()

    @property
    def is_occupied(self) -> bool:
        """True while a change is being confirmed."""
        return self.is_busy

    async def show_news(self, news: News) -> None:  # noqa: ARG002 - the tables are looked up anew
        """Look the tables up anew, at the cell one is in."""
        self._do(walk_actions.look)

    def _go_on(self) -> None:
        """Take keys again, once the focus is where it belongs."""
        self.is_busy = False
        self.app.call_later(self.app.keys.release)

    @work(thread=True, exclusive=True, group="plan")
    def _plan(self, session: Session) -> None:
        worker = get_current_worker()
        self.post_message(Planned(session, planned(session)))
        if not worker.is_cancelled:
            self.post_message(Tried(session, tried(session)))

    def on_planned(self, event: Planned) -> None:
        """Show the advice, unless a number has changed since."""
        event.stop()
        if event.session is self._session:
            self.consequences.advise(event.exhibits)

    def on_tried(self, event: Tried) -> None:
        """Mark what the advice hangs on, unless a number has changed since."""
        event.stop()
        if event.session is self._session:
            self._found = event.found
            self.consequences.judge(event.found.exhibits)
            self._mark()

    async def _ask(self) -> None:
        """Show the table one stands on in the list, at the cell one stood on if it was shown before."""
        entry, before = self.tables.entry, self.form
        if entry is None:
            return
        was_inside = before is not None and before.has_focus_within
        width = max(1, self.pane.content_size.width - EDGE_WIDTH)
        brief = alone(entry, width, is_low=self.app.size.height < HIGH_FROM)
        form = await self.pane.show(brief, None)
        draft = self.app.drafts.wanted(self._address(entry.key), None, is_back=False)
        if draft is not None:
            form.restore(draft)
        if isinstance(form, TableForm) and isinstance(before, TableForm) and before.question.key == entry.key:
            form.cursor, form.column = before.cursor, before.column
        if was_inside:
            form.enter()
        self._mark()
        self._say_keys()

    def _mark(self) -> None:
        places = self._found.hangs_on
        kept = self.app.drafts
        changed = frozenset(
            entry.key
            for entry in self.tables.entries
            if kept.wanted(self._address(entry.key), None, is_back=False) is not None
        )
        self.tables.mark(marked=frozenset(place.table for place in places), changed=changed)
        if isinstance(self.form, TableForm):
            key = self.form.question.key
            self.form.mark(frozenset(place.row for place in places if place.table == key))

    def _say_keys(self) -> None:
        if self.form is not None:
            is_inside = self.form.has_focus_within
            self.pane.advice.keys(self.form.hint() if is_inside else ENTER)

    def _address(self, key: str) -> Address:
        return Address(self.walk.session_id, f"tables/{key}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done here."""
        is_inside = self.form is not None and self.form.has_focus_within
        if action == command.LeaveField.action():
            return is_inside
        if action == "enter_field":
            return not is_inside
        if action == command.ReadOn.action():
            return self.follows.max_scroll_y > 0
        return super().check_action(action, parameters)

    async def on_table_list_chosen(self, event: TableList.Chosen) -> None:
        """Show another table; keys wait until it is there to take them."""
        event.stop()
        was_busy, self.is_busy = self.is_busy, True
        await self._ask()
        if not was_busy:
            self._go_on()

    def on_form_widget_answered(self, event: FormWidget.Answered) -> None:
        """Confirm a change."""
        entry = self.tables.entry
        if entry is None or event.form is not self.form:
            return
        address = self._address(entry.key)
        self._do(
            walk_actions.revise(entry.step, event.data), then=lambda: self.app.drafts.confirmed(address, None)
        )

    def on_form_widget_drafted(self, event: FormWidget.Drafted) -> None:
        """Keep what is not confirmed yet."""
        event.stop()
        if self.form is not None:
            self.app.drafts.keep(self._address(self.form.question.key), self.form.draft)
            self._mark()
            self._say_keys()

    def on_descendant_focus(self) -> None:
        """Say which keys work where one is now."""
        if not self.pane.advice.is_message:
            self._say_keys()

    def look_again(self) -> None:
        """Pick up what another terminal wrote."""
        self._do(walk_actions.pick_up)

    def action_enter_field(self) -> None:
        """Go into the table."""
        if self.form is not None:
            self.form.enter()

    def action_leave_field(self) -> None:
        """Go back to the list."""
        self.tables.focus()

    def action_take_back(self) -> None:
        """Take back the last change."""
        self._do(walk_actions.take_back)

    def action_bring_back(self) -> None:
        """Bring back what was taken back."""
        self._do(walk_actions.bring_back)

    def action_unfold_plan(self) -> None:
        """Unfold, or fold again."""
        self.consequences.fold()

    def action_read_on(self) -> None:
        """Scroll down in what follows."""
        self.follows.scroll_page_down(animate=False)

    def action_read_back(self) -> None:
        """Scroll up in what follows."""
        self.follows.scroll_page_up(animate=False)

    def action_explain_question(self) -> None:
        """Show why this is asked, and the keys."""
        entry = self.tables.entry
        self.app.explain(entry.step.question if entry else None)

    def action_go_back(self) -> None:
        """Go back to the question."""
        self.dismiss(None)
