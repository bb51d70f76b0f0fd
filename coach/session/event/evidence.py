"""Events about what was seen: logs that were read, symptoms, evidence."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from coach.session.value import Hours, Probability, Value

Severity = Literal["info", "warn", "alarm"]
Verdict = Literal["evidence", "dismissed", "confusion"]
RunState = Literal["unknown", "ended", "ended-early", "crashed", "going"]
Known = Literal["log", "seen", "measured", "remembered", "assumed"]


class RunReference(Value):
    """How to find a run again: people rename and move folders, so the path is only a hint."""

    name: str
    path: str
    format: str
    fingerprint: str
    tracker_id: str = ""
    points: int = 0
    last_step: int | None = None
    state: RunState = "unknown"
    """What had become of it when it was read."""
    state_says: str = ""
    """How one can tell."""
    logged_h: Hours | None = None
    """Hours logged, pauses left out; None where the log has no clock, and in sessions that did not keep it."""
    held_out_of: str = ""
    """Path of the training of the same reading whose held-out data this is: both are one run with two sets."""


class RunsLinked(Value):
    """Runs were tied to this session: as evidence, as the run it is about, or as earlier ones to compare with."""

    kind: Literal["runs-linked"] = "runs-linked"
    role: Literal["evidence", "launched", "archive"]
    path: str
    """What the person typed."""
    runs: tuple[RunReference, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reader had to say about the files, one sentence each."""
    not_seen: tuple[str, ...] = ()
    """Detectors that could have seen their symptom in these runs and did not."""
    set_up: dict[str, str] = Field(default_factory=dict)
    """Facts that the configuration or the logs state: id of the option that holds, by the fact's group."""
    speaks_for: dict[str, str] = Field(default_factory=dict)
    """Why configuration or logs speak for a playbook, by its id."""


class SymptomSeen(Value):
    """A detector fired on a linked run."""

    kind: Literal["symptom-seen"] = "symptom-seen"
    symptom: str
    detector: str
    run: str
    tag: str
    says: str
    severity: Severity
    onset_step: int | None = None
    onset_wall_h: Hours | None = None
    value: float | None = None
    threshold: float | None = None
    source: str = ""
    innocent: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    """Ids of failure modes that this symptom makes likelier."""
    began_with: str = ""
    """The symptom that leads those which began at the same time, this one among them; empty for one alone."""
    event: str = ""
    """Name of the event that it is part of as the playbook has it: what has the same one counts once."""


class SymptomJudged(Value):
    """A person accepted a symptom as evidence, dismissed it with a reason, or called it a confusion."""

    kind: Literal["symptom-judged"] = "symptom-judged"
    symptom: str
    verdict: Verdict
    reason: str = ""


class EvidenceAdded(Value):
    """Something known, with how it is known; a later one about the same symptom of the playbook replaces it."""

    kind: Literal["evidence-added"] = "evidence-added"
    evidence: str
    text: str
    known: Known
    symptom: str = ""
    """Id of the playbook's symptom when the person ticked it there."""
    denied: bool = False
    """True when the person looked for that symptom and did not find it."""
    base: Probability | None = None
    """P(this, as stated) whatever the cause, as the playbook has it; None where it does not know it."""
    modes: dict[str, Probability] = Field(default_factory=dict)
    """P(this, as stated | failure mode) where the playbook states it, by failure mode id."""
    event: str = ""
    """Name of the event that it is part of as the playbook has it: what has the same one counts once."""
