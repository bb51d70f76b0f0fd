"""What the page of a result shows of a walk: what was done, what was forecast, and what each outcome would move."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.session.exhibit import Bars, Folded, Say
from coach.session.experiments import is_solved, under_way
from coach.session.form import Card, Choice
from coach.session.misfit import alarm_reasons
from coach.session.moved import moved
from coach.session.under_way import shown_under_way

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.form import Option
    from coach.session.step import Step
    from coach.tui.interfaces import Walk

RESULT = "result"
"""The part of a walk in which a result is recorded."""
OUTCOME = "outcome"
"""The field of the card that says what came out."""
HOW = "How it was to be done"
MOVES, MOVES_NONE = (
    "What you would believe then (┃ now)",
    "This would move no belief.",
)
ENDS = "Then nothing but the close is asked."
ASKED_AGAIN = "The list of explanations is asked for again after this."


class Result(NamedTuple):
    """The page.

    Attributes:
        step: the question for the result.
        how: how it was to be done, and what it was to take.
        forecast: what was sealed of each outcome; empty where nothing was.
        follows: what each outcome would move, and what would be asked after it.
    """

    step: Step
    how: tuple[Exhibit, ...]
    forecast: Mapping[str, float]
    follows: Mapping[str, tuple[Exhibit, ...]]


def result_of(walk: Walk) -> Result | None:
    """Give the page as the walk stands; None where it stands elsewhere. It takes a moment, for a thread."""
    step, waiting = (walk.position.step if walk.position.stage == RESULT else None), under_way(walk.session)
    if step is None or waiting is None:
        return None
    done = waiting.committed
    how = shown_under_way(walk.session, done)
    supposed = {
        option.id: walk.supposing({step.question.key: {OUTCOME: option.id}}).place.session
        for option in outcomes(step)
    }
    return Result(
        step=step,
        how=(Folded(HOW, how),) if how else (),
        forecast=waiting.predicted or {},
        follows={outcome: tuple(_follows(after)) for outcome, after in supposed.items()},
    )


def outcomes(step: Step) -> tuple[Option, ...]:
    """Give what could have come out."""
    form = step.question.form
    fields = form.fields if isinstance(form, Card) else ()
    of = next((field.form for field in fields if field.id == OUTCOME), None)
    return of.options if isinstance(of, Choice) else ()


def _follows(after: Session) -> Iterator[Exhibit]:
    told = moved(after)
    bars = tuple(Bars(MOVES, each.rows) for each in told if isinstance(each, Bars))
    yield from bars
    if told and not bars:
        yield Say(MOVES_NONE)
    if is_solved(after):
        yield Say(ENDS, "good")
    elif reasons := alarm_reasons(after):
        yield from (Say(each, "warn") for each in reasons)
        yield Say(ASKED_AGAIN)
