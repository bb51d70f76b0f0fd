"""Experiments that are offered: the catalogue's for what is on the list, and the same run with other seeds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.session.answers.reading import chosen
from coach.session.event.common import Finished
from coach.session.event.experiment import ExperimentAdded, ExperimentPriced, OutcomesForecast
from coach.session.experiments import experiments
from coach.session.form import Option, Several
from coach.session.hypotheses import hypotheses
from coach.session.observations import symptom_evidence
from coach.session.pace import run_hours
from coach.session.problem import composed
from coach.session.step import Question, Step
from coach.session.stuck.likeliest import likeliest
from coach.session.suggested import check_experiment, check_id, wall_hours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.failure_mode import FailureMode
    from coach.session.fold import Session
    from coach.session.step import Answer, Place
    from coach.session.suggested import SuggestedExperiment

EXPECTED = 5
"""Failure modes that best explain what was seen, beside those on the list, for which experiments are offered."""
CHECKS = 5
"""Causes on the list whose own checks are weighed unasked (editorial): the innocent ones first, then those that best
explain what was seen."""
SHOWN, FOR_NAMED, PRESET = 8, 6, 3
"""Suggested experiments shown at once, those of them for causes on the list, those already marked (editorial)."""
CONTRASTS = 2
"""Contrasts nobody has tried yet that are offered beside them, already marked, since they are cheap (editorial)."""
SEEDS = ExperimentAdded(
    experiment="other-seeds",
    question="The same again with another seed",
    how="Weighed as one, two, three and five runs, since one may tell nothing and three a lot.",
    outcomes=("it works", "it does not"),
    origin="catalogue",
    repeats=True,
)
"""Another seed, weighed as several counts of runs."""
SAME_AS_SEEDS = "three-more-seeds"
"""The catalogue's experiment that is the same thing with one count of runs; it is not offered beside ours."""


def _suggested(place: Place) -> tuple[SuggestedExperiment, ...]:
    """Give experiments that tell apart the causes on the list, and those the catalogue would have expected.

    The last of them are contrasts that nobody has tried yet.
    """
    expected, evidence = likeliest(place), symptom_evidence(place.session)
    named = [view.failure_mode for view in hypotheses(place.session) if view.failure_mode]
    first = place.catalogue.experiments_for(named)[:FOR_NAMED]
    likely = [*named, *(mode.id for mode in expected[:EXPECTED])]
    more = place.catalogue.experiments_for(likely)
    ranked = (*first, *(each for each in more if each not in first))
    listed = {view.id for view in experiments(place.session)} | {SAME_AS_SEEDS}
    offered = [each for each in ranked if each.id not in listed][:SHOWN]
    untried = place.catalogue.contrasts_for(likely, tried=evidence.known)
    return (*offered, *[each for each in untried if each.id not in listed][:CONTRASTS])


def _to_check(place: Place) -> tuple[FailureMode, ...]:
    """Give the causes on the list whose own checks are weighed."""
    expected = likeliest(place)
    named = {view.failure_mode for view in hypotheses(place.session)}
    listed = {view.id for view in experiments(place.session)}
    free_first = sorted(expected, key=lambda mode: not mode.innocent)
    checks = place.catalogue.checks_for(mode.id for mode in free_first if mode.id in named)
    wanted = {check.id for check in checks[:CHECKS]} - listed
    return tuple(mode for mode in expected if check_id(mode.id) in wanted)


def picks(place: Place) -> Step:
    """Give the question which suggested experiments are worth weighing, more seeds among them."""
    session, suggested = place.session, _suggested(place)
    by_id = {each.id: each for each in suggested}

    def accept(answer: Answer) -> tuple[Body, ...]:
        picked = [each for each in chosen(answer) if each != SEEDS.experiment]
        return (
            *(body for mode in _to_check(place) for body in own_check(place, mode)),
            *(body for each in picked for body in from_catalogue(session, by_id[each])),
            *((SEEDS,) if SEEDS.experiment in chosen(answer) else ()),
            Finished(question="experiments.picks"),
        )

    length = run_hours(session)
    contrasts = {each.id for each in place.catalogue.contrasts()}
    preset = tuple(each.id for at, each in enumerate(suggested) if at < PRESET or each.id in contrasts)
    options = tuple(
        Option(
            each.id,
            each.question,
            f"{each.how} About {format_hours(wall_hours(each, length) + each.human_h)}.",
            beside=format_hours(wall_hours(each, length) + each.human_h),
        )
        for each in suggested
    )
    options += (Option(SEEDS.experiment, SEEDS.question, SEEDS.how, beside=f"{format_hours(length)} each"),)
    return Step(
        question=Question(
            key="experiments.picks",
            text="Which looks are worth weighing?",
            why="A good experiment is one whose outcome the explanations disagree about. The checks of the "
            "catalogue's causes on your list are weighed anyway. Costs and likelihoods "
            "come from the playbook and are editorial; nothing is run by choosing.",
            form=Several(options, chosen=preset),
            suggested=", ".join(preset) or "none",
        ),
        accept=accept,
    )


def from_catalogue(session: Session, each: SuggestedExperiment) -> tuple[Body, ...]:
    """Give the events that put an experiment on the list, with what the catalogue says of it."""
    rows = {
        view.id: each.rows[view.failure_mode]
        for view in hypotheses(session)
        if view.failure_mode in each.rows
    }
    return (
        ExperimentAdded(
            experiment=each.id,
            question=each.question,
            how=each.how,
            outcomes=each.outcomes,
            origin="catalogue",
            steps=each.steps,
            code=each.code,
        ),
        ExperimentPriced(
            experiment=each.id,
            wall_h=wall_hours(each, run_hours(session)),
            human_h=each.human_h,
            dollars=each.dollars,
            editorial=True,
        ),
        OutcomesForecast(
            experiment=each.id,
            rows=rows,
            editorial=tuple(rows),
            something_else=_under_something_else(session, each),
        ),
    )


def _under_something_else(session: Session, each: SuggestedExperiment) -> tuple[float, ...]:
    """Give P(outcome | something else): the mean over what it is made of, what nobody knows being even.

    Empty where nothing of the catalogue is left in it.
    """
    made = composed(session)
    if made is None:
        return ()
    even = 1 / len(each.outcomes)
    return tuple(
        math.fsum(
            (
                made.unknown * even,
                *(
                    p * each.rows[part][at] if part in each.rows else p * even
                    for part, p in made.share.items()
                ),
            )
        )
        for at in range(len(each.outcomes))
    )


def own_check(place: Place, mode: FailureMode) -> Iterator[Body]:
    """Give the events that put a failure mode's own check on the list, held against every explanation on it.

    An explanation that the catalogue does not know expects what something else expects: silence moves no belief.
    """
    session = place.session
    check = check_experiment(mode, place.catalogue.failure_modes)
    for body in from_catalogue(session, check):
        is_free = mode.innocent and isinstance(body, ExperimentAdded)
        yield body.model_copy(update={"innocent": mode.id}) if is_free else body
    silent = _under_something_else(session, check) or (1 / len(check.outcomes),) * len(check.outcomes)
    rows = {view.id: check.rows.get(view.failure_mode, silent) for view in hypotheses(session)}
    if mode.id not in {view.failure_mode for view in hypotheses(session)}:
        rows[mode.id] = check.rows[mode.id]
    yield OutcomesForecast(experiment=check.id, rows=rows, editorial=tuple(rows))
