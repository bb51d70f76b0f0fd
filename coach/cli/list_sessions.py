"""`coach list`: a line a session, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import as_json, journal_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from coach.journal.index import Listing
    from coach.journal.summary import Summary

SCHEMA = "coach.list/1"
_TO_THE_MINUTE = 16


@click.command("list", epilog="Example: coach list")
@as_json
@journal_options
def list_sessions(*, as_json: bool, journal: Path | None, by: str | None) -> None:  # noqa: ARG001 - shared option
    """List the sessions, the latest first: id, last entry, status, method, title, what it waits for."""
    from coach.journal.journal import Journal  # noqa: PLC0415 - help is printed without the journal
    from coach.journal.place import journal_place  # noqa: PLC0415 - as above

    place = journal_place(journal)
    listing = Journal.at(place.root).listing()
    if as_json:
        _print_data(place.root, listing)
        return
    click.echo("".join(_lines(listing.summaries)), nl=False)
    for trouble in listing.troubles:
        click.echo(f"{trouble.session} cannot be listed: {trouble.says}. See coach verify.", err=True)
    if not listing.summaries:
        click.echo(
            f"There are no sessions in {place.root}. coach stuck or coach premortem begins one.", err=True
        )


def _print_data(root: Path, listing: Listing) -> None:
    from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it
    from coach.journal.summary import summary_to_data  # noqa: PLC0415 - as above

    print_json(
        SCHEMA,
        {
            "journal": str(root),
            "sessions": [summary_to_data(summary) for summary in listing.summaries],
            "unreadable": [trouble._asdict() for trouble in listing.troubles],
        },
    )


def _lines(summaries: Iterable[Summary]) -> Iterator[str]:
    from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - `--json` needs none

    summaries = tuple(summaries)
    width = max((len(summary.session) for summary in summaries), default=0)
    for summary in summaries:
        last = summary.last_at.astimezone().isoformat(" ", "minutes")[:_TO_THE_MINUTE]
        waiting = f" (waiting for {one_line(summary.waiting_for)})" if summary.waiting_for else ""
        yield (
            f"{summary.session:{width}}  {last}  {summary.status:7}  {summary.method:9}  "
            f"{one_line(summary.name)}{waiting}\n"
        )
