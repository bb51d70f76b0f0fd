"""Runs that are the same number for number: not replicates, whatever their names say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.comparing.copies import copied, same_results, telling_series
from coach.runs.describing.headline import headline
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
    for same in same_results([seen.run for seen in runs]):
        yield _same_results([runs[index] for index in same])


def _same_results(same: list[RunForDetectors]) -> Symptom:
    """Say that runs of which only results are known have the same: what is computed anew may well repeat itself."""
    tags = list(same[0].run.series)
    symptom = CARD.symptom(
        _shown(same[0], tags),
        Severity.INFO,
        f"{len(same)} runs have the same results to the last digit, {len(tags)} metrics each: {_named(same)}.",
        value=float(len(same)),
        threshold=1.0,
    )
    return symptom.named(f"{CARD.name}:{same[0].run.name}")


def _shown(seen: RunForDetectors, tags: Sequence[str]) -> str:
    """Give the tag under which they are shown: what people look at first, where it is among them."""
    first = headline(seen.run)
    return first.tag if first is not None and first.tag in tags else tags[0]


def _named(same: list[RunForDetectors]) -> str:
    names = [seen.run.name for seen in same]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{', '.join(names[:_MOST_NAMED])}{more}"


def _symptom(same: list[RunForDetectors], telling: dict[str, Series]) -> Symptom:
    tag = _shown(same[0], list(telling))
    is_logged_twice = len({seen.run.format for seen in same}) > 1
    symptom = CARD.symptom(
        tag,
        Severity.INFO if is_logged_twice else Severity.ALARM,
        f"{len(same)} runs have the same values at every common step, so they count as one: {_named(same)}.",
        value=float(len(same)),
        threshold=1.0,
    )
    return symptom.named(f"{CARD.name}:{same[0].run.name}")
