"""`coach resume`: go on where a session was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.front_end_choice import walk_through
from coach.cli.next_sheet import find_walk
from coach.cli.offer import offered_later
from coach.cli.options import walk_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command(epilog="Example: coach resume")
@click.argument("session", required=False)
@walk_options
def resume(
    *, session: str | None, journal: Path | None, by: str | None, plain: bool, answers: Path | None
) -> int:
    """Go on where a session was left; without SESSION, the newest open one.

    SESSION is an id from coach list, or its beginning. A pre-mortem that was begun with a command offers to
    launch it when it says so.
    """
    walk = walk_through(
        journal=journal, by=by, plain=plain, answers=answers, begin=lambda desk: find_walk(desk, session)
    )
    return offered_later(walk, journal, by)
