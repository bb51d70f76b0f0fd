"""The recommendation in words and exhibits: what to do next, what it saves, what each outcome would mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.advised import A_MINUTE, asked_alone, head_of, look_for
from coach.session.beliefs import OTHER_LABEL
from coach.session.event.hypothesis import ServicePriced
from coach.session.exhibit import Branch, Folded, Grid, Outline, Say
from coach.session.experiments import doable, is_solved
from coach.session.hypotheses import hypotheses
from coach.session.multiple_faults import several_say
from coach.session.next_action import advised_next
from coach.session.observations import in_brief
from coach.session.problem import problem_of, seen_as_one
from coach.session.recipes import how_and_when, recipe_of
from coach.session.seeds import seeds_say
from coach.session.shared_fixes import repairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.reasoning.advice import Alternative, Assessment, Recommendation
    from coach.reasoning.policy import PlanNode
    from coach.reasoning.problem import CostWeights, Problem
    from coach.session.exhibit import Exhibit, Recipe
    from coach.session.fold import Session
    from coach.session.next_action import NextAction

OUTCOMES = "Beliefs after each outcome"
RIVALS = "Rivals, and why not first"
PLAN, PRICE = "The whole plan", "What the plan costs"
BY_NUMBERS = "By the numbers alone: "
PLANNED_AT_ONCE = 10
"""Repairs and experiments together up to which the plan comes with the advice; a larger one takes half a second."""
DEEPEST, LIKELY_ENOUGH = 8, 0.02
"""Actions in a row that are drawn of a plan, and how likely one has to come so far; the sums take in the rest."""
LISTED = 3
"""Experiments that are listed, the best first, where the others save nothing (editorial)."""
NAMED_BELIEFS = 2
"""Explanations named after each outcome; the rest is in the beliefs panel."""


class Advice(NamedTuple):
    """A recommendation with the names a person gave to things.

    Attributes:
        action: `experiment:id`, `fix:id` or `service`.
        sentence: what to do, what it takes and what it saves.
        recipe: how it is done; None where nobody wrote that down.
        ranked: every next action as `action`, the one whose plan is cheapest first.
        exhibits: what to do, how and when, and what to look for; then, folded, what each outcome would make one
            believe, the rivals and the plan.
        is_planned: the plan itself begins so; False where a look comes first that the numbers alone would leave out.
    """

    action: str
    sentence: str
    recipe: Recipe | None
    ranked: tuple[str, ...]
    exhibits: tuple[Exhibit, ...]
    is_planned: bool = True


def advise(session: Session) -> Advice | None:
    """Give the coach's advice for a session.

    None until explanations are named and repairs are priced, and once the trouble is gone.
    """
    problem = problem_of(session)
    if problem is None or session.last(ServicePriced) is None or is_solved(session):
        return None
    from coach.reasoning.belief import posterior  # noqa: PLC0415 - only a session with explanations needs it

    found, names = advised_next(session), names_of(session)
    if found is None:
        return None
    advised = found.advised
    action = _action_id(advised.action, advised.id)
    before = posterior(problem).probability
    recipe = recipe_of(session, action)
    whole = head_of(found, problem, before, names)
    head = (
        head_of(found, problem, before, names | asked_alone(action, names))
        if recipe and recipe.steps
        else whole
    )
    ranked = tuple(_action_id(each.action, each.id) for each in advised.alternatives)
    more = (
        *_folded(OUTCOMES, _outcomes(advised, names)),
        *_folded(RIVALS, (*_as_good(found, names), *_rivals(advised, problem, names))),
        *_folded(
            PLAN if _is_planned_at_once(problem) else PRICE,
            (*_plan_at_once(found, problem, names), *_around(session, problem, found)),
        ),
    )
    exhibits = (
        Say(head.lines, "good"),
        *_counted_once(session),
        *how_and_when(session, action),
        *look_for(advised, before, names),
        *several_say(session, problem),
        *more,
    )
    return Advice(action, whole.sentence, recipe, ranked, exhibits, found.instead_of is None)


def _counted_once(session: Session) -> tuple[Say, ...]:
    """Give which sightings are one event and so count once; nothing where none are."""
    events = seen_as_one(session)
    if not events:
        return ()
    said = "; ".join(f"“{in_brief(event[0])}” and {len(event) - 1} more" for event in events)
    return (Say(f"Counted once, as one event: {said}.", "quiet"),)


def _folded(title: str, exhibits: tuple[Exhibit, ...]) -> tuple[Folded, ...]:
    return (Folded(title, exhibits),) if exhibits else ()


def _around(session: Session, problem: Problem, found: NextAction) -> tuple[Exhibit, ...]:
    """Give what the plan is held against, and what it takes for granted."""
    return (*seeds_say(session), _bracket(found.advised, problem.weights))


def _as_good(found: NextAction, names: Mapping[str, str]) -> tuple[Say, ...]:
    """Give why the advice does not begin with what comes out a little cheaper; nothing where it does."""
    planned, direct = found.as_good, found.advised
    if planned is None:
        return ()
    instead = "rebuilding" if planned.action == "service" else f"“{names[f'{planned.action}:{planned.id}']}”"
    less = direct.expected_cost - planned.expected_cost
    said = (
        f"Beginning with {instead} would take {format_hours(less)} less on average, too little to tell by such numbers"
        if less >= A_MINUTE
        else f"Beginning with {instead} would be as good"
    )
    return (Say(f"{said}; this look can confirm a likely cause by itself.", "quiet"),)


def _action_id(action: str, target: str) -> str:
    return action if action == "service" else f"{action}:{target}"


def names_of(session: Session) -> dict[str, str]:
    """Give the words for every id the engine speaks of.

    Experiments stand under `experiment:id`, repairs under `fix:id`, since one may repair several explanations.
    """
    named = {view.id: view.text for view in hypotheses(session)}
    asked = {f"experiment:{view.id}": view.question for view in doable(session)}
    mended = {
        f"fix:{each}": " / ".join(view.text for view in views) for each, views in repairs(session).items()
    }
    return named | asked | mended | {"other": OTHER_LABEL}


def _bracket(advised: Recommendation, weights: CostWeights) -> Say:
    best = "no plan is better" if advised.is_optimal else "the best plan lies between the two"
    proven = f" {advised.proof}" if advised.proof else ""
    return Say(
        f"Knowing the cause at once, one would still pay {format_hours(advised.lower_bound)} on average; this plan "
        f"takes {format_hours(advised.expected_cost)}, and {best}. Repairing without looking takes "
        f"{format_hours(advised.fix_only)}.{proven} An hour of waiting counts as "
        f"{weights.wall_weight:g} h of your own, ${weights.dollars_per_hour:g} as 1 h.",
        "quiet",
    )


def _outcomes(advised: Recommendation, names: Mapping[str, str]) -> tuple[Exhibit, ...]:
    best = next(
        (each for each in advised.ranking if (advised.action, each.id) == ("experiment", advised.id)), None
    )
    roots = tuple(
        Branch(
            f"{view.outcome} ({format_probability(view.probability)})",
            tuple(Branch(text) for text in _strongest(view.posterior, names)),
        )
        for view in (best.outcomes if best else ())
    )
    return (Outline("After each outcome (how likely it is now)", roots),) if roots else ()


def _strongest(posterior: Mapping[str, float], names: Mapping[str, str]) -> tuple[str, ...]:
    ranked = sorted(posterior.items(), key=lambda pair: -pair[1])[:NAMED_BELIEFS]
    return tuple(f"{format_probability(probability)}  {names[each]}" for each, probability in ranked)


def _plan(problem: Problem, names: Mapping[str, str], *, called: str) -> tuple[Exhibit, ...]:
    from coach.reasoning.policy import advised_plan  # noqa: PLC0415 - loads numpy

    plan = advised_plan(problem)
    said = f"{called}{format_hours(plan.expected_cost)} on average (how likely one comes so far)"
    return (Outline(said, (_branch(plan.tree, names),)),)


def _plan_at_once(found: NextAction, problem: Problem, names: Mapping[str, str]) -> tuple[Exhibit, ...]:
    """Give the plan where it comes with the advice; one that begins elsewhere is called what it is."""
    if not _is_planned_at_once(problem):
        return ()
    return _plan(problem, names, called="" if found.instead_of is None else BY_NUMBERS)


def plan_later(session: Session) -> tuple[Exhibit, ...]:
    """Give the plan, folded, where it is too large to come with the advice at once; nothing elsewhere."""
    problem = problem_of(session)
    if problem is None or session.last(ServicePriced) is None or _is_planned_at_once(problem):
        return ()
    plan = _plan(problem, names_of(session), called=BY_NUMBERS)
    return _folded(PLAN, plan)


def _is_planned_at_once(problem: Problem) -> bool:
    return len(problem.fixes) + len(problem.experiments) <= PLANNED_AT_ONCE


def _branch(node: PlanNode, names: Mapping[str, str], label: str = "", depth: int = 1) -> Branch:
    following = {f"{outcome} ": child for outcome, child in node.branches.items()}
    if node.if_not is not None:
        following["if not "] = node.if_not
    if following and depth == DEEPEST:
        return Branch(f"{label}{_action_text(node, names)} …")
    after = tuple(
        _branch(child, names, f"{said}({format_probability(child.probability)}): ", depth + 1)
        for said, child in following.items()
        if child.probability >= LIKELY_ENOUGH
    )
    return Branch(f"{label}{_action_text(node, names)}", after)


def _action_text(node: PlanNode, names: Mapping[str, str]) -> str:
    match node.action:
        case "experiment":
            return f"look: {names[f'experiment:{node.id}']}"
        case "fix":
            return f"repair: {names[f'fix:{node.id}']}"
        case "service":
            return "rebuild from something known to work"


def _rivals(
    recommendation: Recommendation, problem: Problem, names: Mapping[str, str]
) -> tuple[Exhibit, ...]:
    """Give the other actions with why they are not first: the experiments, then the repairs one could begin with.

    Of the experiments that save nothing a few are named, and the others counted.
    """
    ranked = sorted(recommendation.ranking, key=lambda each: -_saves(recommendation, each))
    pays = sum(_saves(recommendation, each) > 0 for each in ranked)
    looks = tuple(
        (
            names[f"experiment:{each.id}"],
            format_hours(each.cost),
            f"{each.eig_bits:.2f} bits",
            _worth(recommendation, each),
        )
        for each in ranked[: max(pays, LISTED)]
    )
    takes = {fix.id: problem.hours(fix.cost) for fix in problem.fixes} | {"service": problem.service_hours}
    begun = tuple(
        (
            "rebuild it all" if each.action == "service" else names[f"fix:{each.id}"],
            format_hours(takes[each.id]),
            _behind(recommendation, each),
        )
        for each in recommendation.alternatives
        if each.action != "experiment"
    )
    experiments = Grid("Experiments on the list", ("experiment", "takes", "tells", "saves"), looks)
    left = len(recommendation.ranking) - len(looks)
    others = "1 more experiment" if left == 1 else f"{left} more experiments"
    uncounted = (Say(f"{others} would save nothing.", "quiet"),) if left else ()
    repairs_first = Grid("Or begin with a repair", ("repair", "takes", ""), begun)
    return (experiments, *uncounted, repairs_first) if looks else (repairs_first,)


def _saves(recommendation: Recommendation, each: Assessment) -> float:
    """Give the hours that a plan which starts with an experiment saves against repairing without looking."""
    return recommendation.fix_only - each.plan_cost if each.can_pay else -each.cost


def _worth(recommendation: Recommendation, each: Assessment) -> str:
    if not each.can_pay:
        return "nothing, even if it told the answer"
    saves = _saves(recommendation, each)
    return format_hours(saves) if saves >= 0 else f"nothing ({format_hours(-saves)} more)"


def _behind(recommendation: Recommendation, each: Alternative) -> str:
    if (each.action, each.id) == (recommendation.action, recommendation.id):
        return "advised"
    more = each.plan_cost - recommendation.expected_cost
    if more <= -A_MINUTE:
        return f"{format_hours(-more)} less, by the numbers alone"
    return f"{format_hours(more)} more" if more >= A_MINUTE else "as good"
