"""A loss that stands still while most answers on the very data it is trained on are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.course import course
from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.guessing import answers
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="stuck-high",
    source="Karpathy 2019 (what cannot overfit its own data has a defect); every share is coach's own choice",
    innocent=(
        "the labels cannot be told better from these inputs",
        "there are very many classes, of which only some are common",
        "the model is a small one on purpose",
    ),
    raises=(
        "under-capacity",
        "lr-too-high",
        "label-misalignment",
        "vanishing-gradients",
        "bad-init",
        "over-regularised",
    ),
    looks_at=(Quantity.ACCURACY, Quantity.EVAL_ACCURACY),
)
_FEWEST = 20
_MOST_RIGHT = 0.3
_STILL_HIGH = 0.5  # of the loss at first
_LIKE_CHANCES = 0.65  # of the loss: what spreading equal chances gets
_REST = 0.5  # of the points, over which it stands still
_GAINS = 0.02  # of the level
_TREND = 2.0  # standard deviations of Kendall's S
_CLOSE = 0.05  # of the level: how far a point may lie off it, beside the noise
_NOISES = 3.0


def stuck_high(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a training loss gains nothing over half of the run, and over two thirds are wrong.

    The loss must still be over half of what it was at first, and hardly better than equal chances for as many classes
    as such a share speaks of: of words, and of classes of unequal size, few answers are right long after a model has
    learnt, and its loss lies far over that.
    """
    right = answers(seen)
    if right is None or right.last >= _MOST_RIGHT:
        return
    for measure in supervised_losses(seen, _FEWEST):
        value = measure.series.value
        first, level = float(np.median(value[:3])), float(np.median(value[-len(value) // 4 :]))
        if measure.metric or not first > 0 or level < _STILL_HIGH * first or not _stands(measure):
            continue
        if not right.are_guesses(level, _LIKE_CHANCES):
            continue
        if any(_improves(each) for each in supervised_losses(seen, 1, Quantity.EVAL_LOSS)):
            continue
        limit = max(_CLOSE * level, _NOISES * float(value[-len(value) // 4 :].std()))
        since = settles_at(np.abs(value - level) < limit, share=0.9) or 0
        onset = seen.onset(measure.series, since)
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{measure.tag} stands still at {level:.3g} since step {onset.step:,}, where its first points were about "
            f"{first:.3g}, and {right.tag} is {right.last:.2g}: most answers are wrong, and nothing improves any more.",
            onset=onset,
            value=right.last,
            threshold=_MOST_RIGHT,
        )
        return


def _improves(measure: Measure) -> bool:
    """Give whether a held-out loss is lower at its last look than half-way."""
    value = measure.series.value
    return float(value[-1]) < (1 - _GAINS / 2) * float(value[len(value) // 2])


def _stands(measure: Measure) -> bool:
    value = measure.series.value
    rest = value[-int(_REST * len(value)) :]
    went, third = course(-rest, is_sparse=False), len(rest) // 3
    gain = float(rest[:third].mean() - rest[-third:].mean())
    return went is not None and went.trend <= _TREND and abs(gain) < _GAINS * float(rest.mean())
