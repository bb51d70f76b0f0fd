"""`coach verify`: whether the sessions are what coach wrote, every seal fits, and what vouches for each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach.cli.options import as_json, journal_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.journal.inspection import SealVerdict, Verdict

SCHEMA = "coach.verify/1"
MUST_ACT = 1
"""Exit status when something was found that coach did not write."""
UNJUDGED = 4
"""Exit status when a session could not be judged."""
_REMEDY = "coach show {session} sets the damaged file aside and puts back what can still be read of it."


@click.command(epilog="Example: coach verify --seals")
@click.argument("sessions", nargs=-1, metavar="[SESSION]...")
@click.option("--seals", "each_seal", is_flag=True, help="Say of every seal what vouches for it.")
@click.option("--code", metavar="CODE", help="Look for the seal with this code, such as one from a chat.")
@as_json
@journal_options
def verify(
    *,
    sessions: tuple[str, ...],
    each_seal: bool,
    code: str | None,
    as_json: bool,
    journal: Path | None,
    by: str | None,  # noqa: ARG001 - shared option
) -> int:
    """Make sure that nothing was changed by hand: every entry's checksum, every seal, every byte.

    Seals name the seals before them, so that one cannot be changed, removed or put in afterwards unseen. What vouches
    for a seal is outside the journal: a commit of the project's git repository, a note on one, the record of a run's
    start, a code in a chat. A computer's own clock and files vouch for nothing: whoever owns them can rewrite them.

    Without SESSION all sessions are looked at. Nothing is changed, whatever is found. The exit status is 1
    when something was found.
    """
    from coach.journal.inspection import Inspection  # noqa: PLC0415 - help is printed without the journal
    from coach.journal.journal import Journal  # noqa: PLC0415 - as above
    from coach.journal.place import journal_place  # noqa: PLC0415 - as above

    place = Journal.at(journal_place(journal).root)
    look = Inspection(place, [place.resolve(session) for session in sessions], [Path()])
    verdicts = list(look.files())
    across, seals = look.seals()
    found = _together(verdicts, across)
    meant = [each for each in seals if code is not None and _is_meant(each, code)]
    if as_json:
        _print_data(found, seals)
    else:
        _print(found)
        _print_seals(meant if code is not None else seals, in_full=each_seal or bool(sessions) or bool(meant))
    if code is not None and not meant:
        click.echo(
            "No seal here has this code: the seal it was printed for was changed, or is elsewhere.", err=True
        )
        return MUST_ACT
    if any(verdict.findings for verdict in found):
        return MUST_ACT
    return UNJUDGED if any(verdict.error for verdict in found) else 0


def _together(verdicts: Iterable[Verdict], across: Iterable[Verdict]) -> list[Verdict]:
    more = {each.session: each.findings for each in across}
    return [each._replace(findings=(*each.findings, *more.get(each.session, ()))) for each in verdicts]


def _is_meant(seal: SealVerdict, code: str) -> bool:
    from coach.session.seal_chain import plain_code  # noqa: PLC0415 - help is printed without sessions

    return plain_code(seal.link.code) == plain_code(code)


def _print_data(verdicts: Iterable[Verdict], seals: Iterable[SealVerdict]) -> None:
    from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it
    from coach.cli.seal_words import seal_data  # noqa: PLC0415 - as above

    sessions = [
        {
            "session": verdict.session,
            "findings": [finding._asdict() for finding in verdict.findings],
            "error": verdict.error or None,
        }
        for verdict in verdicts
    ]
    said = [seal_data(link, witnesses, is_passed_over=over) for link, witnesses, over in seals]
    print_json(SCHEMA, {"sessions": sessions, "seals": said})


def _print(verdicts: Sequence[Verdict]) -> None:
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


def _print_seals(seals: Sequence[SealVerdict], *, in_full: bool) -> None:
    from coach.cli.seal_words import seal_line  # noqa: PLC0415 - `--json` needs none
    from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - as above

    for link, witnesses, over in seals if in_full else ():
        click.echo(f"{link.session}: {one_line(seal_line(link, witnesses, is_passed_over=over))}")
    if seals and not in_full:
        vouched = sum(bool(each.witnesses) for each in seals)
        click.echo(
            f"Something outside vouches for {vouched} of {len(seals)} seals; coach verify --seals says what."
        )
