"""Opens the full-screen interface; the only place of the command line that loads it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from coach.session.page_labels import NO_OUTLINE, Outline

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.desk import Coach, Walk
    from coach.desk.drilling import OpenDrill
    from coach.desk.launch_drilling import OpenLaunch
    from coach.desk.learning_path import LearningPath
    from coach.session.review.review import Review


def open_screen(
    load: Callable[[], Coach], start: Callable[[Coach], Walk] | None = None, outline: Outline = NO_OUTLINE
) -> None:
    """Run the full screen until the person leaves.

    Args:
        load: gives the desk; called in a thread after the first paint.
        start: gives the walk to begin with; None begins at home.
        outline: what is shown of the first page before the walk is there; none where it does not begin with one.

    Raises:
        CoachError: the desk or the walk could not be opened.
        Exception: the interface ended by a fault of its own; the terminal is as it was.
    """
    from coach.tui.app import run_app  # noqa: PLC0415 - only the full screen needs textual
    from coach.tui.keys_first import put_keys_first  # noqa: PLC0415 - as above

    _end_with_the_terminal()
    put_keys_first()
    run_app(load, start, outline=outline)


def open_review(load: Callable[[], Coach]) -> None:
    """Show the review on the full screen until the person leaves.

    Args:
        load: gives the desk; called in a thread after the first paint.
    """
    from coach.tui.review_app import ReviewApp  # noqa: PLC0415 - only the full screen needs textual

    _end_with_the_terminal()

    def review() -> Review:
        return load().record.review()

    ReviewApp(review).run()


def open_drill(opened: OpenDrill) -> None:
    """Show a drill on the full screen until the person leaves or it is over."""
    from coach.tui.drill.app import DrillApp  # noqa: PLC0415 - only the full screen needs textual

    _end_with_the_terminal()
    DrillApp(opened).run()


def open_launch(opened: OpenLaunch) -> None:
    """Show a pre-mortem drill on the full screen until the person leaves or it is over."""
    from coach.tui.drill.launch_app import LaunchApp  # noqa: PLC0415 - only the full screen needs textual

    _end_with_the_terminal()
    LaunchApp(opened).run()


def open_path(path: LearningPath, wanted: str) -> bool:
    """Show the path of a newcomer until the person leaves; True where a case is to be opened next."""
    from coach.tui.drill.learn_app import LearnApp  # noqa: PLC0415 - only the full screen needs textual

    _end_with_the_terminal()
    return LearnApp(path, wanted).run() == "drill"


def _end_with_the_terminal() -> None:
    """Take the hang-up of the terminal for the end of the program, whatever it was started from.

    Under `nohup` a program is told to outlive its terminal. This one has nothing to do without it, and would go on
    asking a terminal that is gone for keys, at the cost of a whole core.
    """
    hang_up = getattr(signal, "SIGHUP", None)
    if hang_up is not None and signal.getsignal(hang_up) is signal.SIG_IGN:
        signal.signal(hang_up, signal.SIG_DFL)
