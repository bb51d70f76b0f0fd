"""What can be done beside a question without leaving it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from coach.session.packs import playbook_ids
from coach.tui import walk_actions
from coach.tui.background_tasks import BackgroundTask, Done
from coach.tui.screens.hearing import Hearing
from coach.tui.view import asked_on_page
from coach.tui.widgets.folded import FoldedView
from coach.tui.widgets.outline import OutlineView

if TYPE_CHECKING:
    from coach.session.step import Question
    from coach.tui.background_tasks import BackgroundTasks, Failed
    from coach.tui.interfaces import Walk
    from coach.tui.view import View


ONE_BY_ONE = "The same questions, one by one. F5 goes back to the page."


class Asides(Hearing):
    """A screen over a walk from which one looks at its logs, runs, tables and reasons, takes back, and notes."""

    view: View
    tasks: BackgroundTasks
    _left_page = ""
    """The page whose questions are asked one by one from here on."""

    @property
    def question(self) -> Question | None:
        """What is asked now."""
        step = self.view.position.step
        return step.question if step else None

    @property
    def has_tables(self) -> bool:
        """True once there is something to change, and nothing else is being written into the session."""
        named = [row for row in self.view.standing.beliefs if not row.is_catch_all]
        return bool(named or playbook_ids(self.walk.session)) and not self.tasks.is_reading

    @property
    def has_long_plan(self) -> bool:
        """True when something is shown that can be unfolded."""
        return any(view.can_fold for view in (*self.query(OutlineView), *self.query(FoldedView)))

    def action_edit_tables(self) -> None:
        """Show the tables; the question is asked anew afterwards, since the advice may have changed."""
        self.app.edit_tables(self.walk, then=self._pick_up)

    def action_pass_keyboard(self) -> None:
        """Let the other one type."""
        self.tasks.run(walk_actions.pass_keyboard)

    def action_unfold_plan(self) -> None:
        """Unfold, or fold again."""
        for tree in self.query(OutlineView):
            tree.fold()
        views = list(self.query(FoldedView))
        is_open = not any(view.is_open for view in views)
        for view in views:
            view.action_open(is_open)

    def action_show_log(self) -> None:
        """Show the four logs."""
        self.app.show_log(self.walk)

    def action_search_here(self) -> None:
        """Search in everything said."""
        self.app.show_log(self.walk, is_search=True)

    def action_show_runs(self) -> None:
        """Show the page of what is asked, where it has one, else the curves; then the question is asked anew."""
        self._left_page = ""
        if self.view.on_page.page:
            self._open_page()
        else:
            self.app.show_runs(self.walk, then=self._pick_up)

    def _open_page(self) -> None:
        """Show the page of this part of the walk in place of its questions, unless the person has left it for them."""
        asked = self.view.on_page
        if asked.name != self._left_page:
            self._left_page = asked.name
            if asked.page:
                self.app.keys.forget()
                self.app.show_page(self.walk, asked, self._leave_page)

    def _leave_page(self, following: View | None) -> None:
        """Go on after the page; where it was left before it was taken, say what is asked instead."""
        left = self._left_page

        def go_on(walk: Walk) -> str:
            return walk_actions.pick_up(walk) or (ONE_BY_ONE if asked_on_page(walk).name == left else "")

        if following is None:
            self.tasks.run(go_on)
        else:
            self.post_message(Done(BackgroundTask(go_on, is_back=True), following, ""))

    def _pick_up(self) -> None:
        self.tasks.run(walk_actions.pick_up)

    def action_explain_question(self) -> None:
        """Show why this is asked, and the keys."""
        self.app.explain(self.question)

    @property
    def is_occupied(self) -> bool:
        """True while something is being done with the walk."""
        return self.tasks.is_busy or self.tasks.is_reading

    def _asks_which(self, event: Failed) -> bool:
        """Ask which answer counts where somebody else had answered; what is written is kept until that is known."""
        return self.asks_which(event.error, partial(self.tasks.run, then=event.task.then))

    def look_again(self) -> None:
        """Pick up what another terminal wrote."""
        if not self.tasks.is_reading:
            self.tasks.run(walk_actions.pick_up)

    def action_take_back(self) -> None:
        """Take back the last answer."""
        self.tasks.run(walk_actions.take_back, is_back=True)

    def action_bring_back(self) -> None:
        """Bring back what was taken back."""
        self.tasks.run(walk_actions.bring_back)

    def action_write_note(self) -> None:
        """Write into the work log."""
        self.app.take_remark(lambda remark: self.tasks.run(walk_actions.note(remark)), is_surprise=False)

    def action_that_surprised_me(self) -> None:
        """Keep a confusion."""
        self.app.take_remark(lambda remark: self.tasks.run(walk_actions.surprise(remark)), is_surprise=True)

    def action_go_back(self) -> None:
        """Go home; what is written is kept."""
        self.app.go_home()
