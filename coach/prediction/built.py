"""A claim in its parts, as one chooses them one after the other; put together it is text, which the grammar reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from coach.prediction.claim import PLAIN_TAG, Statistic, quoted

if TYPE_CHECKING:
    from coach.prediction.claim import Prediction

THROUGHOUT: Final = "throughout"
NEVER: Final = "never"
_ONE_WORD = re.compile(r'[^\s()<>=≤≥,"]+')
"""A tag that is taken for one without its brackets, since no sentence is made of one word."""
_OPEN = "…"
"""Stands for what is not chosen yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The parts of a claim as they are written; an empty one is left out, or not chosen yet.

    Attributes:
        tag: the name of the series, without quotes.
        taken: a statistic, or `throughout` or `never`: what is taken of the series.
        window: over which stretch, such as `last 10%`.
        comparison: `>`, `>=`, `<` or `<=`.
        target: a number, or another run: `baseline + 10%`.
        after: from where on it counts: steps, a share, or a time.
        by: up to where.
        seeds: in how many of how many runs, as `3 of 5`.
    """

    tag: str = ""
    taken: str = THROUGHOUT
    window: str = ""
    comparison: str = "<"
    target: str = ""
    after: str = ""
    by: str = ""
    seeds: str = ""

    @property
    def text(self) -> str:
        """The claim as it is written, with a mark where something has still to be chosen."""
        is_every = self.taken in (THROUGHOUT, NEVER)
        tag = quoted(self.tag, _ONE_WORD if is_every else PLAIN_TAG) if self.tag else _OPEN
        window = f", {self.window}" if self.window else ""
        subject = f"{tag}{window}" if is_every else f"{self.taken}({tag}{window})"
        words = [subject, self.comparison, self.target or _OPEN]
        words += [f"after {self.after}"] if self.after else []
        words += [f"by {self.by}"] if self.by else []
        words += [self.taken] if is_every else []
        words += [f"in {self.seeds} seeds"] if self.seeds else []
        return " ".join(words)

    @property
    def is_whole(self) -> bool:
        """True once a tag and what it is compared with are chosen."""
        return bool(self.tag and self.target)


def taken_apart(claim: Prediction) -> Built:
    """Give the parts of a claim.

    >>> from coach.prediction import parse_prediction
    >>> taken_apart(parse_prediction("max(a/kl) < 0.1 by 20k")).by
    '20k'
    """
    return Built(
        tag=claim.tag,
        taken=THROUGHOUT if claim.throughout else str(claim.statistic),
        window="" if claim.window is None else str(claim.window),
        comparison=claim.comparison.value,
        target=claim.compared_with,
        after="" if claim.after is None else str(claim.after),
        by="" if claim.deadline is None else str(claim.deadline),
        seeds="" if claim.seeds is None else f"{claim.seeds.k} of {claim.seeds.n}",
    )


TAKEN: Final = (THROUGHOUT, NEVER, *(str(each) for each in Statistic))
"""What can be taken of a series."""
