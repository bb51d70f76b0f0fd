"""Typing ahead: keys that come while an answer is being confirmed are kept for the question that follows.

Enter may confirm, and whether it did is known only when it has gone through the focused widget, and what that
sent has come up to the screen. A probe that takes the same way twice tells when that is so: every queue on it is
first in, first out.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

if TYPE_CHECKING:
    from textual.app import App

FREE_KEYS = frozenset({"ctrl+q", "ctrl+c", "escape"})
"""Keys that never wait."""
CONFIRMING_KEYS = frozenset({"enter", "space", "ctrl+j"})
TRIPS = 2
LOST_S = 0.25
"""After this long a probe is given up: the widget it went through was taken away."""


class Probe(Message):
    """Goes from the focused widget up to the app; `trips` are still to be made, this one included."""

    def __init__(self, number: int, trips: int) -> None:
        super().__init__()
        self.number = number
        self.trips = trips


class TypeAhead:
    """Keeps keys back, and lets them go in the order in which they were typed."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._held: list[events.Event] = []
        self._probe = 0
        self._is_probing = False

    def holds(self, event: events.Event) -> bool:
        """Keep a key or a paste back if it has to wait; gives whether it has."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            return False
        if isinstance(event, events.Key) and event.key in FREE_KEYS:
            return False
        if self._must_wait():
            self._held.append(event)
            return True
        return False

    def _must_wait(self) -> bool:
        stack = self._app.screen_stack
        return self._is_probing or not stack or bool(getattr(stack[-1], "is_busy", False))

    def passed(self, event: events.Event) -> None:
        """Look whether a key that was let through confirms something."""
        if isinstance(event, events.Key) and event.key in CONFIRMING_KEYS and self._app.focused is not None:
            self._is_probing = True
            self._probe += 1
            self._app.focused.post_message(Probe(self._probe, TRIPS))
            self._app.set_timer(LOST_S, partial(self._arrived, self._probe))

    def came_back(self, probe: Probe) -> None:
        """Send a probe on its next trip, or let the keys go."""
        if probe.trips > 1 and self._app.focused is not None:
            self._app.focused.post_message(Probe(probe.number, probe.trips - 1))
        else:
            self._arrived(probe.number)

    def _arrived(self, number: int) -> None:
        if self._is_probing and number == self._probe:
            self._is_probing = False
            self.release()

    def release(self) -> None:
        """Let the keys go that were kept back; those that have to wait again are kept again."""
        held, self._held = self._held, []
        for event in held:
            self._app.post_message(event)
