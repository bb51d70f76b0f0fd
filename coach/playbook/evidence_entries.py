"""What a playbook file may say of evidence: symptoms, contrasts, what changed last, and facts of the set-up."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coach.playbook.action_entries import CostEntry
from coach.playbook.entry import Code, Entry, Id, Label, Likelihood, Sentence, Steps


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

    aliases: Annotated[tuple[Label, ...], Field(strict=False)] = ()
    """Short everyday words for it, by which it is found in what people write."""

    event: Id | Literal[""] = ""
    """Name of the event that it is part of: symptoms with the same one say one thing, and count once."""

    takes: Literal["a-look", "experiment"] = "a-look"
    """Whether somebody who has watched the run can answer at once, or an experiment is needed first."""


class ContrastEntry(Entry):
    """Something that may make the trouble go away: evidence where it was tried, a cheap experiment where not."""

    asks: Sentence
    """The question whether it goes away."""

    says: Sentence
    """The answer yes, as a statement."""

    how: Steps = ()
    """How to try it, step by step."""

    code: Code = ""
    """What to type, shown and never run: Python, and lines for the shell, which begin with `$ `."""

    cost: CostEntry
    """What trying it costs; editorial."""

    aliases: Annotated[tuple[Label, ...], Field(strict=False)] = ()
    """Short everyday words for what heals it, such as `one GPU`, by which it is found in what people write."""

    otherwise: Annotated[tuple[Label, ...], Field(strict=False)] = ()
    """Short everyday words for what it does without, such as `several GPUs`."""

    anyway: Likelihood
    """P(it goes away) under failure modes that say nothing about it; editorial."""


class ChangeEntry(Entry):
    """Something that may have changed last, before the trouble began."""

    says: Sentence
    """That it changed, as a statement."""

    label: Label
    """What changed, in a few words."""

    aliases: Annotated[tuple[Label, ...], Field(strict=False)] = ()
    """Short everyday words for what changed, by which it is found in what people write."""

    anyway: Likelihood
    """P(it changed last) under failure modes that say nothing about it; editorial."""


class FactEntry(Entry):
    """A fact of the set-up that takes ten seconds to say; exactly one of its options is true."""

    asks: Sentence
    """The question."""

    why: Sentence
    """Why it matters."""

    options: Annotated[dict[Id, Label], Field(min_length=2, max_length=9)]
    """What it can be, in words, by option id."""

    anyway: dict[str, Likelihood]
    """P(option) under failure modes that say nothing about it, by option id; sums to 1; editorial."""
