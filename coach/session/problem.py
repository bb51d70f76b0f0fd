"""Compiles a session into the reasoning engine's problem."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.reasoning.belief import counted
from coach.reasoning.problem import OTHER, Evidence, Experiment, Hypothesis, Problem
from coach.session.assumptions import cost_weights, grouped_evidence
from coach.session.catch_all import composition
from coach.session.event.experiment import FixConfirmed
from coach.session.exclusions import Sighting, counted_with_exclusions
from coach.session.experiments import (
    FIX_OUTCOMES,
    FIXED,
    NOT_FIXED,
    commitments,
    doable,
    experiment_by_id,
)
from coach.session.hypotheses import catch_all, hypotheses, priors, service_cost
from coach.session.observations import not_seen, observations
from coach.session.once import once
from coach.session.shared_fixes import fixes
from coach.session.symptom_evidence import grouped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from coach.session.catch_all import Composition, Told
    from coach.session.experiments import CommitmentView, ExperimentView
    from coach.session.fold import Session
    from coach.session.hypotheses import HypothesisView
    from coach.session.observations import Observation

FIX_FAILED_IF_CAUSE = 0.03
"""P(the repair does not help | it was the cause), `almost no chance` (editorial)."""
FIX_FAILED_IF_NOT = 0.97
"""P(the repair does not help | it was not the cause), `almost certain` (editorial)."""
SURE = {"reversed": 0.999, "fixed-once": 0.99, "believed": 0.0}
"""How surely a cause is known by how it was confirmed (editorial); what is only believed says nothing more."""


@once
def problem_of(session: Session) -> Problem | None:
    """Give the problem that a session poses; None while nobody has named an explanation."""
    views = hypotheses(session)
    if not views:
        return None
    prior, fix = priors(session), fixes(session)
    return Problem(
        hypotheses=tuple(Hypothesis(id=view.id, prior=prior[view.id], fix=fix[view.id]) for view in views),
        other_prior=prior["other"],
        service=service_cost(session),
        weights=cost_weights(session),
        experiments=open_experiments(session),
        evidence=(*_observed(session), *_results(session)),
    )


@once
def open_experiments(session: Session) -> tuple[Experiment, ...]:
    """Give the experiments that are priced, forecast and not done yet; seeds can be run again and again."""
    done = {view.committed.target for view in commitments(session) if view.result is not None}
    known = {view.id for view in hypotheses(session)}
    return tuple(
        Experiment(
            id=view.id,
            cost=view.cost,
            outcomes=view.outcomes,
            likelihood=_rows(view, known),
        )
        for view in doable(session)
        if view.cost is not None and view.rows and (view.repeats or view.id not in done)
    )


@once
def composed(session: Session) -> Composition | None:
    """Give what "something else" is made of after what was seen; None where no catalogued cause is left in it."""
    return _composed(session, _seen(session)[1])


def _observed(session: Session) -> tuple[Evidence, ...]:
    """Give what was seen, once an event, and how expected it is under every explanation and under something else.

    What nobody knows shows it as often as it is seen anyway.
    """
    found, told = _seen(session)
    parts = _composed(session, told)
    expected = parts.likelihood if parts else tuple(each.base for each in told)
    return tuple(
        replace(each, likelihood={**each.likelihood, OTHER: p}, group="")
        for each, p in zip(found, expected, strict=True)
    )


def _seen(session: Session) -> tuple[tuple[Evidence, ...], tuple[Told, ...]]:
    """Give what counts of what was seen, and what the catalogue says of each."""
    views, seen = hypotheses(session), _judged(session)
    group = _groups(session, seen)
    told = {each.id: each.told for each in seen}
    everything = [_evidence(each, views, group[each.id]) for each in seen]
    found, said = [], []
    for each in counted(everything):
        others = [one for one in everything if each.group and one.group == each.group and one is not each]
        counts = counted_with_exclusions(
            Sighting(each.likelihood, told[each.id]),
            [Sighting(one.likelihood, told[one.id]) for one in others],
        )
        found.append(replace(each, likelihood=counts.likelihood))
        said.append(counts.told)
    return tuple(found), tuple(said)


def _judged(session: Session) -> list[Observation]:
    """Give what was seen, and what was not, as far as somebody said what it means."""
    unseen = not_seen(session)
    return [
        *([] if unseen is None else [unseen]),
        *(each for each in observations(session) if each.likelihood or each.silent),
    ]


def seen_as_one(session: Session) -> tuple[tuple[Observation, ...], ...]:
    """Give what was seen several times of one event, the observations of each event together; they count once."""
    seen = _judged(session)
    group = _groups(session, seen)
    names = dict.fromkeys(name for name in group.values() if name)
    return tuple(tuple(each for each in seen if group[each.id] == name) for name in names)


def _composed(session: Session, told: Sequence[Told]) -> Composition | None:
    left = catch_all(session)
    return composition(left.parts, told, left.unknown / left.prior)


def _evidence(seen: Observation, views: Sequence[HypothesisView], group: str) -> Evidence:
    known = {view.id for view in views}
    silent = dict.fromkeys(seen.silent & known, seen.told.base)
    stated = {each: p for each, p in seen.likelihood.items() if each in known}
    return Evidence(id=seen.id, likelihood={**silent, **stated}, group=group)


def _groups(session: Session, seen: Sequence[Observation]) -> dict[str, str]:
    """Give the group of each observation by its id.

    One group is what began together, what is the same symptom seen twice or stated as well as seen, what the catalogue
    calls one event, and what a person said is the same.
    """
    same = grouped_evidence(session)
    names = [(each.id, name) for each in seen for name in _event_names(each, is_same=each.id in same)]
    return {each: min(event) if len(event) > 1 else "" for event in grouped(names) for each in event}


def _event_names(seen: Observation, *, is_same: bool) -> Iterator[str]:
    yield f"itself: {seen.id}"
    if is_same:
        yield "the same thing"
    if seen.began_with:
        yield f"began with {seen.began_with}"
    side = "not " if seen.denied else ""
    if seen.detector:
        yield f"{side}{seen.detector}"
    if seen.event:
        yield f"{side}part of {seen.event}"


def _rows(view: ExperimentView, known: Collection[str]) -> dict[str, tuple[float, ...]]:
    """Give P(outcome | cause) as far as anybody knows, something else last."""
    rows = {each: row for each, row in view.rows.items() if each in known}
    return {**rows, OTHER: view.something_else} if view.something_else else rows


def _results(session: Session) -> tuple[Evidence, ...]:
    """Give what came of the commitments as evidence, the cause that was confirmed in place of what its repair did."""
    known = [view.id for view in hypotheses(session)]
    confirmed = session.last(FixConfirmed)
    sure = SURE[confirmed.grade] if confirmed else 0.0
    found = [
        evidence
        for view in commitments(session)
        if view.result is not None and not (sure and view.result.outcome == FIXED)
        for evidence in _result(session, view, known)
    ]
    if confirmed and sure and (confirmed.hypothesis in known or confirmed.hypothesis == OTHER):
        is_cause = {each: sure if each == confirmed.hypothesis else 1 - sure for each in (*known, OTHER)}
        found.append(Evidence(id="confirmed", likelihood=is_cause))
    return tuple(found)


def _result(session: Session, view: CommitmentView, known: Sequence[str]) -> Iterator[Evidence]:
    committed, outcome = view.committed, view.result.outcome if view.result else ""
    experiment = experiment_by_id(session, committed.target) if committed.action == "experiment" else None
    if experiment is not None and outcome in experiment.outcomes:
        at = experiment.outcomes.index(outcome)
        rows = _rows(experiment, known)
        yield Evidence(
            id=committed.commitment,
            likelihood={each: row[at] for each, row in rows.items()},
            outcome_count=len(experiment.outcomes),
            rows=rows,
            seen_at=at,
        )
    elif committed.action == "fix" and outcome in FIX_OUTCOMES and committed.target in known:
        fix = fixes(session)
        tried = fix[committed.target].id
        helps = {each: fix[each].id == tried for each in known} | {OTHER: False}
        failed = {each: FIX_FAILED_IF_CAUSE if it else FIX_FAILED_IF_NOT for each, it in helps.items()}
        came = failed if outcome == NOT_FIXED else {each: 1 - p for each, p in failed.items()}
        yield Evidence(id=committed.commitment, likelihood=came)
