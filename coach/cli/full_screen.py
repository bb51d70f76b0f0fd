"""Opens the full-screen interface; the only place of the command line that loads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from coach.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.desk import Coach, Walk
    from coach.tui.port import Coach as AnyCoach
    from coach.tui.port import Walk as AnyWalk


class ScreenError(Exception):
    """The full-screen interface ended by a fault of its own."""


def open_screen(load: Callable[[], Coach], start: Callable[[Coach], Walk] | None = None) -> None:
    """Run the full screen until the person leaves.

    Args:
        load: gives the desk; called in a thread after the first paint.
        start: gives the walk to begin with; None begins at home.

    Raises:
        CoachError: the desk or the walk could not be opened.
        ScreenError: the interface ended by a fault of its own.
    """
    from coach.tui.app import CoachApp  # noqa: PLC0415 - only the full screen needs textual

    # The app knows any desk of the right shape; the one that `load` gives is the one that `start` takes.
    app = CoachApp(load, cast("Callable[[AnyCoach], AnyWalk] | None", start))
    app.run()
    if isinstance(app.refusal, CoachError):
        raise app.refusal
    if app.return_code:
        raise ScreenError
