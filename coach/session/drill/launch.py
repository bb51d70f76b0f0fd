"""A drill of the pre-mortem: a launch with planted faults, checks at a price, and what was caught before it ran.

Faults are independent. Launching after the checks S costs price(S) + sum of chance x loss over what S does not catch;
the best plan is the S of least cost, and hours wasted are the cost of one's own S over that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import AnswerError
from coach.reasoning.problem import Cost, CostWeights
from coach.session.drill.events import Launched, LookBought, OddsStated
from coach.session.drill.words import named, parse_explanations
from coach.session.learn.lesson import number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from coach.session.drill.events import Body

KIND = "premortem"
"""The kind of such drills in the record."""
HOW = "Type: chances 30 5 10; buy 1; launch; quit."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedFault:
    """A way for the run to fail.

    Attributes:
        chance: P(it is in such a launch), editorial.
        planted: it is in this one.
        loss: hours lost where it is in and not caught.
        shows: where one can see it; empty where it is not there.
    """

    id: str
    name: str
    chance: float
    planted: bool
    loss: float
    shows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchCheck:
    """Something to do before the launch: it tells surely of each fault it catches whether it is in."""

    id: str
    name: str
    hours: float
    dollars: float = 0.0
    catches: tuple[str, ...]
    shows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """A launch to be checked; `files` holds (name, text)."""

    id: str
    title: str
    level: int
    report: str
    run_hours: float
    run_dollars: float
    files: tuple[tuple[str, str], ...]
    faults: tuple[PlantedFault, ...]
    checks: tuple[LaunchCheck, ...]
    story: str
    next_time: str
    source: str

    def caught(self, bought: Collection[str]) -> frozenset[str]:
        """Give the faults that some checks would show, in or not."""
        return frozenset(each for check in self.checks if check.id in bought for each in check.catches)

    def cost(self, bought: Collection[str]) -> float:
        """Give the expected hours of launching after some checks."""
        caught, weights = self.caught(bought), CostWeights()
        paid = (weights.hours(Cost(wall_h=c.hours, dollars=c.dollars)) for c in self.checks if c.id in bought)
        return math.fsum((*paid, *(f.chance * f.loss for f in self.faults if f.id not in caught)))

    def best(self) -> frozenset[str]:
        """Give the checks of the best plan; the fewest on a tie."""
        ids = [each.id for each in self.checks]
        every = (frozenset(some) for count in range(len(ids) + 1) for some in combinations(ids, count))
        return min(every, key=self.cost)


class LaunchScore(NamedTuple):
    """What a drill of a launch came to.

    Attributes:
        caught: planted faults that a check showed.
        missed: planted faults that none did.
        wasted: hours one's checks cost on average over the best ones.
        hours: hours paid for checks.
        lost: hours the missed faults cost here.
        brier: mean squared error of the chances stated last; None where none were.
    """

    caught: tuple[PlantedFault, ...]
    missed: tuple[PlantedFault, ...]
    wasted: float
    hours: float
    lost: float
    best: frozenset[str]
    best_cost: float
    brier: float | None


def bought_of(bodies: Iterable[Body]) -> tuple[str, ...]:
    """Give the checks that were bought, in order."""
    return tuple(each.look for each in bodies if isinstance(each, LookBought))


def chances_of(bodies: Iterable[Body]) -> dict[str, float]:
    """Give the chances stated last; none where none were."""
    stated = [each.odds for each in bodies if isinstance(each, OddsStated)]
    return stated[-1] if stated else {}


def is_launched(bodies: Iterable[Body]) -> bool:
    """True once it was launched."""
    return any(isinstance(each, Launched) for each in bodies)


def score_launch(launch: Launch, bodies: tuple[Body, ...]) -> LaunchScore:
    """Score a drill of a launch as it stands."""
    bought, chances, best = bought_of(bodies), chances_of(bodies), launch.best()
    caught = launch.caught(bought)
    missed = tuple(each for each in launch.faults if each.planted and each.id not in caught)
    over = launch.cost(bought) - launch.cost(best)
    squares = [(chances[each.id] - each.planted) ** 2 for each in launch.faults] if chances else []
    return LaunchScore(
        caught=tuple(each for each in launch.faults if each.planted and each.id in caught),
        missed=missed,
        wasted=max(0.0, over),
        hours=math.fsum(each.hours for each in launch.checks if each.id in bought),
        lost=math.fsum(each.loss for each in missed),
        best=best,
        best_cost=launch.cost(best),
        brier=math.fsum(squares) / len(squares) if squares else None,
    )


def parse_launch(launch: Launch, bodies: tuple[Body, ...], text: str) -> Body:
    """Give the event that a line means; launching is kept as the end of the drill.

    Raises:
        AnswerError: it means none, names no check, or the launch is over.
    """
    if is_launched(bodies):
        raise AnswerError("this launch is over", hint="coach drill --list shows the others.")
    verb, _, rest = text.strip().partition(" ")
    match verb.casefold():
        case "think":
            return parse_explanations(rest)
        case "buy" | "b":
            check = named("check", rest.strip(), [each.id for each in launch.checks])
            if check in bought_of(bodies):
                raise AnswerError(f"the check {check!r} was bought before", hint="It would show the same.")
            return LookBought(look=check)
        case "chances" | "c":
            return OddsStated(odds=_chances(launch, rest))
        case "launch":
            return Launched()
        case _:
            raise AnswerError(f"{text.strip()[:60]!r} is none of the moves", hint=HOW)


def _chances(launch: Launch, rest: str) -> dict[str, float]:
    words = rest.replace(",", " ").split()
    if len(words) != len(launch.faults):
        said = f"{len(words)} chances for {len(launch.faults)} faults"
        raise AnswerError(
            said, hint="Give one in per cent for each, in their order; they need not sum to 100."
        )
    values = [number(each) / 100 for each in words]
    if not all(0 <= each <= 1 for each in values):
        raise AnswerError("a chance lies from 0 to 100 per cent", hint="Type numbers such as 30 5 10.")
    return {each.id: p for each, p in zip(launch.faults, values, strict=True)}
