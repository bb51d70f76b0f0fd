"""The tags of the runs one looks at, those with symptoms first; as many as contain what one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from coach.tui.plain_text import clipped, one_line
from coach.tui.widgets.pick_list import PickList
from coach.tui.widgets.rows import CURSOR, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.tui.evidence import Onset

MORE = "↓"


def tail(text: str, width: int) -> str:
    """Give the end of a name: of `rollout/ep_rew_mean` the last part tells most."""
    said = one_line(text)
    return said if len(said) <= width else f"…{said[-max(1, width - 1) :]}"


class TagList(PickList):
    """One tag a row, with the numbers of the onsets in it; where some come first, the others once one goes there.

    Attributes:
        names: the tags that are listed.
    """

    class Chosen(Message):
        """Another tag is to be drawn, or others beside it."""

        def __init__(self, tag: str) -> None:
            super().__init__()
            self.tag = tag

    def __init__(self) -> None:
        super().__init__()
        self.names: tuple[str, ...] = ()
        self._all: tuple[str, ...] = ()
        self._laid_out: tuple[str, ...] = ()
        self._typed = ""
        self._numbers: dict[str, str] = {}

    @property
    def chosen(self) -> str:
        """The tag one stands on; empty where none is listed."""
        return self.names[self.cursor] if self.names else ""

    @property
    def count(self) -> int:
        """How many there are: of those that contain what is typed, where something is."""
        return len(self.names if self._typed else self._all)

    def show(self, tags: tuple[str, ...], onsets: Sequence[Onset], first: tuple[str, ...] = ()) -> None:
        """List the tags of these runs, or only the first ones of them until one goes to the list."""
        self._all, self.names = tags, first or tags
        self._numbers = {
            tag: " ".join(str(onset.number) for onset in onsets if onset.tag == tag) for tag in tags
        }
        self._choose()

    def filter(self, typed: str) -> None:
        """List only the tags that contain this, in whatever case; the one chosen stays if it does."""
        before, self._typed = self.chosen, one_line(typed)
        wanted = self._typed.casefold()
        self.names = tuple(tag for tag in self._all if wanted in one_line(tag).casefold())
        self.cursor = self.names.index(before) if before in self.names else 0
        self._choose()

    def choose(self, tag: str) -> bool:
        """Go to a tag; gives whether it is listed."""
        if tag not in self.names:
            if self._typed or tag not in self._all:
                return False
            self.names = self._all
        self.cursor = self.names.index(tag)
        self._choose()
        return True

    def rows(self, width: int) -> Rows:
        """Give one block a tag."""
        said = f"Tags with “{self._typed}”" if self._typed else "Tags"
        head = [clipped(said, width, "bold $quiet")]
        if self._typed and not self.names:
            head.append(clipped("  none", width, "$quiet"))
        more = len(self._all) - len(self.names)
        foot = [clipped(f"  {MORE} {more} more", width, "$quiet")] if more and not self._typed else []
        return Rows(head, [[self._line(place, width)] for place in range(len(self.names))], foot)

    def on_focus(self) -> None:
        """List all tags: one is about to walk through them."""
        if not self._typed and self.names != self._all:
            here, self.names = self.chosen, self._all
            self.cursor = self.names.index(here) if here in self.names else 0
            self._choose()

    def _line(self, place: int, width: int) -> Content:
        tag, is_here = self.names[place], place == self.cursor
        numbers = self._numbers[tag]
        room = width - 2 - (len(numbers) + 1 if numbers else 0)
        name = Content(tail(tag, room)).stylize(self.tone if is_here else "")
        lead = Content.styled(f"{CURSOR if is_here else ' '} ", self.tone)
        if not numbers:
            return lead + name
        gap = Content(" " * (width - 2 - name.cell_length - len(numbers)))
        return Content("").join([lead, name, gap, Content.styled(numbers, "$warn")])

    def went(self) -> None:
        """Have the tag drawn."""
        self._choose()

    def _choose(self) -> None:
        if self.names != self._laid_out:
            self._laid_out = self.names
            self.refresh(layout=True)
        else:
            self.refresh()
        if self.names:
            self.post_message(self.Chosen(self.chosen))
