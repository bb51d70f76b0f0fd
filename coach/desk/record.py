"""The record of a journal: its review, and what it has taught."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import JournalError
from coach.journal.records import session_records
from coach.journal.switches import switch, switched_off
from coach.reasoning.multiplier import multiplier
from coach.reasoning.revision import other_prior_learned
from coach.session.learned import PARTS, Learned, learned
from coach.session.review.review import review

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from coach.session.learned import Part
    from coach.session.review.review import Review
    from coach.session.step import Track

HIGH = 0.9
READ_BY_A_WALK = 100
"""Sessions whose files a walk reads at most for what was learned, the newest first (editorial); a review reads all."""


class LearnedPart(NamedTuple):
    """One thing that is learned.

    Attributes:
        on: whether it is used.
        cases: sessions, forecasts or estimates that it was learned from.
        says: what it comes to, used or not.
    """

    part: Part
    about: str
    on: bool
    cases: int
    says: str


class Record(NamedTuple):
    """What the sessions of a journal show together.

    Attributes:
        root: the folder of the journal.
        ended: how its closed investigations ended.
    """

    root: Path
    ended: Track

    def review(self) -> Review:
        """Give what all sessions of the journal together show.

        Raises:
            JournalError: the journal cannot be read.
        """
        return review(session_records(self.root))

    def learned(self) -> Learned:
        """Give what walks may use; nothing where the record cannot be read, since no walk may fail for it."""
        with suppress(JournalError):
            return learned(session_records(self.root, most_read=READ_BY_A_WALK), switched_off(self.root))
        return Learned()

    def parts(self) -> tuple[LearnedPart, ...]:
        """Give each thing that is learned with its count, switched off ones too.

        Raises:
            JournalError: the journal or its file of switches cannot be read.
        """
        off, told = switched_off(self.root), dict(self._told())
        return tuple(LearnedPart(part, about, part not in off, *told[part]) for part, about in PARTS.items())

    def switch(self, part: Part, *, on: bool) -> None:
        """Use a part of what was learned, or leave it.

        Raises:
            JournalError: the journal cannot be written.
        """
        switch(self.root, part, on=on)

    def _told(self) -> Iterator[tuple[Part, tuple[int, str]]]:
        found = learned(session_records(self.root))
        outside, closed = self.ended.outside, self.ended.closed
        start = f"{100 * other_prior_learned(outside, closed):.0f} %"
        yield (
            "catch-all",
            (closed, f"{outside} of {closed} ended outside the first list, so it starts at {start}"),
        )
        yield "base-rates", (sum(found.times.values()), _commonest(found.times))
        meant = found.recalibration
        said = (
            f"what you call 90 % has meant {100 * meant.apply(HIGH):.0f} %"
            if meant
            else "too few forecasts yet"
        )
        yield "recalibration", (found.forecasts, said)
        hours = multiplier(found.ratios)
        said = f"runs take {hours.value:.2g} times what you say ({hours.low:.2g} to {hours.high:.2g})"
        yield "hours", (hours.estimates, said)


def _commonest(times: Mapping[str, int]) -> str:
    first = sorted(times.items(), key=lambda item: (-item[1], item[0]))[:3]
    return ", ".join(f"{mode} {count}" for mode, count in first) or "no cause of the catalogue yet"
