"""Compiles a session into the reasoning engine's problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.problem import Evidence, Experiment, Fix, Hypothesis, Problem
from coach.session.experiments import commitments, experiments
from coach.session.hypotheses import hypotheses, priors, repair_cost, service_cost
from coach.session.observations import observations

if TYPE_CHECKING:
    from coach.session.fold import Session

FIX_FAILED_IF_CAUSE = 0.03
"""P(the repair does not help | it was the cause), `almost no chance` (editorial)."""
FIX_FAILED_IF_NOT = 0.97
"""P(the repair does not help | it was not the cause), `almost certain` (editorial)."""


def problem_of(session: Session) -> Problem | None:
    """Give the problem that a session poses; None while nobody has named an explanation."""
    views = hypotheses(session)
    if not views:
        return None
    prior = priors(session)
    return Problem(
        hypotheses=tuple(
            Hypothesis(id=view.id, prior=prior[view.id], fix=Fix(id=view.id, cost=repair_cost(session, view)))
            for view in views
        ),
        other_prior=prior["other"],
        service=service_cost(session),
        experiments=open_experiments(session),
        evidence=(*_observed(session), *_results(session)),
    )


def open_experiments(session: Session) -> tuple[Experiment, ...]:
    """Give the experiments that are priced, forecast and not done yet."""
    done = {view.committed.target for view in commitments(session) if view.result is not None}
    known = {view.id for view in hypotheses(session)}
    return tuple(
        Experiment(
            id=view.id,
            cost=view.cost,
            outcomes=view.outcomes,
            likelihood={each: row for each, row in view.rows.items() if each in known},
        )
        for view in experiments(session)
        if view.cost is not None and view.rows and view.id not in done
    )


def _observed(session: Session) -> tuple[Evidence, ...]:
    known = {view.id for view in hypotheses(session)}
    return tuple(
        Evidence(id=seen.id, likelihood={each: p for each, p in seen.likelihood.items() if each in known})
        for seen in observations(session)
        if seen.likelihood
    )


def _results(session: Session) -> tuple[Evidence, ...]:
    by_id = {view.id: view for view in experiments(session)}
    known = [view.id for view in hypotheses(session)]
    found: list[Evidence] = []
    for view in commitments(session):
        if view.result is None:
            continue
        committed, outcome = view.committed, view.result.outcome
        experiment = by_id.get(committed.target) if committed.action == "experiment" else None
        if experiment is not None and outcome in experiment.outcomes:
            at = experiment.outcomes.index(outcome)
            rows = {each: row for each, row in experiment.rows.items() if each in known}
            found.append(
                Evidence(
                    id=committed.commitment,
                    likelihood={each: row[at] for each, row in rows.items()},
                    outcome_count=len(experiment.outcomes),
                    rows=rows,
                )
            )
        elif committed.action == "fix" and outcome == "not-fixed" and committed.target in known:
            failed = dict.fromkeys(known, FIX_FAILED_IF_NOT) | {committed.target: FIX_FAILED_IF_CAUSE}
            found.append(Evidence(id=committed.commitment, likelihood=failed | {"other": FIX_FAILED_IF_NOT}))
    return tuple(found)
