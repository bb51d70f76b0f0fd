"""What stands out in the logs, the earliest on top, with what one made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from coach.tui.drawing import hung
from coach.tui.plain_text import clipped, shortened, wrapped
from coach.tui.widgets.curve import steps
from coach.tui.widgets.pick_list import PickList
from coach.tui.widgets.rows import CURSOR, Rows

if TYPE_CHECKING:
    from coach.tui.evidence import Onset

SIGNS = {"info": " ", "warn": "!", "alarm": "‼"}
STYLES = {"info": "$quiet", "warn": "$warn", "alarm": "$bad"}
VERDICTS = {
    "": ("·", "$quiet"),
    "evidence": ("✓ evidence", "$good"),
    "confusion": ("? confusion", "$warn"),
}
MENDED = ("→ to mend", "$warn")
"""What is said of a defect of the logging, which nobody judges: it is no evidence about the cause."""
NOTHING = "Nothing in the logs stands out to the detectors. What you saw is asked in the next part."
DISMISSED = ("- dismissed", "$quiet")
VERDICT_WIDTH = 13
STEP_WIDTH = 7
DIGITS = 9
MOST_LINES = 3
"""Lines of the symptom one stands on; the others have their name and their tag."""


def title(count: int) -> str:
    """Say how one gets to a symptom; there are nine digits."""
    jump = "a number jumps" if count <= DIGITS else f"1 to {DIGITS} jump, ↑ ↓ reach them all"
    return f"What stands out, earliest step first · {jump}, enter looks closely"


def symptom_lines(
    onset: Onset, width: int, *, is_here: bool, has_focus: bool, is_shown: bool
) -> list[Content]:
    """Give a symptom: in full where one stands on it, else its name and its tag.

    Args:
        onset: the symptom.
        width: cells there are.
        is_here: one stands on it.
        has_focus: keys go to the list.
        is_shown: its curve is the chosen one.
    """
    style = "bold $accent" if has_focus else "bold"
    lead = Content.styled(f"{CURSOR if is_here else ' '} ", style)
    sign = Content.styled(f"{onset.number} {SIGNS[onset.severity]} ", STYLES[onset.severity])
    since = "" if onset.step is None else steps(onset.step)
    when = Content.styled(since.rjust(STEP_WIDTH) + "  ", "bold" if is_shown else "$quiet")
    word, tone = MENDED if onset.action else VERDICTS.get(onset.verdict, DISMISSED)
    judged = Content.styled(word.ljust(VERDICT_WIDTH), tone)
    head = Content("").join([lead, sign, when, judged])
    room = max(1, width - head.cell_length)
    quiet = "" if is_shown or is_here else "$quiet"
    if onset.name and not is_here:
        return [head + clipped(f"{onset.name} · {onset.tag}" if onset.tag else onset.name, room, quiet)]
    if onset.action:
        lines = shortened(onset.action, room, MOST_LINES if is_here else 1)
        return hung(head, [*lines, *shortened(onset.says, room, 1, "$quiet")] if is_here else lines)
    lines = shortened(onset.says, room, MOST_LINES if is_here else 1, quiet)
    if is_here and onset.reason:
        lines += shortened(f"because: {onset.reason}", room, 1, "$quiet")
    return hung(head, lines)


class SymptomList(PickList):
    """The symptoms; walking through them jumps from curve to curve.

    Attributes:
        onsets: the symptoms.
        nothing: what is said where there are none.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Look closely at its onset, or at everything again", show=False),
    ]

    class Chosen(Message):
        """The curve of another symptom is to be shown."""

        def __init__(self, onset: Onset, *, is_close: bool = False) -> None:
            super().__init__()
            self.onset = onset
            self.is_close = is_close

    def __init__(self) -> None:
        super().__init__()
        self.onsets: tuple[Onset, ...] = ()
        self.nothing = NOTHING
        self._tag = ""
        self._longest: tuple[tuple[Onset, ...], int, int] = ((), 0, 0)
        self.border_title = title(0)

    @property
    def open_ones(self) -> tuple[Onset, ...]:
        """Those nobody has judged yet."""
        return tuple(each for each in self.onsets if not each.verdict and not each.action)

    @property
    def chosen(self) -> Onset | None:
        """The symptom one stands on."""
        return self.onsets[self.cursor] if self.onsets else None

    def show(self, onsets: tuple[Onset, ...]) -> None:
        """List these."""
        self.onsets = onsets
        self.cursor = min(self.cursor, max(0, len(onsets) - 1))
        self.border_title = title(len(onsets))
        self.refresh(layout=True)

    def mark(self, tag: str) -> None:
        """Show which of them belong to a tag."""
        self._tag = tag
        self.refresh()

    def go_to(self, number: int) -> None:
        """Go to a symptom by its number."""
        if 1 <= number <= len(self.onsets):
            self.focus()
            self.action_move(number - 1 - self.cursor)

    def rows(self, width: int) -> Rows:
        """Give one block a symptom."""
        if not self.onsets:
            return Rows(wrapped(self.nothing, width, "$quiet"), [], [])
        blocks = [self._lines(place, width) for place in range(len(self.onsets))]
        spare = self._most_lines(width) - len(blocks[self.cursor])
        return Rows([], blocks, [Content("")] * spare)

    def _lines(self, place: int, width: int, *, is_here: bool | None = None) -> list[Content]:
        onset = self.onsets[place]
        return symptom_lines(
            onset,
            width,
            is_here=place == self.cursor if is_here is None else is_here,
            has_focus=self.has_focus,
            is_shown=onset.tag == self._tag,
        )

    def _most_lines(self, width: int) -> int:
        """Give how many lines the longest symptom takes when one stands on it."""
        if self._longest[:2] != (self.onsets, width):
            lines = (len(self._lines(place, width, is_here=True)) for place in range(len(self.onsets)))
            self._longest = (self.onsets, width, max(lines))
        return self._longest[2]

    def went(self) -> None:
        """Have the curve shown."""
        if self.chosen is not None:
            self.post_message(self.Chosen(self.chosen))

    def action_enter(self) -> None:
        """Look closely."""
        self.action_look_closely()

    def action_look_closely(self) -> None:
        """Show the onset from near, or everything again."""
        if self.chosen is not None:
            self.post_message(self.Chosen(self.chosen, is_close=True))
