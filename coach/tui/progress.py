"""How far one is with what is asked now, in counts: what another terminal may see of it, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.form import Table
from coach.session.pairing.heading import how_far
from coach.tui.draft_file import PAGE

if TYPE_CHECKING:
    from coach.session.step import Step
    from coach.tui.draft import Drafts
    from coach.tui.interfaces import Walk


def progress_of(walk: Walk, drafts: Drafts) -> str:
    """Give the part of the walk, and how many of its answers are written but not confirmed; never an answer.

    Who has answered alone all that is asked of them is said to have.
    """
    sheet = walk.sheet
    if sheet is None:
        return "done"
    said = how_far(sheet, walk.pairing, walk.by)
    title = sheet.title.partition(",")[0]
    if said != title:
        return said
    asked = {step.question.key for step in sheet.steps}
    written = drafts.unfinished(walk.session_id).items()
    here = [draft for name, draft in written if name in asked or name.startswith(PAGE)]
    count = min(_of(sheet.steps), sum(map(_count, here)))
    return f"{title}, {count} of {_of(sheet.steps)}" if count else title


def _of(steps: tuple[Step, ...]) -> int:
    forms = [step.question.form for step in steps]
    return sum(len(form.rows) if isinstance(form, Table) else 1 for form in forms)


def _count(draft: object) -> int:
    """Give how many answers stand in a draft: cells that hold something, or one for a text or a list."""
    if isinstance(draft, dict):
        return sum(1 for each in draft.values() if each and (not isinstance(each, list | tuple) or any(each)))
    return 1 if draft else 0
