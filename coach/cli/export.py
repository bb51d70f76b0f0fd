"""`coach export`: a session as a document for people, or as data for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.amounts import counted
from coach.cli.options import ANY_PATH, journal_options
from coach.cli.output import write_out

if TYPE_CHECKING:
    from pathlib import Path

    from coach.journal.journal import Journal


@click.command(epilog="Example: coach export 260314-m4k7qd --format md -o why.md")
@click.argument("session")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["md", "json"]),
    default="md",
    show_default=True,
    help="A document, or data.",
)
@click.option("-o", "--output", type=ANY_PATH, metavar="FILE", help="Write here.")
@journal_options
def export(*, session: str, kind: str, output: Path | None, journal: Path | None, by: str | None) -> None:  # noqa: ARG001 - shared option
    """Write a session out, to standard output or to a FILE, which is replaced if there is one.

    SESSION is an id from coach list, or its beginning. Markdown is for reading; JSON holds everything, and
    coach merge takes it in again.
    """
    from coach.journal.journal import Journal  # noqa: PLC0415 - help is printed without the journal
    from coach.journal.place import journal_place  # noqa: PLC0415 - as above

    place = Journal.at(journal_place(journal).root)
    session_id = place.resolve(session)
    text = _without_secrets(_markdown(place, session_id)) if kind == "md" else _json(place, session_id)
    write_out(text, output)


def _markdown(journal: Journal, session_id: str) -> str:
    from coach.report.markdown import session_markdown  # noqa: PLC0415 - help is printed without the report
    from coach.session.fold import fold  # noqa: PLC0415 - as above

    return session_markdown(fold(journal.load(session_id)))


def _json(journal: Journal, session_id: str) -> str:
    import json  # noqa: PLC0415 - only data needs it

    from coach.redaction import redact  # noqa: PLC0415 - as above

    places = 0

    def cleaned(data: object) -> object:
        nonlocal places
        match data:
            case str():
                found = redact(data)
                places += found.places
                return found.text
            case dict():
                return {key: cleaned(value) for key, value in data.items()}
            case list() | tuple():
                return [cleaned(each) for each in data]
            case _:
                return data

    text = json.dumps(cleaned(journal.export(session_id)), indent=2) + "\n"
    if places:
        _say_so(places)
        click.echo("coach: coach merge will find these entries changed.", err=True)
    return text


def _without_secrets(text: str) -> str:
    from coach.redaction import redact  # noqa: PLC0415 - help is printed without it

    found = redact(text)
    if found.places:
        _say_so(found.places)
    return found.text


def _say_so(places: int) -> None:
    click.echo(
        f"coach: {counted(places, 'place')} that looked like secrets replaced by [redacted].", err=True
    )
