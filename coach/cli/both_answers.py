"""Two answers to one question, line by line: both are shown, and whoever came second decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.terminal_safe import one_line
from coach.errors import AnsweredSinceError

if TYPE_CHECKING:
    from coach.cli.console import Console
    from coach.desk import Walk

MINE, THEIRS = ("m", "mine"), ("", "t", "theirs")
PROMPT = "Enter keeps theirs, m puts yours in its place > "


def settle_both(walk: Walk, error: AnsweredSinceError, console: Console) -> None:
    """Show both answers and ask which counts; theirs, where nothing more is typed.

    Where there is no more input, theirs stands.

    Raises:
        AnswerError: one's own does not fit any more.
    """
    while True:
        console.say(f"{one_line(error.by)} answered this since it was asked.")
        console.say(f"Theirs: {one_line(error.theirs)}", indent="  ", hanging="    ")
        console.say(f"Yours: {one_line(error.mine)}", indent="  ", hanging="    ")
        try:
            said = console.ask(PROMPT).strip().lower()
        except EOFError:
            said = ""
        if said in THEIRS:
            walk.refresh()
            return
        if said not in MINE:
            continue
        try:
            walk.insist()
        except AnsweredSinceError as again:
            error = again
        else:
            return
