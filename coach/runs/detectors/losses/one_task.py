"""Whether two scores are of one task: how many pairs were matched is not how many answers were right."""

from __future__ import annotations

from coach.runs.quantities.parts import HIGH, parts_of

_SAYS_NO_TASK = frozenset(
    {*HIGH, "train", "eval", "frame", "group", "batch", "mean", "total", "loss", "update"}
)
_PROBES = frozenset({"knn", "nn", "probe", "neighbor", "neighbors", "neighbour", "neighbours"})


def are_of_one_task(one: str, other: str) -> bool:
    """Give whether the names of two scores may mean the same question, asked of training and of held-out data.

    Not where each name has a word of its own, nor where one alone is of a probe: another classifier, put on top.
    """
    mine, yours = _own(one), _own(other)
    apart = bool(mine - yours) and bool(yours - mine)
    return not apart and not (mine ^ yours) & _PROBES


def are_named_alike(one: str, other: str) -> bool:
    """Give whether two names differ in nothing but the data, the span and the like."""
    return _own(one) == _own(other)


def _own(tag: str) -> frozenset[str]:
    parts = parts_of(tag)
    return (parts.head | parts.after) - _SAYS_NO_TASK
