"""Everything `coach plan` works out about one problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.reasoning.advice import recommend
from coach.reasoning.batches import plan_batches
from coach.reasoning.belief import posterior
from coach.reasoning.cells import stated_cells
from coach.reasoning.confusion import confusion
from coach.reasoning.policy import advised_plan, optimal_plan
from coach.reasoning.repair import most_likely_first
from coach.reasoning.robustness import robustness

if TYPE_CHECKING:
    from coach.reasoning.advice import Recommendation
    from coach.reasoning.batches import Batch
    from coach.reasoning.belief import Belief
    from coach.reasoning.confusion import Confusion
    from coach.reasoning.policy import Plan
    from coach.reasoning.problem import Problem
    from coach.reasoning.robustness import Robustness

MOST_CELLS: Final = 600
"""Above so many stated numbers they are not moved one by one."""
MOST_MOVED: Final = 2_000_000
"""Nor where all moves together would look at more numbers than this, each move at all the numbers of one table."""
_NEARLY_ALL: Final = 0.9995


class Batches(NamedTuple):
    """What to start together: experiments alone, or fixes on branches beside them; the cheapest first."""

    experiments_only: tuple[Batch, ...]
    with_fixes: tuple[Batch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """A problem worked out.

    Attributes:
        belief: after the evidence.
        advice: what to do next.
        plan: the advice followed to the end, with its exact cost.
        most_likely_first: hours when every fix is tried in the order of probability.
        exact: hours of the best plan there is; None where that was not computed.
        robustness: what moving each number one notch does; None where there are too many numbers.
        confusion: whether no story on the list explains the evidence.
        batches: what to start together; None where nobody asked.
        notes: what was assumed or left out, one sentence each.
    """

    problem: Problem
    belief: Belief
    advice: Recommendation
    plan: Plan
    most_likely_first: float
    exact: float | None
    robustness: Robustness | None
    confusion: Confusion
    batches: Batches | None
    notes: tuple[str, ...]


def reckon(problem: Problem, *, notes: tuple[str, ...], exact: bool, parallel: int | None) -> Reckoning:
    """Work a problem out.

    Args:
        problem: from a file.
        notes: what was assumed on reading it.
        exact: whether the best plan is wanted even where it takes long.
        parallel: how many actions may run together; None where nobody asked.
    """
    belief, advice, plan = posterior(problem), recommend(problem), advised_plan(problem)
    optimum = plan.expected_cost if advice.is_optimal else None
    said = list(notes)
    if exact and optimum is None:
        best = optimal_plan(problem)
        optimum = None if best is None else best.expected_cost
        if best is None:
            said.append("The exact optimum is not computed: the problem has too many states.")
    said += _approximate(advice, plan)
    cells = sum(1 for _ in stated_cells(problem))
    is_movable = cells <= MOST_CELLS and cells * _table(problem) <= MOST_MOVED
    if not is_movable:
        said.append(
            f"Robustness is not computed: there are {cells} stated numbers to move, each in a problem of "
            f"{len(problem.hypotheses)} hypotheses and {len(problem.experiments)} experiments."
        )
    return Reckoning(
        problem=problem,
        belief=belief,
        advice=advice,
        plan=plan,
        most_likely_first=most_likely_first(problem, belief),
        exact=optimum,
        robustness=robustness(problem) if is_movable else None,
        confusion=confusion(problem),
        batches=_batches(problem, parallel) if parallel else None,
        notes=tuple(said),
    )


def _approximate(advice: Recommendation, plan: Plan) -> list[str]:
    """Say which part of the answer is not worked out to the end, and why."""
    said = []
    if advice.steps == 1 and not advice.is_optimal:
        said.append(
            "The next action is chosen by looking one step ahead, with fixes alone after it: there are too many "
            "hypotheses and actions to look further."
        )
    if plan.followed < _NEARLY_ALL:
        said.append(
            "The plan is approximate: there are too many branches to decide anew after every step in each. The "
            f"likeliest go furthest; in {100 * (1 - plan.followed):.0f} % of the cases it ends with the fixes in a "
            "fixed order. Its cost is exact for the plan as it is shown; deciding anew everywhere would cost no more."
        )
    return said


def _table(problem: Problem) -> int:
    """Give how many numbers the planning of one step looks at: hypotheses by outcomes."""
    outcomes = sum(len(each.outcomes) for each in problem.experiments)
    return (len(problem.hypotheses) + 1) * (len(problem.fixes) + outcomes)


def _batches(problem: Problem, parallel: int) -> Batches:
    return Batches(
        plan_batches(problem, parallel) if problem.experiments else (),
        plan_batches(problem, parallel, with_fixes=True),
    )
