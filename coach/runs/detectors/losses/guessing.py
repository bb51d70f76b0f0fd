"""Whether a classifier still guesses, from its loss and its accuracy alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import RunForDetectors

_FEWEST = 5
_LAST = 0.2
_LIKE_GUESSING = 0.8
_AT_BEST = 0.6  # a loss of ln C and an accuracy of 1/C meet for two classes and more; over it, agreement says nothing
_PERCENT = 1.5
_MORE = 0.01  # of all answers


class Answers(NamedTuple):
    """How many answers are right: the tag, and the share at the start, over the first and the last fifth, in [0, 1]."""

    tag: str
    first: float
    early: float
    last: float

    @property
    def have_stood(self) -> bool:
        """Whether hardly more are right at the end than at the beginning, and most are wrong."""
        return self.last < min(self.early + _MORE, _AT_BEST)

    def are_guesses(self, loss: float, near: float = _LIKE_GUESSING) -> bool:
        """Whether a loss is that of spreading equal chances over the classes that such an accuracy speaks of.

        Of C equally likely classes guessing gets the loss ln C and the accuracy 1/C, so that the loss is -ln accuracy
        (worked out). A model that has learnt is right far more often than its loss suggests. That the two agree to
        a fifth, and only under an accuracy of 0.6, is coach's own choice.
        """
        return 0 < self.last < _AT_BEST and -math.log(self.last) > near * loss > 0


def answers(seen: RunForDetectors) -> Answers | None:
    """Give the share of right answers, training's before held-out data's; None where none is logged."""
    for measure in (*seen.finite(Quantity.ACCURACY), *seen.finite(Quantity.EVAL_ACCURACY)):
        value = measure.series.value
        if measure.metric or len(value) < _FEWEST or value.min() < 0:
            continue
        share = value / 100 if value.max() > _PERCENT else value
        last = max(_FEWEST, int(_LAST * len(value)))
        return Answers(measure.tag, float(share[0]), float(share[:last].mean()), float(share[-last:].mean()))
    return None
