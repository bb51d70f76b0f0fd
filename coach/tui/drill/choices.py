"""What can be done next in a drill, as rows to choose from; each row is the line that `words.parse` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.session.drill.advice import worked_step
from coach.session.drill.events import Explained
from coach.session.drill.opening import (
    news_of,
    priced,
    report_of,
    shown_by,
)
from coach.session.drill.reveal import reveal
from coach.session.drill.scoring import score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.drill.fold import Drill
    from coach.session.exhibit import Exhibit

GO_ON = "go on"
"""The move of a worked case."""


class Row(NamedTuple):
    """One row.

    Attributes:
        move: the line it stands for.
        says: what is done.
        price: in words; empty where it costs nothing.
        could: what could come out; empty where that is plain.
    """

    move: str
    says: str
    price: str = ""
    could: str = ""


def rows_of(drill: Drill) -> tuple[Row, ...]:
    """Give everything that can be done next; nothing once it is over."""
    if drill.is_over:
        return ()
    return (Row(GO_ON, "Go on"),) if drill.help == "worked" else tuple(_rows(drill))


def _rows(drill: Drill) -> Iterator[Row]:
    case = drill.case
    for look in case.looks:
        if look.id not in drill.bought:
            could = " / ".join(words for _, words in look.outcomes)
            yield Row(f"buy {look.id}", f"Look: {look.name}", priced(look.hours, look.dollars), could)
    for repair in case.repairs:
        if repair.id not in drill.tried:
            yield Row(f"repair {repair.id}", f"Repair: {repair.name}", priced(repair.hours, repair.dollars))
    yield Row("start over", "Start over from something known to work", priced(*case.start_over))
    yield Row("answer", "Give up, and be told what it was")


def page_of(drill: Drill) -> tuple[Exhibit, ...]:
    """Give what is shown above the rows: the newest first, the report below it, or the end."""
    if drill.is_over:
        return reveal(drill, score(drill))
    latest = shown_by(drill, drill.actions[-1]) if drill.actions else ()
    if drill.help == "worked":
        why, _ = worked_step(drill)
        report = report_of(drill.case)
        return (*latest, *why, *report) if latest else (*report, *why)
    if not has_explained(drill):
        return report_of(drill.case)
    earlier = tuple(part for each in reversed(drill.actions[:-1]) for part in shown_by(drill, each))
    return (*latest, *news_of(drill), *earlier, *report_of(drill.case))


def has_explained(drill: Drill) -> bool:
    """True once the person said, before the table, what it could be."""
    return any(isinstance(each, Explained) for each in drill.bodies)
