"""Offers to launch a command when the pre-mortem says go."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.cli.launch_words import LaunchWords
from coach.cli.terminal_safe import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.desk import Walk
    from coach.session.event.launch import CommandPlanned


def planned(command: Sequence[str]) -> CommandPlanned | None:
    """Give the command as a session keeps it; None where there is none, or it holds what looks like a secret."""
    if not command:
        return None
    from coach.redaction import redact_command  # noqa: PLC0415 - only with a command
    from coach.session.event.launch import CommandPlanned  # noqa: PLC0415 - as above

    _, secrets = redact_command(command)
    if secrets:
        click.echo(
            "coach: the command holds what looks like a secret and is not kept in the session", err=True
        )
        return None
    return CommandPlanned(command=tuple(command), folder=str(Path.cwd()))


def offered_later(walk: Walk | None, journal: Path | None, by: str | None) -> int:
    """Offer the command that a pre-mortem was begun with, where it says launch; gives the exit status."""
    from coach.session.launches import command_to_launch  # noqa: PLC0415 - with the session's library

    given = None if walk is None else command_to_launch(walk.session)
    if walk is None or given is None:
        return 0
    if Path.cwd() == Path(given.folder):
        return offered(walk.session_id, given.command, journal, by)
    line = f"cd {shlex.quote(given.folder)} && {_line(walk.session_id, given.command, journal)}"
    click.echo(f"Launch it with: {one_line(line)}", err=True)
    return 0


def offered(session_id: str, command: Sequence[str], journal: Path | None, by: str | None) -> int:
    """Ask whether to launch a command now, archived; where nobody can answer, say how. Gives the exit status."""
    line = _line(session_id, command, journal)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        click.echo(f"Launch it with: {one_line(line)}", err=True)
        return 0
    if not click.confirm(
        f"Launch it now, with its archive? {one_line(shlex.join(command))}", default=True, err=True
    ):
        click.echo(f"Later: {one_line(line)}", err=True)
        return 0
    from coach.cli.launching import launched  # noqa: PLC0415 - only a launch needs it

    return launched(
        LaunchWords(tuple(command), session_id, journal="" if journal is None else str(journal), by=by or "")
    )


def _line(session_id: str, command: Sequence[str], journal: Path | None) -> str:
    where = () if journal is None else ("--journal", str(journal))
    return shlex.join(("coach", "run", session_id, *where, "--", *command))
