"""A closed session as the draft of a case: what it holds, and what somebody still has to say.

What was believed before the first experiment becomes the prior, the forecasts become estimated likelihoods, and an
experiment that nobody ran shows what was most expected of the cause. No author and no path is kept.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.reasoning.problem import OTHER
from coach.session.event.common import Closed, RunPriceGiven
from coach.session.event.experiment import Committed, FixConfirmed
from coach.session.experiments import commitments, experiments
from coach.session.fold import fold
from coach.session.hypotheses import hypotheses, service_cost
from coach.session.pace import run_hours
from coach.session.packs import playbook_ids
from coach.session.problem import problem_of
from coach.session.shared_fixes import fixes
from coach.session.slug import slug
from coach.session.step_builders import stated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.reasoning.problem import Cost
    from coach.session.experiments import ExperimentView
    from coach.session.fold import Session

LONGEST = 90
"""Characters of a label."""
LEAST_HOURS = 0.02
"""What costs nothing still takes a minute."""
_LEAST, _MOST = 0.01, 0.99
_FEWEST_CAUSES = 2
NOT_RUN = "Nobody ran this; it is what was expected of the cause."

ASKED = {
    "title": "What was seen, in a few words that do not name the cause?",
    "report": "What would you have written that night? Do not name the cause.",
    "true_cause": "Which of the explanations was it?",
    "story": "What happened, in two to six sentences?",
    "next_time": "What is the one thing to do differently?",
    "kind": "What kind of training was it (policy-gradient, supervised, data-pipeline ...)?",
}
"""What is asked for where a session does not say it, by the case's key."""


class Draft(NamedTuple):
    """A case as far as a session tells it.

    Attributes:
        data: the keys of a case's file.
        missing: keys of `ASKED` that nobody has said.
        refused: why the session cannot become a case; empty where it can.
    """

    data: dict[str, Any]
    missing: tuple[str, ...]
    refused: str = ""


def draft(session: Session, said: Mapping[str, str]) -> Draft:
    """Give the draft of a case; `said` holds what somebody said of the keys of `ASKED`, which goes first."""
    views = hypotheses(session)
    looks = [
        each for each in experiments(session) if each.cost is not None and each.rows and not each.repeats
    ]
    if session.last(Closed) is None:
        return Draft({}, (), "this session is not closed")
    if len(views) < _FEWEST_CAUSES or not looks:
        return Draft({}, (), "a case needs two explanations and an experiment with a price and a forecast")
    confirmed = session.last(FixConfirmed)
    true = confirmed.hypothesis if confirmed and confirmed.hypothesis != OTHER else ""
    told = {
        "title": session.opened.title if session.opened else "",
        "report": "\n".join(
            filter(None, (stated(session, each) for each in ("working-on", "observed", "tried")))
        ),
        "true_cause": true,
        "story": confirmed.text if confirmed else "",
        "next_time": stated(session, "lesson") or stated(session, "sooner"),
        "kind": next(iter(playbook_ids(session)), ""),
        **{key: text for key, text in said.items() if text},
    }
    missing = tuple(key for key in ASKED if not told[key].strip())
    if told["true_cause"] and told["true_cause"] not in {each.id for each in views}:
        return Draft({}, (), f"{told['true_cause']!r} is none of its explanations")
    return Draft(_case(session, looks, told), missing)


def _case(session: Session, looks: list[ExperimentView], told: Mapping[str, str]) -> dict[str, Any]:
    price = session.last(RunPriceGiven)
    prior = _prior(session)
    data: dict[str, Any] = {
        "schema": "coach.drill/1",
        "id": slug(told["title"], fallback="case"),
        "title": short(told["title"]),
        "kind": slug(told["kind"], fallback="training"),
        "level": 2,
        "report": told["report"],
        "run_price": {
            "hours": max(LEAST_HOURS, run_hours(session)),
            "dollars": price.dollars if price else 0.0,
        },
        "causes": {
            each.id: {"name": short(each.text), "prior": prior[each.id], "mode": each.failure_mode}
            for each in hypotheses(session)
        },
        "true_cause": told["true_cause"],
        "prior_basis": "Estimated: what was believed before the first experiment of the session.",
        "looks": {each.id: _look(session, each, told["true_cause"]) for each in looks},
        "repairs": _repairs(session),
        "start_over": _price(service_cost(session)),
        "story": told["story"],
        "next_time": told["next_time"],
        "source": {"says": "A session of this journal, made into a case"},
        "provenance": "estimated",
    }
    return data


def _prior(session: Session) -> dict[str, float]:
    """Give relative counts out of a hundred by hypothesis: what was believed when the first action was chosen."""
    from coach.reasoning.belief import posterior  # noqa: PLC0415 - loaded with what needs it

    at = next((at for at, each in enumerate(session.active) if isinstance(each.body, Committed)), None)
    problem = problem_of(session if at is None else fold(session.active[:at]))
    known = posterior(problem).probability if problem else {}
    given = {each.id: max(_LEAST, known.get(each.id, 0.0)) for each in hypotheses(session)}
    total = math.fsum(given.values())
    return {each: round(100 * p / total, 1) for each, p in given.items()}


def _look(session: Session, view: ExperimentView, truth: str) -> dict[str, Any]:
    ids = {outcome: f"outcome-{at}" for at, outcome in enumerate(view.outcomes, 1)}
    results = [
        each.result for each in commitments(session) if each.committed.target == view.id and each.result
    ]
    result = next((each for each in results if each.outcome in ids), None)
    row = view.rows.get(truth) or tuple(1 / len(ids) for _ in ids)
    expected = view.outcomes[max(range(len(row)), key=row.__getitem__)]
    known = {each.id for each in hypotheses(session)}
    return {
        "name": short(view.how or view.question),
        **_price(view.cost),
        "outcomes": {ids[each]: short(each) for each in view.outcomes},
        "estimated": {each: _within(row) for each, row in view.rows.items() if each in known},
        "recorded": ids[result.outcome if result else expected],
        "shows": (result.text if result else NOT_RUN),
    }


def short(text: str) -> str:
    """Give a text as a label of a case: its first sentence, cut at a word where that is too long.

    >>> short("Scale the rewards. Then run again."), short("word " * 30)[-8:]
    ('Scale the rewards', 'word ...')
    """
    line = " ".join(text.split()).split(". ")[0].removesuffix(".")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 4].rsplit(' ', 1)[0]} ..."


def _within(row: tuple[float, ...]) -> list[float]:
    """Give a row with no outcome impossible or sure, since a case's likelihoods are from .01 to .99."""
    kept = [min(_MOST, max(_LEAST, each)) for each in row]
    total = math.fsum(kept)
    return [min(_MOST, max(_LEAST, round(each / total, 4))) for each in kept]


def _repairs(session: Session) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    fix = fixes(session)
    for each in hypotheses(session):
        name = short(each.mending.how if each.mending else f"Mend this: {each.text}")
        entry = found.setdefault(f"repair-{fix[each.id].id}"[:60].strip("-"), {"name": name, "cures": []})
        entry |= _price(fix[each.id].cost)
        entry["cures"].append(each.id)
    return found


def _price(cost: Cost | None) -> dict[str, float]:
    if cost is None:
        return {"hours": LEAST_HOURS, "dollars": 0.0}
    return {"hours": max(LEAST_HOURS, round(cost.wall_h + cost.human_h, 2)), "dollars": cost.dollars}
