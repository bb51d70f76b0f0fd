"""The cases there are, and whether one is worth drilling."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from coach.desk.drilling import Drills

LIST_SCHEMA = "coach.drills/1"
CHECKED_SCHEMA = "coach.drill-check/1"


def list_cases(drills: Drills, *, as_json: bool) -> int:
    """List the cases and launches, and which of them were done."""
    cases = [each.case for each in drills.cases()]
    for fault in (*drills.broken(), *drills.unreadable()):
        click.echo(f"coach: left out, {fault.where}: {fault.message}", err=True)
    ended = {each.case: each for each in drills.played() if each.ended is not None}
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        rows = [
            {
                "id": each.id,
                "title": each.title,
                "kind": each.kind,
                "level": each.level,
                "done": each.id in ended,
            }
            for each in cases
        ]
        print_json(LIST_SCHEMA, {"cases": rows, "launches": sorted(drills.launches())})
        return 0
    from coach.cli.console import Console  # noqa: PLC0415 - `--json` needs none

    console = Console()
    for each in cases:
        done = ", done" if each.id in ended else ""
        console.say(
            f"{each.id}: {each.title} ({each.kind.replace('-', ' ')}, level {each.level}{done})", hanging="  "
        )
    for name in drills.launches():
        console.say(
            f"{name}: a launch to check before it runs (pre-mortem{', done' if name in ended else ''})"
        )
    if not cases:
        console.say("There are no cases yet. Cases lie in the journal's drills folder, a folder a case.")
    else:
        console.say()
        console.say("coach drill ID opens one; coach drill --next opens the one that comes next for you.")
    return 0


def validate_cases(names: tuple[str, ...], *, as_json: bool) -> int:
    """Say what is wrong with cases; 1 where something is."""
    from coach.playbook.drills.launches import FILE as LAUNCH  # noqa: PLC0415 - help is printed without the reader
    from coach.playbook.drills.launches import load_launch  # noqa: PLC0415 - as above
    from coach.playbook.drills.load import read_case  # noqa: PLC0415 - help is printed without the reader
    from coach.session.drill.validity import case_faults  # noqa: PLC0415 - as above

    if not names:
        raise click.UsageError("name the folder of a case: coach drill validate drills/my-case")
    said: list[dict[str, str]] = []
    for name in names:
        if (Path(name) / LAUNCH).is_file():
            load_launch(Path(name))
            continue
        loaded, errors = read_case(Path(name))
        said += [{"where": each.where, "says": each.message, "hint": each.hint} for each in errors]
        if loaded is not None:
            said += [
                {"where": name, "says": each.message, "hint": each.hint} for each in case_faults(loaded.case)
            ]
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(CHECKED_SCHEMA, {"faults": said})
        return 1 if said else 0
    from coach.cli.console import Console  # noqa: PLC0415 - `--json` needs none

    console = Console()
    for each in said:
        console.say(f"{each['where']}: {each['says']}. {each['hint']}", hanging="  ")
    if not said:
        console.say(
            "Worth drilling: its looks tell the causes apart, and looking beats repairing at a guess."
        )
    return 1 if said else 0


def say_sheet(drills: Drills, name: str) -> int:
    """Write the sheet by which a mentor runs a case aloud: it holds the answer."""
    from coach.cli.console import Console  # noqa: PLC0415 - help needs none
    from coach.cli.drill_lines import say_all  # noqa: PLC0415 - as above
    from coach.session.drill.aloud import sheet_of  # noqa: PLC0415 - as above

    say_all(Console(), sheet_of(drills.case(name).case))
    return 0
