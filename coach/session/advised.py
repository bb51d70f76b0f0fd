"""The head of an advice in words: what to do first, what that tells apart, what it takes and saves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import format_hours
from coach.reasoning.problem import OTHER
from coach.reasoning.scale import format_probability
from coach.session.exhibit import Branch, Outline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.reasoning.advice import Recommendation
    from coach.reasoning.information import OutcomeView
    from coach.reasoning.problem import Problem
    from coach.session.next_action import NextAction

NOTHING_WRONG = "Nothing is wrong"
"""How the name of every innocent cause of the catalogue begins."""
A_MINUTE = 1 / 60
"""Hours under which one plan is as good as another."""
ALIKE = 0.8
"""Share of the largest change of a belief from which another one changed alike (editorial)."""
FEW = 2
"""Causes that an outcome is said to speak for or against at most."""
LOOK_FOR = "What to look for"
RARE = 0.05
"""P(outcome) under which what it would say is left out of what an experiment tells apart (editorial)."""
MOVES = 1.2
"""Factor on the odds of a cause from which an outcome is said to speak for it, or against it (editorial)."""
TELLS = 3.0
"""Factor by which the odds of two causes must differ between outcomes before a look tells them apart: `positive`
evidence begins there (Kass and Raftery 1995)."""
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
    found: NextAction, problem: Problem, before: Mapping[str, float], names: Mapping[str, str]
) -> Head:
    """Give the first lines of an advice.

    Args:
        found: what is advised.
        problem: what it was worked out from.
        before: P(cause) now, by id.
        names: the words for every cause, experiment and repair.
    """
    advised = found.advised
    match advised.action:
        case "experiment":
            return _look(found, problem, before, names)
        case "fix":
            return _repair(advised, problem, before, names)
        case "service":
            takes = format_hours(advised.expected_cost)
            return Head(
                f"Rebuild from something known to work ({takes}).",
                f"No look and no repair on the list {'is' if is_proven(advised) else 'was found that is'} cheaper to "
                "begin with.",
                "",
            )


def asked_alone(action: str, names: Mapping[str, str]) -> dict[str, str]:
    """Give the question of a check without what is done, for where the steps of that stand below."""
    asked, mark, done = names.get(action, "").partition("? ")
    return {action: f"{asked}{mark.strip()}"} if done else {}


def is_proven(advised: Recommendation) -> bool:
    """True when nothing better can be on the list, whatever is planned after it."""
    return advised.is_optimal or bool(advised.proof)


def _look(found: NextAction, problem: Problem, before: Mapping[str, float], names: Mapping[str, str]) -> Head:
    advised = found.advised
    best = next(each for each in advised.ranking if each.id == advised.id)
    what = f"Look first: {_stopped(names[f'experiment:{best.id}'], f' ({format_hours(best.cost)})')}"
    price = (
        _worth(advised)
        if found.instead_of is None
        else _all_the_same(found, found.instead_of, problem, before, names)
    )
    return Head(what, _tells(best.outcomes, names), price)


def _worth(advised: Recommendation) -> str:
    """Give what a look saves that the numbers put first; what it takes stands beside its name."""
    saves, without = advised.fix_only - advised.expected_cost, format_hours(advised.fix_only)
    if saves < A_MINUTE:
        return f"It is on average as cheap as repairing without looking ({without})."
    return f"It saves {format_hours(saves)} on average, of {without} without looking."


def _all_the_same(
    found: NextAction,
    planned: Recommendation,
    problem: Problem,
    before: Mapping[str, float],
    names: Mapping[str, str],
) -> str:
    """Give why a look comes first that the numbers alone would leave out."""
    saved = found.advised.expected_cost - planned.expected_cost
    less = f"{format_hours(saved)} cheaper" if saved >= A_MINUTE else "as cheap"
    alone = f"By the numbers alone one would {_do(planned, names)}, {less} on average"
    if found.is_innocence:
        return f"{alone}; but it may be that nothing is wrong, and to see that takes minutes."
    fix = next(each for each in problem.fixes if each.id == planned.id)
    chance = format_probability(_share(problem, fix.id, before))
    return f"{alone}; but its {chance} is an estimate, and the repair takes {format_hours(problem.hours(fix.cost))}."


def _do(planned: Recommendation, names: Mapping[str, str]) -> str:
    match planned.action:
        case "experiment":
            return f"look first at “{names[f'experiment:{planned.id}']}”"
        case "fix":
            name = names[f"fix:{planned.id}"]
            return "take it that nothing is wrong" if _is_sound(name) else f"repair “{name}” at once"
        case "service":
            return "rebuild at once"


def _is_sound(name: str) -> bool:
    """True where the cause is that the run is as it should be: there is nothing to repair then."""
    return name.startswith(NOTHING_WRONG)


def _share(problem: Problem, fix: str, before: Mapping[str, float]) -> float:
    """Give P(one of the causes that a repair removes)."""
    return math.fsum(before[each.id] for each in problem.hypotheses if each.fix.id == fix)


def _stopped(text: str, more: str) -> str:
    """Give a text with more before its stop; a question keeps its mark."""
    said = text.rstrip()
    return f"{said.rstrip('.')}{more}."


def _repair(
    advised: Recommendation, problem: Problem, before: Mapping[str, float], names: Mapping[str, str]
) -> Head:
    fix = next(each for each in problem.fixes if each.id == advised.id)
    none = "no look on the list would pay for itself first"
    if not problem.experiments:
        none = "there is no look on the list"
    elif not is_proven(advised):
        none = "no look was found that would pay for itself first"
    name = names[f"fix:{fix.id}"]
    return Head(
        f"{'Take it that' if _is_sound(name) else 'Repair first:'} “{name}” ({format_hours(problem.hours(fix.cost))}).",
        f"That is the cause with {format_probability(_share(problem, fix.id, before))}, and {none}.",
        f"With what follows if it does not help, {format_hours(advised.expected_cost)} on average.",
    )


def _tells(outcomes: Sequence[OutcomeView], names: Mapping[str, str]) -> str:
    """Give what an experiment tells apart: the likeliest cause after each outcome, where those differ."""
    likely = [view for view in outcomes if view.probability >= RARE]
    leads = {max(view.posterior, key=view.posterior.__getitem__): view for view in reversed(likely)}
    leading = list(reversed(leads))
    if not leading:
        return ""
    said = [f"“{names[each]}”" for each in leading]
    if len(said) == 1:
        at = [view.posterior[leading[0]] for view in likely]
        low, high = format_probability(min(at)), format_probability(max(at))
        return f"After it, {said[0]} stands somewhere between {low} and {high}."
    first, *others = leading
    if all(_turns(leads[first], leads[each], first, each) >= TELLS for each in others):
        return f"It tells {said[0]} from {_listed(said[1:])}."
    return f"After it, {' or '.join(said)} leads the list."


def _turns(one: OutcomeView, other: OutcomeView, first: str, second: str) -> float:
    """Give by what factor the odds of one cause against another differ between two outcomes."""
    against, favour = one.posterior[second], other.posterior[first]
    return one.posterior[first] * other.posterior[second] / max(LEAST_DOUBT, against * favour)


def _listed(said: Sequence[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def look_for(
    advised: Recommendation, before: Mapping[str, float], names: Mapping[str, str]
) -> tuple[Outline, ...]:
    """Give what each outcome of an advised look speaks for and against; nothing where a repair is advised.

    Args:
        advised: what is advised.
        before: P(cause) now, by id.
        names: the words for every cause.
    """
    if advised.action != "experiment":
        return ()
    best = next(each for each in advised.ranking if each.id == advised.id)
    return (outcomes_say(best.outcomes, before, names),)


def outcomes_say(
    outcomes: Sequence[OutcomeView], before: Mapping[str, float], names: Mapping[str, str]
) -> Outline:
    """Give what each outcome speaks for and against, held against what is believed before it."""
    said = (f"{view.outcome}: speaks {_speaks(view, before, names)}" for view in outcomes)
    return Outline(LOOK_FOR, tuple(map(Branch, said)))


def _odds(probability: float) -> float:
    return probability / max(LEAST_DOUBT, 1 - probability)


def _speaks(view: OutcomeView, before: Mapping[str, float], names: Mapping[str, str]) -> str:
    ratio = {
        each: _odds(after) / _odds(before[each]) for each, after in view.posterior.items() if before.get(each)
    }
    if not ratio:
        return "for nothing much"
    factor = {each: view.posterior[each] / before[each] for each in ratio}
    most, least = max(factor, key=factor.__getitem__), min(factor, key=factor.__getitem__)
    gain = _named([each for each in ratio if factor[each] >= ALIKE * factor[most]], names)
    lose = _named([each for each in ratio if factor[each] * ALIKE <= factor[least]], names)
    said = [f"for {gain}"] if gain and ratio[most] >= MOVES else []
    said += [f"against {lose}"] if lose and ratio[least] <= 1 / MOVES else []
    if not said and ratio[most] >= MOVES:  # many are moved alike on either side
        said = [f"for “{names[most]}” and others"]
    return ", ".join(said) or "for nothing much"


def _named(alike: Sequence[str], names: Mapping[str, str]) -> str:
    """Give the causes that an outcome moves alike; of more than two it says nothing by itself, but of the others.

    An explanation that moves as something else does is one of which the look says nothing.
    """
    if len(alike) > FEW:
        return ""
    return " and ".join(f"“{names[each]}”" for each in ([OTHER] if OTHER in alike else alike))
