"""Experiments: what would be done, what could come out, what it takes, and what each explanation predicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.belief import posterior
from coach.reasoning.repair import evpi
from coach.session.answers.reading import table
from coach.session.event.common import GateWaived, Reopened
from coach.session.event.experiment import ExperimentAdded, OutcomesForecast
from coach.session.experiments import commitments, doable, experiments
from coach.session.form import Option, Table
from coach.session.hypotheses import hypotheses
from coach.session.once import once
from coach.session.pace import pace
from coach.session.problem import problem_of
from coach.session.seal import is_sealed
from coach.session.slug import slug
from coach.session.step import Question, Step
from coach.session.step_builders import growing_list
from coach.session.stuck import assumptions, costs, experiment_choice, repairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.session.event import Body
    from coach.session.experiments import ExperimentView
    from coach.session.fold import Session
    from coach.session.hypotheses import HypothesisView
    from coach.session.step import Answer, Place

TELLS_APART = 0.1
"""How far two rows must lie apart somewhere before an experiment counts as telling (editorial)."""


def wants(place: Place) -> str:
    """Give what the list of experiments still lacks."""
    return "" if any(_tells_apart(view) for view in experiments(place.session)) else "one that tells"


def steps(place: Place) -> Iterator[Step]:
    """Give the open questions about experiments."""
    session = place.session
    is_picked, is_listed = map(session.is_finished, ("experiments.picks", "experiments.own"))
    if not is_picked:
        yield experiment_choice.picks(place)
    if not is_listed:
        yield _own(session, "experiments.own")
    if not (is_picked and is_listed):
        yield from _whatever_is_picked(place)
        return
    more = sum(1 for body in session.all(Reopened) if body.what == "experiments")
    if more and not session.is_finished(f"experiments.more-{more}"):
        yield _own(session, f"experiments.more-{more}")
        return
    is_open = False
    for step in _numbers(place):
        is_open = True
        yield step
    if not is_open and _gate_is_shut(session):
        yield _telling_gate(session)


def _whatever_is_picked(place: Place) -> Iterator[Step]:
    """Give what can be asked beside the choice of experiments: what repairs take, and what one's own ones need."""
    session = place.session
    for view in experiments(session):
        if view.cost is None:
            yield costs.price(session, view)
    yield from repairs.steps(place)
    for view in experiments(session):
        if view.origin == "own" and not view.rows:
            yield forecast(view, hypotheses(session))


def _numbers(place: Place) -> Iterator[Step]:
    """Give the open questions for what the advice is worked out from."""
    session = place.session
    yield from assumptions.steps(place)
    for view in experiments(session):
        if view.cost is None:
            yield costs.price(session, view)
        elif costs.takes_long(view) and _is_ones_own(view) and not session.is_finished(costs.early_key(view)):
            yield costs.early_look(view)
    yield from repairs.steps(place)
    is_priced = all(view.cost is not None for view in experiments(session))
    for view in sorted(experiments(session), key=lambda view: bool(view.rows)):
        if view.rows and not is_priced:
            return  # whether what is missing could change the advice is known with all prices only
        missing = [each for each in hypotheses(session) if each.id not in view.rows]
        if missing and _is_asked(session, view):
            yield forecast(view, missing)


def _is_asked(session: Session, view: ExperimentView) -> bool:
    """True when the missing forecasts of an experiment are asked for.

    Of one that somebody committed to they are asked once it is sealed, whatever they could change, since what comes
    out has to be held against every explanation; until then they would stand between the decision and its seal.
    """
    ids = {each.id for each in doable(session) if each.asked_as == view.id}
    done = [each for each in commitments(session) if each.committed.target in ids]
    if done:
        return done[-1].result is not None or is_sealed(session, done[-1])
    return _is_worth_asking(session, view)


def _is_ones_own(view: ExperimentView) -> bool:
    return view.repeats or view.origin == "own"


def _is_worth_asking(session: Session, view: ExperimentView) -> bool:
    """True when some missing likelihood of an experiment could change the advice.

    One that costs more than the answer itself is worth now cannot.
    """
    problem = problem_of(session)
    if view.cost is None or problem is None:
        return True
    ids = {each.id for each in doable(session) if each.asked_as == view.id}
    if problem.hours(view.cost) >= evpi(problem, posterior(problem)):
        return False
    if not view.rows:
        return True
    return bool(ids & _worth_asking(session))


@once
def _worth_asking(session: Session) -> frozenset[str]:
    """Give the experiments of which some missing likelihood could change the advice."""
    problem = problem_of(session)
    if problem is None:
        return frozenset()
    from coach.reasoning.robustness import worth_asking  # noqa: PLC0415 - loads numpy

    return frozenset(each.cell.of for each in worth_asking(problem) if each.worth > 0)


def _own(session: Session, key: str) -> Step:
    return growing_list(
        key=key,
        text="What else would you look at, or run? Outcomes after a colon.",
        why="Often the cheapest one is a look: a histogram, one batch, one rendered episode.",
        source="Jones 2021 (tests that are decisive and fast)",
        existing=tuple(f"{view.question}: {' / '.join(view.outcomes)}" for view in experiments(session)),
        body_for=lambda line, earlier: _added(session, line, earlier),
        example="Histogram of predicted rewards: wide / normal",
    )


def _added(session: Session, line: str, earlier: tuple[Body, ...]) -> ExperimentAdded:
    question, outcomes = split_outcomes(line)
    taken = {view.id for view in experiments(session)}
    taken |= {body.experiment for body in earlier if isinstance(body, ExperimentAdded)}
    return ExperimentAdded(
        experiment=slug(question, taken, fallback="experiment"),
        question=question,
        how="",
        outcomes=outcomes,
        origin="own",
    )


def split_outcomes(line: str) -> tuple[str, tuple[str, ...]]:
    """Give the question and the outcomes of `question: one / other`; `yes / no` where none are named."""
    question, colon, rest = line.rpartition(":")
    # Between spaces it parts outcomes; without them it may be part of the name of a logged quantity.
    parts = rest.split(" / " if " / " in rest else "/")
    names = tuple(dict.fromkeys(part.strip() for part in parts if part.strip())) if colon else ()
    if question.strip() and len(names) > 1:
        return question.strip(), names
    return line.strip(), ("yes", "no")


def forecast(view: ExperimentView, views: Sequence[HypothesisView]) -> Step:
    """Give the question how likely each outcome is under some explanations, filled with what was said.

    Of what nothing was said it is filled with `no idea`, which says nothing: see `accept`.
    """
    silent = view.something_else or (1 / len(view.outcomes),) * len(view.outcomes)

    def accept(answer: Answer) -> tuple[Body, ...]:
        rows = {
            row: tuple(known for cell in cells if (known := cell) is not None) or silent
            for row, cells in table(answer).items()
        }
        return (OutcomesForecast(experiment=view.id, rows=rows),)

    return Step(
        question=Question(
            key=f"experiments.forecast.{view.id}",
            text=f"“{view.question}” If this were the cause, how likely is {_asked_of(view)}?",
            why="Ask it of every explanation: an outcome that all of them expect tells nothing, however "
            "interesting it feels.",
            form=Table(
                rows=tuple(Option(each.id, each.text) for each in views),
                columns=tuple(Option(outcome, outcome) for outcome in view.outcomes),
                sums_to_one=True,
                compares=True,
                no_idea=True,
                suggested={each.id: ("no idea",) for each in views}
                | {
                    each.id: tuple(f"{100 * p:g}%" for p in view.rows[each.id])
                    for each in views
                    if each.id in view.rows
                },
            ),
            example=f"very likely   (of “{view.outcomes[0]}”; the last outcome takes what is left)",
        ),
        accept=accept,
    )


def _asked_of(view: ExperimentView) -> str:
    return "each outcome of a single run" if view.repeats else "each outcome"


def _tells_apart(view: ExperimentView) -> bool:
    rows = list(view.rows.values())
    return any(
        max(row[at] for row in rows) - min(row[at] for row in rows) >= TELLS_APART
        for at in range(len(view.outcomes))
        if rows
    )


def _gate_is_shut(session: Session) -> bool:
    waived = any(body.gate == "telling-experiment" for body in session.all(GateWaived))
    return pace(session) == "full" and not waived and not any(_tells_apart(v) for v in experiments(session))


def _telling_gate(session: Session) -> Step:
    return growing_list(
        key="experiments.telling",
        text="None of these tells your explanations apart. What would? Or go on with `enough: ` and a reason.",
        why="A long run whose outcome every explanation expects leaves you where you are, a night later.",
        source="Rahtz 2018",
        existing=tuple(view.question for view in experiments(session)),
        body_for=lambda line, earlier: _added(session, line, earlier),
        at_least=len(experiments(session)) + 1,
        gate="telling-experiment",
        example="Train on the true reward for an hour: learns / does not learn",
    )
