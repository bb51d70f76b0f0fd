"""The curve of a run that people look at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.quantities import Quantity, meanings_of
from coach.runs.quantities.parts import parts_of

if TYPE_CHECKING:
    from coach.runs.run import Run
    from coach.runs.series import Series

_ORDER = (
    Quantity.EVAL_RETURN,
    Quantity.RETURN,
    Quantity.EVAL_LOSS,
    Quantity.LOSS,
    Quantity.EVAL_ACCURACY,
    Quantity.ACCURACY,
)
_A_CURVE = 3  # points: fewer draw no curve


def headline(run: Run) -> Series | None:
    """Give the first known quantity that has a curve, by the series with the most points; None without a known one.

    A value that is logged once, such as the summary at the end of a training, is shown only where no curve is known.
    Of several series of a quantity those that move come first; of those of one length the plain one (no other metric),
    then the whole before its parts, then the one logged first.
    """
    known = [
        (
            (_ORDER.index(meaning.quantity), _stands(run.series[tag])),
            (bool(meaning.metric), not _is_whole(tag)),
            run.series[tag],
        )
        for tag, meaning in meanings_of(run).items()
        if meaning.quantity in _ORDER and len(run.series[tag])
    ]
    best = min(
        known,
        key=lambda each: (len(each[2]) < _A_CURVE, each[0], -len(each[2]), each[1]),
        default=None,
    )
    return None if best is None else best[2]


def _stands(series: Series) -> bool:
    """Give whether all values are one, as those of a part that was switched off are."""
    return bool((series.value == series.value[0]).all())


def _is_whole(tag: str) -> bool:
    """Give whether a name says no more than that it is a loss or a return, the total at most."""
    return parts_of(tag).only("loss", "return", "accuracy")
