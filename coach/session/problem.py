"""Compiles a session into the reasoning engine's problem."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.reasoning.belief import counted
from coach.reasoning.problem import OTHER, Evidence, Experiment, Hypothesis, Problem
from coach.session.assumptions import cost_weights, grouped_evidence
from coach.session.catch_all import composition
from coach.session.experiments import commitments, doable, experiment_by_id
from coach.session.hypotheses import catch_all, hypotheses, priors, service_cost
from coach.session.observations import not_seen, observations
from coach.session.shared_fixes import fixes
from coach.session.symptom_evidence import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.session.catch_all import Composition, Told
    from coach.session.fold import Session
    from coach.session.hypotheses import HypothesisView
    from coach.session.observations import Observation

FIX_FAILED_IF_CAUSE = 0.03
"""P(the repair does not help | it was the cause), `almost no chance` (editorial)."""
FIX_FAILED_IF_NOT = 0.97
"""P(the repair does not help | it was not the cause), `almost certain` (editorial)."""


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


def open_experiments(session: Session) -> tuple[Experiment, ...]:
    """Give the experiments that are priced, forecast and not done yet; seeds can be run again and again."""
    done = {view.committed.target for view in commitments(session) if view.result is not None}
    known = {view.id for view in hypotheses(session)}
    return tuple(
        Experiment(
            id=view.id,
            cost=view.cost,
            outcomes=view.outcomes,
            likelihood={each: row for each, row in view.rows.items() if each in known},
        )
        for view in doable(session)
        if view.cost is not None and view.rows and (view.repeats or view.id not in done)
    )


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
    views = hypotheses(session)
    unseen = not_seen(session)
    seen = [
        *([] if unseen is None else [unseen]),
        *(each for each in observations(session) if each.likelihood or each.silent),
    ]
    group = _groups(session, seen)
    by_id = {each.id: each for each in seen}
    found = counted([_evidence(each, views, group[each.id]) for each in seen])
    return found, tuple(by_id[each.id].told for each in found)


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


def _results(session: Session) -> tuple[Evidence, ...]:
    fix = fixes(session)
    known = [view.id for view in hypotheses(session)]
    found: list[Evidence] = []
    for view in commitments(session):
        if view.result is None:
            continue
        committed, outcome = view.committed, view.result.outcome
        experiment = experiment_by_id(session, committed.target) if committed.action == "experiment" else None
        if experiment is not None and outcome in experiment.outcomes:
            at = experiment.outcomes.index(outcome)
            rows = {each: row for each, row in experiment.rows.items() if each in known}
            found.append(
                Evidence(
                    id=committed.commitment,
                    likelihood={each: row[at] for each, row in rows.items()},
                    outcome_count=len(experiment.outcomes),
                    rows=rows,
                    seen_at=at,
                )
            )
        elif committed.action == "fix" and outcome == "not-fixed" and committed.target in known:
            tried = fix[committed.target].id
            failed = {
                each: FIX_FAILED_IF_CAUSE if fix[each].id == tried else FIX_FAILED_IF_NOT for each in known
            }
            found.append(Evidence(id=committed.commitment, likelihood=failed | {"other": FIX_FAILED_IF_NOT}))
    return tuple(found)
