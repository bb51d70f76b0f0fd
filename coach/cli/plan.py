"""`coach plan`: the reasoning alone, for a problem in a file. No journal is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.cli.options import ANY_PATH, as_json

if TYPE_CHECKING:
    from pathlib import Path

    from coach.cli.plan_results import Reckoning
    from coach.reasoning.advice import Assessment
    from coach.reasoning.batches import Batch
    from coach.reasoning.policy import PlanNode

SCHEMA = "coach.plan/1"
COST_UNIT = "hours of own time"
BATCHES_SHOWN = 5
MOST_INDENTED = 30
"""With more hypotheses the document is written without line breaks."""


@click.command(epilog="Example: coach plan problem.yaml --json")
@click.argument("file", type=ANY_PATH)
@as_json
@click.option("--exact", is_flag=True, help="Also find the best plan there is, by dynamic programming.")
@click.option(
    "--parallel",
    type=click.IntRange(1, 6),
    metavar="N",
    help="Also compare what to start together, up to N at once.",
)
def plan(*, file: Path, as_json: bool, exact: bool, parallel: int | None) -> None:
    """Say what to do next for the hypotheses, experiments and evidence in FILE, and why.

    FILE is YAML or JSON. A person's hours are the unit: waiting and money are converted by the weights in
    the file.
    """
    from coach.cli.plan_results import reckon  # noqa: PLC0415 - planning loads numpy
    from coach.cli.problem_file import read_problem  # noqa: PLC0415 - help is printed without the YAML reader

    read = read_problem(file.expanduser())
    found = reckon(read.problem, notes=read.notes, exact=exact, parallel=parallel)
    for note in found.notes:
        click.echo(f"Note: {note}", err=True)
    if as_json:
        from coach.cli.output import print_json  # noqa: PLC0415 - only `--json` needs it

        print_json(SCHEMA, _data(found), indent=len(found.problem.ids) <= MOST_INDENTED)
        return
    from coach.cli.plan_report import report  # noqa: PLC0415 - as above

    report(found)


def _data(found: Reckoning) -> dict[str, object]:
    advice = found.advice
    data: dict[str, object] = {
        "posterior": dict(found.belief.probability),
        "cost_unit": COST_UNIT,
        "expected_cost": {
            "coach": found.plan.expected_cost,
            "fix_only": advice.fix_only,
            "lower_bound": advice.lower_bound,
            "most_likely_first": found.most_likely_first,
            "exact": found.exact,
        },
        "recommendation": {
            name: getattr(advice, name) for name in ("action", "id", "why", "proof", "is_optimal")
        },
        "ranking": [_assessment(each) for each in advice.ranking],
        "alternatives": [each._asdict() for each in advice.alternatives],
        "policy": _node(found.plan.tree),
        "robust": _robust(found),
        "confused": {"triggered": found.confusion.triggered, "reasons": list(found.confusion.reasons)},
        "notes": list(found.notes),
    }
    if found.batches is not None:
        data["batches"] = {
            "experiments_only": [_batch(each) for each in found.batches.experiments_only[:BATCHES_SHOWN]],
            "with_fixes": [_batch(each) for each in found.batches.with_fixes[:BATCHES_SHOWN]],
        }
    return data


def _assessment(each: Assessment) -> dict[str, object]:
    outcomes = [{**view._asdict(), "posterior": dict(view.posterior)} for view in each.outcomes]
    return {**each._asdict(), "outcomes": outcomes}


def _node(node: PlanNode) -> dict[str, object]:
    reach = {"probability": node.probability, "expected_cost": node.expected_cost}
    if node.action == "experiment":
        branches = {outcome: _node(each) for outcome, each in node.branches.items()}
        return {"action": node.action, "id": node.id, **reach, "branches": branches}
    if node.if_not is not None:
        return {"action": node.action, "id": node.id, **reach, "if_not": _node(node.if_not)}
    return {"action": node.action, **reach}


def _robust(found: Reckoning) -> dict[str, object]:
    if found.robustness is None:
        return {"survives_one_notch": None, "fragile_cells": []}
    return {
        "survives_one_notch": found.robustness.survives,
        "fragile_cells": [
            {
                **each.cell._asdict(),
                "stated": each.stated,
                "moved": each.moved,
                "becomes": each.becomes._asdict(),
                "regret": each.regret,
            }
            for each in found.robustness.fragile
        ],
    }


def _batch(batch: Batch) -> dict[str, object]:
    return {**batch._asdict(), "experiments": list(batch.experiments), "fixes": list(batch.fixes)}
