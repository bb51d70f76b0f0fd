"""What a person does in a drill, one frozen event each; the list of them is all that is kept."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter

from coach.session.value import Hours, Probability, Value

Help = Literal["worked", "faded", "alone"]
"""How much the coach helps: it does every step and says why; it gives the exact odds; it says nothing."""


class Started(Value):
    """A case was opened."""

    kind: Literal["started"] = "started"
    case: str
    case_kind: str
    """The kind of training the case is of, so that the record can be read without the case."""
    digest: str
    """sha256 of the case's file: a case that changed since is not the case that was played."""
    help: Help = "alone"


class Explained(Value):
    """What it could be, in the person's own words, before the table was shown."""

    kind: Literal["explained"] = "explained"
    lines: tuple[str, ...]


class OddsStated(Value):
    """P(cause) as the person sees it, over all causes of the case; sums to 1."""

    kind: Literal["odds-stated"] = "odds-stated"
    odds: dict[str, Probability]


class LookBought(Value):
    """An experiment was paid for, and its recorded outcome shown."""

    kind: Literal["look-bought"] = "look-bought"
    look: str


class RepairTried(Value):
    """A repair was paid for; `diagnosis` is the cause it was tried for."""

    kind: Literal["repair-tried"] = "repair-tried"
    repair: str
    diagnosis: str


class StartedOver(Value):
    """It was rebuilt from something known to work, whatever the cause was thought to be."""

    kind: Literal["started-over"] = "started-over"
    diagnosis: str


class GaveUp(Value):
    """The person asked for the answer before the trouble was gone."""

    kind: Literal["gave-up"] = "gave-up"


class Launched(Value):
    """The run of a pre-mortem drill was launched, whatever was checked before."""

    kind: Literal["launched"] = "launched"


class Scored(Value):
    """What a drill came to on the day it ended, so that the record can be read without its case."""

    kind: Literal["scored"] = "scored"
    named: bool
    solved: bool
    wasted: Hours
    hours: Hours
    best_expected: Hours
    off_bits: tuple[float, ...] = ()
    """D(exact || stated) of each statement of odds."""
    forecasts: tuple[tuple[Probability, bool], ...] = ()
    """The last odds of each cause and whether it was that."""


class LessonDone(Value):
    """The exercises of a lesson were done; of the path of `coach learn`, not of a drill."""

    kind: Literal["lesson-done"] = "lesson-done"
    lesson: str
    right: int
    of: int


class ClaimStated(Value):
    """A claim about a curve was answered and scored; of the path, or of the daily question."""

    kind: Literal["claim-stated"] = "claim-stated"
    claim: str
    form: Literal["above", "interval"]
    probability: Probability
    came_true: bool


Body = Annotated[
    Started
    | Explained
    | OddsStated
    | LookBought
    | RepairTried
    | StartedOver
    | GaveUp
    | Launched
    | Scored
    | LessonDone
    | ClaimStated,
    Field(discriminator="kind"),
]


class DrillEvent(Value):
    """One event with its time and author."""

    at: AwareDatetime
    by: str = ""
    body: Body


EVENTS = TypeAdapter(tuple[DrillEvent, ...])
"""Reads and writes the events of one drill."""
