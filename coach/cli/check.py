"""`coach check`: what was predicted, held against the runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import as_json, journal_options

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from coach.cli.console import Console
    from coach.desk import CheckedClaim, CheckReport

SCHEMA = "coach.check/1"
MUST_ACT = 1
"""Exit status when a tripwire fired or a sealed prediction failed that had not before."""


@click.command(epilog="Example: coach check")
@click.argument("sessions", nargs=-1, metavar="[SESSION]...")
@click.option("--all", "all_sessions", is_flag=True, help="Closed sessions too.")
@as_json
@journal_options
def check(
    *, sessions: tuple[str, ...], all_sessions: bool, as_json: bool, journal: Path | None, by: str | None
) -> int:
    """Read the linked runs and resolve what they decide of the sealed predictions.

    Without SESSION every open one is checked. Exit status 1 means that something newly failed: a tripwire
    fired or a prediction failed that had not at the check before. What has been told once gives status 0
    from then on. coach check is quick on runs that have not grown; put it in a cron job or
    a shell prompt.
    """
    from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries

    reports = Coach.open(journal=journal, by=by).check(sessions, all_sessions=all_sessions)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        found = [_data(report) for report in reports]
        print_json(SCHEMA, {"sessions": found})
        return MUST_ACT if any(each["must_act"] for each in found) else 0
    return MUST_ACT if _print(reports) else 0


def _data(report: CheckReport) -> dict[str, object]:
    return {
        "session": report.session_id,
        "title": report.title,
        "claims": [{**claim._asdict(), "standing": claim.standing} for claim in report.claims],
        "due": list(report.due),
        "problem": report.problem or None,
        "must_act": report.must_act,
    }


def _print(reports: Iterable[CheckReport]) -> bool:
    """Write each report as it comes; gives whether somebody must act."""
    from coach.cli.console import Console  # noqa: PLC0415 - `--json` needs none
    from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - as above

    console = Console()
    is_any = must_act = False
    for report in reports:
        is_any = True
        must_act = must_act or report.must_act
        console.say(f"{report.session_id}: {one_line(report.title)}")
        if report.problem:
            console.say(f"note: {report.problem}", indent="  ", hanging="    ")
        for claim in report.claims:
            _print_claim(console, claim)
        for due in report.due:
            console.say(f"due: {one_line(due)}", indent="  ", hanging="    ")
    if not is_any:
        console.say("Nothing is sealed and open, so there is nothing to check.")
    return must_act


def _print_claim(console: Console, claim: CheckedClaim) -> None:
    from coach.cli.exhibits import percent  # noqa: PLC0415 - `--json` needs none
    from coach.cli.terminal_safe import one_line  # noqa: PLC0415 - as above

    news = ", new" if claim.is_new else ""
    if claim.role == "tripwire":
        from coach.session.premortem.claims import as_one_sees  # noqa: PLC0415 - as above

        said = {"open": "watching", "true": "quiet", "false": "fired"}
        verdict = f"tripwire {said.get(claim.standing, claim.standing)}"
        text, chance = f"fires when {as_one_sees(claim.text)}", f"to stay quiet: {percent(claim.probability)}"
    else:
        verdict = {"true": "held", "false": "failed"}.get(claim.standing, claim.standing)
        text, chance = claim.text, f"held to be {percent(claim.probability)} likely"
    console.say(f"{verdict}{news}: {one_line(text)}", indent="  ", hanging="    ")
    console.say(f"{one_line(claim.says)} ({chance})", indent="    ")
