"""Keys that work on every page of a walk without a place in the line at the foot: F1 and the palette have them all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.tui import command

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import Binding

ON_EVERY_PAGE = (
    command.WriteNote,
    command.ThatSurprisedMe,
    command.BringBack,
    command.ShowLog,
    command.SearchHere,
    command.GoBack,
)


def unsaid(bindings: Iterable[Binding]) -> list[Binding]:
    """Give bindings that the line at the foot leaves out."""
    return [replace(each, show=False) for each in bindings]
