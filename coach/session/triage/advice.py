"""What to do first: a check, a repair that costs less than its check, something to log, or a question to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.session.failure_mode import Price
from coach.session.triage.asking import BEGINNING_H, finds_an_hour, hours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.failure_mode import Repair
    from coach.session.triage.asking import Question
    from coach.session.triage.causes import Cause

CLEAR = 0.5
"""Share from which a cause is looked at although the logs could say more (editorial)."""


class Unlogged(NamedTuple):
    """Something that the logs lack.

    Attributes:
        id: what it is known by.
        says: what to do about it.
        because: what is missing, a sentence without a full stop.
    """

    id: str
    says: str
    because: str


class First(NamedTuple):
    """What to do first, and of what: of a cause its check or its repair, of the logs what they lack, a question."""

    kind: Literal["check", "repair", "log", "ask"]
    what: Cause | Unlogged | Question


def first_check(causes: Sequence[Cause], run_h: float) -> Cause:
    """Give the cause to check first: the most probability an hour, the likelier of two alike."""
    return max(causes, key=lambda cause: finds_an_hour(cause, run_h))


def repair_price(repair: Repair) -> Price:
    """Give what a repair costs: a person's hours, and the runs that show whether it helped."""
    return Price(human_h=repair.human_h, wall_runs=repair.runs)


def first_of_all(
    causes: Sequence[Cause], questions: Sequence[Question], unlogged: Unlogged | None, run_h: float
) -> First | None:
    """Give what to do first; None where nothing is known at all.

    What the logs lack comes before everything but a clear cause, since little can be told without it. Then a question
    that saves more hours than the first check takes; of what makes it go away nobody knows whether they tried it, so
    that those wait. Then the check that finds most for an hour, or its cause's repair where that costs less.

    Args:
        causes: the causes, the likeliest first.
        questions: what could be asked, the worthiest first.
        unlogged: what the logs lack; None where there are no logs, or nothing is missing.
        run_h: hours of a run.
    """
    if unlogged is not None and not (causes and causes[0].share >= CLEAR):
        return First("log", unlogged)
    if not causes:
        return None
    check = first_check(causes, run_h)
    takes = hours(check.mode.check.price, run_h)
    question = next((each for each in questions if each.kind != "contrast"), None)
    if question is not None and question.worth_h > BEGINNING_H + takes:
        return First("ask", question)
    is_cheaper = hours(repair_price(check.mode.repair), run_h) < takes
    return First("repair" if is_cheaper else "check", check)
