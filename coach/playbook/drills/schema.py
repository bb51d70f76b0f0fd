"""What a case's file may say: one model a kind of entry, one docstring a field. docs/drills.md shows a whole one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coach.playbook.entry import Entry, Id, Label, Likelihood, Sentence, Several

FORMAT = "coach.drill/1"
"""The format this version reads and writes."""

Prose = Annotated[str, Field(min_length=1, max_length=6000)]
Path = Annotated[str, Field(max_length=200)]
Paid = Annotated[float, Field(gt=0, le=10_000)]
Dollars = Annotated[float, Field(ge=0, le=1_000_000)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class PriceEntry(Entry):
    """What something costs."""

    hours: Paid
    """Hours of waiting and attention together."""

    dollars: Dollars = 0.0
    """Money."""


class CauseEntry(Entry):
    """A cause on the table."""

    name: Label
    """A few words, as one would say it to a colleague."""

    prior: Annotated[float, Field(gt=0, le=10_000)]
    """Relative count among runs with such a report."""

    mode: str = ""
    """Failure mode of the catalogue."""

    innocent: bool = False
    """Nothing is wrong with the run."""

    made_of: Several[Id] = ()
    """Causes that hold at once."""


class LookEntry(Entry):
    """An experiment that can be bought once."""

    name: Label
    """What one does."""

    hours: Paid
    """Hours of waiting and attention together."""

    dollars: Dollars = 0.0
    """Money."""

    outcomes: Annotated[dict[Id, Label], Field(min_length=2)]
    """What could come out, in words, by id."""

    counts: dict[Id, Several[Count]] = Field(default_factory=dict)
    """How often each outcome was counted, by cause, in the order of the outcomes."""

    estimated: dict[Id, Several[Likelihood]] = Field(default_factory=dict)
    """P(outcome | cause) by cause, where nobody counted."""

    recorded: Id
    """The outcome in this case."""

    shows: str = ""
    """What a person sees of it."""

    log: Path = ""
    """What it left, relative to the case's folder."""


class RepairEntry(Entry):
    """A change that removes the causes it cures."""

    name: Label
    """What one does."""

    hours: Paid
    """Hours, with the run that shows whether it worked."""

    dollars: Dollars = 0.0
    """Money."""

    cures: Annotated[Several[Id], Field(min_length=1)]
    """The causes it removes."""


class ClueEntry(Entry):
    """Something the logs of the day showed already."""

    tag: Label
    """The tag as the log has it."""

    says: Sentence
    """What can be seen."""

    run: str = ""
    """Which run below the case's logs."""

    onset: float | int | None = None
    """Step from which it can be seen."""

    speaks_for: Several[Id] = ()
    """The causes it fits."""


class SourceEntry(Entry):
    """Where the story is from."""

    says: Sentence
    """In words."""

    link: str = ""
    """Where it can be read."""


class CaseContent(Entry):
    """A whole case."""

    format: Annotated[Literal["coach.drill/1"], Field(alias="schema")]
    """Version of this form."""

    id: Id
    """The folder's name."""

    title: Label
    """What was seen, in a few words that do not name the cause."""

    kind: Id
    """What kind of training it is."""

    level: Annotated[int, Field(ge=1, le=3)]
    """1 easy, 3 hard."""

    report: Prose
    """What the person wrote that night."""

    run_price: PriceEntry
    """What one run costs."""

    scaled: str = ""
    """Said where hours are not those of the trainings behind the case."""

    causes: Annotated[dict[Id, CauseEntry], Field(min_length=2)]
    """What is on the table; exclusive, and the true one is among them."""

    true_cause: Id
    """What it was."""

    prior_basis: Sentence
    """Where the prior counts come from."""

    looks: Annotated[dict[Id, LookEntry], Field(min_length=1)]
    """What can be bought."""

    repairs: Annotated[dict[Id, RepairEntry], Field(min_length=1)]
    """What can be repaired; each cause is cured by exactly one."""

    start_over: PriceEntry
    """What rebuilding from something known to work costs."""

    clues: Several[ClueEntry] = ()
    """What the logs of the day show."""

    story: Prose
    """What happened."""

    next_time: Sentence
    """One thing to do differently."""

    sooner: str = ""
    """What would have shown it sooner."""

    source: SourceEntry
    """Where the story is from."""

    attribution: str = ""
    """Licence and author of real logs."""

    generator: str = ""
    """What makes the case anew."""

    provenance: Literal["measured", "estimated"] = "measured"
    """Whether every likelihood was counted."""
