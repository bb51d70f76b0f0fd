"""What stands out in the logs, the first mover on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from coach.tui.drawing import Drawn
from coach.tui.plain_text import clipped
from coach.tui.widgets.curve import steps

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGNS = {"info": " ", "warn": "!", "alarm": "‼"}
STYLES = {"info": "$quiet", "warn": "$warn", "alarm": "$bad"}
STEP_WIDTH = 7
SHOWN = 8


class Onset(NamedTuple):
    """Where a symptom begins; `step` is None where it has no beginning."""

    number: int
    tag: str
    run: str
    step: int | None
    says: str
    severity: str


def onset_lines(onsets: Sequence[Onset], tag: str, width: int) -> list[Content]:
    """Give a line for each onset, those of the tag in full strength."""
    ordered = sorted(onsets, key=lambda onset: (onset.tag != tag, onset.number))[:SHOWN]
    lines = []
    for onset in ordered:
        since = "" if onset.step is None else steps(onset.step)
        is_here = onset.tag == tag
        sign = Content.styled(f"{onset.number:>2} {SIGNS[onset.severity]} ", STYLES[onset.severity])
        when = Content.styled(since.rjust(STEP_WIDTH) + "  ", "bold" if is_here else "$quiet")
        room = max(1, width - sign.cell_length - when.cell_length)
        lines.append(Content("").join([sign, when, clipped(onset.says, room, "" if is_here else "$quiet")]))
    return lines


class OnsetList(Drawn):
    """The onsets under the curves."""

    def __init__(self) -> None:
        super().__init__()
        self._onsets: tuple[Onset, ...] = ()
        self._tag = ""

    def show(self, onsets: tuple[Onset, ...]) -> None:
        """List these."""
        self._onsets = onsets
        self.refresh(layout=True)

    def choose(self, tag: str) -> None:
        """Put those of a tag first."""
        self._tag = tag
        self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give the lines."""
        return onset_lines(self._onsets, self._tag, width)
