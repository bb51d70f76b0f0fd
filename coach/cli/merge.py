"""`coach merge`: another copy of a session, from a colleague or another machine, becomes one with this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import ANY_PATH, as_json, journal_options

if TYPE_CHECKING:
    from pathlib import Path

    from coach.journal.journal import Merged

SCHEMA = "coach.merge/1"
MUST_ACT = 1
"""Exit status when a copy says something else under the same id: somebody changed it by hand."""


@click.command(epilog="Example: coach merge ~/Downloads/260314-89q805.json")
@click.argument("files", nargs=-1, required=True, type=ANY_PATH, metavar="FILE...")
@as_json
@journal_options
def merge(*, files: tuple[Path, ...], as_json: bool, journal: Path | None, by: str | None) -> int:  # noqa: ARG001 - shared option
    """Take in copies of sessions: session files of another journal, or what coach export wrote as JSON.

    Every entry of both copies is kept, in the order of the clock. A FILE that cannot be read ends the command;
    what was taken in before it is kept.
    """
    from coach.journal.journal import Journal  # noqa: PLC0415 - help is printed without the journal
    from coach.journal.place import journal_place  # noqa: PLC0415 - as above

    place = Journal.at(journal_place(journal).root)
    taken_in: list[Merged] = []
    try:
        for file in files:
            taken_in.append(place.merge_file(file))
            if not as_json:
                click.echo(_line(taken_in[-1]))
    finally:
        if as_json:
            from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

            print_json(SCHEMA, {"merged": [merged._asdict() for merged in taken_in]})
    return MUST_ACT if any(merged.differing for merged in taken_in) else 0


def _line(merged: Merged) -> str:
    if merged.is_new:
        return f"{merged.session}: new here, {merged.events} entries."
    said = f"{merged.session}: {merged.added} new entries, {merged.events} in all."
    if not merged.differing:
        return said
    return (
        f"{said} {len(merged.differing)} that both copies have differ, so one was changed by hand; those whose "
        "checksum fits were kept."
    )
