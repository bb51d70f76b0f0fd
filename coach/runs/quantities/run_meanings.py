"""What the tags of one run stand for: what a person said, what their names say, and what the run logs beside them."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.quantities.beside import settled
from coach.runs.quantities.no_quantity import is_no_quantity
from coach.runs.quantities.parts import parts_of
from coach.runs.quantities.programs import settle_by_course
from coach.runs.quantities.quantity import Meaning, Quantity
from coach.runs.quantities.reading import reading_of
from coach.runs.quantities.stated import stated_reading
from coach.runs.quantities.tag_table import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.runs.quantities.quantity import Reading
    from coach.runs.run import Run
    from coach.runs.series import Series

HELD_OUT = "held_out_of"
"""Name, among a run's metadata, of the folder of the training on whose held-out data everything in it was measured."""
RETURN_BESIDE = "return_beside"
"""Name, among a run's metadata, of the run that logs the return of the agent this one is the learner of."""
_ON_HELD_OUT = {
    Quantity.LOSS: Quantity.EVAL_LOSS,
    Quantity.ACCURACY: Quantity.EVAL_ACCURACY,
    Quantity.RETURN: Quantity.EVAL_RETURN,
}
_RUNS_KEPT = 4096
_ON_POLICY = frozenset(
    {
        Quantity.CLIP_FRACTION,
        Quantity.CLIP_RANGE,
        Quantity.EXPLAINED_VARIANCE,
        Quantity.IMPORTANCE_RATIO,
        Quantity.KL,
        Quantity.RATIO,
    }
)
_TURNED = "this run logs the negated entropy; the sign is turned round here"


def meanings_of(run: Run) -> Mapping[str, Meaning]:
    """Give what the tags of a run stand for; tags of which that is not known, or that are no quantity, are left out.

    What a person stated (`Run.stated`) comes before everything else. Names that fit several things are held against
    what else is logged: a reward beside accuracies on held-out data is no return, a Kullback-Leibler divergence beside
    completions is the one to the reference model.
    """
    readings = readings_of(run)
    meanings = {tag: each.meaning for tag, each in readings.items() if each.meaning is not None}
    if HELD_OUT in run.metadata:
        meanings = {
            tag: each._replace(quantity=_ON_HELD_OUT.get(each.quantity, each.quantity))
            for tag, each in meanings.items()
        }
    for tag in [each for each in meanings if is_no_quantity(each)]:
        if stated_reading(tag, run.stated.items()) is None:
            del meanings[tag]
    settle_by_course(meanings, run)
    for tag in _entropy_losses(tuple(meanings), run.format):
        if tag in run.stated:
            continue
        if _tunes_temperature(meanings, run):
            del meanings[tag]
        else:
            _turn(meanings, tag, run.series[tag])
    return meanings


def _tunes_temperature(meanings: Mapping[str, Meaning], run: Run) -> bool:
    """Give whether an entropy "loss" is that of the weight of the entropy, which is log alpha times what is missing.

    Soft actor-critic has one, beside values of actions or a weight that moves; it has whatever sign log alpha has. What
    only on-policy agents log beside it speaks for a bonus, which is the entropy itself.
    """
    if _ON_POLICY & {each.quantity for each in meanings.values()}:
        return False
    return any(
        each.quantity is Quantity.Q_VALUE
        or (
            each.quantity is Quantity.ENTROPY_COEFFICIENT
            and bool((np.diff(run.series[tag].value) != 0).any())
        )
        for tag, each in meanings.items()
    )


def readings_of(run: Run) -> Mapping[str, Reading]:
    """Give how each tag of a run was read, those of which nothing is known as well."""
    return _readings(tuple(run.series), run.format, tuple(run.stated.items()))


@lru_cache(maxsize=_RUNS_KEPT)
def _readings(
    tags: tuple[str, ...], log_format: str, stated: tuple[tuple[str, str], ...]
) -> Mapping[str, Reading]:
    named = {tag: reading_of(tag, log_format) for tag in tags}
    found = settled(named)
    return MappingProxyType({tag: stated_reading(tag, stated) or found[tag] for tag in tags})


@lru_cache(maxsize=_RUNS_KEPT)
def _entropy_losses(tags: tuple[str, ...], log_format: str) -> tuple[str, ...]:
    """Give the tags that are an entropy under the name of a loss: frameworks differ in its sign."""
    return tuple(
        tag for tag in tags if {"entropy", "loss"} <= parts_of(tag).head and listed(tag, log_format) is None
    )


def _turn(meanings: dict[str, Meaning], tag: str, series: Series) -> None:
    """Settle the sign of an entropy under the name of a loss by its values; without one sign it is left out."""
    value = series.value
    if len(value) and not (value < 0).any():
        return
    if len(value) and not (value > 0).any():
        meanings[tag] = Meaning(Quantity.ENTROPY, -1, _TURNED)
    else:
        del meanings[tag]
