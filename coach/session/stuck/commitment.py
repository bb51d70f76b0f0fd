"""The commitment: what will be done, which question it answers, what is predicted; then the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.advice import Advice, advise, plan_later
from coach.session.answers.reading import table, words
from coach.session.assumptions import cost_weights, may_be_several
from coach.session.event.common import Closed, Reopened, Sealed
from coach.session.event.experiment import Committed, OutcomePredicted
from coach.session.exhibit import Say
from coach.session.experiments import CommitmentView, commitments, experiment_by_id, under_way
from coach.session.form import Choice, GoOn, Option, Table
from coach.session.misfit import confusion_reasons
from coach.session.problem import open_experiments
from coach.session.recipes import recipe_under_way, sources
from coach.session.robustness import robustness
from coach.session.seal import seal, sealed_ids
from coach.session.shared_fixes import fixes, repairs
from coach.session.step import Note, Question, Step
from coach.session.stuck.brought_back import before_rebuilding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

FIX_OUTCOMES = ("fixed", "not-fixed")
STOP, REST = "stop", "rest"
SHOWN = 5
"""Next actions that are shown at once, those with the cheapest plans, and the best repair; the others on request
(editorial)."""
MORE: dict[str, Literal["explanations", "experiments", "assumptions"]] = {
    "more-experiments": "experiments",
    "more-explanations": "explanations",
    "assumptions": "assumptions",
}


class _Next(NamedTuple):
    """One thing that could be done next."""

    option: Option
    action: str
    target: str
    question: str


def steps(place: Place) -> Iterator[Step]:
    """Give the open questions of the commitment."""
    session = place.session
    waiting = under_way(session)
    if waiting is None:
        if not is_solved(session) and not session.is_closed:
            advice = advise(session)
            is_last = advice is not None and advice.action == "service"
            offered = next(before_rebuilding(place), None) if is_last else None
            yield offered or _decision(session, advice)
        return
    if waiting.committed.action in ("experiment", "fix"):
        if waiting.predicted is None:
            yield _prediction(session, waiting)
        elif not is_sealed(session, waiting):
            yield seal_step(session, waiting)


def is_solved(session: Session) -> bool:
    """True when the newest result says that the trouble is gone."""
    done = [view for view in commitments(session) if view.result is not None]
    return (
        bool(done)
        and done[-1].result is not None
        and done[-1].result.outcome in ("fixed", "rebuilt", "solved")
    )


def is_sealed(session: Session, view: CommitmentView) -> bool:
    """True when a seal covers a commitment and its prediction."""
    covered = sealed_ids(session)
    return any(
        event.id in covered
        for event, body in session.entries(OutcomePredicted)
        if body.commitment == view.committed.commitment
    )


def _decision(session: Session, advice: Advice | None) -> Step:
    ways = _ways(session, advice)
    put_off = _put_off(session, ways, advice)
    by_id = {way.option.id: way for way in ways}
    number = len(commitments(session)) + 1

    def accept(answer: Answer) -> tuple[Body, ...]:
        picked = words(answer)
        if picked == STOP:
            return (Closed(ending="abandoned"),)
        if picked in MORE:
            return (Reopened(what=MORE[picked]),)
        way = by_id[picked]
        return (
            Committed(
                commitment=f"c{number}",
                action=_action(way.action),
                target=way.target,
                question=way.question,
                advised=advice.action if advice else "",
            ),
        )

    return Step(
        question=Question(
            key=f"commitment.decision-{number}",
            text="What will you do next?",
            why="Committing to one thing, with its question, keeps the urge to launch something from choosing "
            "for you. “No run tonight” is a proper answer.",
            source="Rahtz 2018",
            form=Choice(tuple(way.option for way in ways if way.option not in put_off), put_off),
            suggested=ways[0].option.id,
            notes=_notes(session, advice),
        ),
        accept=accept,
        exhibits=(*(advice.exhibits if advice else ()), *_unexplained(session)),
        later=(lambda: (*robustness(session), *plan_later(session))) if advice else None,
    )


def _notes(session: Session, advice: Advice | None) -> tuple[Note, ...]:
    """Give the text of the repair that is advised, if one is, and where the causes on the list come from."""
    kind, _, target = (advice.action if advice else "").partition(":")
    advised = repairs(session).get(target, ()) if kind == "fix" else ()
    texts = (Note(f"Repair of “{view.text}”", view.mending.how) for view in advised if view.mending)
    return (*texts, *sources(session))


def _unexplained(session: Session) -> tuple[Exhibit, ...]:
    return tuple(Say(reason, "warn") for reason in confusion_reasons(session))


def _ways(session: Session, advice: Advice | None) -> tuple[_Next, ...]:
    """Give everything that can be done next, what is advised first."""
    hours = cost_weights(session).hours
    ways = [
        _Next(Option(f"experiment:{each.id}", question, price), "experiment", each.id, question)
        for each in open_experiments(session)
        for question, price in [(_question(session, each.id), format_hours(hours(each.cost)))]
    ]
    takes = {fix.id: fix.cost for fix in fixes(session).values()}
    ways += [
        _Next(
            Option(f"fix:{each}", f"repair: {text}", format_hours(takes[each].wall_h + takes[each].human_h)),
            "fix",
            each,
            f"Does repairing this help: {text}?",
        )
        for each, views in repairs(session).items()
        for text in [" / ".join(view.text for view in views)]
    ]
    ways += [
        _Next(
            Option("service", "rebuild from something known to work"),
            "service",
            "",
            "Does a known-good one work?",
        ),
        _Next(
            Option(REST, "no run tonight", "think, sleep, come back"), "rest", "", "What else could it be?"
        ),
    ]
    if advice is None:
        return tuple(ways)
    place = {action: at for at, action in enumerate(advice.ranked)}
    first = [way for way in ways if way.option.id == advice.action]
    advised = [way._replace(option=Option(way.option.id, way.option.text, "advised")) for way in first]
    rest = sorted(
        (way for way in ways if way not in first), key=lambda way: place.get(way.option.id, len(place))
    )
    return (*advised, *rest)


def _put_off(session: Session, ways: tuple[_Next, ...], advice: Advice | None) -> tuple[Option, ...]:
    """Give what is not shown at first: what costs more than a few others, and whatever leads away from the choice."""
    ranked = advice.ranked if advice else ()
    repair = [action for action in ranked if action.startswith("fix:")][:1]
    kept = {*ranked[:SHOWN], *repair, "service", REST}
    return (
        *(way.option for way in ways if advice is not None and way.option.id not in kept),
        Option("more-experiments", "think of another experiment"),
        Option("more-explanations", "think of another explanation"),
        Option("assumptions", "change what the sums take for granted", _taken(session)),
        Option(STOP, "stop this investigation"),
    )


def _taken(session: Session) -> str:
    return "several faults at once" if may_be_several(session) else "exactly one fault"


def _question(session: Session, experiment: str) -> str:
    view = experiment_by_id(session, experiment)
    return view.question if view else experiment


def _action(name: str) -> Literal["experiment", "fix", "service", "try", "rest"]:
    match name:
        case "experiment" | "fix" | "service" | "rest":
            return name
        case _:
            raise ValueError(name)


def outcomes_of(session: Session, view: CommitmentView) -> tuple[str, ...]:
    """Give the outcomes that a commitment can have."""
    experiment = experiment_by_id(session, view.committed.target)
    return experiment.outcomes if view.committed.action == "experiment" and experiment else FIX_OUTCOMES


def _prediction(session: Session, view: CommitmentView) -> Step:
    committed = view.committed
    outcomes = outcomes_of(session, view)

    def accept(answer: Answer) -> tuple[Body, ...]:
        cells = next(iter(table(answer).values()))
        given = {o: 1 / len(outcomes) if p is None else p for o, p in zip(outcomes, cells, strict=True)}
        return (OutcomePredicted(commitment=committed.commitment, probability=given),)

    return Step(
        question=Question(
            key=f"commitment.prediction-{committed.commitment}",
            text=f"“{committed.question}” Before you look: how likely is each outcome?",
            why="Your own judgement, not the coach's: it is sealed and scored, and that is how judgement gets "
            "better.",
            form=Table(
                rows=(Option("you", "you"),),
                columns=tuple(Option(outcome, outcome) for outcome in outcomes),
                sums_to_one=True,
            ),
            example=f"likely   (of “{outcomes[0]}”; the last outcome takes what is left)",
        ),
        accept=accept,
        exhibits=recipe_under_way(session, committed),
    )


def seal_step(session: Session, view: CommitmentView) -> Step:
    """Give the step that seals a commitment with everything before it."""

    def accept(_answer: Answer) -> tuple[Sealed]:
        return (seal(session, "commitment"),)

    return Step(
        question=Question(
            key=f"commitment.seal-{view.committed.commitment}",
            text="Seal it? From here on a change is kept as a revision, and what stands now is what gets scored.",
            why="Afterwards everybody remembers having known. A sealed forecast cannot.",
            source="Fischhoff 1975 on hindsight (cited from memory)",
            form=GoOn(),
        ),
        accept=accept,
        exhibits=(
            Say(f"“{view.committed.question}”: {_forecast_text(view)}."),
            *recipe_under_way(session, view.committed),
        ),
    )


def _forecast_text(view: CommitmentView) -> str:
    parts = (f"{outcome}: {format_probability(p)}" for outcome, p in (view.predicted or {}).items())
    return "; ".join(parts)
