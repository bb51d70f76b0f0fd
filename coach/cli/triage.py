"""`coach triage`: the ten-second answer to what somebody sees. Nothing is asked and nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import ANY_PATH, as_json, journal_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.cli.symptom_look import Look
    from coach.desk.given import Known
    from coach.desk.triage import Told

SCHEMA = "coach.triage/1"


@click.command(epilog='Example: coach triage "entropy fell to zero and the return is flat" runs/ppo_17')
@click.argument("text", metavar="TEXT")
@click.argument("logdirs", nargs=-1, metavar="[LOGDIR...]", type=ANY_PATH)
@click.option(
    "--class", "classes", multiple=True, metavar="CLASS", help="What the run did, such as never-learns."
)
@click.option("--seen", multiple=True, metavar="SYMPTOM", help="A symptom you saw, by its id.")
@click.option("--not-seen", multiple=True, metavar="SYMPTOM", help="A symptom you looked for in vain.")
@click.option(
    "--goes-away-with", multiple=True, metavar="CONTRAST", help="What makes it go away, such as one-device."
)
@click.option("--stays-with", multiple=True, metavar="CONTRAST", help="What you tried and it stays.")
@click.option("--changed", multiple=True, metavar="WHAT", help="What changed last, such as version.")
@click.option("--fact", "facts", multiple=True, metavar="FACT=OPTION", help="A fact, such as precision=half.")
@click.option("--pack", "packs", multiple=True, metavar="ID", help="A playbook to consult, and no other.")
@journal_option
@as_json
def triage(
    *,
    text: str,
    logdirs: tuple[Path, ...],
    journal: Path | None,
    as_json: bool,
    **options: tuple[str, ...],
) -> int:
    """Say in a sentence what you see, and get the ten likeliest causes with their cheapest checks.

    Logs count where they are given. Options may be given several times; coach playbooks show ID lists the ids of
    classes, symptoms, contrasts, changes and facts. The shares rest on estimates: they say in which order to look,
    not how sure to be.
    """
    from coach.desk.given import Given, known  # noqa: PLC0415 - help is printed without the method
    from coach.desk.packs import consulted  # noqa: PLC0415 - as above
    from coach.desk.triage import triage as answer  # noqa: PLC0415 - as above
    from coach.journal.place import journal_place  # noqa: PLC0415 - as above
    from coach.playbook.shelf import own_folders  # noqa: PLC0415 - as above

    given = Given(text=text, logs=tuple(map(str, logdirs)), **options)
    root = journal_place(journal).root
    catalogues, faults = consulted(given.packs, own_folders(root))
    for fault in faults:
        _say(fault)
    ids = known(given, catalogues)
    look = _look(logdirs, root)
    found = answer(_told(text, ids, look), catalogues, is_chosen=bool(given.packs))
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it
        from coach.cli.triage_data import as_data  # noqa: PLC0415 - as above

        print_json(SCHEMA, as_data(found, look, given))
    else:
        from coach.cli.triage_page import report  # noqa: PLC0415 - `--json` needs none

        report(found, given, journal)
    return 0


def _told(text: str, ids: Known, look: Look | None) -> Told:
    from coach.desk.triage import Told  # noqa: PLC0415 - help is printed without the method

    runs = () if look is None else look.runs
    return Told(
        text=text,
        runs=tuple(each.run for each in runs),
        found=tuple(each.symptoms for each in runs),
        across=() if look is None else look.across,
        seen=ids.seen,
        not_seen=ids.not_seen,
        classes=ids.classes,
    )


def _look(logdirs: Sequence[Path], root: Path) -> Look | None:
    if not logdirs:
        return None
    from time import time  # noqa: PLC0415 - only where there are logs

    from coach.cli.symptom_look import look_at  # noqa: PLC0415 - loads numpy
    from coach.desk.tags import as_stated  # noqa: PLC0415 - as above
    from coach.runs import read_runs  # noqa: PLC0415 - as above
    from coach.runs.describing.facts import Facts  # noqa: PLC0415 - as above
    from coach.runs.reading.read_many import most_processes  # noqa: PLC0415 - as above

    places = [each.expanduser() for each in logdirs]
    runs = as_stated(read_runs(places, processes=most_processes()), root)
    for run in runs:
        for note in run.notes:
            _say(f"{note.path}: {note.detail}")
    return look_at(runs, (), facts=Facts(), playbook=None, now=time())


def _say(text: str) -> None:
    from coach.cli.terminal_safe import harmless  # noqa: PLC0415 - only a message needs it

    click.echo(harmless(text), err=True)
