"""The seal, and the decision: launch, or no run tonight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.prediction import looks_like_prediction, parse_prediction
from coach.reasoning.hours import format_hours
from coach.reasoning.multiplier import AT_START, multiplier
from coach.reasoning.scale import format_probability
from coach.session.answers.reading import card
from coach.session.causes import causes, doubts, predictions
from coach.session.event.common import Sealed
from coach.session.event.premortem import Estimated, LaunchDecided
from coach.session.exhibit import Grid, Say
from coach.session.form import Card, Choice, Field, GoOn, Option, Text
from coach.session.premortem.arithmetic import doubt_trend, remaining
from coach.session.premortem.claims import as_one_sees
from coach.session.premortem.coherent_claims import contradiction, fires_on_success
from coach.session.premortem.decisions import still_deferred
from coach.session.seal import seal
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.event.premortem import PredictionMade
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

RISKY = 0.3
"""Above this chance of failing, launching needs a typed reason (editorial)."""


def steps(place: Place) -> Iterator[Step]:
    """Give the seal, then the decision."""
    session = place.session
    if session.last(Sealed) is None:
        yield _seal(place)
    elif session.last(LaunchDecided) is None:
        yield _decide(session)


def _seal(place: Place) -> Step:
    session = place.session
    return Step(
        question=Question(
            key="launch.seal",
            text="Seal it? What stands now is what gets scored; later changes are kept as revisions.",
            why="The new run is read only after this: once a result is known, people remember having expected it.",
            source="Fischhoff 1975 on hindsight (cited from memory)",
            form=GoOn(),
        ),
        accept=lambda _answer: _sealed(session),
        exhibits=(
            _promises(session),
            *doubt_trend(session),
            *_estimate(place),
            *_meant(place),
            *still_deferred(session),
        ),
    )


def _sealed(session: Session) -> tuple[Body, ...]:
    """Give the seal.

    Raises:
        AnswerError: claims contradict one another, as those of two people may who merged their sessions.
    """
    made = [view.made for view in predictions(session)]
    for at, each in enumerate(made):
        wrong = contradiction(each.text, each.probability, made[:at]) if each.role == "success" else None
        wanted = fires_on_success(parse_prediction(each.text), made) if _is_wire(each) else None
        if wanted is not None:
            raise AnswerError(
                f"the tripwire “{each.text}” would fire just when “{wanted.text}” comes true",
                hint="Take one of them back first (undo).",
            )
        if wrong is not None:
            raise AnswerError(f"“{each.text}”: {wrong.message}", hint="Take one of them back first (undo).")
    return (seal(session, "premortem"),)


def _is_wire(made: PredictionMade) -> bool:
    return made.role == "tripwire" and looks_like_prediction(made.text)


def _promises(session: Session) -> Grid:
    rows = tuple(
        (
            f"fires when {as_one_sees(view.made.text)}" if view.made.role == "tripwire" else view.made.text,
            format_probability(
                1 - view.made.probability if view.made.role == "tripwire" else view.made.probability
            ),
            view.made.role,
        )
        for view in predictions(session)
    )
    return Grid("What you predict", ("claim", "chance", "role"), rows)


def _estimate(place: Place) -> tuple[Exhibit, ...]:
    given, ratios = place.session.last(Estimated), place.learned().ratios
    if given is None:
        return ()
    factor = multiplier(ratios).value if ratios else AT_START
    known = f"as your {len(ratios)} earlier estimates came out" if ratios else "until your record says less"
    said = f"You estimate {format_hours(given.hours)}; plan for {format_hours(factor * given.hours)} {known}."
    return (Say(said),)


def _meant(place: Place) -> tuple[Exhibit, ...]:
    """Give what the probabilities of these claims have meant so far, beside them; they stay as they are."""
    learned = place.learned()
    if learned.recalibration is None:
        return ()
    stated = sorted({view.made.probability for view in predictions(place.session)})
    said = ", ".join(
        f"{format_probability(p)} has meant {format_probability(learned.recalibration.apply(p))}"
        for p in stated
        if 0 < p < 1
    )
    return (
        (Say(f"By your {learned.forecasts} resolved forecasts, {said}. Yours stay as they are."),)
        if said
        else ()
    )


def _decide(session: Session) -> Step:
    felt = doubts(session)[-1].probability
    listed = remaining(session) if any(view.probability is not None for view in causes(session)) else None
    risk = max(felt, listed or 0.0)
    whose = "as you feel it" if risk == felt else "by your list of causes"
    options = (Option("launch", "launch"), Option("not-tonight", "no run tonight", "that is progress too"))

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        go, reason = given["decision"] == "launch", str(given.get("reason", ""))
        if go and risk > RISKY and not reason:
            raise AnswerError(
                f"it fails with {format_probability(risk)} {whose}; launching anyway needs a reason",
                hint="Or choose no run tonight.",
            )
        return (LaunchDecided(go=go, reason=reason),)

    return Step(
        question=Question(
            key="launch.decide",
            text="Launch it, or no run tonight?",
            why="It is tempting to have something running every night; a night of thought is often cheaper.",
            source="Rahtz 2018",
            form=Card(
                (
                    Field("decision", "Tonight", Choice(options)),
                    Field("reason", "Because", Text(), optional=True),
                )
            ),
        ),
        accept=accept,
        exhibits=(
            Say(_chances(felt, listed), "plain" if risk <= RISKY else "warn"),
            *still_deferred(session),
        ),
    )


def _chances(felt: float, listed: float | None) -> str:
    """Give P(it fails) as felt, and by the list where a cause on it was given a chance."""
    said = f"Chance that it fails: {format_probability(felt)} as you feel it"
    if listed is None:
        return f"{said}."
    return f"{said}, {format_probability(listed)} by the causes on your list after what you have done."
