"""A loss far under what the best archived run had at the same step: a good model, or a leak."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.runs.detectors.across_runs.beside import Ends, common_measures, differing_settings, ends
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="loss-under-sibling",
    source="a result that is too good is a bug until shown otherwise; 10 % and 30 % under the best are coach's own",
    innocent=(
        "the new model or recipe is simply better",
        "easier data, or another validation set",
        "another tokeniser, which changes what a unit of loss is",
        "other regularisation, such as label smoothing or dropout, in the logged loss",
    ),
    raises=("train-test-overlap", "eval-bug", "wrong-loss"),
)
_UNDER = 0.1  # of the best archived run's loss
_FAR_UNDER = 0.3


class _Ahead(NamedTuple):
    """How far a run lies under one of the archive."""

    other: RunForDetectors
    mine: Measure
    both: Ends

    @property
    def share(self) -> float:
        return 1 - self.both.here / self.both.there


def loss_under_sibling(seen: RunForDetectors, archive: Sequence[RunForDetectors]) -> Iterator[Symptom]:
    """Yield a symptom where a supervised loss lies clearly over 10 % under the best archived run's at the same step.

    A held-out loss is looked at where both runs log one, and training's otherwise.
    """
    for quantity in (Quantity.EVAL_LOSS, Quantity.LOSS):
        tags = {each.tag for each in supervised_losses(seen, 1, quantity)}
        found = [
            _Ahead(other, mine, both)
            for other in archive
            if other.run is not seen.run
            for mine, theirs in common_measures(seen, other, quantity)
            if mine.tag in tags and (both := ends(mine, theirs)) is not None
        ]
        if found:
            yield from _symptom(seen, found)
            return


def _symptom(seen: RunForDetectors, found: Sequence[_Ahead]) -> Iterator[Symptom]:
    """Yield the symptom of the tag that lies furthest under its best; none where some run of the archive is as good."""
    best = [
        min(
            (each for each in found if each.mine.tag == tag and each.both.there > 0), key=_share, default=None
        )
        for tag in dict.fromkeys(each.mine.tag for each in found)
    ]
    ahead = max((each for each in best if each is not None), key=_share, default=None)
    if ahead is None or ahead.share <= _UNDER or ahead.both.there - ahead.both.here <= ahead.both.clear:
        return
    both = ahead.both
    said = (
        f"{ahead.mine.tag} is {both.here:.4g} at step {both.step:,}, {100 * ahead.share:.0f} % under the "
        f"{both.there:.4g} of {ahead.other.run.name}, the best archived run there"
    )
    yield CARD.symptom(
        ahead.mine.tag,
        Severity.WARN if ahead.share > _FAR_UNDER else Severity.INFO,
        f"{said}{differing_settings(seen, ahead.other)}.",
        onset=seen.onset(both.mine, both.apart_since(1)),
        value=ahead.share,
        threshold=_UNDER,
    )


def _share(each: _Ahead) -> float:
    return each.share
