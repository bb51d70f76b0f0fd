"""What one can look at from a question without leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.packs import playbook_ids
from coach.tui import act
from coach.tui.screens.fitted import FittedScreen
from coach.tui.widgets.outline import OutlineView

if TYPE_CHECKING:
    from coach.session.step import Question
    from coach.tui.app import CoachApp
    from coach.tui.errand import Errands
    from coach.tui.port import Walk
    from coach.tui.view import View


class Asides(FittedScreen):
    """A screen over a walk from which one looks at its logs, runs, tables and reasons."""

    app: CoachApp
    walk: Walk
    view: View
    errands: Errands

    @property
    def question(self) -> Question | None:
        """What is asked now."""
        step = self.view.position.step
        return step.question if step else None

    @property
    def has_tables(self) -> bool:
        """True once there is something to change, and nothing else is being written into the session."""
        named = [row for row in self.view.standing.beliefs if not row.is_catch_all]
        return bool(named or playbook_ids(self.walk.session)) and not self.errands.is_reading

    @property
    def has_long_plan(self) -> bool:
        """True when a tree is shown that can be unfolded."""
        return any(view.can_fold for view in self.query(OutlineView))

    def action_edit_tables(self) -> None:
        """Show the tables; the question is asked anew afterwards, since the advice may have changed."""
        self.app.edit_tables(self.walk, then=lambda: self.errands.run(act.pick_up))

    def action_unfold_plan(self) -> None:
        """Unfold, or fold again."""
        for view in self.query(OutlineView):
            view.fold()

    def action_show_log(self) -> None:
        """Show the four logs."""
        self.app.show_log(self.walk)

    def action_search_here(self) -> None:
        """Search in everything said."""
        self.app.show_log(self.walk, is_search=True)

    def action_show_runs(self) -> None:
        """Show the curves; the question is asked anew afterwards, since symptoms may have been judged there."""
        self.app.show_runs(self.walk, then=lambda: self.errands.run(act.pick_up))

    def action_explain_question(self) -> None:
        """Show why this is asked, and the keys."""
        self.app.explain(self.question)
