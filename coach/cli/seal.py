"""`coach seal`: gives the newest seal a witness outside the journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.cli.options import as_json, journal_options

if TYPE_CHECKING:
    from coach.journal.journal import Journal
    from coach.session.seal_chain import Link

SCHEMA = "coach.seal/1"


@click.command(epilog='Example: git commit --trailer "$(coach seal --trailer)"')
@click.argument("session", required=False)
@click.option(
    "--git-note", is_flag=True, help="Add it to the note of the newest commit, below refs/notes/coach."
)
@click.option("--trailer", is_flag=True, help="Print only the line for the message of a commit.")
@as_json
@journal_options
def seal(
    *,
    session: str | None,
    git_note: bool,
    trailer: bool,
    as_json: bool,
    journal: Path | None,
    by: str | None,  # noqa: ARG001 - shared option
) -> None:
    """Print the short code of a seal, so that something outside can vouch for it.

    Without SESSION the newest seal of the journal is meant. Its code stands for that seal and for every seal before
    it. Paste it where others see when: into a chat, a commit, a mail to yourself. coach verify --code CODE finds it
    again, and coach verify finds those in git by itself. A note or a commit counts for others once it is pushed:
    git push origin refs/notes/coach.
    """
    from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - help is printed without the journal
    from coach.journal.git_witness import add_note, trailer_of  # noqa: PLC0415 - as above
    from coach.journal.journal import Journal  # noqa: PLC0415 - as above
    from coach.journal.place import journal_place  # noqa: PLC0415 - as above
    from coach.session.witness import moment  # noqa: PLC0415 - as above

    place = Journal.at(journal_place(journal).root)
    link = _meant(place, session)
    line = trailer_of(link)
    commit = add_note(Path(), line) if git_note else ""
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        said = {"session": link.session, "seal": link.seal, "at": link.at.isoformat(), "code": link.code}
        print_json(SCHEMA, {**said, "trailer": line, "noted_on": commit or None})
    elif trailer:
        click.echo(line)
    else:
        click.echo(f"{link.session}: sealed {moment(link.at)}")
        click.echo(f"code: {link.code}")
        if commit:
            click.echo(
                f"Noted on commit {one_line(commit)[:10]}. To share it: git push origin refs/notes/coach"
            )


def _meant(journal: Journal, session: str | None) -> Link:
    """Give the newest seal of a session, or of the journal.

    Raises:
        UsageError: nothing is sealed there.
    """
    from coach.errors import UsageError  # noqa: PLC0415 - help is printed without the journal
    from coach.journal.chain import indexed_links  # noqa: PLC0415 - as above

    wanted = journal.resolve(session) if session else ""
    links = [each for each in indexed_links(journal.listing()) if wanted in ("", each.session)]
    if not links:
        raise UsageError(
            "nothing is sealed there yet", hint="A pre-mortem and a chosen experiment are sealed as you walk."
        )
    return max(links, key=lambda each: (each.at, each.name))
