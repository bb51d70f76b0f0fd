"""Do it, put it off, or accept the risk with a reason: one decision for each cause, the best-paying first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.reasoning.hours import format_hours
from coach.session.answers.reading import card
from coach.session.causes import causes
from coach.session.event.premortem import CauseDecided
from coach.session.exhibit import Say
from coach.session.form import Card, Choice, Field, Option, Text
from coach.session.premortem.arithmetic import paying, run_cost, summary
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.causes import CauseView
    from coach.session.event import Body
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

DECISIONS = (
    Option("done", "done", "I do it now: it is done before the launch"),
    Option("deferred", "later", "before the launch, but not now; it comes back as a reminder"),
    Option("accepted", "accept the risk", "with a reason"),
)


def wants(place: Place) -> str:
    """Give how many causes wait for a decision."""
    waiting = sum(view.decision is None for view in causes(place.session))
    return f"{waiting} to decide" if waiting else ""


def steps(place: Place) -> Iterator[Step]:
    """Give one decision for each cause, those whose check pays most first."""
    session = place.session
    order = {each: at for at, each in enumerate(paying(session))}
    undecided = [view for view in causes(session) if view.decision is None and view.probability is not None]
    for view in sorted(
        undecided, key=lambda view: (order.get(view.id, len(order)), -(view.probability or 0))
    ):
        yield _decision(session, view, pays=view.id in order)


def _decision(session: Session, view: CauseView, *, pays: bool) -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        reason = str(given.get("reason", ""))
        match given["decision"]:
            case "done" | "deferred" | "accepted" as decision:
                if decision == "accepted" and pays and not reason:
                    raise AnswerError(
                        "this check would pay; accepting the risk needs a reason",
                        hint="A few words are enough.",
                    )
                return (CauseDecided(cause=view.id, decision=decision, reason=reason),)
            case _:
                raise AnswerError("choose one of the three")

    return Step(
        question=Question(
            key=f"decisions.{view.id}",
            text=f"“{view.text}” {_offer(session, view, pays=pays)}",
            why="A check is worth doing when the chance it removes, times what a failed run costs, is more than "
            "the check itself. Fix what comes to mind now; that is the whole trick.",
            source="Rahtz 2018 (Murphyjitsu, step three)",
            form=Card(
                (
                    Field("decision", "I", Choice(DECISIONS), suggested="" if pays else "accepted"),
                    Field("reason", "Because", Text(), optional=True),
                )
            ),
        ),
        accept=accept,
        exhibits=summary(session),
    )


def _offer(session: Session, view: CauseView, *, pays: bool) -> str:
    prevention = view.prevention
    if prevention is None or not prevention.text:
        return "Nothing prevents it: watch for it, or accept it."
    saves = (view.probability or 0.0) * prevention.effectiveness * run_cost(session)
    verdict = "" if pays else ", so it does not pay"
    takes = format_hours(prevention.minutes / 60)
    return f"{prevention.text.rstrip('.')}: takes {takes}, saves {format_hours(saves)}{verdict}."


def still_deferred(session: Session) -> tuple[Say, ...]:
    """Give the checks that were put off, as reminders before the launch."""
    return tuple(
        Say(f"Put off, not done yet: {(view.prevention and view.prevention.text) or view.text}", "warn")
        for view in causes(session)
        if view.decision is not None and view.decision.decision == "deferred"
    )
