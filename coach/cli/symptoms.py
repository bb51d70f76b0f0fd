"""`coach symptoms`: what the detectors see in run logs. Evidence only: of the journal, what it says of tags is read."""

from __future__ import annotations

from time import time
from typing import TYPE_CHECKING, Any

import click

from coach.cli.options import ANY_PATH, archive_option, as_json, journal_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.cli.reading_bar import ReadingBar
    from coach.cli.symptom_look import Look
    from coach.runs import Run

SCHEMA = "coach.symptoms/1"
STOPPED = 130
"""Exit status when Ctrl-C ended the reading and only a part was looked at."""


def _shares(
    _context: click.Context, parameter: click.Parameter, text: str | None
) -> tuple[float, ...] | None:
    """Read numbers with commas between them."""
    if text is None:
        return None
    try:
        shares = tuple(float(each) for each in text.split(","))
    except ValueError:
        shares = ()
    if len(shares) < 2 or not all(each >= 0 for each in shares) or not 0 < sum(shares) < float("inf"):  # noqa: PLR2004 - one class is none
        raise click.BadParameter("give numbers with commas between them, such as 0.9,0.1", param=parameter)
    return shares


@click.command(epilog="Example: coach symptoms runs/ppo_17 --json")
@click.argument("logdirs", nargs=-1, required=True, metavar="LOGDIR...", type=ANY_PATH)
@click.option("--classes", type=click.IntRange(min=2), help="Number of classes, or of words.")
@click.option(
    "--class-shares",
    callback=_shares,
    metavar="P,P,...",
    help="Share of each class, or its count, with commas.",
)
@click.option("--target-variance", type=float, help="Variance of a regression's target.")
@click.option("--least-loss", type=float, help="Least loss that is possible.")
@click.option("--random-return", type=float, help="Mean return of acting at random.")
@click.option("--gamma", type=click.FloatRange(0, 1), help="Discount factor.")
@click.option("--r-max", type=float, help="Largest reward of one step.")
@click.option("--length-limit", type=click.IntRange(min=1), help="Longest episode or completion.")
@archive_option
@click.option("--playbook", metavar="ID", help="The playbook to use in place of the one that fits each run.")
@journal_option
@click.option(
    "--only",
    type=click.Choice(["alarm", "warn"]),
    help="Alarms only, or alarms and warnings; --json has everything all the same.",
)
@click.option("--all", "is_all", is_flag=True, help="Everything about every run, however long it gets.")
@as_json
def symptoms(
    *,
    logdirs: tuple[Path, ...],
    archive: tuple[Path, ...],
    playbook: str | None,
    journal: Path | None,
    only: str | None,
    is_all: bool,
    as_json: bool,
    **known: Any,
) -> int:
    """Read these logs and say what stands out, since when, and what could innocently explain it.

    A symptom is evidence, never a verdict. Nothing is written; what coach tag was told counts. What a log cannot
    say about itself can be told by options; detectors that need it are silent without. Many runs are put on one
    screen, and what is left out is said. Ctrl-C stops the reading and keeps what was read by then.
    """
    from coach.cli.reading_bar import ReadingBar  # noqa: PLC0415 - help needs no terminal
    from coach.cli.symptom_look import look_at  # noqa: PLC0415 - loads numpy
    from coach.journal.place import journal_place  # noqa: PLC0415 - help is printed without the journal's libraries
    from coach.playbook.shelf import own_folders  # noqa: PLC0415 - as above
    from coach.runs.describing.facts import Facts  # noqa: PLC0415 - as above

    root = journal_place(journal).root
    with ReadingBar() as bar:
        runs, earlier = (_read(places, root, bar) for places in (logdirs, archive))
    look = look_at(
        runs, earlier, facts=Facts(**known), playbook=playbook, folders=own_folders(root), now=time()
    )
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it
        from coach.cli.symptom_data import as_data  # noqa: PLC0415 - as above

        print_json(SCHEMA, as_data(look))
    else:
        _report(look, only, is_all=is_all)
    if bar.is_stopped:
        click.echo(f"Stopped: {bar.read:,} of {bar.count:,} runs were read.", err=True)
    return STOPPED if bar.is_stopped else 0


def _read(places: Sequence[Path], root: Path, bar: ReadingBar) -> tuple[Run, ...]:
    from coach.desk.tags import as_stated  # noqa: PLC0415 - help is printed without the journal's libraries
    from coach.runs import read_runs  # noqa: PLC0415 - loads numpy
    from coach.runs.reading.read_many import most_processes  # noqa: PLC0415 - as above

    if not places:
        return ()
    runs = read_runs(
        [place.expanduser() for place in places],
        processes=most_processes(),
        progress=bar.progress,
        cancelled=bar.cancelled,
    )
    return as_stated(runs, root)


def _report(look: Look, only: str | None, *, is_all: bool) -> None:
    from coach.cli import symptom_summary as summary  # noqa: PLC0415 - `--json` needs none
    from coach.cli.console import Console  # noqa: PLC0415 - as above
    from coach.cli.symptom_curves import say_sibling_gaps  # noqa: PLC0415 - as above
    from coach.cli.symptom_groups import SEVERITIES, Names, worst_first, worst_rank  # noqa: PLC0415 - as above
    from coach.cli.symptom_overview import report_overview  # noqa: PLC0415 - as above
    from coach.cli.symptom_report import report_across, report_run  # noqa: PLC0415 - loads numpy

    severities = SEVERITIES[: SEVERITIES.index(only) + 1] if only else SEVERITIES
    if len(look.runs) > 1 and not is_all:
        report_overview(look, severities)
        return
    names = Names(look.runs)
    if len(look.runs) > 1:
        summary.say_summary(Console(), look, names)
    report_across(
        [each for each in look.across if each.severity.value in severities], look.across_likelihoods
    )
    if not only:
        say_sibling_gaps(Console(), look.runs, names, is_all=is_all)
    for seen in worst_first(look.runs):
        if not only or len(look.runs) == 1 or worst_rank(seen) < len(severities):
            report_run(seen, severities, is_all=is_all)
    summary.say_seeds(Console(), look.seeds, names)
    if not only:
        summary.report_not_logged(look.runs, is_all=is_all)
        summary.report_wanted(look.wanted)
