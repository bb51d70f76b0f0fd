"""Where training and held-out data stand at the end, in one run or in two that lie beside one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from coach.runs.comparing.held_out_pairs import held_out_pairs
from coach.runs.describing.curves.figures import figure
from coach.runs.describing.curves.main_curves import ordered_tags
from coach.runs.describing.curves.points import Points
from coach.runs.quantities import Quantity, meanings_of
from coach.runs.quantities.parts import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.run import Run

_PAIRS: Final = {
    Quantity.EVAL_RETURN: Quantity.RETURN,
    Quantity.EVAL_LOSS: Quantity.LOSS,
    Quantity.EVAL_ACCURACY: Quantity.ACCURACY,
}
_TOLD: Final = frozenset((*_PAIRS, *_PAIRS.values()))
_SAYS_NO_MORE: Final = frozenset(
    {
        *("train", "eval", "frame", "update", "batch", "group", "mean", "total", "episode", "acting"),
        *("loss", "accuracy", "return", "score", "cross_entropy"),
    }
)
_WORTH_A_FACTOR = 1.5
_MOST = 3


class Gap(NamedTuple):
    """The last values of one quantity in training and on held-out data.

    Attributes:
        run: name of the run, or of the folder that two runs lie in.
        training: tag of the one, with its folder where it is another run.
        held_out: tag of the other.
        in_training: last finite value of the one.
        on_held_out: last finite value of the other.
        says: both in one sentence.
    """

    run: str
    training: str
    held_out: str
    in_training: float
    on_held_out: float
    says: str


def gaps_of(run: Run) -> list[Gap]:
    """Give where training and evaluation end in one run, three pairs at most, only like beside like."""
    meanings = meanings_of(run)
    tags = [tag for tag in ordered_tags(run) if tag in meanings]
    found = []
    for held_out in tags:
        quantity, metric = meanings[held_out].quantity, meanings[held_out].metric
        wanted = (_PAIRS.get(quantity), metric)
        training = _counterpart(
            held_out, [tag for tag in tags if (meanings[tag].quantity, meanings[tag].metric) == wanted]
        )
        if training is not None and (
            gap := _gap(run.name, (run, training, training), (run, held_out, held_out))
        ):
            found.append(gap)
    return found[:_MOST]


def _counterpart(held_out: str, tags: Sequence[str]) -> str | None:
    """Give the tag of training that names the same, else one of the whole; None where all name other things.

    The loss of boxes is held beside the loss of boxes, and never beside that of classes. That of one held-out set may
    stand beside the only one of training.
    """
    named = _names(held_out)
    alike = [tag for tag in tags if _names(tag) == named]
    whole = [tag for tag in tags if not _names(tag)] or (list(tags) if len(tags) == 1 else [])
    return next(iter((*alike, *whole)), None)


def _names(tag: str) -> frozenset[str]:
    """Give the words of a tag that tell it from others of its quantity."""
    return parts_of(tag).every - _SAYS_NO_MORE


def sibling_gaps(runs: Sequence[Run]) -> list[Gap]:
    """Give where runs in folders such as `train` and `validation` of one place end, by the tags they share."""
    return [gap for training, held_out in held_out_pairs(runs) for gap in _shared(training, held_out)]


def _shared(training: Run, held_out: Run) -> Iterator[Gap]:
    place = training.name.rpartition("/")[0] or training.path.parent.name
    meanings = meanings_of(training)
    for tag in ordered_tags(training):
        if tag in held_out.series and tag in meanings and meanings[tag].quantity in _TOLD:
            sides = [(run, tag, f"{tag} in {run.path.name}") for run in (training, held_out)]
            gap = _gap(place, *sides)
            if gap is not None:
                yield gap


def _gap(name: str, *sides: tuple[Run, str, str]) -> Gap | None:
    """Give a pair of runs, tags and what these are called; None where one of them has nothing finite."""
    ends = [Points.of(run.series[tag]) for run, tag, _ in sides]
    if not all(map(len, ends)):
        return None
    (here, there), (mine, theirs) = ((float(each.value[-1]) for each in ends), (said for *_, said in sides))
    factor = here / there if here > 0 and there > 0 else 1.0
    apart = ""
    if max(factor, 1 / factor) >= _WORTH_A_FACTOR:
        apart = (
            f": {figure(max(factor, 1 / factor))} times as high {'in training' if factor > 1 else 'there'}"
        )
    return Gap(
        name, mine, theirs, here, there, f"{mine} ends at {figure(here)}, {theirs} at {figure(there)}{apart}"
    )
