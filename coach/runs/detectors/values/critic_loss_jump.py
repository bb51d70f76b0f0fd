"""The loss of values jumps at one point and stays up: what they are learnt from became another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.describing.sudden_change import sudden_change
from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.at_once import at_once
from coach.runs.detectors.losses.breaks import rate_moves
from coach.runs.detectors.returns.goal_since import Since, goal_since
from coach.runs.detectors.returns.learner import acts_by_values
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.describing.sudden_change import SuddenChange
    from coach.runs.symptom import Symptom

CARD = Card(
    name="critic-loss-jump",
    source="transitions that fit together keep their error (worked out); every share is coach's own choice",
    innocent=(
        "another task, or another part of it, began there",
        "rewards are scaled in another way from there on",
    ),
    raises=("buffer-misalignment", "lr-too-high", "wrong-td-target", "q-overestimation", "reward-scale"),
)
_FEWEST = 20
_TIMES = 2.5
_OF_A_CRITIC = (
    "reward-scale",
    "obs-corruption",
    "nonstationary-normaliser",
    "env-nondeterminism-unknown",
    "buffer-misalignment",
    "lr-too-high",
)


def critic_loss_jump(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where such a loss goes to over 2.5 times its level at one point, and the return is worse after.

    A mention where the return is not worse; of a critic beside a policy, where the return gets better.
    """
    is_of_values = acts_by_values(seen)
    for measure in seen.finite(Quantity.VALUE_LOSS, *((Quantity.LOSS,) if is_of_values else ())):
        value = measure.series.value
        change = _of_values(measure) if is_of_values else at_once(seen, measure, 1, _TIMES)
        if change is None or len(value) < _FEWEST or rate_moves(seen, measure, change.at):
            continue
        onset = seen.onset(measure.series, change.at)
        went = goal_since(seen, measure.tag, onset.step)
        loud = (Since.WORSE,) if is_of_values else (Since.WORSE, Since.SAME)
        yield CARD.symptom(
            measure.tag,
            Severity.WARN if went in loud else Severity.INFO,
            f"{measure.tag} jumps from {change.before:.3g} to {change.after:.3g} at step {onset.step:,} and stays up"
            f"{_of_goal(went, is_of_values=is_of_values)}.",
            onset=onset,
            value=change.after / change.before,
            threshold=_TIMES,
            raises=CARD.raises if is_of_values else _OF_A_CRITIC,
        )
        return


def _of_values(measure: Measure) -> SuddenChange | None:
    change = sudden_change(measure.series.value, 1)
    is_large = change is not None and change.lasts and 0 < _TIMES * change.before < change.after
    return change if is_large else None


def _of_goal(went: Since, *, is_of_values: bool) -> str:
    if went is Since.WORSE and is_of_values:
        return ", and the return has fallen since: as where stored transitions or their targets no longer fit together"
    if went in (Since.WORSE, Since.SAME):
        how = "got worse" if went is Since.WORSE else "got no better"
        return (
            f", and the return has {how} since: as where rewards are scaled otherwise, observations or the world "
            "became others, or what values are learnt from no longer fits"
        )
    return ", while the return gets better" if went is Since.BETTER else ""
