"""`coach list`: a line a session, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import as_json, journal_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from coach.journal.index import Listing
    from coach.journal.summary import Summary

SCHEMA = "coach.list/1"
SHOWN = 1000
"""Sessions that are listed for a reader where nothing is said of it (editorial)."""
_TO_THE_MINUTE = 16


@click.command("list", epilog="Example: coach list --limit 20")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"List so many at most, 0 for all; without it {SHOWN:,}, and all with --json or --lines.",
)
@click.option("--lines", is_flag=True, help="Print one JSON document a session, a line each.")
@as_json
@journal_options
def list_sessions(
    *,
    limit: int | None,
    lines: bool,
    as_json: bool,
    journal: Path | None,
    by: str | None,  # noqa: ARG001 - shared option
) -> None:
    """List the sessions, the latest first: id, last entry, status, method, title, what it waits for."""
    from coach.journal.journal import Journal  # noqa: PLC0415 - help is printed without the journal
    from coach.journal.place import journal_place  # noqa: PLC0415 - as above

    place = journal_place(journal)
    listing = Journal.at(place.root).listing()
    is_data = lines or as_json
    most = (len(listing) if is_data else SHOWN) if limit is None else limit or len(listing)
    if lines:
        _print_lines(listing, most)
    elif as_json:
        _print_data(place.root, listing, most)
        return
    else:
        click.echo("".join(_lines(listing.newest(most))), nl=False)
    for trouble in listing.troubles:
        click.echo(f"{trouble.session} cannot be listed: {trouble.says}. See coach verify.", err=True)
    if len(listing) > most and not lines:
        click.echo(f"{len(listing) - most:,} older sessions are left out; --limit 0 lists all.", err=True)
    if not len(listing) and not is_data:
        click.echo(
            f"There are no sessions in {place.root}. coach stuck or coach premortem begins one.", err=True
        )


def _print_lines(listing: Listing, most: int) -> None:
    from itertools import islice  # noqa: PLC0415 - only `--lines` needs it

    from coach.cli.output import print_json  # noqa: PLC0415 - as above
    from coach.journal.summary import summary_to_data  # noqa: PLC0415 - as above

    for summary in islice(listing, most):
        print_json(SCHEMA, summary_to_data(summary), indent=False)


def _print_data(root: Path, listing: Listing, most: int) -> None:
    """Print one document, a session at a time: of a hundred thousand, the whole text would be most of the memory."""
    import json  # noqa: PLC0415 - only `--json` needs it
    from itertools import islice  # noqa: PLC0415 - as above

    from coach.journal.summary import summary_to_data  # noqa: PLC0415 - as above

    head = {
        "schema": SCHEMA,
        "journal": str(root),
        "left_out": max(0, len(listing) - most),
        "unreadable": [trouble._asdict() for trouble in listing.troubles],
    }
    click.echo(json.dumps(head, indent=2).removesuffix("\n}") + ',\n  "sessions": [', nl=False)
    between = "\n"
    for summary in islice(listing, most):
        click.echo(between + json.dumps(summary_to_data(summary)), nl=False)
        between = ",\n"
    click.echo("\n  ]\n}")


def _lines(summaries: Sequence[Summary]) -> Iterator[str]:
    from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - `--json` needs none

    width = max((len(summary.session) for summary in summaries), default=0)
    for summary in summaries:
        last = summary.last_at.astimezone().isoformat(" ", "minutes")[:_TO_THE_MINUTE]
        waiting = f" (waiting for {one_line(summary.waiting_for)})" if summary.waiting_for else ""
        yield (
            f"{summary.session:{width}}  {last}  {summary.status:7}  {summary.method:9}  "
            f"{one_line(summary.name)}{waiting}\n"
        )
