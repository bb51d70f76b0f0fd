"""A page of a walk: it answers open questions by their keys, one thing at a time and never on the event loop."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from coach.errors import CoachError
from coach.tui import command, page_command, walk_actions
from coach.tui.draft import Address
from coach.tui.page_bindings import ON_EVERY_PAGE, unsaid
from coach.tui.screens.hearing import Hearing
from coach.tui.view import turn_of, view_of
from coach.tui.widgets.advice import Advice
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from coach.session.step import Question, Step
    from coach.tui.background_tasks import Act
    from coach.tui.interfaces import Walk
    from coach.tui.live import News
    from coach.tui.view import View


class Stood(Message):
    """Something was done with the walk: what the page shows of it now, and what to tell the person.

    Attributes:
        shown: as `WalkPage.look` gave it; None where nothing of the page is open any more.
        following: what is asked after the page; None while it stays.
    """

    def __init__(
        self,
        shown: object,
        says: str,
        error: CoachError | None,
        following: View | None = None,
        heading: str = "",
    ) -> None:
        super().__init__()
        self.shown = shown
        self.heading = heading
        self.following = following
        self.says = says
        self.error = error


class WalkPage(Hearing):
    """Takes its questions together; dismissed once nothing of it is open, or when one leaves.

    Attributes:
        is_busy: something is being done with the walk; keys wait for that.
        following: what is asked after the page, so that nothing has to be worked out once it is left; None where one
            leaves it for the same questions.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *command.bindings_anywhere(command.ExplainQuestion, command.TakeBack),
        *unsaid(
            command.bindings_anywhere(
                command.ShowRuns,
                command.EditTables,
                command.LeaveField,
                page_command.PassKeyboard,
                *ON_EVERY_PAGE,
            )
        ),
    ]
    BEGINS_IN_FIELD: ClassVar[bool] = False
    """Whether one begins in a field that is on the screen from the first frame on."""

    def __init__(self, walk: Walk, steps: tuple[Step, ...]) -> None:
        super().__init__()
        self.walk = walk
        self.steps = steps
        self.advice = Advice()
        self.is_busy = True
        self._has_shown = False
        self.following: View | None = None

    @abstractmethod
    def look(self) -> object:
        """Give what the page shows of the walk as it stands, None where nothing of it is open; called in a thread."""

    @abstractmethod
    async def show(self, shown: object) -> None:
        """Show it."""

    @abstractmethod
    def hint(self) -> str:
        """Give what the line above the keys says where there is nothing else to say."""

    @property
    @abstractmethod
    def question(self) -> Question | None:
        """The question one is in."""

    def on_mount(self) -> None:
        """Look the questions up, once the frame is on the screen."""
        self.call_after_refresh(self.do, walk_actions.look)

    def address(self, key: str) -> Address:
        """Give under what a draft is kept."""
        return Address(self.walk.session_id, key)

    def do(self, act: Act, *, is_last: bool = False, then: Callable[[], None] | None = None) -> None:
        """Do something with the walk, in a thread.

        Args:
            act: what.
            is_last: the page is left once it is done.
            then: called in the thread unless it was refused.
        """
        self.is_busy = True
        self.run_worker(partial(self._done, act, then, is_last=is_last), thread=True, group="walk")

    def _done(self, act: Act, then: Callable[[], None] | None, *, is_last: bool) -> None:
        says, refusal = "", None
        try:
            says = act(self.walk)
            if then is not None:
                then()
            self.app.drafts.turned(self.walk.session_id, turn_of(self.walk))
        except CoachError as error:
            refusal = error
        shown = None if is_last and refusal is None else self.look()
        following = view_of(self.walk) if shown is None else None
        self.post_message(Stood(shown, says, refusal, following, self.walk.heading))

    async def on_stood(self, event: Stood) -> None:
        """Show what came of it; leave where nothing of the page is asked any more."""
        event.stop()
        if event.shown is None:
            self.following = event.following
            self.dismiss(None)
            return
        await self.show(event.shown)
        self.query_one(TopLine).about(event.heading)
        if not self._has_shown:
            self._has_shown = True
            self.app.keys.forget(is_field_shown=self.BEGINS_IN_FIELD)
        is_asked = self.asks_which(event.error, self.do)
        if event.error is not None and not is_asked:
            self.advice.wrong(event.error)
        elif event.says:
            self.advice.done(event.says)
        else:
            self.advice.keys(self.hint())
        self.refresh_bindings()
        self.is_busy = False
        self.app.call_later(self.app.keys.release)

    @property
    def is_occupied(self) -> bool:
        """True while something is being done with the walk."""
        return self.is_busy

    async def show_news(self, news: News) -> None:  # noqa: ARG002 - the page looks its own questions up
        """Look the questions of the page up anew."""
        self.do(walk_actions.look)

    def look_again(self) -> None:
        """Pick up what another terminal wrote."""
        self.do(walk_actions.pick_up)

    def action_take_back(self) -> None:
        """Take back the last answer, also one given before this page."""
        self.do(walk_actions.take_back)

    def action_bring_back(self) -> None:
        """Bring back what was taken back."""
        self.do(walk_actions.bring_back)

    def action_pass_keyboard(self) -> None:
        """Let the other one type."""
        self.do(walk_actions.pass_keyboard)

    def action_write_note(self) -> None:
        """Write into the work log."""
        self.app.take_remark(lambda remark: self.do(walk_actions.note(remark)), is_surprise=False)

    def action_that_surprised_me(self) -> None:
        """Keep a confusion."""
        self.app.take_remark(lambda remark: self.do(walk_actions.surprise(remark)), is_surprise=True)

    def action_show_runs(self) -> None:
        """Look at the curves."""
        self.app.show_runs(self.walk, then=self.look_again)

    def action_show_log(self) -> None:
        """Show the four logs."""
        self.app.show_log(self.walk)

    def action_search_here(self) -> None:
        """Search in everything said."""
        self.app.show_log(self.walk, is_search=True)

    def action_edit_tables(self) -> None:
        """Change any number of the investigation."""
        self.app.edit_tables(self.walk, then=self.look_again)

    def action_explain_question(self) -> None:
        """Show why this is asked, and the keys."""
        self.app.explain(self.question)

    def action_leave_field(self) -> None:
        """Leave for the same questions one by one."""
        self.dismiss(None)

    def action_go_back(self) -> None:
        """As above."""
        self.dismiss(None)
