"""Which screen shows a walk: the page its open questions make, or one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen

    from coach.tui.begun import Begun
    from coach.tui.interfaces import Walk
    from coach.tui.view import View


def load_screen_of(view: View) -> None:
    """Load what shows a view, in a thread, so that the event loop need not."""
    if view.page:
        import coach.tui.screens.case  # noqa: PLC0415 - only what is shown is loaded
    elif view.decision is not None:
        import coach.tui.screens.next_action  # noqa: PLC0415 - as above
    elif view.premortem is not None:
        import coach.tui.screens.premortem  # noqa: PLC0415 - as above
    else:
        import coach.tui.screens.walk  # noqa: F401, PLC0415 - as above


def screen_of(walk: Walk, view: View, begun: Begun, *, one_by_one: bool) -> Screen[Any]:
    """Give the screen of a walk as it stands; each is imported when it is first shown.

    `begun` is what was written into the first field before the walk was found; with `one_by_one` the person left the
    page for its questions.
    """
    if view.page:
        from coach.tui.screens.case import CaseScreen  # noqa: PLC0415 - only what is shown is loaded

        return CaseScreen(walk, view, begun)
    if view.decision is not None and not one_by_one:
        from coach.tui.screens.next_action import NextActionScreen  # noqa: PLC0415 - as above

        return NextActionScreen(walk, view, view.decision)
    if view.premortem is not None and not one_by_one:
        from coach.tui.screens.premortem import PremortemScreen  # noqa: PLC0415 - as above

        return PremortemScreen(walk, view, view.premortem, begun)
    from coach.tui.screens.walk import WalkScreen  # noqa: PLC0415 - as above

    return WalkScreen(walk, view, one_by_one=one_by_one)
