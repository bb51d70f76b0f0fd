"""A case for a drill: what was known on the day, what could be bought, what it showed, and what it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

PSEUDO_COUNT: Final = 0.5
"""Added to the count of every outcome: Jeffreys' prior for a Dirichlet of K outcomes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A cause on the table; causes are exclusive.

    Attributes:
        prior: relative count of this cause among runs with such a report.
        mode: failure mode of the catalogue; empty where there is none.
        innocent: nothing is wrong with the run.
        made_of: ids of the causes that hold at once, for two faults in one run.
    """

    id: str
    name: str
    prior: float
    mode: str = ""
    innocent: bool = False
    made_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An experiment that can be bought once.

    Attributes:
        outcomes: what could come out: (id, words).
        counts: how often each outcome was counted, by cause, in the order of `outcomes`.
        estimated: P(outcome | cause) by cause where nobody counted: somebody's opinion.
        recorded: id of the outcome in this case.
        shows: what a person sees of it.
        log: run folder or file it left, relative to the case's folder; empty for none.
    """

    id: str
    name: str
    hours: float
    dollars: float = 0.0
    outcomes: tuple[tuple[str, str], ...]
    counts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    estimated: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    recorded: str
    shows: str = ""
    log: str = ""

    def row(self, cause: str) -> tuple[float, ...]:
        """Give P(outcome | cause) in the order of `outcomes`; every outcome alike where nobody counted or said.

        (count + 1/2) / (n + K/2) for K outcomes.
        """
        size = len(self.outcomes)
        if cause in self.estimated:
            return self.estimated[cause]
        counts = self.counts.get(cause, (0,) * size)
        total = sum(counts) + PSEUDO_COUNT * size
        return tuple((each + PSEUDO_COUNT) / total for each in counts)

    def words(self, outcome: str) -> str:
        """Give the words of an outcome."""
        return dict(self.outcomes)[outcome]

    @property
    def recorded_at(self) -> int:
        """The place of the recorded outcome among the outcomes."""
        return [each for each, _ in self.outcomes].index(self.recorded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A change that removes the causes it cures; its hours hold the run that shows whether it did."""

    id: str
    name: str
    hours: float
    dollars: float = 0.0
    cures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """Something the logs of the day showed already.

    Attributes:
        run: which run below the case's logs; empty where there is one.
        onset: step from which it can be seen; None where it is there throughout.
        speaks_for: ids of the causes it fits.
    """

    tag: str
    says: str
    run: str = ""
    onset: float | None = None
    speaks_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A whole case; see docs/drills.md for each part.

    Attributes:
        folder: where its logs lie, as the reader found it; empty for a case that has none.
        start_over: hours and dollars of rebuilding from something known to work, which always works.
    """

    id: str
    title: str
    kind: str
    level: int
    report: str
    run_hours: float
    run_dollars: float = 0.0
    scaled: str = ""
    causes: tuple[Cause, ...]
    true_cause: str
    prior_basis: str
    looks: tuple[Look, ...]
    repairs: tuple[Repair, ...]
    start_over: tuple[float, float]
    clues: tuple[Clue, ...] = ()
    story: str
    next_time: str
    sooner: str = ""
    source: str
    link: str = ""
    attribution: str = ""
    generator: str = ""
    folder: str = ""

    def cause(self, cause_id: str) -> Cause:
        """Give a cause by its id."""
        return next(each for each in self.causes if each.id == cause_id)

    def look(self, look_id: str) -> Look:
        """Give a look by its id."""
        return next(each for each in self.looks if each.id == look_id)

    def repair(self, repair_id: str) -> Repair:
        """Give a repair by its id."""
        return next(each for each in self.repairs if each.id == repair_id)

    def repair_of(self, cause_id: str) -> Repair:
        """Give the one repair that cures a cause."""
        return next(each for each in self.repairs if cause_id in each.cures)

    @property
    def is_healthy(self) -> bool:
        """True where nothing was wrong."""
        return self.cause(self.true_cause).innocent

    @property
    def measured(self) -> bool:
        """True where every likelihood was counted; False where some are opinions."""
        return not any(each.estimated for each in self.looks)
