"""A family of cases: trainings that look alike to the person, what may be wrong with them, and what can be bought."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tools.fault_lab.logbook import Logbook

NOTHING = "nothing"
"""Id of the cause in which nothing is wrong."""


class Trained(NamedTuple):
    """A training that has ended.

    Attributes:
        log: what it logged.
        facts: figures a report may quote, by name; measured, not logged.
        kept: what a look may open afterwards: the model, its statistics, its data.
        others: what the other seeds of the same report logged; none where it is about one run.
    """

    log: Logbook
    facts: Mapping[str, float]
    kept: Any
    others: tuple[Logbook, ...] = ()


class Seen(NamedTuple):
    """What a look showed: the id of its outcome, and what the person has before them."""

    outcome: str
    shows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that may be wrong.

    Attributes:
        id: its name in the files.
        name: the same as a person says it.
        mode: id of the failure mode in the catalogue; empty where there is none.
        base: how often it is met among its family, as a relative weight; editorial.
        repair: id of the repair that cures it.
        changes: settings that make it so, by name.
        of: ids of the causes it is made of, where it is two at once.
    """

    id: str
    name: str
    mode: str = ""
    base: float
    repair: str
    changes: Mapping[str, object] = field(default_factory=dict)
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A change that cures, with the run that verifies it.

    Attributes:
        id: its name in the files.
        name: the same as a person says it.
        runs: how much of a run it waits for.
        work: hours of the person's own.
    """

    id: str
    name: str
    runs: float
    work: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Something that can be bought.

    Attributes:
        id: its name in the files.
        name: the same as a person says it.
        rule: how the outcome follows from what was measured.
        outcomes: what may come out, name by id.
        runs: how much of a run it waits for.
        work: hours of the person's own.
        see: takes it, from the settings of the training (fault and all), its seed and the training itself.
    """

    id: str
    name: str
    rule: str
    outcomes: Mapping[str, str]
    runs: float
    work: float
    see: Callable[[Any, int, Trained], Seen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Trainings that look alike from outside.

    Attributes:
        id: the kind of the cases.
        healthy: settings without a fault.
        train: trains by settings and a seed; the same for the same two.
        complaint: what every report of the family says, in words.
        complains: whether a training gives reason to say it.
        causes: what may be wrong, one of them `NOTHING`.
        repairs: what cures.
        looks: what can be bought.
        service: what always works, and its hours in runs.
    """

    id: str
    healthy: Any
    train: Callable[[Any, int], Trained]
    complaint: str
    complains: Callable[[Trained], bool]
    causes: tuple[Cause, ...]
    repairs: tuple[Repair, ...]
    looks: tuple[Look, ...]
    service: str
    service_runs: float

    def settings(self, cause_id: str) -> Any:
        """Give the settings of a training with this cause in it."""
        return replace(self.healthy, **self.cause(cause_id).changes)

    def cause(self, cause_id: str) -> Cause:
        """Give a cause by its id."""
        return next(each for each in self.causes if each.id == cause_id)
