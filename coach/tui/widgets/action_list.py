"""The next actions: one line says which is taken; all of them are listed while one is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from coach.tui.drawing import hung
from coach.tui.plain_text import clipped, wrapped
from coach.tui.widgets.pick_list import PickList
from coach.tui.widgets.rows import CURSOR, Rows

if TYPE_CHECKING:
    from coach.session.form import Option

LEAD = "Do  "
ADVISED = "what is advised"


class ActionList(PickList):
    """Everything that can be done next, what is advised first.

    Attributes:
        options: the actions.
    """

    class Chosen(Message):
        """One came to another action."""

    def __init__(self) -> None:
        super().__init__()
        self.options: tuple[Option, ...] = ()

    def show(self, options: tuple[Option, ...], chosen: str) -> None:
        """List these, and stand on one."""
        self.options = options
        self.cursor = next((at for at, each in enumerate(options) if each.id == chosen), 0)
        self.refresh(layout=True)

    @property
    def chosen(self) -> Option | None:
        """The action one stands on."""
        return self.options[self.cursor] if self.options else None

    def choose(self, action: str) -> None:
        """Stand on an action."""
        at = next((at for at, each in enumerate(self.options) if each.id == action), self.cursor)
        if at != self.cursor:
            self.cursor = at
            self.refresh(layout=True)
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
        for at, option in enumerate(self.options):
            is_here = at == self.cursor
            lead = Content.styled(f"{CURSOR if is_here else ' '} ", "bold $accent")
            said = f"{option.text} · {option.says}" if option.says else option.text
            blocks.append(hung(lead, wrapped(said, max(1, width - 2), "bold" if is_here else "")))
        return Rows([], blocks, [])

    def _in_one_line(self, width: int) -> list[Content]:
        option = self.options[self.cursor]
        more = f"  ↑ {len(self.options) - 1} others" if len(self.options) > 1 else ""
        said = f"{option.text} · {option.says}" if option.says else option.text
        said = ADVISED if self.cursor == 0 and option.says == "advised" else said
        room = max(1, width - len(LEAD) - len(more))
        return [clipped(said, room, "bold") + Content.styled(more, "$quiet")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """At the ends the way leads out of the list."""
        steps = parameters[0] if action == "move" and parameters else 0
        if isinstance(steps, int) and abs(steps) == 1:
            return 0 <= self.cursor + steps < len(self.options)
        return super().check_action(action, parameters)

    def on_focus(self) -> None:
        """List everything."""
        self.refresh(layout=True)

    def on_blur(self) -> None:
        """Show only what is taken."""
        self.refresh(layout=True)
