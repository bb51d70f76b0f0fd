"""A run that does worse than one from the archive did at the same step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.runs.detectors.across_runs.beside import common_measures, differing_settings, ends
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="under-sibling",
    source="Bekman's ML Engineering and the SmolLM3 report (only a smaller model's evaluations showed the fault)",
    innocent=(
        "another tokeniser, validation set or version of the environment",
        "a larger model that starts more slowly",
        "the archived run had a lucky seed",
    ),
    raises=("implementation-gap", "config-not-applied", "wrong-code-ran", "seed-variance"),
)
_GOALS = (
    (Quantity.EVAL_RETURN, 1),
    (Quantity.RETURN, 1),
    (Quantity.EVAL_ACCURACY, 1),
    (Quantity.EVAL_LOSS, -1),
    (Quantity.LOSS, -1),
)
_MATTERS = 0.1  # of what the archived run had gained by then
_LARGE = 0.3


class _Behind(NamedTuple):
    """How far a run lies behind one of the archive."""

    other: RunForDetectors
    mine: Measure
    step: int
    since: int
    here: float
    there: float
    share: float


def under_sibling(seen: RunForDetectors, archive: Sequence[RunForDetectors]) -> Iterator[Symptom]:
    """Yield a symptom where the best archived run was clearly ahead at the last step that both have reached."""
    behind = [each for other in archive if other.run is not seen.run and (each := _behind(seen, other))]
    if not behind:
        return
    worst = max(behind, key=lambda each: each.share)
    missing = f"{100 * worst.share:.0f} % of what" if worst.share <= 1 else "more than all"
    said = (
        f"{worst.mine.tag} is {worst.here:.4g} at step {worst.step:,}, where {worst.other.run.name} had "
        f"{worst.there:.4g}: {missing} that run had gained is missing"
    )
    yield CARD.symptom(
        worst.mine.tag,
        Severity.WARN if worst.share > _LARGE else Severity.INFO,
        f"{said}{differing_settings(seen, worst.other)}.",
        onset=seen.onset(worst.mine.series, worst.since),
        value=worst.share,
        threshold=_MATTERS,
    )


def _behind(seen: RunForDetectors, other: RunForDetectors) -> _Behind | None:
    for quantity, sign in _GOALS:
        for mine, theirs in common_measures(seen, other, quantity):
            return _compared(other, mine, theirs, sign)
    return None


def _compared(other: RunForDetectors, mine: Measure, theirs: Measure, sign: int) -> _Behind | None:
    both = ends(mine, theirs)
    if both is None:
        return None
    gained, lost = both.gained(sign), sign * (both.there - both.here)
    if gained <= both.clear or lost <= max(both.clear, _MATTERS * gained):
        return None
    return _Behind(other, mine, both.step, both.apart_since(sign), both.here, both.there, lost / gained)
