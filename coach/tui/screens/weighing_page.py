"""The page of weighing: every cause held against everything that was seen, the odds and beliefs in the same table."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding
from textual.message import Message
from textual.worker import get_current_worker

from coach.errors import AnswerError
from coach.tui import command, walk_actions
from coach.tui import weighing_command as here
from coach.tui.matrix import Matrix, Spot, matrix_of
from coach.tui.screens.walk_page import WalkPage
from coach.tui.view import weighing_steps
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.matrix_detail import MatrixDetail
from coach.tui.widgets.matrix_view import MatrixView
from coach.tui.widgets.parts import Parts
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import METHODS, TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from coach.session.beliefs import BeliefRow
    from coach.session.step import Question, Step
    from coach.session.supposed import Supposed
    from coach.tui.interfaces import Walk

PAUSE_S = 0.12
"""Seconds without a key after which the beliefs are worked out anew."""
LONG_PAUSE_S = 0.8
"""The same for the cells that could change the advice, which take longer."""
LEAST_SHARE = 0.4
"""Share of the height that the table keeps above what its cells mean."""
DRAFT = "page.weighing"


class Believed(Message):
    """What one would believe was worked out."""

    def __init__(self, beliefs: tuple[BeliefRow, ...]) -> None:
        super().__init__()
        self.beliefs = beliefs


class Tried(Message):
    """The cells of which another mark would change the advice were found."""

    def __init__(self, decisive: frozenset[tuple[str, str]]) -> None:
        super().__init__()
        self.decisive = decisive


class WeighingPage(WalkPage):
    """The table; enter takes it as it is shown."""

    CSS_PATH: ClassVar = ["../styles/walk.tcss", "../styles/weighing.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *command.bindings(
            here.MoreExpected,
            here.LessExpected,
            here.SaysNothing,
            here.NextThatMatters,
            here.ShowNumbers,
            command.TakePage,
        ),
        Binding("equals_sign", "more_expected", "More", show=False),
        Binding("shift+tab", "one_that_matters(-1)", "The one before that matters", show=False),
    ]

    def __init__(self, walk: Walk, steps: tuple[Step, ...]) -> None:
        super().__init__(walk, steps)
        self.table = MatrixView()
        self.detail = MatrixDetail(self.table)
        self._pause: Timer | None = None
        self._long_pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Give the frame."""
        method = METHODS.get(self.walk.session.method, self.walk.session.method)
        yield TopLine(f"{method} · weighing", self.walk.heading)
        with Parts(least_share=LEAST_SHARE):
            yield self.table
            yield self.detail
        yield self.advice
        yield KeyLine(is_further_on=True)
        yield TooSmall()

    def look(self) -> Matrix | None:
        """Give the table as the walk stands."""
        steps = weighing_steps(self.walk)
        if not steps:
            return None
        prepared = {step.question.key: self.walk.suggestion(step.question.key) for step in steps}
        return matrix_of(self.walk, steps, {key: each.data for key, each in prepared.items() if each})

    async def show(self, shown: object) -> None:
        """Show the table, with what was changed in it and not taken."""
        if not isinstance(shown, Matrix):
            return
        draft = self.app.drafts.wanted(self.address(DRAFT), None, is_back=True)
        for key, cells in draft.items() if isinstance(draft, dict) else ():
            for row, text in cells.items() if isinstance(cells, dict) else ():
                if (key, row) in shown.cells:
                    shown.cells[key, row] = str(text)
        self.table.show(shown)
        self.table.focus()
        self.detail.refresh()
        self._follow()

    def hint(self) -> str:
        """Say what to do, and how much of it matters."""
        many = len(self.table.decisive)
        if many:
            cells = "cell" if many == 1 else "cells"
            return f"{many} {cells} could change the advice: tab goes there. enter takes the page."
        return "Or type a chance."

    def on_matrix_view_moved(self, event: MatrixView.Moved) -> None:
        """Say what the cell means that one stands on."""
        event.stop()
        self.detail.refresh()
        self._say()

    def on_matrix_view_changed(self, event: MatrixView.Changed) -> None:
        """Keep what was changed, and see what follows from it."""
        event.stop()
        matrix = self.table.matrix
        changed: dict[str, dict[str, str]] = {}
        for (key, row), text in matrix.cells.items():
            if text != matrix.filled.get((key, row), ""):
                changed.setdefault(key, {})[row] = text
        self.app.drafts.keep(self.address(DRAFT), changed or None)
        self.detail.refresh()
        self._say()
        self._follow()

    def _say(self) -> None:
        suggestion = self.walk.suggestion(self.table.matrix.at(self.table.spot)[0])
        self.advice.keys(suggestion.says if suggestion and suggestion.says else self.hint())

    def _follow(self) -> None:
        """Work out what follows, once the keys pause."""
        for timer in (self._pause, self._long_pause):
            if timer is not None:
                timer.stop()
        self._pause = self.set_timer(PAUSE_S, self._believe)
        self._long_pause = self.set_timer(LONG_PAUSE_S, self._try)

    @work(thread=True, exclusive=True, group="beliefs", exit_on_error=False)
    def _believe(self) -> None:
        worker = get_current_worker()
        beliefs = self._supposing().beliefs
        if not worker.is_cancelled:
            self.post_message(Believed(beliefs))

    @work(thread=True, exclusive=True, group="decisive", exit_on_error=False)
    def _try(self) -> None:
        worker = get_current_worker()
        found = set()
        for cell in self._supposing().decisive():
            if worker.is_cancelled:
                return
            found.add((f"weighing.{cell.evidence}", cell.hypothesis))
        self.post_message(Tried(frozenset(found)))

    def _supposing(self) -> Supposed:
        matrix = self.table.matrix
        given = matrix.given()
        try:
            return self.walk.supposing({}, given)
        except AnswerError:  # the odds say nothing at all
            return self.walk.supposing(
                {}, [each for each in given if each[0].question.key not in matrix.odds]
            )

    def on_believed(self, event: Believed) -> None:
        """Move the bars."""
        event.stop()
        self.table.believe(event.beliefs)

    def on_tried(self, event: Tried) -> None:
        """Mark the cells."""
        event.stop()
        self.table.decisive = event.decisive
        self.table.refresh()
        self.detail.refresh()
        if not self.advice.is_message:
            self._say()

    def action_take_page(self) -> None:
        """Take the table; what is being written into a cell is kept first, and what was not in view is shown first."""
        if self.table.typed is not None:
            if self.table.keep():
                self.detail.refresh()
            return
        unseen = self.table.unseen
        if unseen:
            self.table.first = unseen[0]  # with as many of the following ones as there is room for
            self.table.stand_on(Spot(self.table.spot.row, unseen[0] + 1))
            self.detail.refresh()
            many = f"{len(unseen)} of the things seen" if len(unseen) > 1 else "One of the things seen"
            self.advice.warn(f"{many} had not been in view. Press enter again to go on.")
            return
        matrix = self.table.matrix
        changed, answers = matrix.changed(), matrix.answers()
        address = self.address(DRAFT)

        def take(walk: Walk) -> str:
            for step, data in changed:
                walk_actions.revise(step, data)(walk)
            return walk_actions.take(answers)(walk)

        self.do(take, is_last=True, then=lambda: self.app.drafts.confirmed(address, None))

    def action_more_expected(self) -> None:
        """Put the next mark up."""
        self.table.step(up=True)

    def action_less_expected(self) -> None:
        """Put the next mark down."""
        self.table.step(up=False)

    def action_says_nothing(self) -> None:
        """Let the cause say nothing."""
        self.table.say_nothing()

    def action_next_that_matters(self) -> None:
        """Go to the next cell that matters."""
        self.action_one_that_matters(1)

    def action_one_that_matters(self, steps: int) -> None:
        """Go to the next cell that matters, or the one before."""
        if not self.table.next_decisive(steps):
            self.advice.keys(
                "No cell of this table could change the advice by one mark. enter takes the page."
            )

    def action_show_numbers(self) -> None:
        """Show chances in place of marks, or marks again."""
        self.table.has_numbers = not self.table.has_numbers
        self.table.refresh()
        self.detail.refresh()

    @property
    def question(self) -> Question | None:
        """The question that the cell one stands on belongs to."""
        key = self.table.matrix.at(self.table.spot)[0] if self.table.matrix.rows else ""
        return next((step.question for step in self.table.matrix.steps() if step.question.key == key), None)
