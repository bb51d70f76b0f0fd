"""What differs between two runs that coach run kept: code, command, surroundings, configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.changes import MOST, say_changes, say_the_rest
from coach.cli.console import Console
from coach.cli.terminal_safe import harmless, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from coach.archive.compare import ArchiveDifference
    from coach.archive.record import ArchivedRun


def archived_pair(first: Path, second: Path, journal: Path | None) -> tuple[ArchivedRun, ArchivedRun] | None:
    """Give the two archived runs that are meant; None where folders are. A folder of that name comes first.

    Raises:
        UsageError: an id means none, or several.
    """
    from coach.archive.places import is_run_id, run_folder  # noqa: PLC0415 - folders need none of it
    from coach.archive.record import ArchivedRun  # noqa: PLC0415 - as above
    from coach.journal.place import journal_place  # noqa: PLC0415 - as above

    if first.exists() or second.exists() or not any(is_run_id(str(each)) for each in (first, second)):
        return None
    root = journal_place(journal).root
    one, other = (ArchivedRun.read(run_folder(root, str(each))) for each in (first, second))
    return one, other


def report_archive(
    pair: tuple[ArchivedRun, ArchivedRun],
    *,
    patch: bool,
    as_json: bool,
    logs: Mapping[str, object],
    schema: str,
) -> None:
    """Print what differs in the archive; as data, together with what differs in the logs."""
    from coach.archive.compare import archive_difference  # noqa: PLC0415 - help needs none of it

    found = archive_difference(*pair)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(schema, {"archive": _data(pair, found), **logs})
        return
    console = Console()
    for label, run in zip(("first", "second"), pair, strict=True):
        console.say(f"{label}: {run.id}  {run.says_how_it_ended()}  {one_line(run.command)}", hanging="  ")
    say_changes(console, "Command:", found.command)
    say_changes(console, "Commit:", found.commits)
    _code(console, found, patch=patch)
    say_changes(console, "Configuration:", found.configuration)
    say_changes(console, "Surroundings:", found.environment)
    if not any(
        (found.command, found.commits, found.code, found.configuration, found.environment, found.code_problem)
    ):
        console.say("Code, command, configuration and surroundings are the same.")
    console.say()


def _data(pair: Sequence[ArchivedRun], found: ArchiveDifference) -> dict[str, object]:
    return {
        "runs": [run.id for run in pair],
        "command": [each._asdict() for each in found.command],
        "commits": [each._asdict() for each in found.commits],
        "code": [each._asdict() for each in found.code],
        "code_problem": found.code_problem or None,
        "environment": [each._asdict() for each in found.environment],
        "configuration": [each._asdict() for each in found.configuration],
    }


def _code(console: Console, found: ArchiveDifference, *, patch: bool) -> None:
    if found.code_problem:
        console.say(f"The code cannot be compared: {found.code_problem}")
    if not found.code:
        return
    console.say()
    console.say("Code:")
    for each in found.code[:MOST]:
        console.say(f"{one_line(each.path)}: +{each.added} -{each.removed}", indent="  ")
    say_the_rest(console, len(found.code) - MOST)
    if patch:
        click.echo("".join(harmless(each.patch) for each in found.code))
