"""Runs that lose their return at one and the same step: no accident of any one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.runs.describing.sharp_fall import sharp_fall
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import main_return
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="shared-fall",
    source="Jones 2021 (many curves odd at one moment); three runs, a quarter of all and 1 % are coach's own choice",
    innocent=(
        "the task, or the exploration, changes at that step on purpose",
        "the runs are copies of one another",
    ),
    raises=("epsilon-schedule", "lr-schedule-units", "env-nondeterminism-unknown", "config-not-applied"),
)
_FEWEST = 3
_SHARE = 0.25
_TOGETHER = 0.01  # of the shortest of them
_MOST_NAMED = 3


class _Fall(NamedTuple):
    seen: RunForDetectors
    tag: str
    step: int
    length: int


def shared_fall(runs: Sequence[RunForDetectors]) -> Iterator[Symptom]:
    """Yield a symptom for the largest group of runs whose return falls sharply within 1 % of a run of one another."""
    measures = [(seen, measure) for seen in runs if (measure := main_return(seen)) is not None]
    falls = sorted(
        (
            _Fall(seen, measure.tag, int(measure.series.step[fall.at]), int(measure.series.step[-1]))
            for seen, measure in measures
            if (fall := sharp_fall(measure.series.value)) is not None
        ),
        key=lambda each: each.step,
    )
    groups = [[each for each in falls[at:] if _is_near(falls[at], each)] for at in range(len(falls))]
    largest = max(groups, key=len, default=[])
    if len(largest) < max(_FEWEST, _SHARE * len(measures)):
        return
    names = ", ".join(each.seen.run.name for each in largest[:_MOST_NAMED])
    more = f" and {len(largest) - _MOST_NAMED} more" if len(largest) > _MOST_NAMED else ""
    first, last = largest[0].step, largest[-1].step
    where = f"at step {first:,}" if first == last else f"between step {first:,} and step {last:,}"
    symptom = CARD.symptom(
        largest[0].tag,
        Severity.WARN,
        f"{len(largest)} of {len(measures)} runs lose their return sharply {where}: {names}{more}; "
        "look at what changes there for all of them.",
        value=float(len(largest)),
        threshold=float(_FEWEST),
    )
    yield symptom.named(f"{CARD.name}:{first}")


def _is_near(one: _Fall, other: _Fall) -> bool:
    return other.step - one.step <= _TOGETHER * min(one.length, other.length)
