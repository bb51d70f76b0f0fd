"""`coach triage`: the ten-second answer to what somebody sees. Nothing is asked and nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import ANY_PATH, as_json, journal_option
from coach.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from coach.cli.symptom_look import Look
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
@click.option("--pack", "packs", multiple=True, metavar="ID", help="A playbook to consult, and no other.")
@journal_option
@as_json
def triage(
    *,
    text: str,
    logdirs: tuple[Path, ...],
    classes: tuple[str, ...],
    seen: tuple[str, ...],
    not_seen: tuple[str, ...],
    packs: tuple[str, ...],
    journal: Path | None,
    as_json: bool,
) -> int:
    """Say in a sentence what you see, and get the ten likeliest causes with their cheapest checks.

    Logs count where they are given. Options may be given several times; coach playbooks show ID lists the ids of
    classes and symptoms. The shares rest on estimates: they say in which order to look, not how sure to be.
    """
    from coach.desk.packs import consulted  # noqa: PLC0415 - loads the YAML reader
    from coach.desk.triage import triage as answer  # noqa: PLC0415 - as above
    from coach.journal.place import journal_place  # noqa: PLC0415 - help is printed without the journal's libraries
    from coach.playbook.load import own_folders  # noqa: PLC0415 - as above

    root = journal_place(journal).root
    catalogues, faults = consulted(packs, own_folders(root))
    for fault in faults:
        _say(fault)
    _check("class", classes, {key for each in catalogues for key in each.symptom_classes})
    _check("symptom", (*seen, *not_seen), {key for each in catalogues for key in each.symptoms})
    look = _look(logdirs, root)
    told = _told(text, look, seen, not_seen, classes)
    found = answer(told, catalogues, is_chosen=bool(packs))
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it
        from coach.cli.triage_data import as_data  # noqa: PLC0415 - as above

        print_json(SCHEMA, as_data(found, look))
    else:
        from coach.cli.triage_page import report  # noqa: PLC0415 - `--json` needs none

        report(found)
    return 0


def _told(
    text: str, look: Look | None, seen: Sequence[str], not_seen: Sequence[str], classes: Sequence[str]
) -> Told:
    from coach.desk.triage import Told  # noqa: PLC0415 - loads the YAML reader

    runs = () if look is None else look.runs
    return Told(
        text=text,
        runs=tuple(each.run for each in runs),
        found=tuple(each.symptoms for each in runs),
        seen=seen,
        not_seen=not_seen,
        classes=classes,
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


def _check(kind: str, words: Sequence[str], known: Collection[str]) -> None:
    from coach.session.symptom_ids import current_id  # noqa: PLC0415 - help is printed without the method

    for word in words:
        if current_id(word) not in known:
            from coach.playbook.fault import meant  # noqa: PLC0415 - only a mistake needs it

            raise UsageError(f"there is no {kind} {word!r} in the playbooks", hint=meant(word, known))


def _say(text: str) -> None:
    from coach.cli.harmless import harmless  # noqa: PLC0415 - only a message needs it

    click.echo(harmless(text), err=True)
