"""What a playbook file may say: one model a kind of entry, one docstring a field.

Entries of a kind stand under their ids, which never change once published. `json_schema.py` hands these
docstrings to editors.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import Field

from coach.playbook.entry import Entry, Id
from coach.session.failure_mode import Ownership, Provenance

FORMAT = "coach.playbook/1"
"""The format this version reads and writes."""

_T = TypeVar("_T")
Sentence = Annotated[str, Field(min_length=1, max_length=1200)]
Hours = Annotated[float, Field(ge=0, le=10_000)]
Likelihood = Annotated[float, Field(ge=0.01, le=0.99)]
Several = Annotated[tuple[_T, ...], Field(strict=False)]


class SourceEntry(Entry):
    """Somewhere a claim comes from."""

    authors: Annotated[str, Field(min_length=1, max_length=200)]
    """Family names as one cites them: "Henderson et al.", "Irpan"."""

    year: Annotated[int, Field(ge=1800, le=2100)]
    """Year of publication."""

    title: Sentence
    """Title of the work."""

    locator: str = ""
    """Where to find it, or where in it: an address, a journal, a section."""

    read: Literal["whole", "parts", "abstract", "second-hand", "unverified"]
    """How much of it was read for this playbook; second-hand: figures passed on by somebody who read it;
    unverified: cited from memory."""


class SymptomEntry(Entry):
    """Something that can be seen in a run."""

    says: Sentence
    """The symptom as a statement."""

    asks: Sentence
    """The question that settles it by hand."""

    detected: bool = False
    """True when a detector of the same id finds it in the logs."""

    anyway: Likelihood
    """P(seen) under failure modes that say nothing about it; editorial."""


class PriorEntry(Entry):
    """How common a failure mode is, and how anybody knows."""

    weight: Annotated[float, Field(gt=0, le=100)]
    """Relative weight: about 8 for common, 3 for occasional, 1 for rare."""

    provenance: Provenance
    """Measured: counted in the source. Secondary: passed on by it. Editorial: an estimate nobody measured."""

    source: str = ""
    """Key of the source that the number rests on; may be left out for an editorial weight only."""

    basis: str = ""
    """What the number rests on, with the figure; may be left out for an editorial weight only."""


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


class KnownCaseEntry(Entry):
    """A published case of a failure mode."""

    says: Sentence
    """What its owner saw, in words such as people use; never copied."""

    cause: Sentence
    """What it turned out to be, one sentence."""

    link: Annotated[str, Field(min_length=1, max_length=300)]
    """Where it can be read."""


class FailureModeEntry(Entry):
    """One way a run goes wrong."""

    name: Annotated[str, Field(min_length=1, max_length=90)]
    """A few words, as one would say it to a colleague."""

    says: Sentence
    """How it shows in the logs, one sentence."""

    aliases: Several[Annotated[str, Field(min_length=1, max_length=90)]] = ()
    """Other names for it: the field's own terms, and the everyday words of people who have it."""

    cases: Several[KnownCaseEntry] = ()
    """Published cases of it, which are searched for the words that somebody uses."""

    prior: PriorEntry
    """How common it is."""

    mine: Ownership
    """Whose the fault is: one's own code and settings, someone else's, or the two together."""

    classes: Annotated[Several[str], Field(min_length=1)]
    """Ids of the symptom classes it shows as."""

    symptoms: dict[str, Likelihood]
    """P(seen | this failure mode) by symptom id; editorial unless the source says otherwise."""

    tripwire: str = ""
    """A prediction that breaks when it happens, such as `train/entropy > 0.1 throughout`."""

    prevention: PreventionEntry | None = None
    """What keeps it from happening."""

    check: Sentence
    """The cheapest way to find out whether it is this."""

    check_cost: CostEntry | None = None
    """What the check costs; editorial. Without it, six minutes of waiting and 24 of work are taken."""

    repair: RepairEntry
    """What mending it takes."""

    sources: Several[str] = ()
    """Keys of the sources that describe it."""


class ExperimentEntry(Entry):
    """An experiment that tells causes apart."""

    question: Sentence
    """What it answers."""

    how: Sentence
    """What to do."""

    cost: CostEntry
    """What it costs."""

    outcomes: Annotated[Several[str], Field(min_length=2, max_length=5)]
    """What can come out."""

    likelihood: dict[str, Several[Likelihood]]
    """P(outcome | failure mode), one number an outcome, by failure mode id; rows sum to 1; editorial.
    A failure mode without a row gets a uniform one."""

    sources: Several[str] = ()
    """Keys of the sources that describe it."""


class PromptEntry(Entry):
    """A question that helps a person imagine what will have gone wrong."""

    text: Sentence
    """The question."""

    source: str = ""
    """Key of the source that asks it so."""


class MetricEntry(Entry):
    """A scalar worth logging."""

    tag: Annotated[str, Field(min_length=1, max_length=200)]
    """The tag's usual name."""

    why: Sentence
    """What it tells."""


class AdaptationEntry(Entry):
    """What is different about an inherited failure mode here."""

    prior: PriorEntry | None = None
    """Another prior."""

    symptoms: dict[str, Likelihood] = Field(default_factory=dict)
    """Further likelihoods by symptom id, or other ones."""

    tripwire: str | None = None
    """Another tripwire."""


class OmissionEntry(Entry):
    """What of the playbooks it builds on does not belong here."""

    failure_modes: Several[str] = ()
    """Ids of inherited failure modes; their likelihood rows go with them."""

    experiments: Several[str] = ()
    """Ids of inherited experiments."""

    symptoms: Several[str] = ()
    """Ids of inherited symptoms."""


class PlaybookContent(Entry):
    """A whole playbook file."""

    schema_: Annotated[Literal["coach.playbook/1"], Field(alias="schema")]
    """The format: `coach.playbook/1`."""

    id: Id
    """The playbook's id, which is also the file's name without `.yaml`."""

    title: Annotated[str, Field(min_length=1, max_length=90)]
    """What it is about, in a few words."""

    about: Sentence
    """For whom it is and what its numbers rest on."""

    extends: Several[str] = ()
    """Ids of the playbooks it builds on; its own id stands for the playbook of that name it takes over."""

    leaves_out: OmissionEntry = OmissionEntry()
    """What of the playbooks it builds on does not belong here."""

    adapts: dict[str, AdaptationEntry] = Field(default_factory=dict)
    """What is different about inherited failure modes, by id."""

    adds_rows: dict[str, dict[str, Several[Likelihood]]] = Field(default_factory=dict)
    """Further likelihood rows for inherited experiments, by experiment id and failure mode id."""

    words: Several[Annotated[str, Field(min_length=1, max_length=60)]] = ()
    """Words that tell that a text is about what this playbook is about, beside those of the playbooks it builds on."""

    symptom_classes: dict[Id, Sentence] = Field(default_factory=dict)
    """What a disappointing run did, in words, by class id."""

    symptoms: dict[Id, SymptomEntry] = Field(default_factory=dict)
    """What can be seen, by symptom id."""

    failure_modes: dict[Id, FailureModeEntry] = Field(default_factory=dict)
    """What goes wrong, by failure mode id."""

    experiments: dict[Id, ExperimentEntry] = Field(default_factory=dict)
    """What tells causes apart, by experiment id."""

    prompts: Several[PromptEntry] = ()
    """Questions for a pre-mortem, in the order they are best asked."""

    metrics: Several[MetricEntry] = ()
    """Scalars worth logging."""

    sources: dict[str, SourceEntry] = Field(default_factory=dict)
    """Where it all comes from, by key."""
