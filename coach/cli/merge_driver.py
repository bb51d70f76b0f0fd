"""`coach merge-driver`: what git calls when a session was written on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import ANY_PATH

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    name="merge-driver",
    epilog="Example, as git calls it: coach merge-driver %O %A %B %P",
)
@click.argument("base", type=ANY_PATH)
@click.argument("ours", type=ANY_PATH)
@click.argument("theirs", type=ANY_PATH)
@click.argument("name", required=False, default="")
def merge_driver(*, base: Path, ours: Path, theirs: Path, name: str) -> None:  # noqa: ARG001 - as git calls it
    """Make OURS hold every entry of both copies of a session; for git, set up by coach init.

    BASE is what both come from, which the union does not need. Where a copy cannot be read the command fails, and git
    leaves a conflict.
    """
    from coach.journal.git_merge import merge_copies  # noqa: PLC0415 - help is printed without the journal

    merge_copies(ours, theirs)
