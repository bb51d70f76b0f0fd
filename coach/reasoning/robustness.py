"""How robust the advice is: every stated number moved one notch each way, and what is most worth asking.

Both ask the same thing: if this number were different, what would it cost to stick to the advice?
Re-planning looks two steps ahead, which takes milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.reasoning.advice import Action, recommend
from coach.reasoning.arrays import compile_problem, start
from coach.reasoning.belief import posterior
from coach.reasoning.cells import (
    SERVICE_CELL,
    SERVICE_FACTOR,
    Cell,
    missing_cells,
    stated_cells,
    value_of_cell,
    with_cell,
    with_service_times,
)
from coach.reasoning.lookahead import best_action, horizon, look_ahead
from coach.reasoning.scale import notch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.reasoning.problem import Problem

STEPS: Final = 2
WIDEST: Final = 700
"""One step has to do where two lead to more states than this: about twelve fixes by twelve experiments."""
IF_ASKED: Final = (0.125, 0.5, 0.875)
"""The answers imagined for a question nobody asked yet: very unlikely, even, very likely (editorial)."""
_ROUNDING: Final = 1e-9


class NextAction(NamedTuple):
    """What to do next; the service action has the id "service"."""

    action: Action
    id: str


class CellCheck(NamedTuple):
    """One stated number moved one notch.

    Attributes:
        stated: the number as it was: a probability, or hours for the service.
        moved: the number tried instead.
        becomes: what the advice would be.
        regret: hours lost on average by following the old advice; 0 where the advice stands.
    """

    cell: Cell
    stated: float
    moved: float
    becomes: NextAction
    regret: float


class Question(NamedTuple):
    """A number nobody stated yet, and the hours that stating it might save on average."""

    cell: Cell
    worth: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """Whether the advice survives any single one-notch error.

    Attributes:
        survives: whether no moved number changes it.
        fragile: the numbers that do, the dearest first.
        checked: how many moves were tried.
    """

    survives: bool
    fragile: tuple[CellCheck, ...]
    checked: int


def robustness(problem: Problem) -> Robustness:
    """Give whether, and by which numbers, the advice would change."""
    checks = list(check_cells(problem, advised(problem)))
    fragile = sorted((each for each in checks if each.regret > 0), key=lambda each: -each.regret)
    return Robustness(not fragile, tuple(fragile), len(checks))


def advised(problem: Problem) -> NextAction:
    """Give what the coach advises to do next."""
    advice = recommend(problem)
    return NextAction(advice.action, advice.id)


def check_cells(problem: Problem, advice: NextAction) -> Iterator[CellCheck]:
    """Give each stated number moved one notch up and down, one by one, so that a screen can show progress.

    Args:
        problem: what is known.
        advice: what is advised; it counts as changed where another action becomes better by more than it
            already seemed better with the shorter lookahead used here.
    """
    slack = regret_of(problem, advice).regret

    def check(cell: Cell, stated: float, moved: float, changed: Problem) -> CellCheck:
        found = regret_of(changed, advice)
        lost = regret_beyond(found.regret, slack, changed)
        return CellCheck(cell, stated, moved, found.better if lost else advice, lost)

    for cell in stated_cells(problem):
        stated = value_of_cell(problem, cell)
        for moved in (notch(stated, up=True), notch(stated, up=False)):
            if moved != stated:
                yield check(cell, stated, moved, with_cell(problem, cell, moved))
    for factor in (SERVICE_FACTOR, 1 / SERVICE_FACTOR):
        dearer = with_service_times(problem, factor)
        yield check(SERVICE_CELL, problem.service_hours, dearer.service_hours, dearer)


def worth_asking(problem: Problem, advice: NextAction | None = None) -> tuple[Question, ...]:
    """Give the unanswered likelihoods, the one whose answer could change the advice most first.

    The worth of an answer is the regret it would show in the present advice, averaged over three answers
    (`IF_ASKED`). An answer that could not change the advice is worth 0.
    """
    now = advice or advised(problem)
    slack = regret_of(problem, now).regret
    questions = [
        Question(
            cell,
            sum(max(0.0, regret_of(with_cell(problem, cell, p), now).regret - slack) for p in IF_ASKED)
            / len(IF_ASKED),
        )
        for cell in missing_cells(problem)
    ]
    return tuple(sorted(questions, key=lambda each: -each.worth))


class Regret(NamedTuple):
    """What sticking to some advice costs, in hours, and what would be better."""

    regret: float
    better: NextAction


def regret_beyond(regret: float, slack: float, problem: Problem) -> float:
    """Give how much a regret exceeds the planner's own slack; 0 where it is no more than rounding."""
    lost = regret - slack
    return lost if lost > _ROUNDING * max(1.0, problem.service_hours) else 0.0


def regret_of(problem: Problem, advice: NextAction) -> Regret:
    """Give what an action costs more than the best one, both planned two steps ahead (one if there are many)."""
    arrays = compile_problem(problem, posterior(problem), by_worth=False)
    steps = min(STEPS, horizon(arrays.outcome_counts(), at_once=0, widest=WIDEST, shortest=1))
    values = look_ahead(arrays, start(arrays), steps, keep_all=True).values
    names = [
        NextAction("fix" if at < arrays.fix_count else "experiment", each)
        for at, each in enumerate(arrays.action_ids)
    ]
    names.append(NextAction("service", "service"))
    cost = float(values.by_action[0, names.index(advice)]) - float(values.cost[0])
    return Regret(max(0.0, cost), names[int(best_action(arrays, values)[0])])
