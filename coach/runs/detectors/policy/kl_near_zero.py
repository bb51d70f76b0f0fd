"""Policy updates that change next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.breaks import rate_moves
from coach.runs.detectors.returns.progress import hardly_improved_since, has_gained_much, improved_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="kl-near-zero",
    source="Jones 2021 (a divergence near zero means no learning); one in ten thousand is coach's own choice",
    innocent=(
        "the policy is as good as it can get",
        "the end of a learning-rate schedule",
        "an estimator that is averaged over tokens the update cannot change",
    ),
    raises=("kl-too-low", "lr-too-low", "frozen-params", "graph-break", "entropy-stuck-max"),
    looks_at=(Quantity.KL,),
)
_FEWEST = 20
_SMALL = 1e-4
_NOTHING = 1e-5  # a tenth of that: a thousand such updates move a policy by a hundredth of a nat
_OFTEN = 0.8
_LAST = 0.5
_MOVED = 0.1  # of the entropy's largest size
_AROUND = 4  # points on both sides of a stop
_AT_ONCE = 20.0


def kl_near_zero(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where updates stay under 1e-4 at most points of the second half and the return is no better.

    Exactly 0 at all points says nothing where the entropy moves: it was measured before the only update of a batch,
    where the policy is the one that acted.

    Where they stop from one point to the next, by a factor of twenty, whatever the return did before.
    Under 1e-5 a return that is better by less than half of what it was is no proof that the policy learns.
    """
    for measure in seen.finite(Quantity.KL):
        small = np.abs(measure.series.value) < _SMALL
        late = small[int(len(small) * (1 - _LAST)) :]
        if len(small) >= _FEWEST and small[-1] and _stopped(seen, measure):
            yield from _stop(seen, measure)
            continue
        if len(small) < _FEWEST or float(late.mean()) < _OFTEN:
            continue
        if not measure.series.value.any() and _moved(seen):
            yield from _with_itself(seen, measure)
            continue
        improved = improved_since(seen, int(measure.series.step[0]))
        is_little = hardly_improved_since(seen, int(measure.series.step[0]))
        usual = float(np.median(np.abs(measure.series.value[-len(late) :])))
        is_nothing = usual < _NOTHING and not has_gained_much(seen)
        if improved and not is_little and not is_nothing:
            continue
        onset = seen.onset(measure.series, mostly_since(small))
        said = f"the KL divergence of an update is {usual:.1g} in the second half of the run: the policy hardly changes"
        said += (
            ""
            if improved is None
            else ", and the return hardly rises"
            if improved
            else ", and the return does not rise"
        )
        severity = Severity.INFO if improved is None else Severity.WARN
        yield CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=usual, threshold=_SMALL)


def _with_itself(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    """Yield the symptom of a divergence of 0 beside a share of clipped updates of 0, both throughout.

    An update that is the only one of its batch is measured before it is made, so that a return that rises is enough to
    be silent.
    """
    clipped = [each for each in seen.finite(Quantity.CLIP_FRACTION) if len(each.series) >= _FEWEST]
    if not clipped or any(each.series.value.any() for each in clipped):
        return
    if improved_since(seen, int(measure.series.step[0])) is not False:
        return
    yield CARD.symptom(
        measure.tag,
        Severity.WARN,
        f"{measure.tag} and {clipped[0].tag} are exactly 0 at all points while the entropy moves, and the return does "
        "not rise: new probabilities are compared with themselves, not with those of the policy that acted.",
        onset=seen.onset(measure.series, 0),
        value=0.0,
        threshold=_SMALL,
        raises=("ratio-not-one", "stale-experience", "config-not-applied", "graph-break"),
    )


def _moved(seen: RunForDetectors) -> bool:
    """Give whether the entropy shows that the policy changed."""
    return any(
        float(np.ptp(each.series.value)) > _MOVED * float(np.abs(each.series.value).max())
        for each in seen.finite(Quantity.ENTROPY)
    )


def _stopped(seen: RunForDetectors, measure: Measure) -> bool:
    """Give whether updates were of a usual size until one point and are next to nothing from there on."""
    value = np.abs(measure.series.value)
    since = mostly_since(value < _SMALL)
    before, after = value[max(0, since - _AROUND) : since], value[since : since + _AROUND]
    if min(len(before), len(after)) < _AROUND or rate_moves(seen, measure, since):
        return False
    return float(before.min()) > _AT_ONCE * float(after.max()) and float(before.min()) > _SMALL


def _stop(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    """Yield the symptom of such a stop, unless the return goes on rising; a mention where none is logged."""
    value = np.abs(measure.series.value)
    since = mostly_since(value < _SMALL)
    onset = seen.onset(measure.series, since)
    improved = improved_since(seen, onset.step, measure.tag)
    if improved:
        return
    before, after = float(np.median(value[since - _AROUND : since])), float(np.median(value[since:]))
    said = (
        f"the KL divergence of an update goes from {before:.1g} to {after:.1g} at step {onset.step:,} and stays there: "
        "from one update to the next the policy hardly changes any more"
    )
    said += "" if improved is None else ", and the return does not rise"
    severity = Severity.INFO if improved is None else Severity.WARN
    yield CARD.symptom(
        measure.tag,
        severity,
        f"{said}.",
        onset=onset,
        value=after,
        threshold=_SMALL,
        raises=("frozen-params", "graph-break", "lr-too-low", "lr-schedule-units", "kl-too-low"),
    )
