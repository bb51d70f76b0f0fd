"""Typing ahead: keys that come faster than they can be acted on are kept, in order, for what follows.

A letter is written by the focused widget when its turn comes, any other key may act at once, or goes up to the
app first, where its action is found; and enter may confirm, which is known only when what it set going has come
up to the screen. A probe that takes the same way, once or twice, tells when all that is done: every queue on it is
first in, first out. Until it is back, keys wait. At the speed of hands none ever does.
"""

from __future__ import annotations

from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

if TYPE_CHECKING:
    from textual.app import App

FREE_KEYS = frozenset({"ctrl+q", "ctrl+c"})
"""Keys that never wait."""
CONFIRMING_KEYS = frozenset({"enter", "space", "ctrl+j"})
TRIPS, CONFIRMING_TRIPS = 1, 2
"""Ways up until a key's action has run, and until what a confirmed answer sent has come up as well."""
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
        self._has_written = False

    @property
    def is_holding(self) -> bool:
        """True while keys are kept back, or it is not known yet whether they must be."""
        return self._is_probing or bool(self._held)

    def holds(self, event: events.Event) -> bool:
        """Keep a key or a paste back if it has to wait; gives whether it has."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            return False
        if isinstance(event, events.Key) and event.key in FREE_KEYS | self._free_here():
            return False
        if self._has_written and self._acts(event) and not self._is_probing:
            self._send(TRIPS)
        if self._must_wait():
            self._held.append(event)
            return True
        return False

    def _free_here(self) -> frozenset[str]:
        """Give the keys that do not wait for what the screen is doing, as leaving it must never."""
        stack = self._app.screen_stack
        return getattr(stack[-1], "free_keys", frozenset()) if stack else frozenset()

    def _must_wait(self) -> bool:
        stack = self._app.screen_stack
        return self._is_probing or not stack or bool(getattr(stack[-1], "is_busy", False))

    def passed(self, event: events.Event) -> None:
        """Send a probe after a key whose action has still to be found."""
        if self._acts(event):
            self._send(
                CONFIRMING_TRIPS if isinstance(event, events.Key) and event.key in CONFIRMING_KEYS else TRIPS
            )
        elif isinstance(event, events.Key | events.Paste):
            self._has_written = True

    def _acts(self, event: events.Event) -> bool:
        """True for a key that does something other than write into the focused widget."""
        if not isinstance(event, events.Key):
            return False
        focused = self._app.focused
        writes = focused is not None and focused.check_consume_key(event.key, event.character)
        return event.key in CONFIRMING_KEYS or not writes

    def _send(self, trips: int) -> None:
        self._is_probing, self._has_written = True, False
        self._probe += 1
        self._from_below(Probe(self._probe, trips))
        self._app.set_timer(LOST_S, partial(self._arrived, self._probe))

    def came_back(self, probe: Probe) -> None:
        """Send a probe on its next trip, or let the keys go."""
        if probe.trips > 1:
            self._from_below(Probe(probe.number, probe.trips - 1))
        else:
            self._arrived(probe.number)

    def _from_below(self, probe: Probe) -> None:
        (self._app.focused or self._app.screen).post_message(probe)

    def _arrived(self, number: int) -> None:
        if self._is_probing and number == self._probe:
            self._is_probing = False
            self.release()

    def forget(self, *, is_field_shown: bool = False) -> None:
        """Forget the keys that were kept back and that answer what nobody had seen.

        Args:
            is_field_shown: whether the field that is written in first was on the screen; then what was written for
                it is kept, up to the first key that does something else.
        """
        self._held = list(takewhile(_writes, self._held)) if is_field_shown else []

    def release(self) -> None:
        """Let the keys go that were kept back; those that have to wait again are kept again."""
        held, self._held = self._held, []
        for event in held:
            self._app.post_message(event)


def _writes(event: events.Event) -> bool:
    return isinstance(event, events.Paste) or (isinstance(event, events.Key) and event.is_printable)
