"""`coach premortem`: before a launch, imagine that it has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.front_end_choice import walk_through
from coach.cli.options import ANY_PATH, first_sheet_option, playbooks_option, walk_options
from coach.cli.stuck import placed
from coach.errors import UsageError
from coach.session.page_labels import premortem_outline

if TYPE_CHECKING:
    from pathlib import Path

NO_GO = 1
"""Exit status of `--gate` when the method does not say go."""


@click.command(
    epilog="""Examples:

    coach premortem runs/ppo_18 -t 'PPO with the new reward'

    coach premortem runs/ppo_18 --gate && sbatch job.sh
    """
)
@click.argument("logdir", required=False, type=ANY_PATH)
@click.option("-t", "--title", default="", help="What is launched, in a few words.")
@playbooks_option
@click.option("--gate", is_flag=True, help="Exit with 0 only when the session ends with: launch.")
@first_sheet_option
@walk_options
def premortem(
    *,
    logdir: Path | None,
    title: str,
    playbooks: tuple[str, ...],
    gate: bool,
    journal: Path | None,
    by: str | None,
    plain: bool,
    answers: Path | None,
    as_json: bool,
) -> int:
    """Before a launch: it is tomorrow, it has failed. What happened?

    LOGDIR is where the run will log; it need not exist yet. Predictions are sealed, and coach check holds
    them against the run later.
    """
    if gate and as_json:
        raise UsageError(
            "--gate and --json cannot go together", hint="The gate opens when the session has ended."
        )
    walk = walk_through(
        journal=journal,
        by=by,
        plain=plain,
        answers=answers,
        as_json=as_json,
        begin=lambda desk: desk.begin(
            "premortem",
            title=title,
            playbook=next(iter(playbooks), ""),
            also=playbooks[1:],
            paths=[] if logdir is None else [str(placed(logdir))],
        ),
        outline=premortem_outline(has_playbook=bool(playbooks), has_folder=logdir is not None),
    )
    if not gate:
        return 0
    from coach.session.event.premortem import LaunchDecided  # noqa: PLC0415 - only the gate needs it

    decided = None if walk is None else walk.session.last(LaunchDecided)
    if decided is not None and decided.go:
        return 0
    said = "no run tonight" if decided is not None else "the pre-mortem is not finished"
    click.echo(f"coach: {said}; the gate stays shut.", err=True)
    return NO_GO
