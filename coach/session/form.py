"""The shapes an answer can have. Front ends draw them; `answers/answer.py` reads them from text or data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: a stable id, what a person reads, an optional explanation, other words to find it by.

    `beside` is the part of the explanation that stands beside it in a list with room for no more; may be empty.
    """

    id: str
    text: str
    says: str = ""
    found_by: str = ""
    beside: str = ""

    def is_found_by(self, typed: str) -> bool:
        """True when every word that was typed stands somewhere in what is known of it."""
        known = f"{self.text} {self.says} {self.found_by} {self.id}".casefold()
        return all(word in known for word in typed.casefold().split())


@dataclass(frozen=True, slots=True)
class Text:
    """Prose; one line unless `multiline`."""

    multiline: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A list that grows by one confirmed line at a time, until it is declared finished.

    Attributes:
        existing: the lines already confirmed, shown to the person.
        at_least: how many lines the list wants; fewer need a reason, typed as `enough: <reason>`.
    """

    existing: tuple[str, ...] = ()
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability: one of seven words, odds or percent."""

    no_idea: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """A duration, in hours."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a unit, within limits."""

    unit: str
    low: float = 0.0
    high: float = 1e9


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one of several options; `more` are not shown at first and can be chosen all the same."""

    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Every option, those that are not shown at first last."""
        return (*self.options, *self.more)


@dataclass(frozen=True, slots=True)
class Several:
    """Any number of options, none included; `more` are not shown at first and can be chosen all the same."""

    options: tuple[Option, ...]
    chosen: tuple[str, ...] = ()
    more: tuple[Option, ...] = ()

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Every option, those that are not shown at first last."""
        return (*self.options, *self.more)


@dataclass(frozen=True, slots=True)
class Marks:
    """For each of some rows one of a few marks, the same for all; a row that is left alone says nothing.

    Attributes:
        rows: what is marked.
        marks: what a row can be given; the first one is the plain yes.
        left: what a row that is left alone means.
        more: rows that are not shown at first and can be marked all the same.
        suggested: marks that stand unless they are changed, by row id.
    """

    rows: tuple[Option, ...]
    marks: tuple[Option, ...]
    left: str
    more: tuple[Option, ...] = ()
    suggested: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_rows(self) -> tuple[Option, ...]:
        """Every row, those that are not shown at first last."""
        return (*self.rows, *self.more)


@dataclass(frozen=True, slots=True)
class Table:
    """One value a row and column, all of one kind.

    Attributes:
        rows: what is judged.
        columns: under which heading; one column reads as a plain list.
        cell: `chance` for probabilities, `hours` for durations.
        sums_to_one: each row is a distribution over the columns; the last cell may be left out.
        compares: the rows are rival explanations, and what a column says for one over another is shown.
        anyway: the chance that `no idea` stands for where it says nothing of a row; None where it has no such meaning.
        suggested: for each row id, one text a column, empty where nothing is suggested.
    """

    rows: tuple[Option, ...]
    columns: tuple[Option, ...]
    cell: Literal["chance", "hours"] = "chance"
    sums_to_one: bool = False
    compares: bool = False
    no_idea: bool = False
    anyway: float | None = None
    suggested: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a card."""

    id: str
    text: str
    form: Text | Chance | Hours | Number | Choice
    suggested: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A few short fields that are confirmed together."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class GoOn:
    """Nothing to answer: read, then go on."""


@dataclass(frozen=True, slots=True)
class ReadLogs:
    """Nothing to answer: the coach reads these logs and comes back with what they show."""

    path: str


Form = Text | Lines | Chance | Hours | Number | Choice | Several | Marks | Table | Card | GoOn | ReadLogs
