"""Which tags of a run were read as what, and in words: what could not be judged because nobody knows what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.runs.describing.axes import axes_of
from coach.runs.detectors.diagnostics.row import diagnostic_of
from coach.runs.quantities import meanings_of, readings_of
from coach.runs.quantities.parts import parts_of

if TYPE_CHECKING:
    from coach.runs.run import Run

_SINGLE = 1
_OF_A_RETURN = frozenset({"return", "score", "success"})
_MORE_OF_A_RETURN = frozenset({"fitness", "performance", "profit", "points", "goals", "objective", "utility"})


class TagRead(NamedTuple):
    """What a tag was read as.

    Attributes:
        quantity: None where it stands for none of the quantities, or nobody knows.
        axis: what it is logged against.
        points: number of values.
    """

    tag: str
    quantity: str | None
    axis: str
    points: int


def tags_read(run: Run) -> tuple[TagRead, ...]:
    """Give what each tag of a run was read as, in the order they were first logged."""
    meanings, axes = meanings_of(run), axes_of(run)
    return tuple(
        TagRead(
            tag,
            str(meanings[tag].quantity) if tag in meanings else None,
            axes[tag].name if tag in axes else "step",
            len(series),
        )
        for tag, series in run.series.items()
    )


def unknown_tags(run: Run) -> tuple[str, ...]:
    """Give the tags with points of which nobody knows what they are: no quantity, no diagnostic, no count."""
    readings, meanings = readings_of(run), meanings_of(run)
    return tuple(
        tag
        for tag, series in run.series.items()
        if len(series) and not readings[tag].is_known and tag not in meanings and diagnostic_of(tag) is None
    )


def may_be_a_return(tag: str) -> bool:
    """Give whether the name of an unknown tag has a word that returns go by."""
    every = parts_of(tag).every
    return bool(every & (_OF_A_RETURN | _MORE_OF_A_RETURN))


def not_judged(run: Run) -> str:
    """Give the sentence that says what was not judged and how to change that; empty where all tags are known."""
    unknown = unknown_tags(run)
    if run.points and not meanings_of(run) and not any(map(diagnostic_of, run.series)):
        n = len(run.series)
        are_unknown = len(unknown) == sum(1 for series in run.series.values() if len(series))
        what = "known to me" if are_unknown else "a quantity that I judge"
        tags = f"1 tag, not {what}" if n == _SINGLE else f"{n:,} tags, none {what}"
        return f"{tags}: not judged. Tell me which one is the return or the loss: coach tag NAME return"
    if not unknown:
        return ""
    tags = "1 tag is" if len(unknown) == _SINGLE else f"{len(unknown):,} tags are"
    return f"{tags} not known to me and not judged; to tell me what one is: coach tag NAME QUANTITY"
