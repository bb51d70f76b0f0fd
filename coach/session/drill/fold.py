"""The events of a drill folded over its case: what was bought, what it cost, whether the trouble is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.drill.events import (
    Explained,
    GaveUp,
    LookBought,
    OddsStated,
    RepairTried,
    Scored,
    Started,
    StartedOver,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.session.drill.case import Case
    from coach.session.drill.events import Body, Help

_SUMS_TO_ONE = 1e-6

Action = LookBought | RepairTried | StartedOver
"""What costs something."""


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill as it stands.

    Attributes:
        case: the case.
        bodies: what was done, in order.
    """

    case: Case
    bodies: tuple[Body, ...] = ()

    @property
    def help(self) -> Help:
        """How much the coach helps."""
        return next((each.help for each in self.bodies if isinstance(each, Started)), "alone")

    @property
    def actions(self) -> tuple[Action, ...]:
        """What was paid for, in order."""
        return tuple(each for each in self.bodies if isinstance(each, LookBought | RepairTried | StartedOver))

    @property
    def explanations(self) -> tuple[str, ...]:
        """The person's own explanations, from before the table."""
        return tuple(line for each in self.bodies if isinstance(each, Explained) for line in each.lines)

    @property
    def odds(self) -> dict[str, float]:
        """The odds stated last; empty where none were."""
        stated = [each.odds for each in self.bodies if isinstance(each, OddsStated)]
        return stated[-1] if stated else {}

    @property
    def bought(self) -> tuple[str, ...]:
        """Ids of the looks that were bought, in order."""
        return tuple(each.look for each in self.bodies if isinstance(each, LookBought))

    @property
    def tried(self) -> tuple[str, ...]:
        """Ids of the repairs that were tried, in order."""
        return tuple(each.repair for each in self.bodies if isinstance(each, RepairTried))

    @property
    def is_repaired(self) -> bool:
        """True once the trouble is gone."""
        cure = self.case.repair_of(self.case.true_cause).id
        return any(isinstance(each, StartedOver) for each in self.bodies) or cure in self.tried

    @property
    def is_over(self) -> bool:
        """True once nothing more can be done: the trouble is gone, or the person asked for the answer."""
        return self.is_repaired or any(isinstance(each, GaveUp) for each in self.bodies)

    @property
    def diagnosis(self) -> str:
        """The cause named last, or of somebody who gave up the likeliest by their last odds; empty where none."""
        if any(isinstance(each, GaveUp) for each in self.bodies):
            return max(self.odds, key=self.odds.__getitem__, default="")
        named = [each.diagnosis for each in self.actions if not isinstance(each, LookBought)]
        return named[-1] if named else ""

    @property
    def hours(self) -> float:
        """Hours paid so far."""
        return sum(price_of(self.case, each)[0] for each in self.actions)

    @property
    def dollars(self) -> float:
        """Dollars paid so far."""
        return sum(price_of(self.case, each)[1] for each in self.actions)


def fold(case: Case, bodies: Iterable[Body]) -> Drill:
    """Give the drill that events make of a case.

    Raises:
        AnswerError: an event does not fit the case, as `accept` says.
    """
    drill = Drill(case)
    for body in bodies:
        drill = accept(drill, body)
    return drill


def accept(drill: Drill, body: Body) -> Drill:
    """Give the drill after one more event.

    Raises:
        AnswerError: the drill is over, nothing of that name is for sale, it was bought before, or the odds do not cover
            the causes of the case or do not sum to 1.
    """
    if drill.is_over and not isinstance(body, Scored):
        raise AnswerError("this drill is over", hint="`coach drill --next` opens another case.")
    match body:
        case LookBought(look=look):
            _require_for_sale("look", look, [each.id for each in drill.case.looks], drill.bought)
        case RepairTried(repair=repair, diagnosis=diagnosis):
            _require_for_sale("repair", repair, [each.id for each in drill.case.repairs], drill.tried)
            _require_cause(drill.case, diagnosis)
        case StartedOver(diagnosis=diagnosis):
            _require_cause(drill.case, diagnosis)
        case OddsStated(odds=odds):
            _require_odds(drill.case, odds)
        case _:
            pass
    return Drill(drill.case, (*drill.bodies, body))


def price_of(case: Case, action: Action) -> tuple[float, float]:
    """Give the hours and dollars of an action."""
    match action:
        case LookBought(look=look):
            return case.look(look).hours, case.look(look).dollars
        case RepairTried(repair=repair):
            return case.repair(repair).hours, case.repair(repair).dollars
        case StartedOver():
            return case.start_over


def _require_for_sale(what: str, named: str, known: list[str], had: tuple[str, ...]) -> None:
    if named not in known:
        raise AnswerError(f"there is no {what} {named!r} in this case", hint=f"There is: {', '.join(known)}.")
    if named in had:
        raise AnswerError(f"the {what} {named!r} was bought before", hint="Its outcome would be the same.")


def _require_cause(case: Case, named: str) -> None:
    known = [each.id for each in case.causes]
    if named not in known:
        raise AnswerError(f"there is no cause {named!r} in this case", hint=f"There is: {', '.join(known)}.")


def _require_odds(case: Case, odds: dict[str, float]) -> None:
    if set(odds) != {each.id for each in case.causes}:
        ids = ", ".join(each.id for each in case.causes)
        raise AnswerError("the odds do not cover the causes of this case", hint=f"Give one for each: {ids}.")
    if abs(sum(odds.values()) - 1) > _SUMS_TO_ONE:
        raise AnswerError(f"the odds sum to {sum(odds.values()):.4g}, not to 1", hint="Scale them to 1.")
