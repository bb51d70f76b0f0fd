"""Pastes are made harmless before the terminal's input is read as keys.

Textual reads an escape sequence inside a bracketed paste as keys: a coloured line of a log, pasted from tmux, would
leave the field, quit, or open sessions. Most terminals take escapes out of what they paste; tmux does not.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser

from coach.tui.plain_text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.driver import Driver
    from textual.message import Message

BEGINS, ENDS = "\x1b[200~", "\x1b[201~"
PARSER = "XTermParser"
"""What a driver's module calls the reader of its input."""


class Pastes:
    """Input on its way to the reader of keys: a paste goes on when it is whole, without escape sequences."""

    def __init__(self) -> None:
        self._tail = ""
        self._pasted: str | None = None

    def cleaned(self, data: str) -> str:
        """Give what may be read of `data`, and of a paste that was not whole before."""
        said: list[str] = []
        while data or self._pasted is not None:
            if self._pasted is None:
                keys, data = self._until_paste(data)
                said.append(keys)
                continue
            self._pasted, data = self._pasted + data, ""
            pasted, end, rest = self._pasted.partition(ENDS)
            if not end:
                break
            said.append(harmless(pasted) + ENDS)
            self._pasted, data = None, rest
        return "".join(said)

    def _until_paste(self, data: str) -> tuple[str, str]:
        """Give the input up to where a paste begins, and what comes after; its sign may lie across two reads."""
        read = self._tail + data
        place = read.find(BEGINS)
        if place < 0:
            self._tail = read[1 - len(BEGINS) :]
            return data, ""
        end = place + len(BEGINS) - len(self._tail)
        self._tail, self._pasted = "", ""
        return data[:end], data[end:]


class PasteParser(XTermParser):
    """Textual's reader of the terminal's input, behind `Pastes`."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature of the class above
        self._pastes = Pastes()
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """Read input; an empty one says that there will be no more."""
        cleaned = self._pastes.cleaned(data) if data else ""
        if cleaned or not data:
            yield from super().feed(cleaned)


def reads_pastes_whole(driver: type[Driver]) -> type[Driver]:
    """Give the driver, whose input goes through `PasteParser` from now on."""
    module = sys.modules[driver.__module__]
    if hasattr(module, PARSER):
        setattr(module, PARSER, PasteParser)
    return driver
