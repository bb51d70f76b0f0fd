"""How sturdy the advice is, in words: what single slip of judgement would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.advice import names_of
from coach.session.exhibit import Grid, Say
from coach.session.observations import observations
from coach.session.problem import problem_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.reasoning.cells import Cell
    from coach.reasoning.robustness import CellCheck, NextAction
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session

SHOWN = 5
"""Fragile numbers shown, the dearest first (editorial)."""


def sturdiness(session: Session) -> tuple[Exhibit, ...]:
    """Give whether the advice survives any single one-notch error, or the numbers that would change it."""
    problem = problem_of(session)
    if problem is None:
        return ()
    from coach.reasoning.robustness import robustness  # noqa: PLC0415 - loads numpy

    found = robustness(problem)
    if found.survives:
        return (Say("It survives any single one-notch error in what you judged.", "good"),)
    names = dict(names_of(session)) | {seen.id: seen.text for seen in observations(session)}
    rows = tuple(
        (_cell(check.cell, names), _change(check), _action(check.becomes, names), format_hours(check.regret))
        for check in found.fragile[:SHOWN]
    )
    count = len(found.fragile)
    said = Say(
        f"One notch elsewhere in {count} of the {found.checked} places tried would change it. "
        "Look at these again before you trust it.",
        "warn",
    )
    return (said, Grid("What the advice hangs on", ("judgement", "if it were", "then", "at stake"), rows))


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
            return f"repair: {names[action.id]}"
        case "service":
            return "rebuild"
