"""`coach link`: tie a run that was started elsewhere to its session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import journal_options
from coach.cli.stuck import placed
from coach.cli.terminal_safe import one_line

if TYPE_CHECKING:
    from pathlib import Path


@click.command(epilog="Example: coach link 260314-m4k7qd runs/ppo_18")
@click.argument("session")
@click.argument("logdir", metavar="LOGDIR|RUN")
@journal_options
def link(*, session: str, logdir: str, journal: Path | None, by: str | None) -> None:
    """Say where the run of SESSION logs, for one that was started elsewhere; or which archived RUN it is.

    coach check then holds the sealed predictions against these logs. The folder need not exist yet.
    """
    from pathlib import Path  # noqa: PLC0415 - help is printed without the journal

    from coach.archive.places import is_run_id, run_folder  # noqa: PLC0415 - as above
    from coach.desk import Coach  # noqa: PLC0415 - as above

    desk = Coach.open(journal=journal, by=by)
    walk = desk.walk(session)
    if is_run_id(logdir):
        from coach.desk.archived_runs import attach  # noqa: PLC0415 - only a run needs it

        run = attach(desk.root, run_folder(desk.root, logdir), walk.session_id)
        click.echo(f"Linked {run.id} to {walk.session_id}.", err=True)
        return
    from coach.session.event.evidence import RunsLinked  # noqa: PLC0415 - as above

    path = placed(Path(logdir))
    walk.append((RunsLinked(role="launched", path=str(path)),))
    there = "" if path.exists() else " It does not exist yet."
    click.echo(f"Linked {one_line(str(path))} to {walk.session_id}.{there}", err=True)
