"""`coach next`: the questions that can be answered now, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import as_json, journal_options, person_option
from coach.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.desk import Coach, Walk


@click.command(name="next", epilog="Example: coach next --json")
@click.argument("session", required=False)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of what --json prints.")
@as_json
@person_option
@journal_options
def next_sheet(
    *, session: str | None, schema: bool, as_json: bool, here: str, journal: Path | None, by: str | None
) -> None:
    """Show the open sheet: every question that needs no answer to another one, with what is known already.

    SESSION is an id from coach list, or its beginning; without it, the newest open one. coach answer takes the answers,
    any number of them.
    """
    if schema:
        from coach.cli.output import print_schema  # noqa: PLC0415 - only `--schema` needs it
        from coach.report.sheet_document import SheetDocument  # noqa: PLC0415 - as above

        print_schema(SheetDocument.model_json_schema())
        return
    from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries

    walk = find_walk(Coach.open(journal=journal, by=by or here or None), session, here=here)
    walk.read_ahead()
    print_sheet(walk, as_json=as_json)


def find_walk(desk: Coach, session: str | None, *, here: str = "") -> Walk:
    """Give the walk of a session, of the newest open one where none is named, with what is due of it opened.

    Args:
        desk: where it is.
        session: its id, or the beginning of it.
        here: who answers, of several people who walk it together.

    Raises:
        UsageError: none is open, none has that id, or that person does not walk it.
        JournalError: an answer that is due could not be opened.
    """
    walk = desk.newest_open() if session is None else desk.walk(session)
    if walk is None:
        raise UsageError("no session is open", hint="Begin one: coach stuck LOGDIR, or coach premortem.")
    found = as_one_of(desk, walk, here) if here else walk
    found.open_blind_answers()
    return found


def as_one_of(desk: Coach, walk: Walk, name: str) -> Walk:
    """Give a walk as one of several people sees it; raises UsageError where that person does not walk it."""
    from coach.session.pairing.people import listed, people  # noqa: PLC0415 - most walk alone

    known = people(walk.session)
    if name not in known:
        said = f"Those who do: {listed(known)}." if known else "One person alone walks it."
        raise UsageError(f"{name!r} does not walk this session", hint=said)
    return desk.walk(walk.session_id, here=(name,))


def print_sheet(walk: Walk, *, as_json: bool, passed_over: Sequence[str] = ()) -> None:
    """Print the open sheet of a walk, as one JSON document or as a short page."""
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it
        from coach.report.sheet import sheet_document  # noqa: PLC0415 - as above

        made = sheet_document(walk.session_id, walk.session, walk.sheet, walk.beliefs(), passed_over)
        data = made.model_dump(mode="json", by_alias=True)
        print_json(data.pop("schema"), data)
        return
    from coach.cli.console import Console  # noqa: PLC0415 - `--json` needs none
    from coach.cli.sheet_page import say_sheet  # noqa: PLC0415 - as above

    say_sheet(Console(), walk, passed_over)
