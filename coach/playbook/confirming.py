"""The experiment of a session that spoke most for what turned out to be the cause, as that cause's check."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from coach.session.experiments import commitments, experiments
from coach.session.hypotheses import hypotheses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from coach.session.experiments import ExperimentView
    from coach.session.fold import Session
    from coach.session.hypotheses import HypothesisView

LEAST, MOST = 0.01, 0.99
"""The likelihoods that a playbook takes."""


def confirming_check(session: Session, cause: HypothesisView, known: Collection[str]) -> dict[str, Any]:
    """Give the check that confirmed a cause, as a playbook's form has it; nothing where no experiment spoke for it.

    Its first outcome is the one that came out.

    Args:
        session: a closed session.
        cause: the explanation that turned out to be right.
        known: ids of the failure modes that the check may be mistaken for.
    """
    done = [(_ratio(view, found, cause), view, found) for view, found in _done(session)]
    speaks, view, found = max(done, key=lambda each: each[0], default=(0.0, None, ""))
    if view is None or speaks <= 1:
        return {}
    at = view.outcomes.index(found)
    modes = {each.id: each.failure_mode for each in hypotheses(session) if each.id != cause.id}
    mistaken = {
        modes[each]: round(min(MOST, max(LEAST, row[at])), 2)
        for each, row in view.rows.items()
        if modes.get(each, "") in known
    }
    check: dict[str, Any] = {"says": f"{view.question.rstrip('. ')} {view.how}".strip()}
    if view.question.rstrip()[-1:] not in ("?", "."):
        check["says"] = f"{view.question.rstrip()}: {view.how}" if view.how else view.question
    check |= {"how": list(view.steps)} if view.steps else {}
    check |= {"code": view.code} if view.code else {}
    if view.price is not None:
        price = view.price
        check["cost"] = {"wall_h": price.wall_h, "human_h": price.human_h, "dollars": price.dollars}
    check["outcomes"] = [found, *(each for each in view.outcomes if each != found)]
    return {**check, "mistaken_for": mistaken} if mistaken else check


def _done(session: Session) -> Iterator[tuple[ExperimentView, str]]:
    """Give each experiment that came out, with its outcome."""
    by_id = {each.id: each for each in experiments(session)}
    for each in commitments(session):
        view = by_id.get(each.committed.target)
        if view is not None and each.result is not None and each.result.outcome in view.outcomes:
            yield view, each.result.outcome


def _ratio(view: ExperimentView, found: str, cause: HypothesisView) -> float:
    """Give how much likelier an outcome was under a cause than under the others on average; 0 where nobody said."""
    at = view.outcomes.index(found)
    others = [row[at] for each, row in view.rows.items() if each != cause.id]
    if cause.id not in view.rows or not others:
        return 0.0
    return view.rows[cause.id][at] / max(LEAST, math.fsum(others) / len(others))
