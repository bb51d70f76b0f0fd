"""The pages of a pre-mortem: the questions that can be answered now as lines of cells, taken together.

It answers the walk's own open questions by their keys; which they are, and what is known of them, is the walk's
business. Leaving the page (esc) leads to the same questions one by one, and ^g back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical

from coach.errors import AnswerError
from coach.session.form import Lines
from coach.session.premortem.pages import PAGES
from coach.tui import command, page_command, walk_actions
from coach.tui.background_tasks import BackgroundTask, BackgroundTasks, Done, Failed, Progressed
from coach.tui.begun import NOT_BEGUN, Begun
from coach.tui.draft import Address
from coach.tui.page_bindings import ON_EVERY_PAGE, unsaid
from coach.tui.screens.asides import Asides
from coach.tui.screens.builds_claims import BuildsClaims
from coach.tui.widgets.advice import Advice
from coach.tui.widgets.cell_form import CellForm
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.page_head import PageHead
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import METHODS, TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from coach.session.premortem.pages import Page
    from coach.session.step import Question
    from coach.tui.interfaces import Walk
    from coach.tui.live import News
    from coach.tui.view import View
    from coach.tui.widgets.prose import Prose

READING = "Earlier runs are being read; the page is taken as soon as they are."
UNSEEN = "This had not been in view. Press enter again to go on."


class PremortemScreen(BuildsClaims, Asides):
    """Shows one page at a time and takes it. What the answers mean is the walk's own business."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(replace(each, priority=True) for each in command.bindings(command.TakePage)),
        Binding("tab", "go(1)", "next"),
        Binding("shift+tab", "go(-1)", "Cell before", show=False),
        Binding("down", "go_line(1)", "Line below", show=False),
        Binding("up", "go_line(-1)", "Line above", show=False),
        *command.bindings(page_command.AskOneByOne, page_command.BuildClaim, page_command.PassKeyboard),
        *command.bindings_anywhere(command.ExplainQuestion, command.ShowMore),
        *unsaid(
            command.bindings_anywhere(command.TakeBack, command.EditTables, *ON_EVERY_PAGE),
        ),
    ]
    CSS_PATH = "../styles/premortem.tcss"

    def __init__(self, walk: Walk, view: View, page: Page, begun: Begun = NOT_BEGUN) -> None:
        super().__init__()
        self._begun = begun
        self.walk = walk
        self.view = view
        self.page = page
        self.tasks = BackgroundTasks(self, walk)
        self.head = PageHead()
        self.form = CellForm(page)
        self.advice = Advice()
        self._taken: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Give the page."""
        yield TopLine(METHODS[self.view.name], self.view.title)
        yield self.head
        with Vertical(id="cells"):
            yield self.form
        yield self.advice
        yield KeyLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Ask, and read what earlier runs logged."""
        self._show_head()
        self._enter(is_back=True)
        self.call_after_refresh(self._begin, is_first=True)

    def _begin(self, *, is_first: bool = False) -> None:
        """Take keys from now on: what was pressed before this page was shown was meant for no cell of it."""
        self.app.keys.forget(is_field_shown=self.form.label_here == self._begun.label != "")
        self._begun = NOT_BEGUN
        self.tasks.settle()
        self.app.call_later(self.app.keys.release)
        if is_first:
            self._read()

    def _read(self) -> None:
        if not self.tasks.is_reading:
            self.tasks.read(walk_actions.read_ahead)

    @property
    def is_busy(self) -> bool:
        """True while the page is being confirmed: keys typed meanwhile wait their turn."""
        return self.tasks.is_busy

    @property
    def question(self) -> Question | None:
        """What is asked where one is."""
        here = self.form.here
        return self.page.question(here[1].where) if here else next(iter(self.page.steps.values())).question

    @property
    def _address(self) -> Address:
        return Address(self.view.session_id, f"page.{self.page.key}")

    def _enter(self, *, is_back: bool) -> None:
        draft = self.app.drafts.wanted(self._address, None, is_back=is_back)
        self.form.restore(draft if isinstance(draft, dict) else self._taken)
        self.form.enter(self._begun)
        self._say()

    def _show_head(self) -> None:
        name = f"{METHODS[self.view.name]} {self.page.number} of {PAGES}"
        self.query_one(TopLine).show(name, self.view.title)
        if self.view.pace == "full":
            self.query_one(TopLine).time(self.view.minutes)
        self.head.show(self.page, self.form.texts)

    def _say(self) -> None:
        """Say what is asked where one is, or what becomes of what is written there."""
        self.head.show(self.page, self.form.texts)
        self.advice.keys(self._hint())

    def _hint(self) -> str:
        here = self.form.here
        if here is None:
            return f"enter {self.page.takes}"
        line, cell = here
        text = line.fields[cell.where].text
        said = cell.beside(text) if cell.beside is not None and text else ""
        if cell.kind == "pick":
            said = next((each.says for each in cell.options if each.id == text), "")
        return said or line.line.says or f"enter {self.page.takes}"

    def on_cell_form_changed(self, event: CellForm.Changed) -> None:
        """Keep what is written, and say what follows from it."""
        event.stop()
        self.app.drafts.keep(self._address, self.form.draft or None)
        self._say()

    def on_descendant_focus(self) -> None:
        """Say what is asked in the cell that one went to, and what can be done there."""
        self.refresh_bindings()
        if not self.advice.is_message:
            self._say()

    def on_cell_form_taken(self, event: CellForm.Taken) -> None:
        """Confirm the page, as it stands."""
        event.stop()
        if self.tasks.is_reading:
            self.advice.keys(READING)
        address, draft = self._address, self.form.draft
        if not any(
            step.question.asked_of for step in self.page.steps.values()
        ):  # what one alone wrote is nobody else's
            self._taken |= (
                draft  # what another answer closed, and a later one opens again, is still written there
            )
        self.tasks.run(
            walk_actions.take(event.answers), then=lambda: self.app.drafts.confirmed(address, draft)
        )

    async def on_done(self, event: Done) -> None:
        """Show what came of a task: the next page once this one is taken."""
        event.stop()
        await self._come_back(event)
        if event.says:
            self.advice.done(event.says)

    async def on_failed(self, event: Failed) -> None:
        """Say what was refused at its line, and why; nothing that is written is lost."""
        event.stop()
        await self._come_back(event)
        if not self._asks_which(event) and not (
            isinstance(event.error, AnswerError) and self.form.wrong(event.error)
        ):
            self.advice.wrong(event.error)

    async def _come_back(self, event: Done | Failed) -> None:
        """Go on with the walk as it stands: on the same page, on another one, or where there is none."""
        self.view = event.view
        is_reading, page = event.task.is_reading, event.view.premortem
        if is_reading:
            self.head.reading(None)
        if page is None:
            self.app.show_walk(self.walk, self.view)
        elif page.key == self.page.key and not event.task.is_back:
            self.page = page
            self.form.fill(page)
            self._show_head()
            self._say()
            self.tasks.settle(is_reading=is_reading)
            self.app.call_later(self.app.keys.release)
        else:
            if is_reading:
                self.tasks.settle(is_reading=True)
            await self._turn_to(page, is_back=event.task.is_back)
        self.refresh_bindings()

    async def show_news(self, news: News) -> None:
        """Show what somebody added, in the lines that stay; where others are asked, lay the page out anew."""
        page = news.view.premortem
        lines = [[cell.where for cell in line.cells] for line in page.lines] if page is not None else []
        is_same = lines == [[cell.where for cell in line.cells] for line in self.page.lines]
        if page is None or (page.key == self.page.key and is_same):
            await self._come_back(Done(BackgroundTask(walk_actions.look), news.view, ""))
        else:
            self.view = news.view
            await self._turn_to(page, is_back=True)

    def field_of(self, key: str) -> Widget | None:
        """Give the first cell of a question; None where it is not asked here."""
        cells = ((line.fields[where], where) for line in self.form.lines for where in line.fields)
        return next((field for field, where in cells if where.key == key), None)

    async def _turn_to(self, page: Page, *, is_back: bool) -> None:
        with self.app.batch_update():
            await self.form.remove()
            self.page, self.form = page, CellForm(page)
            await self.query_one("#cells").mount(self.form)
            self._show_head()
            self._enter(is_back=is_back)
        self.call_after_refresh(self._begin, is_first=True)

    def on_progressed(self, event: Progressed) -> None:
        """Show how far the reading has got."""
        event.stop()
        self.head.reading((event.done, event.total, event.says))

    def on_prose_refused(self, event: Prose.Refused) -> None:
        """Say why a paste was not taken."""
        event.stop()
        self.advice.warn(event.says)

    def action_take_page(self) -> None:
        """Take the page; in a list that wants more lines, go to the next one."""
        here = self.form.here
        if here is not None and self._wants_more(here[1].where.key):
            self.form.go_line(1)
        elif self.form.bring_into_view():
            self.call_after_refresh(self.advice.warn, UNSEEN)
        else:
            self._say()
            self.form.take()

    def _wants_more(self, key: str) -> bool:
        """Give whether the line one is in is written and a list still wants others, for which there is room."""
        form = self.page.steps[key].question.form
        here, texts = self.form.here, self.form.texts
        if not isinstance(form, Lines) or here is None or not texts[here[1].where].strip():
            return False
        lines = [text.strip() for where, text in texts.items() if where.key == key and where.name.isdigit()]
        written = [text for text in lines if text]
        is_waived = any(text.lower().startswith("enough") for text in written)
        return (
            len(form.existing) + len(written) < form.at_least and len(written) < len(lines) and not is_waived
        )

    def action_go(self, steps: int) -> None:
        """Go to another cell."""
        self.form.go(steps)

    def action_go_line(self, steps: int) -> None:
        """Go to the line below or above."""
        self.form.go_line(steps)

    def action_ask_one_by_one(self) -> None:
        """Ask the same questions one by one."""
        self.app.show_walk(self.walk, self.view, one_by_one=True)

    def action_show_more(self) -> None:
        """Show everything that can be done here."""
        self.app.action_command_palette()
