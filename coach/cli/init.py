"""`coach init`: a journal for this project."""

from __future__ import annotations

from pathlib import Path

import click

from coach.cli.options import as_json

SCHEMA = "coach.init/1"


@click.command(epilog="Example: coach init")
@click.argument(
    "folder",
    required=False,
    type=click.Path(path_type=Path, file_okay=False, exists=True, readable=False),
    metavar="[FOLDER]",
)
@as_json
def init(*, folder: Path | None, as_json: bool) -> None:
    """Make a journal in FOLDER (this folder by default): coach then finds it from everywhere below.

    The sessions belong under version control with the project; what is derived is ignored by git. In a git repository
    git is told to merge a session that two people have written by keeping every entry of both: do this once in every
    clone. Doing it again changes nothing.
    """
    from coach.journal.git_merge import set_up  # noqa: PLC0415 - help is printed without the journal
    from coach.journal.place import init_journal  # noqa: PLC0415 - as above

    made = init_journal((folder or Path.cwd()).absolute())
    merging = set_up(made.root)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(SCHEMA, {"journal": str(made.root), "new": made.is_new, "git_merges": merging == "set up"})
        return
    if made.is_new:
        click.echo(f"Made a journal in {made.root}. Sessions that begin below {made.root.parent} go there.")
    else:
        click.echo(f"There is a journal in {made.root} already; its sessions are as they were.")
    if merging == "set up":
        click.echo("git merges sessions here: git pull keeps every entry of both sides.")
