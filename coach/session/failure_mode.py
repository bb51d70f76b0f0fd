"""One way a run goes wrong: how common it is, how it shows, how to make sure, what mends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from coach.session.symptom_evidence import ANYWAY

if TYPE_CHECKING:
    from collections.abc import Mapping

Provenance = Literal["measured", "secondary", "editorial"]
"""Counted in a source, passed on by one, or an estimate of ours that nobody measured."""

Kind = Literal["symptom", "contrast", "changed", "fact"]
"""What can be seen; what makes it go away; what changed last; a fact of the set-up."""

Supposed = Literal["fall", "break", "resume", "idle setting", "comparison", "new version", "better held out"]
"""What there has to have been before a check can be done: something lost that was there, numbers that broke, a start
from a checkpoint, a setting that changed nothing, two things held against each other, another version of something,
held-out data on which it does better than in training."""

Ownership = Literal["mine", "shared", "outside"]
"""Whether one's own code or settings cause the fault, someone else's, or the two together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prevention:
    """A check or habit that keeps a failure mode from happening.

    Attributes:
        text: what to do, in one or two sentences.
        minutes: a person's time for it.
        effectiveness: share of the failures it prevents or catches in time, in [0, 1].
    """

    text: str
    minutes: float
    effectiveness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What mending a failure mode takes once it is known to be the cause.

    Attributes:
        text: what to do.
        human_h: hours of a person's work.
        runs: verification runs, in units of the user's own run length.
        steps: how to do it, step by step; may be empty.
        code: what to type; may be empty.
    """

    text: str
    human_h: float
    runs: float
    steps: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A published case of a failure mode.

    Attributes:
        says: what its owner saw, in words such as people use.
        cause: what it turned out to be, one sentence.
        link: where it can be read.
    """

    says: str
    cause: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a check costs.

    Attributes:
        wall_runs: waiting time as a fraction of the user's own run.
        wall_h: waiting time in hours, beside `wall_runs`.
        dollars: money beside the price of running.
        human_h: hours of a person's work.
    """

    wall_runs: float = 0.0
    wall_h: float = 0.0
    dollars: float = 0.0
    human_h: float = 0.0


USUAL_CHECK = Price(wall_h=0.1, human_h=0.4)
"""Price of a failure mode's own check where its playbook states none (editorial)."""
IT_IS_THIS = ("it is this", "it is not")
"""What can come out of a check where its playbook says nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The cheapest way to find out whether it is one failure mode.

    Attributes:
        says: what to do and what it tells, in one or two sentences.
        price: what it costs.
        steps: how to do it, step by step; may be empty.
        code: what to type; may be empty.
        outcomes: what can come out, at least two; the first one says that it is this failure mode.
        mistaken_for: P(the first outcome | another failure mode) for those it is often mistaken for, by id.
        supposes: what there has to have been for it to be done at all; None for what can be done with any run.
    """

    says: str
    price: Price = USUAL_CHECK
    steps: tuple[str, ...] = ()
    code: str = ""
    outcomes: tuple[str, ...] = IT_IS_THIS
    mistaken_for: Mapping[str, float] = field(default_factory=dict)
    supposes: Supposed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """Something that can be seen, by a detector in the logs or by asking; or cheap evidence of another kind.

    Attributes:
        id: a detector's id, the id of an asked symptom, or that of `contrast_id`, `changed_id` or `fact_id`.
        says: the symptom as a statement.
        asks: the question that settles it by hand.
        anyway: P(seen) under causes that say nothing about it, in (0, 1).
        detected: True when a detector finds it in the logs, so that nobody need be asked.
        kind: what kind of evidence it is.
        group: name of the fact that it is one option of, of which exactly one is true; empty for other kinds.
        label: a few words for a list, for what changed and for the options of a fact.
        why: why a fact matters.
        steps: how to try a contrast, step by step; may be empty.
        code: what to type to try a contrast; may be empty.
        price: what trying a contrast costs; None for other kinds.
        aliases: short everyday words for it; may be empty.
        otherwise: short words for what a contrast does without, such as several devices for one; empty for other kinds.
        event: name of the event that it is part of: symptoms with the same one count once; empty for one alone.
        takes_an_experiment: True where nobody can answer it from memory, and an experiment of the catalogue does.
    """

    id: str
    says: str
    asks: str
    anyway: float = ANYWAY
    detected: bool = False
    kind: Kind = "symptom"
    group: str = ""
    label: str = ""
    why: str = ""
    steps: tuple[str, ...] = ()
    code: str = ""
    price: Price | None = None
    aliases: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    event: str = ""
    takes_an_experiment: bool = False


def contrast_id(name: str) -> str:
    """Give the symptom id of `it goes away with ...`; no author's id has a dot."""
    return f"contrast.{name}"


def changed_id(name: str) -> str:
    """Give the symptom id of `... changed last`."""
    return f"changed.{name}"


def fact_group(fact: str) -> str:
    """Give the group of a fact's options."""
    return f"fact.{fact}"


def fact_id(fact: str, option: str) -> str:
    """Give the symptom id of one option of a fact."""
    return f"{fact_group(fact)}.{option}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureMode:
    """One way a run goes wrong.

    Attributes:
        id: never changes once published.
        name: a few words, as one would say it to a colleague.
        says: how it shows in the logs, one sentence.
        weight: relative prior weight within the catalogue, > 0.
        provenance: what the weight rests on.
        source: the source in short form (author, year), ready to print; may be empty for editorial weights.
        mine: whose the fault is.
        symptoms: P(seen | this failure mode) by symptom id, each in [0.01, 0.99]; contrasts, changes and facts too.
        classes: P(symptom class | this failure mode) by class id; what is left is spread evenly over the others.
        tripwire: a prediction that breaks when it happens, in the prediction grammar; may be empty.
        prevention: what keeps it from happening; None where nothing cheap does.
        repair: what mending it takes.
        check: the cheapest way to find out whether it is this.
        aliases: other names for it, and everyday words.
        complaints: how people put it before they know the cause; may be empty.
        cases: published cases of it.
        innocent: True where the run itself is as it should be, and what is seen is what its numbers are made of.
    """

    id: str
    name: str
    says: str
    weight: float
    provenance: Provenance
    source: str
    mine: Ownership
    symptoms: Mapping[str, float]
    classes: Mapping[str, float]
    tripwire: str
    prevention: Prevention | None
    repair: Repair
    check: Check
    aliases: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    cases: tuple[KnownCase, ...] = ()
    innocent: bool = False
