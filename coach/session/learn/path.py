"""The path from the first hour to the tenth: which stages there are, and which of them are behind somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from coach.session.drill.events import ClaimStated, LessonDone
from coach.session.drill.launch import KIND

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.session.drill.events import Body
    from coach.session.drill.next_case import Played
    from coach.session.learn.lesson import Lesson

CLAIMS: Final = 12
"""Claims of the warm-up."""
DRILLS: Final = 5
"""Drills of the path after the worked one: two faded, three of a kind."""
GUIDED, WARM_UP, DRILLED, FIRST = "guided", "warm-up", "drills", "first-session"


class Stage(NamedTuple):
    """A stage of the path.

    Attributes:
        minutes: about how long it takes; 0 where that depends.
        done: how many parts are behind one.
        of: how many parts it has.
    """

    id: str
    title: str
    minutes: int
    done: int
    of: int

    @property
    def is_done(self) -> bool:
        """True where nothing of it is left."""
        return self.done >= self.of


def path_of(
    lessons: Sequence[Lesson], practised: Iterable[Body], played: Iterable[Played], closed_sessions: int
) -> tuple[Stage, ...]:
    """Give the stages in order.

    Args:
        lessons: those there are.
        practised: what was done of lessons and claims.
        played: the drills.
        closed_sessions: how many investigations or pre-mortems of the journal are closed.
    """
    practised = tuple(practised)
    lessons_done = {each.lesson for each in practised if isinstance(each, LessonDone)}
    claims = len({each.claim for each in practised if isinstance(each, ClaimStated)})
    ended = [each.help for each in played if each.ended is not None and each.kind != KIND]
    worked, others = ended.count("worked"), len(ended) - ended.count("worked")
    return (
        Stage(GUIDED, "A case worked by the coach", 6, min(1, worked), 1),
        *(Stage(each.id, each.title, each.minutes, int(each.id in lessons_done), 1) for each in lessons),
        Stage(WARM_UP, "Twelve claims read off real curves", 10, min(CLAIMS, claims), CLAIMS),
        Stage(
            DRILLED,
            "Cases of your own, two with the odds given, three without",
            60,
            min(DRILLS, others),
            DRILLS,
        ),
        Stage(FIRST, "The first investigation of a run of yours", 0, min(1, closed_sessions), 1),
    )


def next_stage(path: Sequence[Stage]) -> Stage | None:
    """Give the first stage that is not done; None at the end of the path."""
    return next((each for each in path if not each.is_done), None)
