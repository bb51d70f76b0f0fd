"""`coach run`: launch a command, leave it alone, and keep what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.launch_words import SEED, LaunchWords, apart, seeds_of
from coach.cli.options import journal_options
from coach.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = "coach.command"
"""Where the words behind `--` are found, in `click.Context.meta`."""


class WithCommand(click.Command):
    """A command of ours that takes somebody's command behind `--`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Set the words behind `--` aside."""
        mine, command = apart(args)
        ctx.meta[COMMAND] = command or ()
        return super().parse_args(ctx, mine)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Show that a command follows."""
        return [*super().collect_usage_pieces(ctx), "-- COMMAND..."]


@click.command(
    cls=WithCommand,
    epilog="""Examples:

    coach run -- python train.py --lr 3e-4

    coach run 260314-m4k7qd --seeds 0,1,2 -- python train.py --seed {seed}
    """,
)
@click.argument("session", required=False)
@click.option("--seeds", metavar="0,1,2", help="Run once for each; {seed} in COMMAND stands for it.")
@click.option(
    "--parallel", type=click.IntRange(min=1), default=1, metavar="N", help="So many seeds at a time."
)
@journal_options
@click.pass_context
def run(
    ctx: click.Context,
    *,
    session: str | None,
    seeds: str | None,
    parallel: int,
    journal: Path | None,
    by: str | None,
) -> int:
    """Launch COMMAND and keep its code, surroundings, output and end, without standing in its way.

    What is typed, what it prints, signals and the exit status are the command's own. Without SESSION the run belongs
    to the session that waits for one, if there is exactly one. The log folder that it writes is found and linked;
    for a run that was started elsewhere there is coach link. What looks like a password or a key is not kept.
    """
    command = ctx.meta[COMMAND]
    if not command:
        raise UsageError(
            "there is no command to run", hint="Write it behind --: coach run -- python train.py"
        )
    listed = seeds_of(seeds or "")
    if seeds is not None and not listed:
        raise UsageError("no seed is listed", hint="Write them with commas between: --seeds 0,1,2")
    has_place = any(SEED in word for word in command)
    if listed and not has_place:
        raise UsageError(
            "the command does not say where the seed goes", hint="Write {seed} there: --seed {seed}"
        )
    from coach.cli.launching import launched  # noqa: PLC0415 - help needs none of it

    return launched(
        LaunchWords(
            command, session or "", listed, parallel, "" if journal is None else str(journal), by or ""
        )
    )
