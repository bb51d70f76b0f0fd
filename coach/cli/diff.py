"""`coach diff`: what differs between two runs, by their logs, and by their archive where coach run launched them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.amounts import counted
from coach.cli.options import ANY_PATH, as_json, journal_option
from coach.cli.terminal_safe import one_line, storable

if TYPE_CHECKING:
    from pathlib import Path

    from coach.cli.console import Console
    from coach.runs import Run
    from coach.runs.comparing.difference import Difference, Ending, Extent

SCHEMA = "coach.diff/1"
_MOST = 20


@click.command(epilog="Example: coach diff runs/ppo_17 runs/ppo_18")
@click.argument("first", metavar="RUN", type=ANY_PATH)
@click.argument("second", metavar="RUN", type=ANY_PATH)
@click.option("--patch", is_flag=True, help="Of archived runs, how the code differs, line by line.")
@journal_option
@as_json
def diff(*, first: Path, second: Path, patch: bool, journal: Path | None, as_json: bool) -> None:
    """Say what differs between two runs: settings, what they log, how far they went and where they stand there.

    RUN is a folder of logs, or the id of a run that coach run kept: then code, command, surroundings and
    configuration are compared as well. Settings come from the tracker, from configuration files beside the logs, and
    from hyperparameters in event files. Nothing is written; what coach tag was told counts.
    """
    from coach.cli.diff_archive import archived_pair, report_archive  # noqa: PLC0415 - help needs none of it

    pair = archived_pair(first, second, journal)
    if pair is not None:
        logs = tuple(run.link.get("logs", "") for run in pair)
        paths = [type(first)(path) for path in logs] if all(logs) else []
        read, found = _compared(paths, journal) if paths else ((), None)
        report_archive(
            pair,
            patch=patch,
            as_json=as_json,
            logs={} if found is None else _data(read, found),
            schema=SCHEMA,
        )
        if found is not None and not as_json:
            _report(read, found)
        return
    read, found = _compared([first, second], journal)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(SCHEMA, _data(read, found))
    else:
        _report(read, found)


def _compared(paths: list[Path], journal: Path | None) -> tuple[tuple[Run, ...], Difference]:
    from coach.desk.tags import as_stated  # noqa: PLC0415 - help is printed without the journal's libraries
    from coach.journal.place import journal_place  # noqa: PLC0415 - as above
    from coach.runs.comparing.difference import difference  # noqa: PLC0415 - reading logs loads numpy
    from coach.runs.reading.hyperparameters import read_with_hyperparameters  # noqa: PLC0415 - as above

    read = [read_with_hyperparameters(path.expanduser()) for path in paths]
    runs = as_stated(read, journal_place(journal).root)
    return runs, difference(*runs)


def _data(runs: tuple[Run, ...], found: Difference) -> dict[str, object]:
    return {
        "runs": [
            {
                "run": one_line(run.name),
                "path": storable(str(run.path)),
                "format": run.format,
                **extent._asdict(),
            }
            for run, extent in zip(runs, found.extents, strict=True)
        ],
        "settings": [each._asdict() for each in found.settings],
        "same_settings": found.same_settings,
        "context": [each._asdict() for each in found.context],
        "only_first": list(found.only_first),
        "only_second": list(found.only_second),
        "endings": [each._asdict() for each in found.endings],
    }


def _report(runs: tuple[Run, ...], found: Difference) -> None:
    from coach.cli.changes import say_changes  # noqa: PLC0415 - only people need it
    from coach.cli.console import Console  # noqa: PLC0415 - as above

    console = Console()
    for label, run, extent in zip(("first", "second"), runs, found.extents, strict=True):
        console.say(f"{label}: {one_line(run.name)}, {_extent(extent)}", hanging="  ")
    say_changes(console, f"Settings that differ ({found.same_settings:,} are the same):", found.settings)
    if not found.settings:
        known = found.same_settings
        said = f"All {known:,} settings are the same." if known else "Neither run tells its settings."
        console.say(said)
    say_changes(console, "Around them:", found.context)
    _endings(console, found.endings)
    for label, tags in (("first", found.only_first), ("second", found.only_second)):
        if tags:
            more = f" and {len(tags) - _MOST} more" if len(tags) > _MOST else ""
            console.say(
                f"Only the {label} logs: {', '.join(map(one_line, tags[:_MOST]))}{more}", hanging="  "
            )


def _extent(extent: Extent) -> str:
    if extent.last_step is None:
        return "nothing that could be read as a curve"
    hours = "" if extent.wall_h is None else f", {extent.wall_h:.1f} h"
    return f"{counted(extent.tags, 'tag')}, {counted(extent.points, 'point')}, to step {extent.last_step:,}{hours}"


def _endings(console: Console, endings: tuple[Ending, ...]) -> None:
    apart = [each for each in endings if each.is_apart]
    if not endings:
        return
    console.say()
    if not apart:
        console.say(f"None of {len(endings)} common tags is clearly apart at the last common step.")
        return
    console.say(f"Clearly apart at the last common step ({len(apart)} of {len(endings)} common tags):")
    for each in apart[:_MOST]:
        judged = ("", "; the first is better", "; the second is better")[each.better]
        said = f"{one_line(each.tag)}: {each.first:.4g} -> {each.second:.4g} at step {each.step:,}{judged}"
        console.say(said, indent="  ", hanging="      ")
