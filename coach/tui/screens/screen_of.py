"""Which screen shows a walk: the page its open questions make, or one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen

    from coach.tui.interfaces import Walk
    from coach.tui.view import View


def screen_of(walk: Walk, view: View, begun_at: str, *, one_by_one: bool) -> Screen[Any]:
    """Give the screen of a walk as it stands; each is imported when it is first shown.

    `begun_at` is the label of the field that one could see before the walk was found; with `one_by_one` the person left
    the page for its questions.
    """
    if view.page:
        from coach.tui.screens.case import CaseScreen  # noqa: PLC0415 - only what is shown is loaded

        return CaseScreen(walk, view, begun_at)
    if view.decision is not None and not one_by_one:
        from coach.tui.screens.next_action import NextActionScreen  # noqa: PLC0415 - as above

        return NextActionScreen(walk, view, view.decision)
    if view.premortem is not None and not one_by_one:
        from coach.tui.screens.premortem import PremortemScreen  # noqa: PLC0415 - as above

        return PremortemScreen(walk, view, view.premortem)
    from coach.tui.screens.walk import WalkScreen  # noqa: PLC0415 - as above

    return WalkScreen(walk, view, one_by_one=one_by_one)
