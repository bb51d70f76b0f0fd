"""`coach premortem`: before a launch, imagine that it has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.front_end_choice import walk_through
from coach.cli.offer import offered, planned
from coach.cli.options import ANY_PATH, first_sheet_option, pair_option, playbooks_option, walk_options
from coach.cli.run import COMMAND, WithCommand
from coach.cli.stuck import placed
from coach.errors import UsageError
from coach.session.page_labels import premortem_outline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.desk import Walk

NO_GO = 1
"""Exit status of `--gate` when the method does not say go."""


@click.command(
    cls=WithCommand,
    epilog="""Examples:

    coach premortem runs/ppo_18 -t 'PPO with the new reward'

    coach premortem runs/ppo_18 -- python train.py --logdir runs/ppo_18

    coach premortem runs/ppo_18 --gate && sbatch job.sh
    """,
)
@click.argument("logdir", required=False, type=ANY_PATH)
@click.option("-t", "--title", default="", help="What is launched, in a few words.")
@playbooks_option
@click.option("--gate", is_flag=True, help="Exit with 0 only when the session ends with: launch.")
@pair_option
@first_sheet_option
@walk_options
@click.pass_context
def premortem(
    ctx: click.Context,
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
    pair: str | None,
) -> int:
    """Before a launch: it is tomorrow, it has failed. What happened?

    LOGDIR is where the run will log; it need not exist yet. Predictions are sealed, and coach check holds
    them against the run later. With -- COMMAND... it offers to launch that when the session ends with: launch.
    """
    command = ctx.meta[COMMAND]
    if as_json:
        _refuse_what_comes_after(gate=gate, command=command)
    walk = walk_through(
        journal=journal,
        by=by,
        plain=plain,
        answers=answers,
        as_json=as_json,
        pair=pair,
        begin=lambda desk: desk.begin(
            "premortem",
            title=title,
            playbook=next(iter(playbooks), ""),
            also=playbooks[1:],
            paths=[] if logdir is None else [str(placed(logdir))],
            command=planned(command),
        ),
        outline=premortem_outline(has_playbook=bool(playbooks), has_folder=logdir is not None),
    )
    if not gate and not command:
        return 0
    return _afterwards(walk, command, journal=journal, by=by, gate=gate)


def _afterwards(
    walk: Walk | None, command: Sequence[str], *, journal: Path | None, by: str | None, gate: bool
) -> int:
    """Offer to launch the command where the decision is to launch; give the gate's exit status."""
    from coach.session.event.premortem import LaunchDecided  # noqa: PLC0415 - most walks end without it

    decided = None if walk is None else walk.session.last(LaunchDecided)
    if walk is not None and decided is not None and decided.go:
        return offered(walk.session_id, command, journal, by) if command else 0
    if not gate:
        return 0
    said = "no run tonight" if decided is not None else "the pre-mortem is not finished"
    click.echo(f"coach: {said}; the gate stays shut.", err=True)
    return NO_GO


def _refuse_what_comes_after(*, gate: bool, command: Sequence[str]) -> None:
    if gate:
        raise UsageError(
            "--gate and --json cannot go together", hint="The gate opens when the session has ended."
        )
    if command:
        raise UsageError(
            "--json and a command cannot go together", hint="Launch it later: coach run SESSION -- COMMAND..."
        )
