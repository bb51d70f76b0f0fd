"""The tables of numbers of an investigation, each with a name short enough for a list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from coach.tui.plain_text import clipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.beliefs import BeliefRow
    from coach.session.fold import Session
    from coach.session.step import Step
    from coach.tui.interfaces import Walk


class Name(NamedTuple):
    """What a table is called.

    Attributes:
        part: the heading it stands under.
        text: what it is about.
        asks: what is asked about that, in a few words; empty where the question is short enough as it is.
    """

    part: str
    text: str
    asks: str = ""


NAMED = {
    "odds.priors": Name("Before the evidence", "how likely each is"),
    "odds.catch-all": Name("Before the evidence", "on nobody's list"),
    "repairs.price": Name("Repairs", "what each takes"),
    "repairs.service": Name("Repairs", "rebuilding it all"),
    "frame.playbook": Name("The frame", "kind of work: playbooks"),
    "assumptions.worth": Name("Taken for granted", "worth of an hour, one fault or several"),
    "assumptions.same-repair": Name("Taken for granted", "one change repairs several"),
    "assumptions.same-evidence": Name("Taken for granted", "evidence that counts as one"),
}
"""The tables that every investigation has, by question."""


class TableEntry(NamedTuple):
    """A table in the list."""

    step: Step
    name: Name

    @property
    def key(self) -> str:
        """The address of its question."""
        return self.step.question.key

    def in_short(self, width: int) -> str:
        """Give its question in a line or two of `width` cells."""
        if not self.name.asks:
            return self.step.question.text
        return f"{clipped(self.name.text, width).plain}\n{self.name.asks}"


class Tables(NamedTuple):
    """All tables as they stand, and what they make one believe."""

    session: Session
    entries: tuple[TableEntry, ...]
    beliefs: tuple[BeliefRow, ...]


def tables_of(walk: Walk) -> Tables:
    """Give the tables of a walk; reads nothing from disk, plans nothing."""
    names = _names(walk.session)
    entries = tuple(TableEntry(step, names[step.question.key]) for step in walk.tables())
    return Tables(walk.session, entries, walk.beliefs())


def _names(session: Session) -> Mapping[str, Name]:
    from coach.session.experiments import experiments  # noqa: PLC0415 - in the thread
    from coach.session.observations import observations  # noqa: PLC0415 - in the thread

    names = dict(NAMED)
    for seen in observations(session):
        names[f"weighing.{seen.id}"] = Name(
            "Evidence", seen.text, "Take each cause as true in turn: how likely would you be to see this?"
        )
    for view in experiments(session):
        names[f"experiments.forecast.{view.id}"] = Name(
            "Experiments", view.question, "If this were the cause, how likely is each outcome?"
        )
        names[f"experiments.price.{view.id}"] = Name("Experiments", "its price")
        names[f"experiments.early.{view.id}"] = Name("Experiments", "a look half-way")
    return names


def alone(entry: TableEntry, width: int, *, is_low: bool) -> Step:
    """Give a table with its question alone, in short where room is; help has the reason and an example.

    Args:
        entry: the table.
        width: cells for its words.
        is_low: the screen has few lines.
    """
    asked = entry.step.question
    text = entry.in_short(width) if is_low else asked.text
    return replace(entry.step, question=replace(asked, text=text, why="", example=""))
