"""What a playbook file may say of things to do: checks, experiments, repairs, preventions, and what they cost."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coach.playbook.entry import Code, Entry, Hours, Likelihood, Sentence, Several, Steps
from coach.session.failure_mode import IT_IS_THIS, Supposed

Outcomes = Annotated[Several[str], Field(min_length=2, max_length=5)]


class CostEntry(Entry):
    """What an experiment or a check costs."""

    wall_runs: Annotated[float, Field(ge=0, le=100)] = 0.0
    """Waiting time as a fraction of the user's own run."""

    wall_h: Hours = 0.0
    """Waiting time in hours, beside `wall_runs`."""

    dollars: Annotated[float, Field(ge=0, le=1_000_000)] = 0.0
    """Money beside the price of running."""

    human_h: Hours = 0.0
    """Hours of a person's work."""


class CheckEntry(Entry):
    """The cheapest way to find out whether it is a failure mode; it finds it nine times in ten (editorial)."""

    says: Sentence
    """What to do and what it tells, in one or two sentences."""

    how: Steps = ()
    """How to do it, step by step."""

    code: Code = ""
    """What to type, shown and never run: Python, and lines for the shell, which begin with `$ `."""

    cost: CostEntry | None = None
    """What it costs; editorial. Without it, six minutes of waiting and 24 of work are taken."""

    outcomes: Outcomes = IT_IS_THIS
    """What can come out; the first one says that it is this failure mode."""

    mistaken_for: dict[str, Likelihood] = Field(default_factory=dict)
    """P(the first outcome | another failure mode) for those it is often mistaken for, by id; editorial."""

    supposes: Supposed | None = None
    """What there has to have been for this to be done at all: where it is not known of, this is no first look."""


class PreventionEntry(Entry):
    """A check or habit that keeps a failure mode from happening."""

    text: Sentence
    """What to do."""

    minutes: Annotated[float, Field(ge=0, le=10_000)]
    """A person's time for it."""

    effectiveness: Annotated[float, Field(ge=0, le=1)]
    """Share of these failures it prevents or catches in time; editorial."""


class RepairEntry(Entry):
    """What mending a failure mode takes once it is known to be the cause."""

    text: Sentence
    """What to do."""

    human_h: Hours
    """Hours of a person's work."""

    runs: Annotated[float, Field(ge=0, le=100)]
    """Runs needed to verify it, in units of the user's own run length."""

    how: Steps = ()
    """How to do it, step by step."""

    code: Code = ""
    """What to type, shown and never run: Python, and lines for the shell, which begin with `$ `."""


class ExperimentEntry(Entry):
    """An experiment that tells causes apart."""

    question: Sentence
    """What it answers."""

    how: Sentence
    """What to do."""

    cost: CostEntry
    """What it costs."""

    outcomes: Outcomes
    """What can come out."""

    likelihood: dict[str, Several[Likelihood]]
    """P(outcome | failure mode), one number an outcome, by failure mode id; rows sum to 1; editorial.
    A failure mode without a row expects each outcome as often as the others do on average."""

    sources: Several[str] = ()
    """Keys of the sources that describe it."""
