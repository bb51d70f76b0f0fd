"""What counts as evidence: symptoms that were accepted, and what people know from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from coach.session.catch_all import Told
from coach.session.event.common import ConfusionSettled, Surprised
from coach.session.event.evidence import EvidenceAdded, Known, RunsLinked, SymptomJudged, SymptomSeen
from coach.session.event.hypothesis import LikelihoodsGiven
from coach.session.hypotheses import hypotheses
from coach.session.logging_defects import ACTIONS, action_for
from coach.session.once import once
from coach.session.step_builders import stated
from coach.session.symptom_evidence import SymptomEvidence, grouped
from coach.session.symptom_ids import current_id, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coach.session.fold import Session
    from coach.session.hypotheses import HypothesisView

UNFINISHED = {"crashed": "crashed", "ended-early": "ended early", "going": "is still going"}
"""What is said of runs that did not come to their end, by their state."""

NOT_SEEN = "what the logs would show and do not"
"""The evidence that detectors could have seen a symptom and did not."""
EVEN = 0.5
"""P(what a person saw in their own words) whatever the cause: nobody knows how often that is seen."""
NOTHING_TOLD = Told(EVEN, {})
"""What the catalogue says of evidence that it does not know."""
CLEAR_WORDS = 3
"""Words of the answer to a fact from which it is clear without its question (editorial)."""
BRIEF = 60
"""Characters of one's own words where there is no room for all of them."""
FACT = "fact."
"""How the ids of facts of the set-up begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomView:
    """A symptom with the person's judgement of it, None until they gave one."""

    seen: SymptomSeen
    judged: SymptomJudged | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One piece of evidence.

    Attributes:
        detector: id of the playbook's symptom that it is; empty for what a person said in their own words.
        likelihood: P(this | hypothesis) as far as given, by hypothesis id.
        silent: ids of hypotheses that say nothing about it.
        told: what the catalogue says of it.
        began_with: symptoms with the same one began together; empty for what stands alone.
        denied: it is that a person looked for that symptom and did not find it.
        event: name of the event that it is part of as the catalogue has it; empty for what stands alone.
    """

    id: str
    text: str
    known: Known
    detector: str
    likelihood: Mapping[str, float] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    told: Told = NOTHING_TOLD
    began_with: str = ""
    denied: bool = False
    event: str = ""

    def is_judged_under(self, hypothesis: str) -> bool:
        """True when somebody said how expected this is under a hypothesis, or that it says nothing about it."""
        return hypothesis in self.likelihood or hypothesis in self.silent


def in_brief(seen: Observation) -> str:
    """Give a few words for something that was seen: the playbook's name of it, or how one's own words begin."""
    if seen.detector and not seen.detector.startswith(FACT):
        named = in_words(seen.detector)
        return f"no {named}" if seen.denied else named
    answer = seen.text.partition("? ")[2].removesuffix(".") if seen.detector else ""
    is_clear = len(answer.split()) >= CLEAR_WORDS
    return shorten(answer if is_clear else seen.text, BRIEF, placeholder="…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Something nobody expected; open until explained or set aside."""

    id: str
    text: str
    welcome: bool
    settled: str | None


def by_step(views: Iterable[SymptomView]) -> tuple[SymptomView, ...]:
    """Give symptoms in the order of the steps at which they began; those that began at no step last."""
    return tuple(sorted(views, key=lambda view: (view.seen.onset_step is None, view.seen.onset_step or 0)))


def symptoms(session: Session) -> tuple[SymptomView, ...]:
    """Give every symptom seen in the linked logs, earliest onset first, then as reported."""
    judged = {body.symptom: body for body in session.all(SymptomJudged)}
    seen = {body.symptom: body for body in session.all(SymptomSeen)}
    ordered = sorted(seen.values(), key=lambda body: (body.onset_wall_h is None, body.onset_wall_h or 0.0))
    return tuple(SymptomView(seen=body, judged=judged.get(body.symptom)) for body in ordered)


@once
def observations(session: Session) -> tuple[Observation, ...]:
    """Give the evidence to be weighed, in the order in which it was accepted; defects of the logging are none."""
    from_logs = [
        Observation(
            id=view.seen.symptom,
            text=view.seen.says,
            known="log",
            detector=current_id(view.seen.detector),
            began_with=view.seen.began_with,
            event=view.seen.event,
        )
        for view in symptoms(session)
        if view.judged and view.judged.verdict != "dismissed" and not action_for(view.seen)
    ]
    views = hypotheses(session)
    from_people = [_observation(body, views) for body in statements(session)]
    given = _judgements(session)
    return tuple(
        _as_judged(each, given[each.id]) if each.id in given else each for each in (*from_logs, *from_people)
    )


def statements(session: Session) -> tuple[EvidenceAdded, ...]:
    """Give what people said they know: of a symptom what was said last, unless an accepted log belies a denial."""
    last = {(current_id(body.symptom) or body.evidence): body for body in session.all(EvidenceAdded)}
    found = {each for each, _ in _found(session)}
    return tuple(body for key, body in last.items() if not (body.denied and key in found))


def _found(session: Session) -> list[tuple[str, str]]:
    """Give (detector, name of an event it is part of) of what the logs show and nobody dismissed."""
    return [
        (current_id(view.seen.detector), name)
        for view in symptoms(session)
        if (view.judged is None or view.judged.verdict != "dismissed") and not action_for(view.seen)
        for name in (view.seen.began_with, view.seen.event)
    ]


def _observation(body: EvidenceAdded, views: Sequence[HypothesisView]) -> Observation:
    """Give a person's statement, with the playbook's word on it for every explanation that the playbook knows.

    Of an explanation that the playbook does not know, the person is asked what it says of something that is there.
    What was denied, and a fact, says nothing of it until they say so.
    """
    seen = Observation(
        id=body.evidence,
        text=body.text,
        known=body.known,
        detector=current_id(body.symptom),
        denied=body.denied,
        event=body.event,
    )
    if body.base is None:
        return seen
    is_quiet = body.denied or body.symptom.startswith(FACT)
    stated = {view.id: body.modes[view.failure_mode] for view in views if view.failure_mode in body.modes}
    return replace(
        seen,
        likelihood=stated,
        silent=frozenset(
            view.id for view in views if view.id not in stated and (view.failure_mode or is_quiet)
        ),
        told=Told(body.base, body.modes),
    )


def _as_judged(seen: Observation, given: Mapping[str, Any]) -> Observation:
    kept = {each: p for each, p in seen.likelihood.items() if each not in given["silent"]}
    return replace(
        seen,
        likelihood=kept | given["likelihood"],
        silent=(seen.silent - given["likelihood"].keys()) | given["silent"],
        told=given["told"],
    )


@once
def not_seen(session: Session) -> Observation | None:
    """Give the evidence that detectors could have seen symptoms and did not; None where there is none.

    Nobody is asked about it: it says what the catalogue says.
    """
    given = _judgements(session).get(NOT_SEEN)
    if given is None:
        return None
    return _as_judged(Observation(id=NOT_SEEN, text=NOT_SEEN, known="log", detector=""), given)


def _judgements(session: Session) -> dict[str, dict[str, Any]]:
    """Give what was said of each piece of evidence, by its id: later words about a hypothesis replace earlier ones."""
    found: dict[str, dict[str, Any]] = {}
    for body in session.all(LikelihoodsGiven):
        before = found.get(body.evidence, {"likelihood": {}, "silent": frozenset()})
        kept = {each: p for each, p in before["likelihood"].items() if each not in body.silent}
        found[body.evidence] = {
            "likelihood": kept | body.probability,
            "silent": (before["silent"] - body.probability.keys()) | set(body.silent),
            "told": Told(body.base, body.modes),
        }
    return found


def is_judged(session: Session, evidence: str, hypothesis: str) -> bool:
    """True when somebody said how expected this evidence is under this hypothesis, or passed over it."""
    return any(
        body.evidence == evidence and (hypothesis in body.probability or hypothesis in body.silent)
        for body in session.all(LikelihoodsGiven)
    )


def confusions(session: Session) -> tuple[Confusion, ...]:
    """Give every confusion, in the order in which they were noticed; judged symptoms among them."""
    settled = {body.confusion: body.text for body in session.all(ConfusionSettled)}
    said = {body.confusion: (body.text, body.welcome) for body in session.all(Surprised)}
    seen = {
        view.seen.symptom: (view.seen.says, False)
        for view in symptoms(session)
        if view.judged and view.judged.verdict == "confusion"
    }
    return tuple(
        Confusion(id=each, text=text, welcome=welcome, settled=settled.get(each))
        for each, (text, welcome) in (said | seen).items()
    )


def symptom_evidence(session: Session) -> SymptomEvidence:
    """Give what is known of the playbook's symptoms: found in logs and not dismissed, stated, denied, or not seen."""
    said = [body for body in statements(session) if body.symptom]
    seen = [(current_id(body.symptom), body.event) for body in said if not body.denied]
    denied = [(current_id(body.symptom), body.event) for body in said if body.denied]
    shown = {current_id(view.seen.detector) for view in symptoms(session)}
    shown |= {current_id(body.symptom) for body in said}
    absent = (
        {
            current_id(each)
            for body in session.all(RunsLinked)
            if body.role == "evidence"
            for each in body.not_seen
        }
        - shown
        - ACTIONS.keys()
    )
    return SymptomEvidence(
        events=grouped((*_found(session), *seen)),
        absent=frozenset(absent),
        denied=grouped(denied),
    )


def in_own_words(session: Session) -> str:
    """Give what a person wrote of a run: what it is about, what they saw, and the facts they know.

    What they expected is left out, since it speaks of what did not happen, and so is what was ticked: as a symptom it
    counts already.
    """
    facts = [body.text for body in session.all(EvidenceAdded) if not body.symptom]
    return "\n".join(filter(None, (stated(session, "working-on"), stated(session, "observed"), *facts)))


def pending_path(session: Session) -> str | None:
    """Give a log folder that was named but not read yet."""
    read = {body.path for body in session.all(RunsLinked) if body.runs or body.notes}
    waiting = [
        body.path
        for body in session.all(RunsLinked)
        if body.role == "evidence" and not body.runs and not body.notes and body.path not in read
    ]
    return waiting[0] if waiting else None
