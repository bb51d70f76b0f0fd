"""What people said of their own lines: which failure mode of the catalogue each is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.session.event.common import Matched

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.fold import Session


class Matches(NamedTuple):
    """The failure mode of each line that was asked about, empty for none, and what it was held against.

    Attributes:
        failure_mode: by the line's id.
        offered: ids of the failure modes a line was held against, by the line's id.
    """

    failure_mode: Mapping[str, str]
    offered: Mapping[str, frozenset[str]]

    def of(self, line: str) -> str:
        """Give the failure mode that a line is; empty where nobody said so."""
        return self.failure_mode.get(line, "")

    @property
    def taken(self) -> frozenset[str]:
        """The failure modes that stand as somebody's own line."""
        return frozenset(each for each in self.failure_mode.values() if each)


def matches(session: Session) -> Matches:
    """Give what was said of the lines of a session; what was said last counts."""
    said = session.all(Matched)
    lines = {body.line for body in said}
    return Matches(
        {body.line: body.failure_mode for body in said},
        {
            line: frozenset(each for body in said if body.line == line for each in body.offered)
            for line in lines
        },
    )
