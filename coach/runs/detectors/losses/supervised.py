"""The losses of runs that train no policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.losses.one_task import are_named_alike, are_of_one_task
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_OF_A_POLICY = (
    Quantity.RETURN,
    Quantity.EVAL_RETURN,
    Quantity.ENTROPY,
    Quantity.POLICY_LOSS,
    Quantity.VALUE_LOSS,
)


def trains_a_policy(seen: RunForDetectors) -> bool:
    """Give whether the run logs what only agents have."""
    return bool(seen.of(*_OF_A_POLICY))


def supervised_losses(seen: RunForDetectors, fewest: int, *quantities: Quantity) -> tuple[Measure, ...]:
    """Give the losses with at least that many points, training's unless said; none where a policy is trained.

    A policy's loss may jump and climb as it likes: it says nothing about progress.
    """
    if trains_a_policy(seen):
        return ()
    found = seen.finite(*(quantities or (Quantity.LOSS,)))
    return tuple(each for each in found if len(each.series) >= fewest)


def training_beside(seen: RunForDetectors, held_out: Measure, fewest: int) -> tuple[Measure, ...]:
    """Give training's losses with at least that many points that are measured and counted as a held-out one is.

    Where one of them has its very name, that one alone: the loss of boxes is no loss of classes, nor one of all.
    """
    found = [
        each
        for each in supervised_losses(seen, fewest)
        if each.metric == held_out.metric
        and seen.count_alike(each.tag, held_out.tag)
        and are_of_one_task(each.tag, held_out.tag)
    ]
    return tuple(each for each in found if are_named_alike(each.tag, held_out.tag)) or tuple(found)
