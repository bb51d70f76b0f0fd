"""Runs that are the same number for number: not replicates, whatever their names say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.comparing.copies import copied, telling_series
from coach.runs.detectors.card import Card
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="identical-runs",
    source="seen in published logs; equal values at every step cannot be two independent runs",
    innocent=(
        "the second run repeats the first on purpose, to show that it is reproducible",
        "a copied folder",
    ),
    raises=("one-seed-claim", "seed-variance", "config-not-applied"),
)
_MOST_NAMED = 6


def identical_runs(runs: Sequence[RunForDetectors]) -> Iterator[Symptom]:
    """Yield a symptom for each group of runs whose varying series are equal at every common step.

    Wall times, throughput and schedules are left out. A run that stopped early is equal as far as it goes.
    """
    telling = [telling_series(seen.run) for seen in runs]
    for same in copied(telling):
        yield _symptom([runs[index] for index in same], telling[same[0]])


def _symptom(same: list[RunForDetectors], telling: dict[str, Series]) -> Symptom:
    names = [seen.run.name for seen in same]
    said = ", ".join(names[:_MOST_NAMED])
    said += f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    tag = next(iter(telling))
    is_logged_twice = len({seen.run.format for seen in same}) > 1
    symptom = CARD.symptom(
        tag,
        Severity.INFO if is_logged_twice else Severity.ALARM,
        f"{len(names)} runs have the same values at every common step, so they count as one: {said}.",
        value=float(len(names)),
        threshold=1.0,
    )
    return symptom.named(f"{CARD.name}:{names[0]}")
