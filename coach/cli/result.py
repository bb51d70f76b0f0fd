"""`coach result`: an experiment's outcome, recorded by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import journal_options
from coach.cli.terminal_safe import one_line, storable
from coach.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk import Walk


@click.command(epilog="Example: coach result pong-plateau histogram wide --hours '20 min' -m 'std is 40'")
@click.argument("session")
@click.argument("experiment")
@click.argument("outcome")
@click.option("--hours", default="", metavar="DURATION", help="What it took, such as 20 min.")
@click.option("-m", "--text", default="", help="The result in your words.")
@journal_options
def result(
    *,
    session: str,
    experiment: str,
    outcome: str,
    hours: str,
    text: str,
    journal: Path | None,
    by: str | None,
) -> None:
    """Record what came of the experiment, repair or run that a session is waiting for.

    EXPERIMENT is what was committed to, OUTCOME one of its outcomes; coach show SESSION lists both.
    """
    from coach.cli.session_status import standing  # noqa: PLC0415 - help is printed without the session
    from coach.desk import Coach  # noqa: PLC0415 - as above

    walk = Coach.open(journal=journal, by=by).walk(session)
    _require_waiting(walk, experiment)
    given = {"outcome": storable(outcome), "hours": hours, "text": storable(text)}
    walk.answer_data({name: value for name, value in given.items() if value})
    click.echo(f"Recorded in {walk.session_id}.", err=True)
    for line in standing(walk.session).lines:
        click.echo(one_line(line))


def _require_waiting(walk: Walk, experiment: str) -> None:
    """Make sure that the session waits for this result, and for nothing else first.

    Raises:
        UsageError: it waits for something else, or for nothing.
    """
    from coach.session.experiments import under_way  # noqa: PLC0415 - help is printed without the session

    waiting = under_way(walk.session)
    step = walk.position.step
    if waiting is None:
        raise UsageError(
            "this session waits for no result",
            hint=f"Commit to something first: coach resume {walk.session_id}",
        )
    committed = waiting.committed
    names = {
        committed.target,
        committed.commitment,
        f"{committed.action}:{committed.target}",
        committed.action,
    }
    if experiment not in names - {""}:
        raise UsageError(
            f"this session waits for {committed.target or committed.action}, not for {one_line(experiment)}"
        )
    if step is None or step.question.key != f"result.{committed.commitment}":
        raise UsageError(
            "something has to be answered before the result"
            + (f": {step.question.text}" if step is not None else ""),
            hint=f"Go on with: coach resume {walk.session_id}",
        )
