"""How sturdy the advice is, in words: what single slip of judgement would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import format_hours
from coach.reasoning.problem import OTHER
from coach.reasoning.scale import format_probability
from coach.session.advice import names_of
from coach.session.exhibit import Folded, Grid, Say
from coach.session.experiments import commitments, doable
from coach.session.misfit import confusion_reasons, words_for_evidence
from coach.session.next_action import advised_next
from coach.session.problem import problem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.reasoning.cells import Cell
    from coach.reasoning.problem import Problem
    from coach.reasoning.robustness import CellCheck, NextAction, Robustness
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session

SHORT_LOOK = Say(
    "This look comes first because it is short. Which numbers carry what follows is worked out once it is done.",
    "quiet",
)
SURE = "What could change it"
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
        exhibits: whether it survives any single small error, or the numbers that would change it.
        hangs_on: the rows in which those numbers stand.
    """

    exhibits: tuple[Exhibit, ...] = ()
    hangs_on: frozenset[TableRow] = frozenset()


def robustness(session: Session) -> tuple[Exhibit, ...]:
    """Give, folded, whether the advice survives any single small error, or the numbers that would change it."""
    found = robustness_of(session).exhibits
    return (Folded(SURE, found),) if found else ()


def robustness_of(session: Session) -> ShownRobustness:
    """Give how sturdy the advice is, with the rows it hangs on; nothing while no explanation is named."""
    problem = problem_of(session)
    if problem is None:
        return ShownRobustness()
    from coach.reasoning.robustness import robustness  # noqa: PLC0415 - loads numpy

    found_next = advised_next(session)
    if found_next is not None and found_next.instead_of is not None:
        return ShownRobustness((SHORT_LOOK,))
    found = robustness(problem)
    if found.survives:
        return ShownRobustness(_survives(session, problem))
    return ShownRobustness(
        _exhibits(session, found), rows_of(session, (check.cell for check in found.fragile))
    )


def _survives(session: Session, problem: Problem) -> tuple[Exhibit, ...]:
    """Give that no likelihood carries the advice by itself; nothing where what was seen fits the list badly."""
    if confusion_reasons(session):
        return ()
    from coach.reasoning.belief import posterior  # noqa: PLC0415 - with the rest of the engine

    listed = format_probability(1 - posterior(problem).probability[OTHER])
    return (
        Say(
            "No small change to a single likelihood, or to the hours of rebuilding, would change this advice. That "
            f"takes for granted that the cause is on your list, which it is with {listed}.",
            "good",
        ),
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
    names = names_of(session) | words_for_evidence(session)
    rows = tuple(
        (_cell(check.cell, names), _change(check), _action(check.becomes, names), format_hours(check.regret))
        for check in found.fragile[:SHOWN]
    )
    count = len(found.fragile)
    said = Say(
        f"Of {found.checked} small changes to single likelihoods, or to the hours of rebuilding, {count} would change "
        "this advice: a word up or down the scale; of hours, half as much again or a third less. Look at "
        f"{'it' if count == 1 else 'these'} again before you trust it.",
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
        case "prior":
            return f"“{names[cell.hypothesis_id]}” before the evidence"
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
