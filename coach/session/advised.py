"""The head of an advice in words: what to do first, what that tells apart, what it takes and saves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.exhibit import Grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.reasoning.advice import Assessment, Recommendation
    from coach.reasoning.information import OutcomeView
    from coach.reasoning.problem import Problem

RARE = 0.05
"""P(outcome) under which what it would say is left out of what an experiment tells apart (editorial)."""
MOVES = 1.2
"""Factor on the odds of a cause from which an outcome is said to speak for it, or against it (editorial)."""
LEAST_DOUBT = 1e-9
"""What is left for every other cause where one is as good as certain."""


class Head(NamedTuple):
    """The first three lines of an advice; those that have nothing to say are empty."""

    what: str
    tells: str
    price: str

    @property
    def lines(self) -> str:
        """The lines, one below the other."""
        return "\n".join(line for line in self if line)

    @property
    def sentence(self) -> str:
        """What to do, and what that takes and saves."""
        return f"{self.what} {self.price}".strip()


def head_of(
    recommendation: Recommendation, problem: Problem, before: Mapping[str, float], names: Mapping[str, str]
) -> Head:
    """Give the first lines of an advice.

    Args:
        recommendation: what is advised.
        problem: what it was worked out from.
        before: P(cause) now, by id.
        names: the words for every cause, experiment and repair.
    """
    match recommendation.action:
        case "experiment":
            return _look(recommendation, names)
        case "fix":
            return _repair(recommendation, problem, before, names)
        case "service":
            takes = format_hours(recommendation.expected_cost)
            return Head(
                f"Rebuild from something known to work ({takes}).",
                "No repair on the list is worth trying first, and no look at what is there.",
                "",
            )


def _look(recommendation: Recommendation, names: Mapping[str, str]) -> Head:
    best = next(each for each in recommendation.ranking if each.id == recommendation.id)
    takes = format_hours(best.cost)
    return Head(
        f"Look first: {_stopped(names[f'experiment:{best.id}'], f' ({takes})')}",
        _tells(best.outcomes, names),
        f"Takes {takes}, saves {format_hours(recommendation.fix_only - recommendation.expected_cost)} on average "
        f"beyond that ({format_hours(recommendation.fix_only)} without looking, "
        f"{format_hours(recommendation.expected_cost)} with).",
    )


def _stopped(text: str, more: str) -> str:
    """Give a text with more before its stop; a question keeps its mark."""
    said = text.rstrip()
    return f"{said.rstrip('.')}{more}."


def _repair(
    recommendation: Recommendation, problem: Problem, before: Mapping[str, float], names: Mapping[str, str]
) -> Head:
    fix = next(each for each in problem.fixes if each.id == recommendation.id)
    takes = format_hours(problem.hours(fix.cost))
    chance = math.fsum(before[each.id] for each in problem.hypotheses if each.fix.id == fix.id)
    return Head(
        f"Repair first: “{names[f'fix:{fix.id}']}” ({takes}).",
        f"That is the cause with {format_probability(chance)}, and no look on the list would pay for itself first.",
        f"With what follows if it does not help, {format_hours(recommendation.expected_cost)} on average.",
    )


def _tells(outcomes: Sequence[OutcomeView], names: Mapping[str, str]) -> str:
    """Give what an experiment tells apart: the likeliest cause after each outcome, where those differ."""
    leading = dict.fromkeys(
        max(view.posterior, key=view.posterior.__getitem__) for view in outcomes if view.probability >= RARE
    )
    said = [f"“{names[each]}”" for each in leading]
    if len(said) > 1:
        return f"It tells {said[0]} from {_listed(said[1:])}."
    at = [view.posterior[each] for view in outcomes if view.probability >= RARE for each in leading]
    if not at:
        return ""
    low, high = format_probability(min(at)), format_probability(max(at))
    return f"After it, {said[0]} stands somewhere between {low} and {high}."


def _listed(said: Sequence[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def look_for(best: Assessment, before: Mapping[str, float], names: Mapping[str, str]) -> Grid:
    """Give what each outcome speaks for and against, held against what is believed before it.

    Args:
        best: the experiment.
        before: P(cause) now, by id.
        names: the words for every cause.
    """
    rows = tuple((view.outcome, _speaks(view, before, names)) for view in best.outcomes)
    return Grid("Look", ("outcome", "speaks"), rows)


def _odds(probability: float) -> float:
    return probability / max(LEAST_DOUBT, 1 - probability)


def _speaks(view: OutcomeView, before: Mapping[str, float], names: Mapping[str, str]) -> str:
    ratio = {
        each: _odds(after) / _odds(before[each]) for each, after in view.posterior.items() if before.get(each)
    }
    if not ratio:
        return "for nothing much"
    most, least = max(ratio, key=ratio.__getitem__), min(ratio, key=ratio.__getitem__)
    said = [f"for “{names[most]}”"] if ratio[most] >= MOVES else []
    said += [f"against “{names[least]}”"] if ratio[least] <= 1 / MOVES else []
    return ", ".join(said) or "for nothing much"
