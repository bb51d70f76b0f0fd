"""Gradient norms that go to a multiple of their level from one point to the next, and stay there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.at_once import at_once
from coach.runs.detectors.losses.supervised import trains_a_policy
from coach.runs.detectors.returns.goal_since import Since, goal_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="gradient-jump",
    source="a gradient is as large as the loss is scaled and the data are far off (worked out); factors: own choice",
    innocent=(
        "clipping, the batch or the loss was changed there on purpose",
        "learning took a leap there",
        "a harder stage of the data or the task began there",
    ),
    raises=(
        "grad-accum-normalisation",
        "loss-summed-not-averaged",
        "label-misalignment",
        "preprocess-mismatch",
        "batch-too-small",
        "exploding-gradients",
        "gradients-not-zeroed",
        "loss-terms-unbalanced",
    ),
)
_OF_AN_AGENT = (
    "reward-scale",
    "obs-corruption",
    "buffer-misalignment",
    "wrong-td-target",
    "env-nondeterminism-unknown",
    "exploding-gradients",
    "loss-summed-not-averaged",
)
_TIMES = 2.5


def gradient_jump(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first such norm, to 2.5 times and more, with the learning rate unmoved.

    A mention where the run gets better after it.
    """
    for measure in seen.finite(Quantity.GRAD_NORM):
        change = at_once(seen, measure, 1, _TIMES)
        if change is None:
            continue
        onset = seen.onset(measure.series, change.at)
        went = goal_since(seen, measure.tag, onset.step)
        is_agent = trains_a_policy(seen)
        what = "rewards, observations or targets" if is_agent else "the data, their labels or the batch"
        said = (
            f"{measure.tag} goes from {change.before:.3g} to {change.after:.3g} at step {onset.step:,} and stays "
            f"there{_of_goal(went)}: as where the loss is scaled otherwise (summed, accumulated, weighted), or {what} "
            "became others"
        )
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if went is Since.BETTER else Severity.WARN,
            f"{said}.",
            onset=onset,
            value=change.after / change.before,
            threshold=_TIMES,
            raises=_OF_AN_AGENT if is_agent else CARD.raises,
        )
        return


def _of_goal(went: Since) -> str:
    return {
        Since.WORSE: ", and the run has got worse since",
        Since.SAME: ", and the run has got no better since",
        Since.BETTER: ", while the run gets better",
        Since.UNKNOWN: "",
    }[went]
