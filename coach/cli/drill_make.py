"""`coach drill make SESSION`: a closed session becomes a case; what it does not say is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.amounts import counted
from coach.cli.console import Console, is_terminal
from coach.errors import UsageError
from coach.session.drill.from_session import ASKED, draft
from coach.session.drill.validity import case_faults

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk.drilling import Drills
    from coach.session.drill.from_session import Draft
    from coach.session.fold import Session


def make(drills: Drills, names: tuple[str, ...], said: tuple[str, ...], folder: Path | None) -> int:
    """Make a case of a session and check it.

    Args:
        drills: the drills of the journal that has the session.
        names: the session's id, alone.
        said: `key=text` for keys of `ASKED`, as options gave them.
        folder: where the case goes; by default the journal's own cases.

    Raises:
        UsageError: the session cannot become a case, or something is missing and nobody is there to be asked.
    """
    from coach.desk.drill_making import write_case  # noqa: PLC0415 - only once there is something to write
    from coach.journal.drills import CASES  # noqa: PLC0415 - as above
    from coach.journal.journal import Journal  # noqa: PLC0415 - as above
    from coach.playbook.drills.load import load_case  # noqa: PLC0415 - as above
    from coach.session.fold import fold  # noqa: PLC0415 - as above

    if len(names) != 1:
        raise click.UsageError("name one session: coach drill make SESSION")
    journal = Journal.at(drills.root)
    session = fold(journal.load(journal.resolve(names[0])))
    console = Console()
    found = _complete(session, _pairs(said), console)
    made = write_case(found.data, session, folder or drills.root / CASES)
    console.say(f"Wrote {made.folder} with {counted(made.runs, 'run')}, cut down.")
    for note in made.notes:
        console.say(note)
    if made.places:
        console.say(
            f"{counted(made.places, 'place')} that looked like a secret or named an author taken out."
        )
    console.say("Read it before you share it: what is secret without looking so is still there.")
    for fault in case_faults(load_case(made.folder).case):
        console.say(f"Not yet worth drilling: {fault.message}. {fault.hint}")
    console.say("Outcomes nobody measured are marked as estimated; see docs/drills.md.")
    return 0


def _pairs(said: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for each in said:
        key, _, text = each.partition("=")
        if key not in ASKED:
            raise click.UsageError(f"--say knows no {key!r}; it knows {', '.join(ASKED)}")
        pairs[key] = text
    return pairs


def _complete(session: Session, said: dict[str, str], console: Console) -> Draft:
    """Give the whole draft, asking for what is missing where somebody is there."""
    while True:
        found = draft(session, said)
        if found.refused:
            raise UsageError(
                found.refused, hint="Close it first, with its cause, its experiments and their forecasts."
            )
        if not found.missing:
            return found
        if not is_terminal():
            keys = "; ".join(f"{key} ({ASKED[key]})" for key in found.missing)
            raise UsageError(
                f"the session does not say everything: {keys}", hint="Give each with --say KEY=TEXT."
            )
        key = found.missing[0]
        console.say(ASKED[key])
        if key == "true_cause":
            for each, cause in found.data["causes"].items():
                console.say(f"{each}: {cause['name']}", indent="  ", hanging="    ")
        said[key] = console.ask("> ").strip()
