"""What a playbook file may say: one model a kind of entry, one docstring a field.

Entries of a kind stand under their ids, which never change once published. `json_schema.py` hands these
docstrings to editors.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coach.playbook.action_entries import CheckEntry, ExperimentEntry, PreventionEntry, RepairEntry
from coach.playbook.entry import Complaint, Entry, Id, Label, Likelihood, Sentence, Several
from coach.playbook.evidence_entries import ChangeEntry, ContrastEntry, FactEntry, SymptomEntry
from coach.session.failure_mode import Ownership, Provenance

FORMAT = "coach.playbook/2"
"""The format this version reads and writes."""


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

    name: Label
    """A few words, as one would say it to a colleague."""

    says: Sentence
    """How it shows in the logs, one sentence."""

    aliases: Several[Label] = ()
    """Other names for it: the field's own terms, and the everyday words of people who have it."""

    complaints: Several[Complaint] = ()
    """How people put it before they know the cause, four to twenty-two: what they see, when, and what they changed, as
    it differs from its rivals. Looked up for what somebody says of a run; never taken for a name of the cause."""

    cases: Several[KnownCaseEntry] = ()
    """Published cases of it, which are searched for the words that somebody uses."""

    prior: PriorEntry
    """How common it is."""

    mine: Ownership
    """Whose the fault is: one's own code and settings, someone else's, or the two together."""

    innocent: bool = False
    """True where the run itself is as it should be, and what is seen is what its numbers are made of."""

    classes: Annotated[dict[str, Likelihood], Field(min_length=1)]
    """P(symptom class | this failure mode) by class id; what is left to 1 is spread over the others; editorial."""

    symptoms: dict[str, Likelihood]
    """P(seen | this failure mode) by symptom id; editorial unless the source says otherwise."""

    contrasts: dict[str, Likelihood] = Field(default_factory=dict)
    """P(it goes away | this failure mode) by contrast id; editorial."""

    changes: dict[str, Likelihood] = Field(default_factory=dict)
    """P(that changed last | this failure mode) by change id; editorial."""

    facts: dict[str, dict[str, Likelihood]] = Field(default_factory=dict)
    """P(option | this failure mode) by fact id and option id; what is left to 1 is spread over the other options as
    they are anyway; editorial."""

    tripwire: str = ""
    """A prediction that breaks when it happens, such as `train/entropy > 0.1 throughout`."""

    prevention: PreventionEntry | None = None
    """What keeps it from happening."""

    check: CheckEntry
    """The cheapest way to find out whether it is this."""

    repair: RepairEntry
    """What mending it takes."""

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

    classes: dict[str, Likelihood] = Field(default_factory=dict)
    """Other probabilities of the symptom classes, in place of all inherited ones."""

    contrasts: dict[str, Likelihood] = Field(default_factory=dict)
    """Further likelihoods by contrast id, or other ones."""

    changes: dict[str, Likelihood] = Field(default_factory=dict)
    """Further likelihoods by change id, or other ones."""

    facts: dict[str, dict[str, Likelihood]] = Field(default_factory=dict)
    """Further likelihoods by fact id and option id, or other ones."""

    mistaken_for: dict[str, Likelihood] = Field(default_factory=dict)
    """Further failure modes that its check may be mistaken for, by id."""

    tripwire: str | None = None
    """Another tripwire."""

    complaints: Several[Complaint] = ()
    """Further ways in which people put it before they know the cause."""

    cases: Several[KnownCaseEntry] = ()
    """Further cases of it, such as those of one's own sessions."""


class OmissionEntry(Entry):
    """What of the playbooks it builds on does not belong here."""

    failure_modes: Several[str] = ()
    """Ids of inherited failure modes; their likelihood rows go with them."""

    experiments: Several[str] = ()
    """Ids of inherited experiments."""

    symptoms: Several[str] = ()
    """Ids of inherited symptoms."""

    contrasts: Several[str] = ()
    """Ids of inherited contrasts."""

    changes: Several[str] = ()
    """Ids of inherited changes."""

    facts: Several[str] = ()
    """Ids of inherited facts."""


class PlaybookContent(Entry):
    """A whole playbook file."""

    schema_: Annotated[Literal["coach.playbook/2"], Field(alias="schema")]
    """The format: `coach.playbook/2`."""

    id: Id
    """The playbook's id, which is also the file's name without `.yaml`."""

    title: Label
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

    class_words: dict[str, Several[Label]] = Field(default_factory=dict)
    """Everyday words for a symptom class, by class id: it is ticked where somebody says all words of one of them."""

    symptoms: dict[Id, SymptomEntry] = Field(default_factory=dict)
    """What can be seen, by symptom id."""

    seen_under: dict[str, dict[str, Likelihood]] = Field(default_factory=dict)
    """P(seen | failure mode) by symptom id and failure mode id, beside what failure modes say themselves; editorial."""

    contrasts: dict[Id, ContrastEntry] = Field(default_factory=dict)
    """What may make the trouble go away, by contrast id."""

    changes: dict[Id, ChangeEntry] = Field(default_factory=dict)
    """What may have changed last, by change id."""

    facts: dict[Id, FactEntry] = Field(default_factory=dict)
    """Facts of the set-up, by fact id."""

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
