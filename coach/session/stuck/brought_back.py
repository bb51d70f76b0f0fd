"""Causes of the catalogue that nobody listed, named before "something else" grows and before anybody rebuilds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.belief import posterior
from coach.reasoning.scale import elicited_likelihood, format_probability
from coach.session.answers.reading import chosen
from coach.session.assumptions import cost_weights
from coach.session.event.common import Finished
from coach.session.event.experiment import OutcomesForecast
from coach.session.event.hypothesis import LikelihoodsGiven
from coach.session.experiments import experiments
from coach.session.form import Option, Several
from coach.session.hypotheses import hypotheses, service_cost
from coach.session.inside import DECLINED, expecting, inside, is_declined
from coach.session.observations import not_seen, observations
from coach.session.pace import run_hours
from coach.session.problem import problem_of
from coach.session.step import Question, Step
from coach.session.stuck.experiment_choice import own_check
from coach.session.stuck.mending import from_catalogue
from coach.session.suggested import check_id, wall_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from coach.session.event import Body
    from coach.session.experiments import ExperimentView
    from coach.session.failure_mode import FailureMode
    from coach.session.fold import Session
    from coach.session.inside import Part
    from coach.session.step import Answer, Place

AT_ONCE = 6
"""Causes named at once, the likeliest (editorial)."""
_KEY = "catalogue.back-"


class _Cause(NamedTuple):
    """A cause of the catalogue, its probability, and what is said of that."""

    mode: FailureMode
    now: float
    says: str


def steps(place: Place) -> Iterator[Step]:
    """Give the question whether to weigh what expected the evidence, and what to do with it, by name."""
    causes = _known(place, expecting(place.session))
    if causes:
        yield _offer(place, causes, "What was seen is what these would do, and nobody listed them.")


def before_rebuilding(place: Place) -> Iterator[Step]:
    """Give the question whether to look for causes whose check costs less than it may save, listed or not.

    A check of a cause of probability p pays where p x (rebuilding - its repair) is more than it costs.
    """
    session = place.session
    rebuilding = cost_weights(session).hours(service_cost(session))
    waiting = (part for part in inside(session) if not is_declined(session, part.failure_mode))
    pays = [
        cause
        for cause in (*_known(place, waiting), *_unchecked(place))
        if cause.now * (rebuilding - _repair_hours(place, cause.mode)) > _check_hours(place, cause.mode)
    ]
    if pays:
        best = sorted(pays, key=lambda cause: -cause.now)
        yield _offer(place, best, "Before anybody rebuilds: looking for these costs less than it may save.")


def _known(place: Place, parts: Iterable[Part]) -> tuple[_Cause, ...]:
    found = ((part, place.catalogue.failure_mode(part.failure_mode)) for part in parts)
    return tuple(_Cause(mode, part.now, _share(part)) for part, mode in found if mode is not None)


def _unchecked(place: Place) -> Iterator[_Cause]:
    """Give the listed causes of the catalogue whose own check nobody thought of."""
    problem = problem_of(place.session)
    if problem is None:
        return
    now = posterior(problem).probability
    listed = {view.id for view in experiments(place.session)}
    for view in hypotheses(place.session):
        mode = place.catalogue.failure_mode(view.failure_mode)
        if mode and check_id(mode.id) not in listed and not is_declined(place.session, mode.id):
            yield _Cause(mode, now[view.id], f"{format_probability(now[view.id])} now, on your list")


def _repair_hours(place: Place, mode: FailureMode) -> float:
    weights = cost_weights(place.session)
    return weights.wall_weight * mode.repair.runs * run_hours(place.session) + mode.repair.human_h


def _check_hours(place: Place, mode: FailureMode) -> float:
    weights, price = cost_weights(place.session), mode.check.price
    waiting = weights.wall_weight * wall_hours(price, run_hours(place.session))
    return waiting + price.human_h + price.dollars / weights.dollars_per_hour


def _offer(place: Place, causes: Sequence[_Cause], says: str) -> Step:
    causes = causes[:AT_ONCE]
    number = 1 + sum(body.question.startswith(_KEY) for body in place.session.all(Finished))

    def accept(answer: Answer) -> tuple[Body, ...]:
        picked = chosen(answer)
        taken = [cause.mode for cause in causes if cause.mode.id in picked]
        left = [cause.mode for cause in causes if cause.mode.id not in picked]
        return (
            *(body for mode in taken for body in _listed(place, mode)),
            *(Finished(question=f"{DECLINED}{mode.id}") for mode in left),
            Finished(question=f"{_KEY}{number}"),
        )

    return Step(
        question=Question(
            key=f"{_KEY}{number}",
            text=f"{says} Shall they be weighed by name?",
            why="They were part of “something else” and keep what they had there, so every other belief stays as it "
            "is. By name they can be checked and repaired. Their numbers are the playbook's, editorial.",
            form=Several(
                tuple(
                    Option(cause.mode.id, cause.mode.name, f"{cause.says}; check: {cause.mode.check.says}")
                    for cause in causes
                ),
                chosen=tuple(cause.mode.id for cause in causes),
            ),
            suggested=", ".join(cause.mode.id for cause in causes),
        ),
        accept=accept,
    )


def _share(part: Part) -> str:
    return f"{format_probability(part.now)} now, {format_probability(part.before)} before the evidence"


def _listed(place: Place, mode: FailureMode) -> tuple[Body, ...]:
    """Give the events that put a failure mode on the list with all that the catalogue says of it, or only its check."""
    session = place.session
    if any(view.failure_mode == mode.id for view in hypotheses(session)):
        return tuple(own_check(place, mode))
    return (
        *from_catalogue(session, mode, late=True),
        *_weighed(session, mode),
        *_forecast(place, mode),
    )


def _weighed(session: Session, mode: FailureMode) -> Iterator[LikelihoodsGiven]:
    unseen = not_seen(session)
    for seen in (*observations(session), *(() if unseen is None else (unseen,))):
        stated = seen.told.modes.get(mode.id)
        given = {} if stated is None else {mode.id: elicited_likelihood(stated)}
        yield LikelihoodsGiven(
            evidence=seen.id,
            probability=given,
            editorial=tuple(given),
            silent=() if given else (mode.id,),
            base=seen.told.base,
            modes=dict(seen.told.modes),
        )


def _forecast(place: Place, mode: FailureMode) -> Iterator[Body]:
    """Give its check as an experiment, and what it says of the experiments of the catalogue that are on the list."""
    session = place.session
    known = {each.id: each for each in place.catalogue.experiments}
    listed = {view.id: view for view in experiments(session)}
    for view in listed.values():
        if view.origin == "catalogue" and not view.repeats:
            row = known[view.id].rows.get(mode.id) if view.id in known else None
            yield OutcomesForecast(
                experiment=view.id, rows={mode.id: row or _even(view)}, editorial=(mode.id,)
            )
    if check_id(mode.id) not in listed:
        yield from own_check(place, mode)


def _even(view: ExperimentView) -> tuple[float, ...]:
    return (1 / len(view.outcomes),) * len(view.outcomes)
