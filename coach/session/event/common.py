"""Events that both methods share: opening, frame, notes, confusion, gates, seals, withdrawal, the end."""

from __future__ import annotations

from typing import Literal

from coach.session.value import Dollars, Hours, Value

Method = Literal["stuck", "premortem", "log"]
"""The two walks, and the day's work log, which asks nothing."""

Topic = Literal[
    "working-on",
    "tried",
    "expected",
    "observed",
    "question",
    "both-outcomes",
    "success-needs",
    "look-times",
    "sooner",
    "lesson",
]


class Opened(Value):
    """A session began."""

    kind: Literal["opened"] = "opened"
    method: Method
    title: str
    playbook: str
    """Id of the playbook whose catalogue this session uses; empty until the person has chosen one."""
    guided: bool = False
    """True for the demonstration case."""


class Stated(Value):
    """A person said something in prose, about one of a fixed set of topics."""

    kind: Literal["stated"] = "stated"
    topic: Topic
    text: str


class Classified(Value):
    """A person said which class of trouble this is (a symptom class of the playbook)."""

    kind: Literal["classified"] = "classified"
    symptom_class: str
    also: tuple[str, ...] = ()
    """Further classes that it may be."""

    @property
    def classes(self) -> tuple[str, ...]:
        """Every class that was named, the first one first."""
        return tuple(dict.fromkeys((self.symptom_class, *self.also)))


class RunLengthGiven(Value):
    """How long one run takes; the pace of the method follows from it."""

    kind: Literal["run-length-given"] = "run-length-given"
    hours: Hours


class RunPriceGiven(Value):
    """What one run costs in money."""

    kind: Literal["run-price-given"] = "run-price-given"
    dollars: Dollars


class PlaybookChosen(Value):
    """Which playbook's catalogue this session uses, or which playbooks' catalogues together."""

    kind: Literal["playbook-chosen"] = "playbook-chosen"
    playbook: str
    also: tuple[str, ...] = ()
    """Further playbooks that are used at once."""
    because: str = ""
    """Why the coach proposed it; empty where the person named it."""
    proposed: bool = False
    """True while it is the coach's own proposal, which what is learned later may change."""

    @property
    def playbooks(self) -> tuple[str, ...]:
        """Every playbook that is used."""
        return tuple(dict.fromkeys((self.playbook, *self.also)))


class PaceChosen(Value):
    """The short form for cheap runs, or the full method."""

    kind: Literal["pace-chosen"] = "pace-chosen"
    form: Literal["short", "full"]


class Noted(Value):
    """A line for the work log."""

    kind: Literal["noted"] = "noted"
    text: str


class Surprised(Value):
    """Something that was not expected, good or bad: an open confusion until it is settled."""

    kind: Literal["surprised"] = "surprised"
    confusion: str
    text: str
    welcome: bool = False
    """True when something worked better than it should."""


class ConfusionSettled(Value):
    """A confusion was explained, or set aside with a reason."""

    kind: Literal["confusion-settled"] = "confusion-settled"
    confusion: str
    text: str
    explained: bool


class Skipped(Value):
    """A person left a question open on purpose."""

    kind: Literal["skipped"] = "skipped"
    question: str


class Finished(Value):
    """A person said that a list is as long as it will get for now."""

    kind: Literal["finished"] = "finished"
    question: str


class Reopened(Value):
    """A person went back to a list to add to it, or to what the arithmetic takes for granted."""

    kind: Literal["reopened"] = "reopened"
    what: Literal["explanations", "experiments", "assumptions"]


class Matched(Value):
    """A person said which failure mode of the catalogue a line of theirs is, or that it is none of those offered."""

    kind: Literal["matched"] = "matched"
    line: str
    """Id of the explanation, or of the cause in a pre-mortem."""
    failure_mode: str = ""
    """Id in the playbook; empty for none of them."""
    offered: tuple[str, ...] = ()
    """Ids of the failure modes that were asked about."""


class GateWaived(Value):
    """A person went on through a gate, with a reason that is kept and reviewed."""

    kind: Literal["gate-waived"] = "gate-waived"
    gate: str
    reason: str


class SealSeen(Value):
    """A seal that another one names: where it stands, and the checksum of its event."""

    session: str
    seal: str
    """Id of its event."""
    checksum: str
    """sha256 over the canonical content of that event, hex."""


class Sealed(Value):
    """The covered events are what will be scored; later changes are revisions."""

    kind: Literal["sealed"] = "sealed"
    what: Literal["premortem", "commitment"]
    covers: tuple[str, ...]
    """Ids of the covered events, ascending."""
    digest: str
    """sha256 over the canonical content of the covered events, hex."""
    after: tuple[SealSeen, ...] = ()
    """The newest seals of the journal that no other seal named yet; none before version 6."""


class Withdrawn(Value):
    """Earlier events no longer count; withdrawing a withdrawal is a redo."""

    kind: Literal["withdrawn"] = "withdrawn"
    targets: tuple[str, ...]


class Closed(Value):
    """The session is over."""

    kind: Literal["closed"] = "closed"
    ending: Literal["solved", "answered", "abandoned"]
