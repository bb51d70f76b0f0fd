"""What would tell explanations apart in one column, what repairs take in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.form import Hours, Several, Table
from coach.tui.widgets.answer_forms import AnswerForms
from coach.tui.widgets.lines_form import LinesForm
from coach.tui.widgets.look_list import LookList, ticked_first
from coach.tui.widgets.table_form import TableForm
from coach.tui.widgets.tick_lines import TickLines

if TYPE_CHECKING:
    from coach.session.step import Step
    from coach.tui.widgets.answer_forms import Asked
    from coach.tui.widgets.form import FormWidget


LOOKS = "experiments.picks"
"""The question which looks are weighed: the one list in which what is ticked need not stand by name."""


class LooksForms(AnswerForms):
    """Forms of looks and repairs; what an option takes stands beside it."""

    def is_first(self, asked: Asked) -> bool:
        """True for looks; what a repair takes, and a table of chances, stand in the second column."""
        return not isinstance(asked.step.question.form, Table | Hours)

    def form_of(self, step: Step) -> FormWidget:
        """Give the form of a question."""
        form = step.question.form
        if isinstance(form, Several):
            if step.question.key == LOOKS:
                return LookList(step.question, form)
            return TickLines(step.question, ticked_first(form), wraps=True)
        return super().form_of(step)

    @property
    def written(self) -> Asked | None:
        """The list in whose field a line stands that is not kept yet."""
        lists = (each for each in self.asked if isinstance(each.form, LinesForm))
        return next((each for each in lists if each.form.draft and str(each.form.draft).strip()), None)

    def keeps_cell(self) -> bool:
        """Keep what is being written into a cell, or say what is wrong with it; gives whether anything was."""
        form = self.here.form if self.here else None
        if not isinstance(form, TableForm) or form.typed is None:
            return False
        form.action_next()
        return True
