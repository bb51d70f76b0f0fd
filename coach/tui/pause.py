"""What is worked out or drawn anew only once nobody has pressed a key for a moment."""

from __future__ import annotations

from inspect import isawaitable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message_pump import MessagePump
    from textual.timer import Timer

AFTER_S = 0.12
"""Seconds after the last key: less than one waits for on purpose, more than between keys that repeat (editorial)."""


class Pause:
    """Puts something off until a moment after it was last wanted."""

    def __init__(self, owner: MessagePump) -> None:
        self._owner = owner
        self._timer: Timer | None = None

    @property
    def is_pending(self) -> bool:
        """True while something is put off, or being done."""
        return self._timer is not None

    def then(self, do: Callable[[], object]) -> None:
        """Do this after a moment without a further call, in place of what was put off before."""
        self.forget()

        async def now() -> None:
            begun = self._timer
            found = do()
            if isawaitable(found):
                await found
            if self._timer is begun:
                self._timer = None

        self._timer = self._owner.set_timer(AFTER_S, now)

    def forget(self) -> None:
        """Do nothing of what was put off."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
