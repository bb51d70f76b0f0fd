"""`coach verify`: whether the sessions are what coach wrote, and every seal fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from coach.cli.options import as_json, journal_options

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from coach.journal.journal import Journal
    from coach.journal.verify import Finding

SCHEMA = "coach.verify/1"
MUST_ACT = 1
"""Exit status when something was found that coach did not write."""
UNJUDGED = 4
"""Exit status when a session could not be judged."""
_REMEDY = "coach show {session} sets the damaged file aside and puts back what can still be read of it."


class Verdict(NamedTuple):
    """What was found in one session; `error` says why it could not be judged, and is empty where it could."""

    session: str
    findings: tuple[Finding, ...]
    error: str = ""


@click.command(epilog="Example: coach verify")
@click.argument("sessions", nargs=-1, metavar="[SESSION]...")
@as_json
@journal_options
def verify(*, sessions: tuple[str, ...], as_json: bool, journal: Path | None, by: str | None) -> int:  # noqa: ARG001 - shared option
    """Make sure that nothing was changed by hand: every entry's checksum, every seal, every byte.

    Without SESSION all sessions are looked at. Nothing is changed, whatever is found. The exit status is 1
    when something was found.
    """
    from coach.journal.journal import Journal  # noqa: PLC0415 - help is printed without the journal
    from coach.journal.place import journal_place  # noqa: PLC0415 - as above

    place = Journal.at(journal_place(journal).root)
    named = [place.resolve(session) for session in sessions] if sessions else place.ids()
    verdicts = [_verdict(place, session) for session in named]
    if as_json:
        _print_data(verdicts)
    else:
        _print(verdicts)
    if any(verdict.findings for verdict in verdicts):
        return MUST_ACT
    return UNJUDGED if any(verdict.error for verdict in verdicts) else 0


def _verdict(journal: Journal, session: str) -> Verdict:
    from coach.errors import JournalError  # noqa: PLC0415 - help is printed without the journal

    try:
        return Verdict(session, journal.verify(session))
    except JournalError as error:
        return Verdict(session, (), error.message)


def _print_data(verdicts: Iterable[Verdict]) -> None:
    from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

    sessions = [
        {
            "session": verdict.session,
            "findings": [finding._asdict() for finding in verdict.findings],
            "error": verdict.error or None,
        }
        for verdict in verdicts
    ]
    print_json(SCHEMA, {"sessions": sessions})


def _print(verdicts: list[Verdict]) -> None:
    from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - `--json` needs none

    for verdict in verdicts:
        if verdict.error:
            click.echo(f"{verdict.session}: could not be judged: {one_line(verdict.error)}", err=True)
        for finding in verdict.findings:
            entry = f" ({one_line(finding.event)})" if finding.event else ""
            click.echo(f"{verdict.session}: {finding.kind}: {one_line(finding.says)}{entry}")
            if finding.kind == "unreadable":
                click.echo(_REMEDY.format(session=verdict.session), err=True)
    sound = sum(not verdict.findings and not verdict.error for verdict in verdicts)
    click.echo(f"{sound} of {len(verdicts)} sessions are as coach wrote them.")
