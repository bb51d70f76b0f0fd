"""How good a drill was: what each choice cost, how far the odds lay from the exact ones. No one number for a person.

Hours wasted are the sum over the actions of Q(b, a) - V(b): b is the exact belief at that moment, V its expected cost
to go, Q that of doing a first. It is never negative, 0 for the best plan, its mean is the excess expected cost, and
it holds no luck.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.session.drill.belief import after, belief_of, prior_of
from coach.session.drill.events import LookBought, OddsStated, RepairTried
from coach.session.drill.fold import Drill, price_of
from coach.session.drill.plan import best_way, costs, hours_of, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.drill.case import Case, Look
    from coach.session.drill.fold import Action

_ROUNDING = 1e-9
_LEAST_ODDS = 1e-4
"""Odds of 0 are scored as this, so that one careless 0 is dear and not infinite."""


class Choice(NamedTuple):
    """One action and what it was worth.

    Attributes:
        action: what was done.
        hours: what was paid for it, in hours.
        wasted: Q(b, a) - V(b) in hours, at least 0.
        best: the action that would have cost least, as `plan.name_of` names it.
        told_bits: how far what it showed moved the exact belief, D(after || before).
        could_tell_bits: what it tells on average, the mutual information of cause and outcome; its mean is `told_bits`.
        could_matter: some outcome would have changed what to do next.
        cut: ids of causes that the planning left out.
    """

    action: Action
    hours: float
    wasted: float
    best: str
    told_bits: float
    could_tell_bits: float
    could_matter: bool
    cut: tuple[str, ...]


class StatedOdds(NamedTuple):
    """One statement of odds.

    Attributes:
        after_actions: how many actions had been paid for by then.
        off_bits: D(exact || stated) in bits; 0 where they are the exact ones.
        log_score: -log2 of the odds on the true cause: what happened, luck and all.
        brier: sum over the causes of (stated - truth)^2, from 0 to 2.
        on_truth: odds on the true cause.
    """

    after_actions: int
    off_bits: float
    log_score: float
    brier: float
    on_truth: float


class Score(NamedTuple):
    """What a drill came to.

    Attributes:
        choices: each action.
        odds: each statement of odds.
        named: the cause named last was the true one.
        hours: hours paid.
        dollars: dollars paid.
        best: what the best plan does on this case.
        best_hours: hours that way takes here.
        best_expected: hours the best plan takes on average over such cases, V at the start.
    """

    choices: tuple[Choice, ...]
    odds: tuple[StatedOdds, ...]
    named: bool
    hours: float
    dollars: float
    best: tuple[Action, ...]
    best_hours: float
    best_expected: float

    @property
    def wasted(self) -> float:
        """Hours that the choices cost on average by what was known then."""
        return math.fsum(each.wasted for each in self.choices)

    @property
    def dearest(self) -> Choice | None:
        """The choice that cost most; None where none cost anything."""
        dear = [each for each in self.choices if each.wasted > _ROUNDING]
        return max(dear, key=lambda each: each.wasted) if dear else None

    @property
    def idle_hours(self) -> float:
        """Hours bought whose outcome could not change the next action."""
        looks = [each for each in self.choices if isinstance(each.action, LookBought)]
        return math.fsum(each.hours for each in looks if not each.could_matter)

    @property
    def cut(self) -> tuple[str, ...]:
        """Ids of causes that some step was planned without."""
        return tuple(dict.fromkeys(cause for each in self.choices for cause in each.cut))


def score(drill: Drill) -> Score:
    """Score a drill as it stands, whether it is over or not."""
    case, way = drill.case, best_way(drill.case)
    return Score(
        choices=_choices(case, drill.actions),
        odds=_odds(drill),
        named=drill.diagnosis == case.true_cause,
        hours=drill.hours,
        dollars=drill.dollars,
        best=way,
        best_hours=hours_of(case, way),
        best_expected=costs(case, prior_of(case), ()).to_go,
    )


def _choices(case: Case, actions: tuple[Action, ...]) -> tuple[Choice, ...]:
    belief, found = prior_of(case), []
    for at, action in enumerate(actions):
        done = actions[:at]
        keep = action.repair if isinstance(action, RepairTried) else ""
        here = costs(case, belief, done, keep)
        over = here.by_action[name_of(action)] - here.to_go if name_of(action) in here.by_action else math.inf
        if not math.isfinite(
            over
        ):  # a repair of what is ruled out: its price is paid, and nothing else changes
            over = price_of(case, action)[0]
        look = case.look(action.look) if isinstance(action, LookBought) else None
        now = after(case, belief, action)
        found.append(
            Choice(
                action=action,
                hours=price_of(case, action)[0],
                wasted=over if over > _ROUNDING else 0.0,
                best=here.best,
                told_bits=divergence_bits(now, belief),
                could_tell_bits=_could_tell(case, belief, action),
                could_matter=look is None or _could_matter(case, belief, done, look),
                cut=here.cut,
            )
        )
        belief = now
    return tuple(found)


def _could_tell(case: Case, belief: Mapping[str, float], action: Action) -> float:
    from coach.reasoning.information import mutual_information_bits  # noqa: PLC0415 - as planning

    ids, prior = list(belief), list(belief.values())
    match action:
        case LookBought(look=look):
            rows = [case.look(look).row(each) for each in ids]
        case RepairTried(repair=repair):
            cures = case.repair(repair).cures
            rows = [(1.0, 0.0) if each in cures else (0.0, 1.0) for each in ids]
        case _:
            return 0.0
    return mutual_information_bits(prior, rows)


def _could_matter(case: Case, belief: Mapping[str, float], done: tuple[Action, ...], look: Look) -> bool:
    """Give whether two outcomes of a look lead to different next actions."""
    bought = (*done, LookBought(look=look.id))
    following = set()
    for at in range(len(look.outcomes)):
        weight = {each: p * look.row(each)[at] for each, p in belief.items()}
        total = math.fsum(weight.values())
        if total > 0:
            following.add(costs(case, {each: w / total for each, w in weight.items()}, bought).best)
    return len(following) > 1


def _odds(drill: Drill) -> tuple[StatedOdds, ...]:
    found = []
    for at, body in enumerate(drill.bodies):
        if isinstance(body, OddsStated):
            before = Drill(drill.case, drill.bodies[:at])
            found.append(stated_odds(before, body.odds))
    return tuple(found)


def stated_odds(before: Drill, odds: Mapping[str, float]) -> StatedOdds:
    """Score odds against the exact belief of the moment at which they were stated."""
    truth = before.case.true_cause
    return StatedOdds(
        after_actions=len(before.actions),
        off_bits=divergence_bits(belief_of(before), odds),
        log_score=-math.log2(max(_LEAST_ODDS, odds[truth])),
        brier=math.fsum((p - (each == truth)) ** 2 for each, p in odds.items()),
        on_truth=odds[truth],
    )


def divergence_bits(of: Mapping[str, float], given: Mapping[str, float]) -> float:
    """Give D(of || given) in bits, at least 0; what `given` calls impossible counts as one in ten thousand.

    >>> round(divergence_bits({"a": 0.5, "b": 0.5}, {"a": 0.25, "b": 0.75}), 4)
    0.2075
    """
    terms = (p * math.log2(p / max(_LEAST_ODDS, given[each])) for each, p in of.items() if p > 0)
    return max(0.0, math.fsum(terms))
