"""The next actions: one line says which is taken; all of them are listed while one is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from coach.tui.drawing import hung
from coach.tui.plain_text import clipped, wrapped
from coach.tui.widgets.form import is_written
from coach.tui.widgets.pick_list import PickList
from coach.tui.widgets.rows import CURSOR, MOVES, Rows

if TYPE_CHECKING:
    from textual import events

    from coach.session.form import Option

LEAD = "Do  "
ADVISED = "what is advised"
TYPE, NONE = "type a word of it to see fewer", "no action has “{}”"
LONGEST = 40
"""Characters of what is looked for."""


class ActionList(PickList, inherit_bindings=False):
    """Everything that can be done next, what is advised first; typing leaves those that have the words.

    Attributes:
        options: the actions.
        shown: those that have what was typed.
        typed: what was typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *MOVES,
        Binding("backspace", "erase", "Erase", show=False),
        Binding("escape,ctrl+u", "erase(True)", "All of them", show=False),
    ]

    class Chosen(Message):
        """One came to another action."""

    def __init__(self) -> None:
        super().__init__()
        self.options: tuple[Option, ...] = ()
        self.shown: tuple[Option, ...] = ()
        self.typed = ""
        self._missed = ""

    def show(self, options: tuple[Option, ...], chosen: str) -> None:
        """List these, and stand on one."""
        self.options = self.shown = options
        self.typed = self._missed = ""
        self.cursor = next((at for at, each in enumerate(options) if each.id == chosen), 0)
        self.refresh(layout=True)

    @property
    def chosen(self) -> Option | None:
        """The action one stands on."""
        return self.shown[self.cursor] if self.shown else None

    def choose(self, action: str) -> None:
        """Stand on an action."""
        before = self.chosen
        self._look_for("")
        self.cursor = next((at for at, each in enumerate(self.options) if each.id == action), self.cursor)
        if self.chosen != before:
            self.went()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters are looked for."""
        return is_written(key, character)

    def on_key(self, event: events.Key) -> None:
        """Look for what is typed; what no action has is said and not taken."""
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self._look_for(f"{self.typed}{event.character}".lstrip()[:LONGEST])

    def action_erase(self, is_all: bool = False) -> None:  # noqa: FBT001, FBT002 - an action's argument
        """Erase the last character, or all of them."""
        self._look_for("" if is_all else self.typed[:-1])

    def _look_for(self, typed: str) -> None:
        before = self.chosen
        found = tuple(each for each in self.options if each.is_found_by(typed))
        self._missed = "" if found else typed
        if found:
            self.typed, self.shown = typed, found
            self.cursor = next((at for at, each in enumerate(found) if each == before), 0)
        self.refresh(layout=True)
        if self.chosen != before:
            self.went()

    def went(self) -> None:
        """Say that another action is chosen."""
        self.post_message(self.Chosen())

    def rows(self, width: int) -> Rows:
        """Give every action while one is here, else the one that is taken."""
        if not self.options:
            return Rows([], [], [])
        if not self.has_focus:
            return Rows(hung(Content.styled(LEAD, "$quiet"), self._in_one_line(width)), [], [])
        blocks = []
        for at, option in enumerate(self.shown):
            is_here = at == self.cursor
            lead = Content.styled(f"{CURSOR if is_here else ' '} ", "bold $accent")
            said = f"{option.text} · {option.says}" if option.says else option.text
            blocks.append(hung(lead, wrapped(said, max(1, width - 2), "bold" if is_here else "")))
        return Rows([self._looked_for(width)], blocks, [])

    def _looked_for(self, width: int) -> Content:
        if self._missed:
            return clipped(NONE.format(self._missed), width, "$warn")
        if not self.typed:
            return clipped(TYPE, width, "$quiet")
        many = Content.styled(f"  {len(self.shown)} of {len(self.options)}", "$quiet")
        return Content.styled(f"{self.typed}▏", "bold $accent") + many

    def _in_one_line(self, width: int) -> list[Content]:
        option = self.shown[self.cursor]
        more = f"  ↑ {len(self.options) - 1} others" if len(self.options) > 1 else ""
        said = f"{option.text} · {option.says}" if option.says else option.text
        said = ADVISED if option == self.options[0] and option.says == "advised" else said
        room = max(1, width - len(LEAD) - len(more))
        return [clipped(said, room, "bold") + Content.styled(more, "$quiet")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """At the ends the way leads out of the list, and so does leaving it where nothing is looked for."""
        if action == "erase":
            return bool(self.typed or self._missed)
        steps = parameters[0] if action == "move" and parameters else 0
        if isinstance(steps, int) and abs(steps) == 1:
            return 0 <= self.cursor + steps < len(self.shown)
        return super().check_action(action, parameters)

    def on_focus(self) -> None:
        """List everything."""
        self.refresh(layout=True)

    def on_blur(self) -> None:
        """Show only what is taken, of all of them."""
        chosen = self.chosen
        self.typed = self._missed = ""
        self.shown = self.options
        self.cursor = next((at for at, each in enumerate(self.options) if each == chosen), 0)
        self.refresh(layout=True)
