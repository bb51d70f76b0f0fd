"""The program behind one browser: the full screen of one session, written to its server instead of a terminal.

`python -m coach.web.screen ROOT SESSION NAME (answers | looks)`, started by the server alone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, cast

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.playbook.shelf import own_folders
from coach.web.guest_app import GuestApp
from coach.web.guest_journal import GuestJournal

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.desk.walk import Walk
    from coach.tui.interfaces import Coach as Desk
    from coach.tui.interfaces import Walk as Opened

ANSWERS, LOOKS = "answers", "looks"
_WATCH_S = 0.5


def main(root: str, session: str, name: str, may: str) -> int:
    """Show a session to a guest until they leave, or the server ends."""
    _end_with_the_server()
    journal = GuestJournal(Path(root), session, is_read_only=may != ANSWERS)

    def load() -> Coach:
        return Coach(journal, Stamp(by=name), playbook_folders=own_folders(journal.root))

    def start(desk: Coach) -> Walk:
        walk = desk.walk(session, here=(name,))
        if may == ANSWERS:
            walk.join(name)
        return walk

    app = GuestApp(load, cast("Callable[[Desk], Opened]", start))
    app.keeps_drafts = may == ANSWERS
    app.run()
    fault = app.refusal or app.fault
    if fault is not None:
        raise fault
    return app.return_code or 0


def _end_with_the_server() -> None:
    """End at once when the server is gone, whatever became of the pipe to it."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            sleep(_WATCH_S)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
