"""`coach resume`: go on where a session was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.front import walk_through
from coach.cli.options import walk_options
from coach.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk import Coach, Walk


@click.command(epilog="Example: coach resume")
@click.argument("session", required=False)
@walk_options
def resume(
    *, session: str | None, journal: Path | None, by: str | None, plain: bool, answers: Path | None
) -> None:
    """Go on where a session was left; without SESSION, the newest open one.

    SESSION is an id from coach list, or its beginning.
    """

    def find(desk: Coach) -> Walk:
        walk = desk.newest_open() if session is None else desk.walk(session)
        if walk is None:
            raise UsageError("no session is open", hint="Begin one: coach stuck LOGDIR, or coach premortem.")
        return walk

    walk_through(journal=journal, by=by, plain=plain, answers=answers, begin=find)
