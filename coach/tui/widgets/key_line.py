"""The line at the foot: the keys that work right now, drawn from the commands' own bindings.

One widget for the whole line: a widget a key would be made anew each time the focus moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.style import Style

from coach.tui.command import COMMANDS, LeaveCoach, key_name
from coach.tui.drawing import Drawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import ActiveBinding
    from textual.events import Click
    from textual.screen import Screen

_RANKS = {command.action(): command.RANK for command in COMMANDS}
_ANSWERING = 0
"""Rank of a key that belongs to the focused widget itself."""


class Key(NamedTuple):
    """One entry: the key as Textual calls it, what it does, its place in the line."""

    key: str
    label: str
    rank: int


PALETTE = Key("ctrl+p", "all", 100)
"""Always there: the palette has every action."""


def keys_of(active: Iterable[ActiveBinding]) -> list[Key]:
    """Give one entry an action, by its first key that works here, in the order of the commands' ranks."""
    found: dict[str, Key] = {}
    for _, binding, enabled, _ in active:
        if binding.show and enabled and not binding.system:
            rank = _RANKS.get(binding.action, _ANSWERING)
            key = Key(binding.key, binding.description, rank)
            found[binding.action] = min(found.get(binding.action, key), key, key=_typing)
    return sorted(found.values(), key=lambda key: key.rank)


def _typing(key: Key) -> int:
    """Give how much there is to press: a letter is less than a chord."""
    return 0 if len(key_name(key.key)) == 1 else 1


def key_line(keys: Sequence[Key], width: int) -> Content:
    """Give as many entries as fit, the palette last."""
    last = _entry(PALETTE)
    parts: list[Content] = []
    room = width - last.cell_length - 2
    for key in keys:
        entry = _entry(key)
        if entry.cell_length + 2 <= room:
            parts.append(entry)
            room -= entry.cell_length + 2
    return Content("  ").join([*parts, last])


def _entry(key: Key) -> Content:
    name = key_name(key.key)
    said = Content(f"{name} {key.label}").stylize("$accent", 0, len(name)).stylize("$quiet", len(name))
    return said.stylize(Style.from_meta({"key": key.key}))


class KeyLine(Drawn):
    """The last line of every screen; a click on an entry presses its key.

    Where one has come from another page, how one leaves has been said: the palette has it still.
    """

    def __init__(self, *, is_further_on: bool = False) -> None:
        super().__init__()
        self._unsaid = {LeaveCoach.action()} if is_further_on else set[str]()

    def on_mount(self) -> None:
        """Draw again when the keys that work change."""
        self.screen.bindings_updated_signal.subscribe(self, self._redraw)

    def _redraw(self, _screen: Screen[object]) -> None:
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Press the key that was clicked."""
        key = event.style.meta.get("key")
        if isinstance(key, str):
            self.app.simulate_key(key)

    def draw(self, width: int) -> list[Content]:
        """Give the line."""
        active = (
            each for each in self.screen.active_bindings.values() if each.binding.action not in self._unsaid
        )
        return [key_line(keys_of(active), width)]
