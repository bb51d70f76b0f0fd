"""`coach runs`: the archived runs, with the question each answers and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.amounts import counted, size
from coach.cli.options import ANY_PATH, as_json, journal_option
from coach.cli.terminal_safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.archive.record import ArchivedRun
    from coach.cli.console import Console
    from coach.desk.listed_runs import ListedRun

SCHEMA = "coach.runs/1"
PRUNED = "coach.pruned/1"
_MOST = 20
_MEGABYTE = 1_000_000
_TO_THE_MINUTE = 16
_UP_TO_S, _UP_TO_H = 120, 2


@click.group("runs", invoke_without_command=True, epilog="Example: coach runs")
@click.option("--all", "all_runs", is_flag=True, help=f"All of them, not only the newest {_MOST}.")
@as_json
@journal_option
@click.pass_context
def runs(ctx: click.Context, *, all_runs: bool, as_json: bool, journal: Path | None) -> None:
    """List the runs that coach run kept, the newest first: how each ended, its question, what came of it."""
    if ctx.invoked_subcommand is not None:
        ctx.meta["coach.journal"] = journal
        return
    from coach.archive.places import run_folders  # noqa: PLC0415 - help is printed without it
    from coach.desk.archived_runs import tell_all  # noqa: PLC0415 - as above
    from coach.desk.listed_runs import listed_runs  # noqa: PLC0415 - as above

    root = root_of(journal)
    tell_all(root)
    listed = listed_runs(root, most=None if all_runs else _MOST)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(SCHEMA, {"journal": str(root), "runs": [_data(each) for each in listed]})
        return
    from coach.cli.console import Console  # noqa: PLC0415 - only people need it

    console, there = Console(), len(run_folders(root))
    for each in listed:
        _print(console, each)
    if not listed:
        console.say(f"No run is kept in {root}. coach run -- COMMAND launches one and keeps it.")
    elif there > len(listed):
        console.say(f"and {there - len(listed)} older; coach runs --all lists them")


def root_of(journal: Path | None) -> Path:
    """Give the folder of the journal that serves; `--journal` may stand before or after the name of a part."""
    from coach.journal.place import journal_place  # noqa: PLC0415 - help is printed without the journal

    given = journal or click.get_current_context().meta.get("coach.journal")
    return journal_place(given).root


def _data(listed: ListedRun) -> dict[str, object]:
    run = listed.run
    return {
        "run": run.id,
        "started_at": run.start.get("started_at"),
        "state": run.state,
        "exit_status": run.end.get("exit_status"),
        "signal": run.end.get("signal"),
        "hours": run.end.get("hours"),
        "command": list(run.start.get("command", ())),
        "seed": run.start.get("seed", ""),
        "batch": run.start.get("batch", ""),
        "session": run.session or None,
        "question": listed.question,
        "came_of_it": listed.came_of_it,
        "logs": run.link.get("logs", ""),
    }


def _print(console: Console, listed: ListedRun) -> None:
    run = listed.run
    facts = [run.id, *when(run), run.says_how_it_ended()]
    console.say("  ".join(facts))
    console.say(one_line(run.command), indent="    ", hanging="      ")
    if run.session:
        came = f": {one_line(listed.came_of_it)}" if listed.came_of_it else ""
        question = one_line(listed.question) or "no question was stated"
        console.say(f"{run.session}  {question}{came}", indent="    ", hanging="      ")
    if run.link.get("logs"):
        console.say(f"logs: {one_line(run.link['logs'])}", indent="    ", hanging="      ")


def when(run: ArchivedRun) -> Iterator[str]:
    """Give when a run started, by the local clock, and how long it took."""
    from datetime import datetime  # noqa: PLC0415 - help is printed without it

    if run.start.get("started_at"):
        yield datetime.fromisoformat(run.start["started_at"]).astimezone().isoformat(" ")[:_TO_THE_MINUTE]
    hours = run.end.get("hours")
    if hours is not None:
        yield duration(hours)


def duration(hours: float) -> str:
    """Give a duration in the unit that suits it.

    >>> duration(0.001), duration(0.5), duration(12.34)
    ('4 s', '30 min', '12.3 h')
    """
    seconds = 3600 * hours
    if seconds < _UP_TO_S:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if hours < _UP_TO_H else f"{hours:.1f} h"


@runs.command("show", epilog="Example: coach runs show r261130-001016-ce")
@click.argument("run", metavar="RUN")
@click.option("--output", "with_output", is_flag=True, help="What it printed, as far as that was kept.")
@as_json
@journal_option
def show(*, run: str, with_output: bool, as_json: bool, journal: Path | None) -> None:
    """Show one archived run: command, code, surroundings, seeds, how it ended, where it logged.

    RUN is an id from coach runs; its beginning or its last letters are enough.
    """
    from coach.archive.places import run_folder  # noqa: PLC0415 - help is printed without it
    from coach.archive.record import ArchivedRun  # noqa: PLC0415 - as above
    from coach.cli.runs_page import output_of, print_run, run_data  # noqa: PLC0415 - as above

    found = ArchivedRun.read(run_folder(root_of(journal), run))
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json("coach.run/1", run_data(found))
    elif with_output:
        click.echo(output_of(found), nl=False)
    else:
        print_run(found)


@runs.command("restore", epilog="Example: coach runs restore ce ../as-it-was")
@click.argument("run", metavar="RUN")
@click.argument("folder", type=ANY_PATH, metavar="DIR")
@journal_option
def restore(*, run: str, folder: Path, journal: Path | None) -> int:
    """Put the code of a run into DIR as it was when the run started; your tree and index are left alone.

    Says what is not byte for byte as it was: places that looked like secrets, files that changed while the run
    started. Exit status 1 then.
    """
    from coach.archive.places import run_folder  # noqa: PLC0415 - help is printed without it
    from coach.archive.record import ArchivedRun  # noqa: PLC0415 - as above
    from coach.archive.restore import restore as put_back  # noqa: PLC0415 - as above
    from coach.cli.console import Console  # noqa: PLC0415 - as above

    found = ArchivedRun.read(run_folder(root_of(journal), run))
    done = put_back(found, folder.expanduser())
    console = Console()
    kept = f", {counted(done.files, 'file')} of it from the archive" if done.files else ""
    console.say(f"Put the code of {found.id} into {folder}{kept}.")
    for each in done.says:
        console.say(one_line(each), indent="  ", hanging="    ")
    return 1 if done.says else 0


@runs.command("prune", epilog="Example: coach runs prune --keep 2000")
@click.option(
    "--keep", type=click.IntRange(min=0), metavar="MB", help="How much may stay; without it nothing goes."
)
@as_json
@journal_option
def prune(*, keep: int | None, as_json: bool, journal: Path | None) -> None:
    """Say how much the archived runs take; with --keep take the oldest away until they take no more than that.

    Runs under way stay, and runs without a session go first. What sessions say of a run stays.
    """
    from coach.archive.prune import Sized, take_away, to_prune  # noqa: PLC0415 - help is printed without it
    from coach.archive.record import archived_runs  # noqa: PLC0415 - as above

    sized = tuple(Sized(run, run.bytes_kept()) for run in archived_runs(root_of(journal)))
    gone = () if keep is None else to_prune(sized, keep_bytes=keep * _MEGABYTE)
    take_away(gone)
    before, away = sum(each.bytes for each in sized), sum(each.bytes for each in gone)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        runs_gone = [each.run.id for each in gone]
        print_json(
            PRUNED,
            {
                "runs": len(sized) - len(gone),
                "bytes": before - away,
                "pruned": runs_gone,
                "bytes_pruned": away,
            },
        )
        return
    if gone:
        click.echo(f"Took {counted(len(gone), 'run')} away, {size(away)}.")
    left = len(sized) - len(gone)
    click.echo(f"{counted(left, 'archived run')} {'takes' if left == 1 else 'take'} {size(before - away)}.")
