"""One's own explanations, each with the cause of the catalogue that it is, and which of them one would bet on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from coach.tui.explanations import OF_ITS_OWN, OwnLine
from coach.tui.plain_text import clipped
from coach.tui.widgets.form import is_written
from coach.tui.widgets.rows import CURSOR, Rows, RowsView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

TEXT_SHARE = 0.5
"""Share of the width that a line keeps beside the cause it is."""
NUMBER = 4
BET = "My bet "
TAKES = "A number from 1 to {}, or ← →."


def _drawn(lines: tuple[OwnLine, ...]) -> list[object]:
    """Give what of the lines can be seen: a list that is worked out anew is drawn anew only where that differs."""
    return [(each.text, each.match and each.match.question, each.is_catalogued) for each in lines]


class OwnLines(RowsView, can_focus=True):
    """The list. Where the catalogue has a line, y and n, or left and right, say whether it is that.

    Attributes:
        lines: the list.
        said: the answer to each line's question, by its key.
    """

    class Changed(Message):
        """Something was said that is not confirmed yet."""

    class NotTaken(Message):
        """A letter was typed where none is taken."""

        def __init__(self, says: str) -> None:
            super().__init__()
            self.says = says

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Another cause", show=False),
        Binding("right", "turn(1)", "Another cause", show=False),
        Binding("y", "say(True)", "it is that", show=True),
        Binding("n", "say(False)", "it is not", show=True),
    ]

    def __init__(self) -> None:
        super().__init__(id="own")
        self.lines: tuple[OwnLine, ...] = ()
        self.said: dict[str, str] = {}
        self.display = False

    def show(self, lines: tuple[OwnLine, ...]) -> None:
        """Show the list."""
        is_new, self.lines = _drawn(lines) != _drawn(self.lines), lines
        for line in lines:
            asked = line.match.question if line.match is not None else None
            if asked is not None and self.said.get(asked.key) not in {each.id for each in line.options}:
                self.said[asked.key] = asked.suggested
        self.display = bool(lines)
        self.can_focus = any(line.match for line in lines)
        self.cursor = min(self.cursor, max(0, len(lines) - 1))
        if is_new:
            self.refresh(layout=True)

    def answers(self) -> dict[str, str]:
        """Give what was said of the lines that are asked about, by the key of the question."""
        keys = [line.match.question.key for line in self.lines if line.match]
        return {key: self.said[key] for key in keys}

    def rows(self, width: int) -> Rows:
        """Give one row a line."""
        return Rows([], [[self._line(place, width)] for place in range(len(self.lines))], [])

    def _line(self, place: int, width: int) -> Content:
        line = self.lines[place]
        is_here = self.has_focus and place == self.cursor
        sign = CURSOR if is_here else " "
        lead = Content.styled(
            f"{sign}{place + 1}".rjust(NUMBER - 1) + " ", "bold $accent" if is_here else "$quiet"
        )
        beside = self._beside(line, is_here=is_here)
        room = width - NUMBER
        if beside.cell_length:
            room = max(int(width * TEXT_SHARE) - NUMBER, width - NUMBER - beside.cell_length - 2)
        text = clipped(line.text, room, "bold" if is_here else "")
        left = max(0, width - NUMBER - text.cell_length - 2)
        return Content("").join([lead, text, Content("  "), beside.truncate(left, ellipsis=True)])

    def _beside(self, line: OwnLine, *, is_here: bool) -> Content:
        if line.match is None:
            return Content.styled("= in the catalogue", "$quiet") if line.is_catalogued else Content("")
        said = self.said[line.match.question.key]
        name = line.name(said)
        many = len([each for each in line.options if each.id not in OF_ITS_OWN])
        others = f" (← → {many} to choose from)" if many > 1 and is_here else ""
        keys = " (y/n)" if is_here and many == 1 else ""
        if said in OF_ITS_OWN:
            text = f"≠ not {name}, a cause of its own" if name else "not in the catalogue"
            return Content.styled(f"{text}{others}{keys}", "$quiet")
        return Content.styled(f"= {name}{others}{keys}", "$accent")

    @property
    def _here(self) -> OwnLine | None:
        line = self.lines[self.cursor] if self.lines else None
        return line if line and line.match else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be said of the line one stands on."""
        if action in {"turn", "say"}:
            return self._here is not None
        return super().check_action(action, parameters)

    def action_turn(self, steps: int) -> None:
        """Say that it is another cause."""
        line = self._here
        if line is not None and line.match is not None:
            ids = [each.id for each in line.options]
            at = (ids.index(self.said[line.match.question.key]) + steps) % len(ids)
            self._say(line, ids[at])

    def action_say(self, is_it: bool) -> None:  # noqa: FBT001 - an action's parameter
        """Say whether the line is the cause that the catalogue has."""
        line = self._here
        if line is not None:
            wanted = [each.id for each in line.options if (each.id not in OF_ITS_OWN) is is_it]
            self._say(line, wanted[0])

    def _say(self, line: OwnLine, answer: str) -> None:
        if line.match is not None:
            self.said[line.match.question.key] = answer
            self.refresh()
            self.post_message(OwnLines.Changed())


class Bet(RowsView, can_focus=True):
    """Which line one would bet on: left and right, or its number.

    Args:
        write: takes a letter that is no choice, and gives whether it had a place for it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", "Line before", show=False),
        Binding("right", "choose(1)", "Next line", show=False),
    ]

    def __init__(self, write: Callable[[str], bool]) -> None:
        super().__init__(id="bet")
        self._write = write
        self.lines: tuple[OwnLine, ...] = ()
        self.chosen = ""

    def show(self, lines: tuple[OwnLine, ...]) -> None:
        """Show the lines one may bet on; the first of them until another is chosen."""
        is_new, self.lines = _drawn(lines) != _drawn(self.lines), lines
        if lines and self.chosen not in {line.id for line in lines}:
            self.chosen = lines[0].id
        if is_new:
            self.refresh(layout=True)

    def rows(self, width: int) -> Rows:
        """Give the one row."""
        place = self._place
        sign = f"{CURSOR} " if self.has_focus else "  "
        lead = Content.styled(f"{sign}{BET}", "bold $accent" if self.has_focus else "$quiet")
        keys = f" (← →, {len(self.lines)} to choose from)" if self.has_focus and len(self.lines) > 1 else ""
        room = max(1, width - lead.cell_length - len(keys))
        text = clipped(f"{place + 1} {self.lines[place].text}" if self.lines else "", room, "bold")
        return Rows([Content("").join([lead, text, Content.styled(keys, "$quiet")])], [], [])

    @property
    def _place(self) -> int:
        return next((at for at, line in enumerate(self.lines) if line.id == self.chosen), 0)

    def move(self, steps: int) -> None:
        """Nothing is above or below."""

    def action_choose(self, steps: int) -> None:
        """Bet on another line."""
        if self.lines:
            self._choose((self._place + steps) % len(self.lines))

    def on_key(self, event: events.Key) -> None:
        """Bet on the line of a number; any other letter begins the reason against it, or is not taken."""
        is_left = self.screen.focused is not self  # a letter before this one began the reason
        if not is_left and event.key.isdecimal() and 1 <= int(event.key) <= len(self.lines):
            event.stop()
            self._choose(int(event.key) - 1)
        elif event.is_printable:
            event.stop()
            event.prevent_default()
            if not self._write(event.character or ""):
                self.post_message(OwnLines.NotTaken(TAKES.format(len(self.lines))))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters mean nothing else here."""
        return is_written(key, character)

    def _choose(self, place: int) -> None:
        self.chosen = self.lines[place].id
        self.refresh()
        self.post_message(OwnLines.Changed())
