"""`coach note`: a line for the work log, from anywhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from coach.cli.options import journal_options
from coach.cli.terminal_safe import storable
from coach.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command(epilog="Example: coach note 'tried lr 3e-4 on seed 2, same plateau'")
@click.argument("text", nargs=-1, required=True)
@click.option("-s", "--session", metavar="SESSION", help="The session to note it in.")
@journal_options
def note(*, text: tuple[str, ...], session: str | None, journal: Path | None, by: str | None) -> None:
    """Add a line to the work log: of the newest open session, or of the day when none is open.

    With - as TEXT, standard input is read.
    """
    said = storable(sys.stdin.read() if text == ("-",) else " ".join(text)).strip()
    if not said:
        raise UsageError("there is nothing to note", hint="Say it in a few words: coach note TEXT")
    from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries

    kept_in = Coach.open(journal=journal, by=by).note(said, session_id=session)
    click.echo(f"Noted in {kept_in}.", err=True)
