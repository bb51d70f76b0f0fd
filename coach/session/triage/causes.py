"""The likeliest causes of what somebody saw: prior, symptoms, class and words joined on the scale of logarithms."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.session.catch_all import UNKNOWN
from coach.session.symptom_evidence import (
    ANYWAY,
    SymptomEvidence,
    class_beside_logs,
    log_likelihood_ratio,
    log_ratio,
    of_event,
)
from coach.session.word_score import NOTHING_SAID, word_nats

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import FailureMode

LEAST_BITS = 0.1
"""Bits under which a reason is not worth a line (editorial)."""

NOT_NAMED = 0.5
"""Share of a detector's evidence that is left for a failure mode which its sentence does not name (editorial).

A detector narrows what it speaks for where the case is clearer than its symptom in general.
"""

NONE_NAMED: Mapping[str, frozenset[str]] = MappingProxyType({})

ReasonKind = Literal["words", "symptom", "contrast", "changed", "fact", "class", "log"]
"""What speaks for a cause: `log` is a symptom that a detector found or looked for in vain."""


class Pack(NamedTuple):
    """A catalogue that may hold the cause, and P(it is the one that fits)."""

    catalogue: Catalogue
    share: float


class Shown(NamedTuple):
    """What is known of a run.

    Attributes:
        evidence: symptoms that were stated or found, and those that were looked for in vain.
        from_logs: ids of the symptoms that a detector found.
        classes: ids of the symptom classes it may be put in; none where nothing is said.
        words: score of the words for each failure mode, by its id; 0 for others.
        named: by the id of a symptom that a detector found, the failure modes that its sentences name.
    """

    evidence: SymptomEvidence = SymptomEvidence()
    from_logs: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ()
    words: Mapping[str, float] = NOTHING_SAID
    named: Mapping[str, frozenset[str]] = NONE_NAMED


class Reason(NamedTuple):
    """Something that speaks for a cause (bits above 0) or against it, beside causes that say nothing of it.

    Attributes:
        kind: what it is.
        id: of the symptom, or of the class; of words, of the cause.
        bits: how much it says.
    """

    kind: ReasonKind
    id: str
    bits: float


class Cause(NamedTuple):
    """A failure mode with P(it is the cause), and why."""

    mode: FailureMode
    pack: str
    share: float
    because: tuple[Reason, ...]


class Causes(NamedTuple):
    """Every failure mode that was considered, the likeliest first, and P(a cause that no catalogue holds)."""

    causes: tuple[Cause, ...]
    something_else: float


def likeliest(packs: Sequence[Pack], shown: Shown) -> Causes:
    """Give the causes that explain what is known, the likeliest first.

    P(mode | known) is proportional to P(pack) x P(mode) x P(symptoms | mode) x P(class | mode) x exp(words), over the
    packs that hold the mode. What no catalogue holds keeps its share of each pack: it expects symptoms as often as they
    are seen whatever the cause, and the class and the words as the pack's failure modes do on average.
    """
    weight: dict[str, float] = {}
    best: dict[str, tuple[float, Pack, FailureMode]] = {}
    rates = {pack.catalogue.id: pack.catalogue.base_rates for pack in packs}
    usual: dict[str, float] = {}
    unknown = 0.0
    for pack in packs:
        modes = pack.catalogue.failure_modes
        total = math.fsum(mode.weight for mode in modes)
        usual[pack.catalogue.id] = _usual_class_nats(pack.catalogue, shown)
        for mode in modes:
            prior = pack.share * mode.weight / total
            told = math.exp(_class_nats(mode, pack.catalogue, shown) + word_nats(shown.words, mode.id))
            unknown += UNKNOWN * prior * told
            expected = _expected(mode, shown, rates[pack.catalogue.id])
            seen = math.exp(log_likelihood_ratio(shown.evidence, expected, rates[pack.catalogue.id]))
            of_it = (1 - UNKNOWN) * prior * told * seen
            weight[mode.id] = weight.get(mode.id, 0.0) + of_it
            if mode.id not in best or of_it > best[mode.id][0]:
                best[mode.id] = (of_it, pack, mode)
    sum_of_all = math.fsum((*weight.values(), unknown))
    order = sorted(weight, key=lambda each: (-weight[each], each))
    found = [
        Cause(
            mode,
            pack.catalogue.id,
            weight[mode.id] / sum_of_all,
            _because(mode, pack.catalogue, shown, rates[pack.catalogue.id], usual[pack.catalogue.id]),
        )
        for _, pack, mode in map(best.__getitem__, order)
    ]
    return Causes(tuple(found), unknown / sum_of_all if found else 1.0)


def _class_nats(mode: FailureMode, catalogue: Catalogue, shown: Shown) -> float:
    """Give log P(class | mode), which says less where a detector saw something."""
    alone = catalogue.weight_in_class(mode, shown.classes) / mode.weight
    is_logged = not shown.from_logs.isdisjoint(shown.evidence.seen)
    return math.log(class_beside_logs(alone) if is_logged else alone)


def _expected(mode: FailureMode, shown: Shown, rates: Mapping[str, float]) -> Mapping[str, float]:
    """Give P(symptom | mode), nearer to what is seen anyway where a detector's sentences speak for other modes."""
    less = {
        each: rates.get(each, ANYWAY) * (given / rates.get(each, ANYWAY)) ** NOT_NAMED
        for each, named in shown.named.items()
        if mode.id not in named and (given := mode.symptoms.get(each, 0.0)) > rates.get(each, ANYWAY)
    }
    return {**mode.symptoms, **less} if less else mode.symptoms


def _because(
    mode: FailureMode, catalogue: Catalogue, shown: Shown, rates: Mapping[str, float], usual: float
) -> tuple[Reason, ...]:
    """Give the reasons, the weightiest first; of symptoms that are one event, the one that counts.

    What the classes say is held against what they say for the catalogue's modes on average, `usual` nats.
    """
    reasons = [Reason("words", mode.id, word_nats(shown.words, mode.id) / math.log(2))]
    if stated := [each for each in shown.classes if each in mode.classes]:
        nearest = max(stated, key=mode.classes.__getitem__)
        bits = (_class_nats(mode, catalogue, shown) - usual) / math.log(2)
        reasons.append(Reason("class", nearest, bits))
    missing = (shown.evidence.absent, *shown.evidence.denied)
    expected = _expected(mode, shown, rates)
    events = [*((event, True) for event in shown.evidence.events), *((look, False) for look in missing)]
    for event, is_seen in events:
        alone = {each: log_ratio(each, expected, rates, seen=is_seen) for each in event}
        if alone:
            counts = of_event(event, expected, rates) if is_seen else max(alone.values(), key=abs)
            strongest = max(alone, key=lambda each: (-abs(alone[each] - counts), each))
            from_logs = shown.from_logs if is_seen else shown.evidence.absent
            known = catalogue.symptoms.get(strongest)
            kind = "log" if strongest in from_logs else known.kind if known else "symptom"
            reasons.append(Reason(kind, strongest, alone[strongest] / math.log(2)))
    told = [reason for reason in reasons if abs(reason.bits) >= LEAST_BITS]
    return tuple(sorted(told, key=lambda reason: -reason.bits))


def _usual_class_nats(catalogue: Catalogue, shown: Shown) -> float:
    """Give what the classes say for a catalogue's failure modes on average."""
    modes = catalogue.failure_modes
    if not modes:
        return 0.0
    usual = math.fsum(catalogue.weight_in_class(other, shown.classes) for other in modes)
    return math.log(usual / math.fsum(other.weight for other in modes))
