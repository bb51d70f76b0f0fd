"""Offers to launch a command when the pre-mortem says go."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import click

from coach.cli.launch_words import LaunchWords
from coach.cli.terminal_safe import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def offered(session_id: str, command: Sequence[str], journal: Path | None, by: str | None) -> int:
    """Ask whether to launch a command now, archived; where nobody can answer, say how. Gives the exit status."""
    line = shlex.join(
        (
            "coach",
            "run",
            session_id,
            *(() if journal is None else ("--journal", str(journal))),
            "--",
            *command,
        )
    )
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
