"""`coach symptoms`: what the detectors see in run logs. Evidence only; no journal is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from coach.cli.harmless import one_line, storable
from coach.cli.options import ANY_PATH, as_json
from coach.cli.symptom_summary import (
    Seen,
    report_order,
    report_seeds,
    report_summary,
    report_wanted,
    worst_first,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from coach.runs import Run, Symptom
    from coach.runs.facts import Wanted
    from coach.runs.seeds import SeedGroup

SCHEMA = "coach.symptoms/1"


@click.command(epilog="Example: coach symptoms runs/ppo_17 --json")
@click.argument("logdirs", nargs=-1, required=True, metavar="LOGDIR...", type=ANY_PATH)
@click.option("--classes", type=click.IntRange(min=2), help="Number of classes, or of words.")
@click.option("--target-variance", type=float, help="Variance of a regression's target.")
@click.option("--random-return", type=float, help="Mean return of acting at random.")
@click.option("--gamma", type=click.FloatRange(0, 1), help="Discount factor.")
@click.option("--r-max", type=float, help="Largest reward of one step.")
@click.option("--length-limit", type=click.IntRange(min=1), help="Longest episode or completion.")
@as_json
def symptoms(*, logdirs: tuple[Path, ...], as_json: bool, **known: Any) -> None:
    """Read these logs and say what stands out, since when, and what could innocently explain it.

    A symptom is evidence, never a verdict. Nothing is written. What a log cannot say about itself can be told by
    options; detectors that need it are silent without.
    """
    from coach.runs import read_runs  # noqa: PLC0415 - reading logs loads numpy
    from coach.runs.detect import detect, detect_across  # noqa: PLC0415 - as above
    from coach.runs.facts import Facts, wanted_facts  # noqa: PLC0415 - as above
    from coach.runs.observed import Observed  # noqa: PLC0415 - as above
    from coach.runs.onset_order import onset_order  # noqa: PLC0415 - as above
    from coach.runs.read_many import most_processes  # noqa: PLC0415 - as above
    from coach.runs.seeds import seed_groups  # noqa: PLC0415 - as above

    facts = Facts(**known)
    runs = read_runs([logdir.expanduser() for logdir in logdirs], processes=most_processes())
    found = [Seen(run, detect(run, facts=facts), onset_order(Observed(run))) for run in runs]
    across = detect_across(runs) if len(runs) > 1 else ()
    seeds = seed_groups(runs)
    wanted = {each.fact: each for run in runs for each in wanted_facts(run, facts)}
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(SCHEMA, _as_data(found, across, seeds, wanted))
        return
    from coach.cli.symptom_report import report_across, report_run  # noqa: PLC0415 - loads numpy

    report_summary(found)
    for seen in worst_first(found):
        report_run(seen.run, seen.symptoms)
        report_order(seen)
    report_across(across)
    report_seeds(seeds)
    report_wanted(wanted)


def _as_data(
    found: Sequence[Seen],
    across: Sequence[Symptom],
    seeds: Sequence[SeedGroup],
    wanted: Mapping[str, Wanted],
) -> dict[str, object]:
    return {
        "runs": [_run_data(run, seen) for run, seen, _ in found],
        "across_runs": [_symptom_data(each) for each in across],
        "onset_orders": [
            {"run": one_line(run.name), "changes": [each._asdict() for each in changes]}
            for run, _, changes in found
        ],
        "seeds": [{**group._asdict(), "iqm": group.iqm._asdict()} for group in seeds],
        "wanted_facts": [each._asdict() for each in wanted.values()],
    }


def _run_data(run: Run, seen: tuple[Symptom, ...]) -> dict[str, object]:
    return {
        "run": one_line(run.name),
        "path": storable(str(run.path)),
        "format": run.format,
        "files": run.files,
        "tags": len(run.series),
        "points": run.points,
        "first_step": run.first_step,
        "last_step": run.last_step,
        "wall_h": run.wall_hours,
        "notes": [
            {"kind": note.kind.value, "path": storable(str(note.path)), "detail": note.detail}
            for note in run.notes
        ],
        "symptoms": [_symptom_data(each) for each in seen],
    }


def _symptom_data(symptom: Symptom) -> dict[str, object]:
    return {
        "id": symptom.id,
        "detector": symptom.detector,
        "tag": symptom.tag,
        "onset_step": symptom.onset_step,
        "onset_wall_h": symptom.onset_wall_h,
        "onset_range": None if symptom.onset_range is None else list(symptom.onset_range),
        "value": symptom.value,
        "threshold": symptom.threshold,
        "severity": symptom.severity.value,
        "says": symptom.says,
        "source": symptom.source,
        "innocent": list(symptom.innocent),
        "raises": list(symptom.raises),
    }
