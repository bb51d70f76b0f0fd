"""`coach learning`: what this journal has taught, and whether it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import as_json, journal_options

if TYPE_CHECKING:
    from pathlib import Path

    from coach.session.learned import Part

SCHEMA = "coach.learning/1"
NAMES = ("catch-all", "base-rates", "recalibration", "hours")


@click.command(epilog="Example: coach learning base-rates off")
@click.argument("part", required=False, type=click.Choice(NAMES))
@click.argument("use", required=False, type=click.Choice(("on", "off")))
@as_json
@journal_options
def learning(
    *, part: Part | None, use: str | None, as_json: bool, journal: Path | None, by: str | None
) -> None:
    """Show what is learned from your own closed sessions, each with its count, or switch a part on or off.

    What is learned is shown beside your own numbers or stands as a start that you can change; nothing that you said is
    changed by it.
    """
    from coach.desk import Coach  # noqa: PLC0415 - help is printed without the journal's libraries

    record = Coach.open(journal=journal, by=by).record
    if part and use:
        record.switch(part, on=use == "on")
    parts = [each for each in record.parts() if part in (None, each.part)]
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(SCHEMA, {"parts": [each._asdict() for each in parts]})
        return
    from coach.cli.console import Console  # noqa: PLC0415 - `--json` needs none

    console = Console()
    for each in parts:
        console.say(f"{each.part} ({'on' if each.on else 'off'}): {each.about}")
        console.say(f"from {each.cases}: {each.says}", indent="  ", hanging="    ")
