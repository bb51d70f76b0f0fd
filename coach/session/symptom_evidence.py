"""What is known of the symptoms a catalogue speaks of, and how much that says for a failure mode."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.session.likelihood_marks import CANNOT, mark_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

ANYWAY = 0.1
"""P(a symptom is seen) where neither the failure mode nor the catalogue says anything of it (editorial)."""

LOOKING_FINDS = 0.8
"""Share of the symptoms that are there which somebody, or a detector, who looks for them sees (editorial).

The same for every failure mode, so that it leaves what a symptom that is seen says as it is, and keeps one that was
overlooked from ruling its cause out.
"""

IN_THE_LOGS = 0.5
"""Share of what a symptom class says that the logs say already, where they show anything (editorial)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomEvidence:
    """Symptoms by what is known of them; those in no attribute are not known.

    Attributes:
        events: ids of the symptoms that are there; those that began together stand in one set and count once.
        absent: ids of the symptoms that detectors could have seen in the logs and did not: one look.
        denied: ids of the symptoms that somebody looked for and did not find; those of one set are one look.
    """

    events: tuple[frozenset[str], ...] = ()
    absent: frozenset[str] = frozenset()
    denied: tuple[frozenset[str], ...] = ()

    @classmethod
    def of(cls, seen: Iterable[str]) -> SymptomEvidence:
        """Give the evidence of symptoms that have nothing to do with one another."""
        return cls(events=tuple(frozenset({each}) for each in dict.fromkeys(seen)))

    @property
    def seen(self) -> frozenset[str]:
        """Every symptom that is there."""
        return frozenset().union(*self.events)

    @property
    def known(self) -> frozenset[str]:
        """Every symptom of which it is known whether it is there."""
        return self.seen.union(self.absent, *self.denied)


def unseen(likelihood: float) -> float:
    """Give P(somebody who looks does not see it) from P(it is there)."""
    return 1 - LOOKING_FINDS * likelihood


def class_beside_logs(likelihood: float) -> float:
    """Give P(symptom class | failure mode, what the logs show) from P(symptom class | failure mode).

    A class says in a word what the curves look like, so that it and what detectors saw are largely one piece of
    evidence: a loss that jumped for good makes "learned, then broke" true whatever the cause.
    """
    return IN_THE_LOGS + (1 - IN_THE_LOGS) * likelihood


def log_likelihood_ratio(
    evidence: SymptomEvidence, expected: Mapping[str, float], anyway: Mapping[str, float]
) -> float:
    """Give how much the evidence speaks for a failure mode against a cause that says nothing of it, in nats.

    Of the symptoms of one event the strongest single likelihood ratio counts (engine.md 5.1; `of_event`). All that is
    absent from the logs was looked for in one and the same course of events, so that the strongest ratio counts there
    too: exact
    where the symptoms of a failure mode come and stay away together. What a person denies counts look by look. A look
    finds `LOOKING_FINDS` of what is there.

    Args:
        evidence: what is known.
        expected: P(seen | failure mode) by symptom id; others are seen as often as anyway.
        anyway: P(seen) by symptom id where nothing is said of it; `ANYWAY` for others.
    """
    present = (of_event(event, expected, anyway) for event in evidence.events)
    missing = (
        _strongest(log_ratio(each, expected, anyway, seen=False) for each in look)
        for look in (evidence.absent, *evidence.denied)
    )
    return math.fsum((*present, *missing))


def of_event(event: Iterable[str], expected: Mapping[str, float], anyway: Mapping[str, float]) -> float:
    """Give what an event says for a failure mode, in nats: the strongest ratio of its symptoms.

    All of them are there: where the failure mode cannot show one of them, the least ratio counts, however well the
    others fit.
    """
    ratios = {each: log_ratio(each, expected, anyway, seen=True) for each in event}
    excluding = [ratio for each, ratio in ratios.items() if _cannot(each, expected, anyway)]
    return min(excluding) if excluding else _strongest(ratios.values())


def _cannot(symptom_id: str, expected: Mapping[str, float], anyway: Mapping[str, float]) -> bool:
    base = anyway.get(symptom_id, ANYWAY)
    return mark_of(expected.get(symptom_id, base), base) is CANNOT


def log_ratio(
    symptom_id: str, expected: Mapping[str, float], anyway: Mapping[str, float], *, seen: bool
) -> float:
    """Give what one symptom says for a failure mode by itself, in nats: that it is there, or that a look missed it."""
    base = anyway.get(symptom_id, ANYWAY)
    given = expected.get(symptom_id, base)
    return math.log(given / base) if seen else math.log(unseen(given) / unseen(base))


def _strongest(ratios: Iterable[float]) -> float:
    """Give the ratio farthest from nothing, the one in favour where two are as far; 0 where there is none."""
    return max(ratios, key=lambda ratio: (abs(ratio), ratio), default=0.0)


def grouped(seen: Collection[tuple[str, str]]) -> tuple[frozenset[str], ...]:
    """Give symptoms as events, from (symptom id, name of its event) pairs; an empty name stands for itself alone.

    One symptom in two events joins them: it cannot count twice.
    """
    events: list[tuple[set[str], set[str]]] = []
    for at, (symptom_id, event) in enumerate(seen):
        name = event or f"alone {at}"
        touched = [each for each in events if name in each[0] or symptom_id in each[1]]
        events = [each for each in events if each not in touched]
        names, symptoms = {name}, {symptom_id}
        for each in touched:
            names |= each[0]
            symptoms |= each[1]
        events.append((names, symptoms))
    return tuple(frozenset(symptoms) for _, symptoms in events)
