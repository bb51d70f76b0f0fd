"""What guessing gets: the loss of a model, and the return of a policy, that know nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.runs.describing.facts import Facts

_FEWEST_CLASSES = 2


def guessing_loss(facts: Facts) -> float | None:
    """Give the loss of guessing: ln C of C classes, or the variance of the target; None where neither is known.

    Where only the shares of the classes are known, there are as many classes as shares.
    """
    classes = len(facts.class_shares or ()) if facts.classes is None else facts.classes
    if classes >= _FEWEST_CLASSES:
        return math.log(classes)
    return facts.target_variance if facts.target_variance and facts.target_variance > 0 else None


def prior_loss(facts: Facts) -> float | None:
    """Give the cross-entropy of always answering with the shares of the classes; None where they are not known.

    Shares may be counts; they are divided by their sum.
    """
    given = [share for share in facts.class_shares or () if share > 0]
    if len(given) < _FEWEST_CLASSES:
        return None
    return -sum(share / sum(given) * math.log(share / sum(given)) for share in given)


def double_softmax_floor(classes: int) -> float:
    """Give the least cross-entropy of probabilities that go through a softmax again: ln(1 + (C - 1) / e)."""
    return math.log(1 + (classes - 1) / math.e)
