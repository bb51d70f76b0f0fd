"""The explanations of a session with their prior weights, and what trying each repair would take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.problem import OTHER, OTHER_PRIOR_DEFAULT, OTHER_PRIOR_FLOOR, Cost
from coach.session.catch_all import UNKNOWN
from coach.session.event.hypothesis import (
    CatchAllGiven,
    DoubtNamed,
    FavouriteNamed,
    HypothesisAdded,
    Origin,
    PriorsGiven,
    RepairPriced,
    ServicePriced,
)
from coach.session.exhibit import Recipe
from coach.session.matches import matches
from coach.session.once import once
from coach.session.pace import run_hours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.session.fold import Session

REPAIR_HUMAN_H = 1.0
"""A person's hours for a repair nobody has priced (editorial)."""
SERVICE_HUMAN_H = 40.0
"""A person's hours to rebuild from a known-good implementation when nobody has said (editorial: one week)."""
UNCOUNTED_SHARE = 0.05
"""Share of "something else" that a cause of the catalogue takes where nobody counted what it is made of (editorial):
catalogues hold a hundred causes, and what is brought back is one of the likelier."""
SPLIT_SHARE = 0.5
"""Share of the catch-all's prior that a hypothesis found late receives (engine: retro-split)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisView:
    """One explanation as it stands.

    Attributes:
        weight: relative prior weight, None until the person has given one.
        brought_back: it was a part of the catch-all, whose prior it keeps.
        no_idea: the person chose `no idea`; it gets an equal share.
        repair: what trying its repair would take; None until priced.
        mending: how it is repaired, as the catalogue says; None where it says nothing.
        source: where the catalogue has it from; may be empty.
    """

    id: str
    text: str
    origin: Origin
    failure_mode: str
    late: bool
    brought_back: bool
    weight: float | None
    no_idea: bool
    editorial: bool
    repair: Cost | None
    mending: Recipe | None
    source: str
    doubts: tuple[str, ...]
    is_favourite: bool


@once
def hypotheses(session: Session) -> tuple[HypothesisView, ...]:
    """Give every explanation that stands, in the order in which they were named.

    What was picked from the catalogue and turned out to be a line of one's own stands as that line.
    """
    weights: dict[str, float] = {}
    no_idea: set[str] = set()
    editorial: set[str] = set()
    for given in session.all(PriorsGiven):
        weights.update(given.weights)
        touched = set(given.weights) | set(given.no_idea)
        no_idea = (no_idea - touched) | set(given.no_idea)
        editorial = (editorial - touched) | set(given.editorial)
    repairs = {
        priced.hypothesis: Cost(wall_h=priced.wall_h, dollars=priced.dollars, human_h=priced.human_h)
        for priced in session.all(RepairPriced)
    }
    told = {priced.hypothesis: priced for priced in session.all(RepairPriced) if priced.how}
    favourite = session.last(FavouriteNamed)
    named = {added.hypothesis: added for added in reversed(session.all(HypothesisAdded))}
    matched = matches(session)
    return tuple(
        HypothesisView(
            id=added.hypothesis,
            text=added.text,
            origin=added.origin,
            failure_mode=matched.of(added.hypothesis) or added.failure_mode,
            late=added.late,
            brought_back=added.brought_back,
            weight=None if added.hypothesis in no_idea else weights.get(added.hypothesis),
            no_idea=added.hypothesis in no_idea,
            editorial=added.hypothesis in editorial,
            repair=repairs.get(added.hypothesis),
            mending=_mending(told.get(added.hypothesis)),
            source=added.source or (told[added.hypothesis].source if added.hypothesis in told else ""),
            doubts=tuple(d.text for d in session.all(DoubtNamed) if d.hypothesis == added.hypothesis),
            is_favourite=favourite is not None and favourite.hypothesis == added.hypothesis,
        )
        for added in reversed(named.values())
        if added.origin == "own" or added.failure_mode not in matched.taken
    )


def _mending(told: RepairPriced | None) -> Recipe | None:
    return Recipe("How", told.how, told.steps, told.code) if told else None


def is_weighed(view: HypothesisView) -> bool:
    """True when the person has said how likely it is, or that they have no idea."""
    return view.weight is not None or view.no_idea or view.late


def catch_all_prior(session: Session) -> float:
    """Give P(the cause is on nobody's list) before late hypotheses are split out of it."""
    given = session.last(CatchAllGiven)
    return given.probability if given else OTHER_PRIOR_DEFAULT


class CatchAll(NamedTuple):
    """What "something else" holds before the evidence.

    Attributes:
        parts: prior of the catalogued causes that nobody listed, by failure mode id.
        unknown: prior of what no catalogue holds.
    """

    parts: Mapping[str, float]
    unknown: float

    @property
    def prior(self) -> float:
        """P(something else)."""
        return math.fsum((*self.parts.values(), self.unknown))


@once
def catch_all(session: Session) -> CatchAll:
    """Give what "something else" holds once what was found late is split out of it."""
    return _split(session, hypotheses(session))[0]


def _split(session: Session, views: Sequence[HypothesisView]) -> tuple[CatchAll, dict[str, float]]:
    """Give what is left of the catch-all, and the prior of what was found late, by its id.

    What is brought back takes what it had as a part, so that every other belief stays as it was; where it was not
    counted among the parts, what they have on average. What nobody had thought of takes `SPLIT_SHARE` of the whole
    (retro-split, engine.md 5.1).
    """
    given = session.last(CatchAllGiven)
    listed = {view.failure_mode for view in views if not view.late}
    weights = {key: each.share for key, each in (given.parts if given else {}).items() if key not in listed}
    left = _spread(catch_all_prior(session) if any(not view.late for view in views) else 1.0, weights)
    prior: dict[str, float] = {}
    for view in (each for each in views if each.late):
        others = {key: p for key, p in left.parts.items() if key != view.failure_mode}
        if view.brought_back and view.failure_mode in left.parts:
            prior[view.id] = left.parts[view.failure_mode]
            left = CatchAll(others, left.unknown)
        else:
            taken = _usual_part(left) if view.brought_back else SPLIT_SHARE * left.prior
            prior[view.id] = taken
            left = _spread(left.prior - taken, others, left.unknown / left.prior)
    return left, prior


def _usual_part(left: CatchAll) -> float:
    """Give the prior of a part of the catch-all of which nothing is known but that it is one."""
    if not left.parts:
        return UNCOUNTED_SHARE * left.prior
    return min(math.fsum(left.parts.values()) / len(left.parts), UNCOUNTED_SHARE * left.prior)


def _spread(prior: float, weights: Mapping[str, float], unknown: float = UNKNOWN) -> CatchAll:
    total = math.fsum(weights.values())
    if total <= 0:
        return CatchAll({}, prior)
    share = (1 - unknown) * prior / total
    return CatchAll({each: share * weight for each, weight in weights.items()}, unknown * prior)


def priors(session: Session) -> dict[str, float]:
    """Give P(h) before the evidence for every explanation and the catch-all; sums to 1.

    Weights are relative and share what the catch-all leaves. `No idea`, and a hypothesis nobody has
    weighed yet, count as the mean of those that were. What was found late is split out of the catch-all
    (`_split`), which never falls under its floor.
    """
    views = hypotheses(session)
    early = [view for view in views if not view.late]
    given = [view.weight for view in early if view.weight is not None and view.weight > 0]
    mean = sum(given) / len(given) if given else 1.0
    weight = {view.id: mean if view.weight is None else view.weight for view in early}
    total = sum(weight.values())
    left, late = _split(session, views)
    other = left.prior
    named = 1 - catch_all_prior(session) if early else 0.0
    prior = {each: named * value / total if total > 0 else 0.0 for each, value in weight.items()} | late
    if other < OTHER_PRIOR_FLOOR:
        squeeze = (1 - OTHER_PRIOR_FLOOR) / (1 - other)
        prior = {each: value * squeeze for each, value in prior.items()}
        other = OTHER_PRIOR_FLOOR
    return {view.id: prior[view.id] for view in views} | {OTHER: other}


def repair_cost(session: Session, view: HypothesisView) -> Cost:
    """Give what trying a repair takes: as priced, else an hour of work and one run to verify it."""
    return view.repair or Cost(wall_h=run_hours(session), human_h=REPAIR_HUMAN_H)


def service_cost(session: Session) -> Cost:
    """Give what the repair that always works takes."""
    priced = session.last(ServicePriced)
    return Cost(human_h=priced.human_h if priced else SERVICE_HUMAN_H)
