"""How sturdy the advice is, in words: what single slip of judgement would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.advice import names_of
from coach.session.exhibit import Grid, Say
from coach.session.experiments import commitments, doable
from coach.session.observations import observations
from coach.session.problem import problem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.reasoning.cells import Cell
    from coach.reasoning.robustness import CellCheck, NextAction, Robustness
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session

SHOWN = 5
"""Fragile numbers shown, the dearest first (editorial)."""


class TableRow(NamedTuple):
    """A row of a table of numbers: the key of the question that asks for it, and the row's id.

    The id is empty where a question asks for one number only.
    """

    table: str
    row: str


class ShownRobustness(NamedTuple):
    """How sturdy the advice is.

    Attributes:
        exhibits: whether it survives any single one-notch error, or the numbers that would change it.
        hangs_on: the rows in which those numbers stand.
    """

    exhibits: tuple[Exhibit, ...] = ()
    hangs_on: frozenset[TableRow] = frozenset()


def robustness(session: Session) -> tuple[Exhibit, ...]:
    """Give whether the advice survives any single one-notch error, or the numbers that would change it."""
    return robustness_of(session).exhibits


def robustness_of(session: Session) -> ShownRobustness:
    """Give how sturdy the advice is, with the rows it hangs on; nothing while no explanation is named."""
    problem = problem_of(session)
    if problem is None:
        return ShownRobustness()
    from coach.reasoning.robustness import robustness  # noqa: PLC0415 - loads numpy

    found = robustness(problem)
    if found.survives:
        said = Say("No small change to a single number of yours would change this advice.", "good")
        return ShownRobustness((said,))
    return ShownRobustness(
        _exhibits(session, found), rows_of(session, (check.cell for check in found.fragile))
    )


def rows_of(session: Session, cells: Iterable[Cell]) -> frozenset[TableRow]:
    """Give the rows of the tables of an investigation in which some numbers stand.

    What came of an experiment was held against its forecast, so a number of its result stands in the forecast;
    what came of a repair stands in no table.
    """
    done = {view.committed.commitment: view.committed for view in commitments(session)}
    asked = {view.id: view.asked_as for view in doable(session)}
    rows: set[TableRow] = set()
    for cell in cells:
        result = done.get(cell.of) if cell.kind == "evidence" else None
        if cell.kind == "service":
            rows.add(TableRow("repairs.service", ""))
        elif cell.kind == "experiment":
            rows.add(TableRow(f"experiments.forecast.{asked.get(cell.of, cell.of)}", cell.hypothesis_id))
        elif result is None:
            rows.add(TableRow(f"weighing.{cell.of}", cell.hypothesis_id))
        elif result.action == "experiment":
            rows.add(
                TableRow(
                    f"experiments.forecast.{asked.get(result.target, result.target)}", cell.hypothesis_id
                )
            )
    return frozenset(rows)


def _exhibits(session: Session, found: Robustness) -> tuple[Exhibit, ...]:
    names = dict(names_of(session)) | {seen.id: seen.text for seen in observations(session)}
    rows = tuple(
        (_cell(check.cell, names), _change(check), _action(check.becomes, names), format_hours(check.regret))
        for check in found.fragile[:SHOWN]
    )
    count = len(found.fragile)
    said = Say(
        f"Of {found.checked} small changes to single numbers, {count} would change this advice: a word up or down "
        "the scale, or, of hours, half as much again or a third less. "
        "Look at these again before you trust it.",
        "warn",
    )
    return (
        said,
        Grid("Numbers that would change the advice", ("judgement", "if it were", "then", "at stake"), rows),
    )


def _cell(cell: Cell, names: Mapping[str, str]) -> str:
    match cell.kind:
        case "service":
            return "the time to rebuild it all"
        case "experiment":
            return f"“{names[f'experiment:{cell.of}']}” {cell.outcome}, under “{names[cell.hypothesis_id]}”"
        case "evidence":
            return f"“{names.get(cell.of, cell.of)}” under “{names[cell.hypothesis_id]}”"


def _change(check: CellCheck) -> str:
    shown = format_hours if check.cell.kind == "service" else format_probability
    return f"{shown(check.moved)}, not {shown(check.stated)}"


def _action(action: NextAction, names: Mapping[str, str]) -> str:
    match action.action:
        case "experiment":
            return f"look: {names[f'experiment:{action.id}']}"
        case "fix":
            return f"repair: {names[f'fix:{action.id}']}"
        case "service":
            return "rebuild"
