"""A choice on one line of a page: arrow keys step through it, letters find an option."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from coach.tui.drawing import Drawn
from coach.tui.plain_text import clipped
from coach.tui.widgets.form import is_written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from coach.session.form import Option

NOTHING = "choose with ← →, or type a word of it"
NOTHING_NEEDED = f"{NOTHING}; or leave it open"
NOT_HERE, NOT_NEEDED_HERE = "not chosen yet", "may stay open"
"""The same where one is in another field."""
FEW = 3
"""Options that are all shown while none is chosen."""


class PagePick(Drawn, can_focus=True):
    """One of several options, or none yet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Option before", show=False),
        Binding("right", "move(1)", "Option after", show=False),
        Binding("backspace", "erase", "Erase what was typed", show=False),
    ]

    class Changed(Message):
        """Another option is chosen."""

        def __init__(self, pick: PagePick) -> None:
            super().__init__()
            self.pick = pick

    def __init__(self, options: Sequence[Option], chosen: str, *, is_optional: bool = False) -> None:
        super().__init__()
        self._options = options
        self._is_optional = is_optional
        self._typed = ""
        self._place: int | None = None
        self._also: tuple[int, ...] = ()
        self.write(chosen)

    @property
    def text(self) -> str:
        """The id of the chosen option, several with commas where several were filled in; empty while none is."""
        return ",".join(each.id for each in self._chosen)

    @property
    def _chosen(self) -> list[Option]:
        places = () if self._place is None else (self._place, *self._also)
        return [self._options[place] for place in places]

    def write(self, text: str) -> None:
        """Choose options by their ids, with commas between; none where there is none of it."""
        ids = [each.id for each in self._options]
        found = [ids.index(each) for each in text.split(",") if each in ids]
        self._place, self._also = (found[0], tuple(found[1:])) if found else (None, ())
        self.refresh()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Everything printable looks for an option."""
        return is_written(key, character)

    def draw(self, width: int) -> list[Content]:
        """Give the chosen option between its arrows, how many there are, and what is being looked for."""
        if self._place is None:
            return [clipped(f"◂ ▸ {self._looked_for() or self._nothing()}", width, "$quiet")]
        style = "bold $accent" if self.has_focus else ""
        count = f" ▸ {self._place + 1} of {len(self._options)}" if self.has_focus else " ▸"
        after = Content.styled(count + self._looked_for(), "$quiet")
        said = clipped(
            " / ".join(each.text for each in self._chosen), max(1, width - 2 - after.cell_length), style
        )
        return [Content.styled("◂ ", "$quiet") + said + after]

    def _nothing(self) -> str:
        texts = [each.text for each in self._options]
        if len(texts) <= FEW:
            return " / ".join(texts)
        if not self.has_focus:
            return NOT_NEEDED_HERE if self._is_optional else NOT_HERE
        return NOTHING_NEEDED if self._is_optional else NOTHING

    def _looked_for(self) -> str:
        return f"  typed: {self._typed}" if self._typed and self.has_focus else ""

    def on_key(self, event: events.Key) -> None:
        """Look for the option that has what is typed."""
        if event.character is None or not event.character.isprintable():
            return
        event.stop()
        self._find(self._typed + event.character)

    def _find(self, typed: str) -> None:
        said = typed.strip().lower()
        places = range(len(self._options))
        begin = [place for place in places if self._options[place].text.lower().startswith(said)]
        found = begin or [place for place in places if said in self._options[place].text.lower()]
        if found:
            self._typed = typed
            self._go(found[0])

    def action_erase(self) -> None:
        """Take back a letter of what is looked for."""
        self._typed = self._typed[:-1]
        self.refresh()

    def action_move(self, steps: int) -> None:
        """Go to another option, stopping at the ends."""
        self._typed = ""
        start = (-1 if steps > 0 else len(self._options)) if self._place is None else self._place
        self._go(min(max(0, start + steps), len(self._options) - 1))

    def _go(self, place: int) -> None:
        self._place, self._also = place, ()
        self.refresh()
        self.post_message(self.Changed(self))

    def on_focus(self) -> None:
        """Show that keys go here."""
        self.refresh()

    def on_blur(self) -> None:
        """Forget what was typed."""
        self._typed = ""
        self.refresh()
