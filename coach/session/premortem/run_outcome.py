"""After the run: what became of each prediction, whether the run failed, and whether the cause was on the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.reasoning.scale import format_probability
from coach.session.answers.reading import card, words
from coach.session.beliefs import OTHER_LABEL
from coach.session.causes import causes, predictions
from coach.session.event.common import Closed
from coach.session.event.premortem import LaunchDecided, PredictionResolved, RunJudged
from coach.session.exhibit import Grid, Say
from coach.session.form import Card, Choice, Field, GoOn, Hours, Option, Text
from coach.session.pairing.scores import apart_and_together
from coach.session.premortem.claims import as_one_sees
from coach.session.premortem.what_it_was_worth import what_it_was_worth
from coach.session.step import Question, Step
from coach.session.step_builders import is_stated, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.causes import PredictionView
    from coach.session.event import Body
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.step import Answer, Place


def steps(place: Place) -> Iterator[Step]:
    """Give the open questions after the run."""
    session = place.session
    decided = session.last(LaunchDecided)
    if decided is None or session.is_closed:
        return
    if not decided.go:
        yield _close("No run tonight. Close the pre-mortem?")
        return
    if session.last(RunJudged) is None:
        yield _judge(session)
        return
    left = [view for view in predictions(session) if _is_open(view)]
    yield from map(_by_hand, left)
    if not is_stated(session, "lesson"):
        yield statement(
            "lesson",
            key="outcome.lesson",
            text="What will you do differently before the next launch?",
            why="It comes back as a prompt in your next pre-mortem.",
            example="Run one step with evaluation switched on.",
            exhibits=(_score(session), *apart_and_together(session)),
        )
    elif not left:
        yield _close("Close the pre-mortem?", what_it_was_worth(session))


def _is_open(view: PredictionView) -> bool:
    """True where nobody has decided a claim, the logs neither."""
    became = view.resolved
    return became is None or (became.known == "log" and became.held is None)


def _judge(session: Session) -> Step:
    failed_by = tuple(Option(view.id, view.text) for view in causes(session))
    options = (
        Option("none", "it did not fail", "it answered its question"),
        *failed_by,
        Option("other", OTHER_LABEL, "it failed in a way nobody listed"),
    )

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        cause, text = str(given["cause"]), str(given.get("text", ""))
        if cause == "other" and not text:
            raise AnswerError("say in a few words what happened", hint="Fill in the last field.")
        spent = float(given["hours"]) if "hours" in given else None
        failed = cause != "none"
        return (RunJudged(failed=failed, cause=cause if failed else "", text=text, hours=spent),)

    return Step(
        question=Question(
            key="outcome.run",
            text="Has the run ended? Did it fail, and of what?",
            why="Whether the true cause was on the list is what teaches you how complete your lists are. "
            "`coach check` reads the logs against the sealed predictions at any time.",
            form=Card(
                (
                    Field("cause", "It failed of", Choice(options)),
                    Field("hours", "Hours it took, everything included", Hours(), optional=True),
                    Field("text", "In your words", Text(), optional=True),
                )
            ),
            waits=True,
        ),
        accept=accept,
        exhibits=(_score(session),),
    )


def _score(session: Session) -> Grid:
    rows = tuple(
        (view.made.text, format_probability(view.made.probability), _verdict(view))
        for view in predictions(session)
    )
    return Grid("What you predicted, and what came", ("claim", "chance", "came"), rows)


def _verdict(view: PredictionView) -> str:
    became = view.resolved
    if became is None or became.held is None:
        return "open" if became is None or became.judged else "cannot be judged"
    return (
        f"{'held' if became.held else 'did not hold'}{', sealed too late to count' if became.early else ''}"
    )


def _asked(view: PredictionView) -> str:
    if view.made.role == "tripwire":
        return f"Tripwire “fires when {as_one_sees(view.made.text)}”: did it stay quiet?"
    return f"“{view.made.text}” Did it hold?"


def _by_hand(view: PredictionView) -> Step:
    options = (
        Option("held", "yes, it held"),
        Option("broke", "no"),
        Option("unknown", "nobody can say"),
    )

    def accept(answer: Answer) -> tuple[Body, ...]:
        said = words(answer)
        held = None if said == "unknown" else said == "held"
        return (
            PredictionResolved(
                prediction=view.made.prediction, held=held, says="judged by hand", known="hand"
            ),
        )

    return Step(
        question=Question(
            key=f"outcome.claim.{view.made.prediction}",
            text=_asked(view),
            why="The logs could not tell, so it is yours to say; “nobody can say” is not scored.",
            form=Choice(options),
        ),
        accept=accept,
        exhibits=(Say(f"You gave it {format_probability(view.made.probability)}."),),
    )


def _close(text: str, exhibits: tuple[Exhibit, ...] = ()) -> Step:
    return Step(
        question=Question(
            key="outcome.close",
            text=text,
            why="A closed session counts towards your record.",
            form=GoOn(),
        ),
        accept=lambda _answer: (Closed(ending="answered"),),
        exhibits=exhibits,
    )
