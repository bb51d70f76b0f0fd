"""Experiments: what would be done, what could come out, what it takes, and what each explanation predicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.belief import posterior
from coach.reasoning.problem import Cost
from coach.reasoning.repair import evpi
from coach.session.asking import growing_list
from coach.session.event.common import Classified, Finished, GateWaived, Reopened
from coach.session.event.experiment import ExperimentAdded, ExperimentPriced, OutcomesForecast
from coach.session.experiments import commitments, experiments
from coach.session.form import Card, Field, Hours, Number, Option, Several, Table
from coach.session.hypotheses import hypotheses
from coach.session.observations import symptoms_seen
from coach.session.pace import pace, run_hours
from coach.session.problem import problem_of
from coach.session.reading import card, chosen, table
from coach.session.slug import slug
from coach.session.step import Question, Step
from coach.session.stuck import repairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.session.catalogue import SuggestedExperiment
    from coach.session.event import Body
    from coach.session.experiments import ExperimentView
    from coach.session.fold import Session
    from coach.session.hypotheses import HypothesisView
    from coach.session.step import Answer, Place

EXPECTED = 5
"""Failure modes that best explain what was seen, beside those on the list, for which experiments are offered."""
SHOWN, FOR_NAMED, PRESET = 8, 6, 3
"""Suggested experiments shown at once, those of them for causes on the list, those already marked (editorial)."""
LOOK_HUMAN_H = 0.5
"""A person's hours for an experiment nobody has priced (editorial)."""
TELLS_APART = 0.1
"""How far two rows must lie apart somewhere before an experiment counts as telling (editorial)."""


def wants(place: Place) -> str:
    """Give what the list of experiments still lacks."""
    return "" if any(_tells_apart(view) for view in experiments(place.session)) else "one that tells"


def steps(place: Place) -> Iterator[Step]:
    """Give the open questions about experiments."""
    session = place.session
    if not session.is_finished("experiments.picks"):
        suggested = _suggested(place)
        if suggested:
            yield _picks(session, suggested)
            return
    if not session.is_finished("experiments.own"):
        yield _own(session, "experiments.own")
        return
    more = sum(1 for body in session.all(Reopened) if body.what == "experiments")
    if more and not session.is_finished(f"experiments.more-{more}"):
        yield _own(session, f"experiments.more-{more}")
        return
    for view in experiments(session):
        if view.cost is None:
            yield price(view)
    yield from repairs.steps(place)
    for view in sorted(experiments(session), key=lambda view: bool(view.rows)):
        missing = [each for each in hypotheses(session) if each.id not in view.rows]
        if missing and _is_worth_asking(session, view):
            yield forecast(view, missing)
    if _gate_is_shut(session):
        yield _telling_gate(session)


def _is_worth_asking(session: Session, view: ExperimentView) -> bool:
    """True when some missing likelihood of an experiment could change the advice.

    One that costs more than the answer itself is worth now cannot. One that was done is asked about in any
    case, since what came out has to be held against late explanations.
    """
    problem = problem_of(session)
    if view.cost is None or problem is None:
        return True
    if any(each.committed.target == view.id for each in commitments(session)):
        return True
    if problem.hours(view.cost) >= evpi(problem, posterior(problem)):
        return False
    if not view.rows:
        return True
    from coach.reasoning.robustness import worth_asking  # noqa: PLC0415 - loads numpy

    return any(each.worth > 0 for each in worth_asking(problem) if each.cell.of == view.id)


def _suggested(place: Place) -> tuple[SuggestedExperiment, ...]:
    """Give experiments that tell apart the causes on the list, and those the catalogue would have expected."""
    said = place.session.last(Classified)
    expected = place.catalogue.explaining(symptoms_seen(place.session), said.symptom_class if said else None)
    named = [view.failure_mode for view in hypotheses(place.session) if view.failure_mode]
    first = place.catalogue.experiments_for(named)[:FOR_NAMED]
    more = place.catalogue.experiments_for([*named, *(mode.id for mode in expected[:EXPECTED])])
    return (*first, *(each for each in more if each not in first))[:SHOWN]


def _picks(session: Session, suggested: tuple[SuggestedExperiment, ...]) -> Step:
    by_id = {each.id: each for each in suggested}

    def accept(answer: Answer) -> tuple[Body, ...]:
        picked = (by_id[each] for each in chosen(answer))
        return (
            *(body for each in picked for body in _from_catalogue(session, each)),
            Finished(question="experiments.picks"),
        )

    length = run_hours(session)
    preset = tuple(each.id for each in suggested[:PRESET])
    options = tuple(
        Option(each.id, each.question, f"{each.how} About {_hours(_wall(each, length) + each.human_h)}.")
        for each in suggested
    )
    return Step(
        question=Question(
            key="experiments.picks",
            text="These would tell some of your explanations apart. Which are worth weighing?",
            why="A good experiment is one whose outcome the explanations disagree about. Costs and likelihoods "
            "come from the playbook and are editorial; nothing is run by choosing.",
            form=Several(options, chosen=preset),
            suggested=", ".join(preset) or "none",
        ),
        accept=accept,
    )


def _wall(each: SuggestedExperiment, length: float) -> float:
    return each.wall_h + each.wall_runs * length


def _hours(hours: float) -> str:
    return f"{60 * hours:.0f} min" if hours < 1 else f"{hours:.3g} h"


def _from_catalogue(session: Session, each: SuggestedExperiment) -> tuple[Body, ...]:
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
        ),
        ExperimentPriced(
            experiment=each.id,
            wall_h=_wall(each, run_hours(session)),
            human_h=each.human_h,
            dollars=each.dollars,
            editorial=True,
        ),
        OutcomesForecast(experiment=each.id, rows=rows, editorial=tuple(rows)),
    )


def _own(session: Session, key: str) -> Step:
    return growing_list(
        key=key,
        text="What would you look at, or run, to tell them apart? One a line; outcomes after a colon.",
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
    names = tuple(dict.fromkeys(part.strip() for part in rest.split("/") if part.strip())) if colon else ()
    if question.strip() and len(names) > 1:
        return question.strip(), names
    return line.strip(), ("yes", "no")


def price(view: ExperimentView) -> Step:
    """Give the question what an experiment takes, filled with what was said."""
    cost = view.cost or Cost(human_h=LOOK_HUMAN_H)

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        return (
            ExperimentPriced(
                experiment=view.id,
                wall_h=float(given["machine"]),
                human_h=float(given["you"]),
                dollars=float(given.get("dollars", 0.0)),
            ),
        )

    return Step(
        question=Question(
            key=f"experiments.price.{view.id}",
            text=f"What would “{view.question}” take?",
            why="A 30-second check that tells a little beats a ten-hour run that tells more.",
            form=Card(
                (
                    Field("machine", "Hours of waiting", Hours(), suggested=f"{cost.wall_h:g}h"),
                    Field("you", "Hours of your own", Hours(), suggested=f"{cost.human_h:g}h"),
                    Field(
                        "dollars",
                        "Dollars",
                        Number(unit="dollars"),
                        suggested=f"{cost.dollars:g}",
                        optional=True,
                    ),
                )
            ),
            example="machine: 0; you: 20 min",
        ),
        accept=accept,
    )


def forecast(view: ExperimentView, views: Sequence[HypothesisView]) -> Step:
    """Give the question how likely each outcome is under some explanations, filled with what was said."""
    width = len(view.outcomes)

    def accept(answer: Answer) -> tuple[Body, ...]:
        rows = {
            row: tuple(1 / width if cell is None else cell for cell in cells)
            for row, cells in table(answer).items()
        }
        return (OutcomesForecast(experiment=view.id, rows=rows),)

    return Step(
        question=Question(
            key=f"experiments.forecast.{view.id}",
            text=f"“{view.question}” If this were the cause, how likely is each outcome?",
            why="Ask it of every explanation: an outcome that all of them expect tells nothing, however "
            "interesting it feels.",
            form=Table(
                rows=tuple(Option(each.id, each.text) for each in views),
                columns=tuple(Option(outcome, outcome) for outcome in view.outcomes),
                sums_to_one=True,
                no_idea=True,
                suggested={
                    each.id: tuple(f"{100 * p:g}%" for p in view.rows[each.id])
                    for each in views
                    if each.id in view.rows
                },
            ),
            example=f"very likely   (of “{view.outcomes[0]}”; the last outcome takes what is left)",
        ),
        accept=accept,
    )


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
