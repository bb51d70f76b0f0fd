"""Typing ahead: keys that come faster than they can be acted on are kept, in order, for what follows.

A letter is written by the focused widget when its turn comes, any other key may act at once, or goes up to the
app first, where its action is found; and enter may confirm, which is known only when what it set going has come
up to the screen. A probe that takes the same way, once or twice, tells when all that is done: every queue on it is
first in, first out. Until it is back, keys wait, however long that is on a loaded machine. At the speed of hands none
ever does.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from itertools import takewhile
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events

from coach.tui.begun import EDITING_KEYS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.screen import Screen

FREE_KEYS = frozenset({"ctrl+q", "ctrl+c"})
"""Keys that never wait."""
CONFIRMING_KEYS = frozenset({"enter", "space", "ctrl+j"})
TRIPS, CONFIRMING_TRIPS = 1, 2
"""Ways up until a key's action has run, and until what a confirmed answer sent has come up as well."""
DEAF_S = 0.6
"""Seconds in which nobody can have read what somebody else's answer brought up."""
LOOK_S = 0.25
"""How often it is looked whether the widget that a probe is at was taken away; what waits there is lost with it."""


class TypeAhead:
    """Keeps keys back, and lets them go in the order in which they were typed."""

    def __init__(self, app: App[None], act: Callable[[events.Event], Awaitable[None]]) -> None:
        """Make it.

        Args:
            app: the program.
            act: lets the program do what a key or a paste is for.
        """
        self._app = app
        self._act = act
        self._held: deque[events.Event] = deque()
        self._is_probing = False
        self._probe = 0
        self._trips = 0
        self._way: Iterator[MessagePump] = iter(())
        self._at: MessagePump = app
        self._has_written = False
        self._deaf_until = 0.0

    def be_deaf(self) -> None:
        """Take no confirming key for a moment: what was asked has changed under the hand that was about to press it.

        Who presses another key first has seen it.
        """
        self._deaf_until = monotonic() + DEAF_S

    @property
    def is_holding(self) -> bool:
        """True while keys are kept back, or it is not known yet whether they must be."""
        return self._is_probing or bool(self._held)

    async def take(self, event: events.Event) -> None:
        """Let a key or a paste act, after those that were typed before it."""
        if isinstance(event, events.Key) and event.key in CONFIRMING_KEYS and monotonic() < self._deaf_until:
            return
        self._deaf_until = 0.0
        if isinstance(event, events.Key) and event.key in FREE_KEYS | self._free_here():
            await self._do(event)
        else:
            self._held.append(event)
            await self.release()

    async def release(self) -> None:
        """Let the keys go that were kept back, up to one that still has to wait; called in the program's own task.

        That task hands out the keys that come in, so that none of them overtakes one that was kept.
        """
        while self._held and not self._must_wait(self._held[0]):
            await self._do(self._held.popleft())

    def forget(self, *, is_field_shown: bool = False) -> None:
        """Forget the keys that were kept back and that answer what nobody had seen.

        Args:
            is_field_shown: whether the field that is written in first was on the screen; then what was written for
                it is kept, up to the first key that does something else.
        """
        self._held = deque(takewhile(_writes, self._held) if is_field_shown else ())

    def _free_here(self) -> frozenset[str]:
        """Give the keys that do not wait for what the screen is doing, as leaving it must never."""
        stack = self._app.screen_stack
        return getattr(stack[-1], "free_keys", frozenset()) if stack else frozenset()

    def _must_wait(self, event: events.Event) -> bool:
        if self._has_written and self._acts(event) and not self._is_probing:
            self._send(TRIPS)
        stack = self._app.screen_stack
        return self._is_probing or not stack or _is_too_busy(stack[-1], event)

    async def _do(self, event: events.Event) -> None:
        await self._act(event)
        if self._acts(event):
            confirms = isinstance(event, events.Key) and event.key in CONFIRMING_KEYS
            self._send(CONFIRMING_TRIPS if confirms else TRIPS)
        else:
            self._has_written = True

    def _acts(self, event: events.Event) -> bool:
        """True for a key that does something other than write into the focused widget."""
        if not isinstance(event, events.Key):
            return False
        focused = self._app.focused
        writes = focused is not None and focused.check_consume_key(event.key, event.character)
        return event.key in CONFIRMING_KEYS or not writes

    def _send(self, trips: int) -> None:
        """Send a probe, in place of the one that may be on its way."""
        self._is_probing, self._has_written = True, False
        self._probe, self._trips = self._probe + 1, trips
        self._from_below()
        self._app.set_timer(LOOK_S, partial(self._look_after, self._probe))

    def _from_below(self) -> None:
        """Let the probe wait behind what is in the queue of the focused widget.

        It waits at the app twice: an action that ran there may have put something off, as moving the focus is.
        """
        app, below = self._app, self._app.focused or self._app.screen
        self._way = iter([*(each for each in below.ancestors_with_self if each is not app), app, app])
        self._go_up()

    def _go_up(self) -> bool:
        """Let the probe wait behind what is in the next queue that there still is; False at the top."""
        for each in self._way:
            self._at = each
            if each.call_later(self._passed, self._probe):
                return True
        return False

    async def _passed(self, number: int) -> None:
        """Send the probe on; from the top on its next trip, or let the keys go."""
        if not self._is_probing or number != self._probe or self._go_up():
            return
        self._trips -= 1
        if self._trips:
            self._from_below()
        else:
            self._is_probing = False
            await self.release()

    async def _look_after(self, number: int) -> None:
        """Send the probe on if the widget that it waited at was taken away; look again as long as it is out."""
        if self._is_probing and number == self._probe:
            self._app.set_timer(LOOK_S, partial(self._look_after, number))
            if not self._at.is_running:
                await self._passed(number)


def _is_too_busy(screen: Screen[Any], event: events.Event) -> bool:
    """True while a screen does something, unless it takes this key all the same."""
    takes: Callable[[events.Event], bool] = getattr(screen, "takes", lambda _event: False)
    return bool(getattr(screen, "is_busy", False)) and not takes(event)


def _writes(event: events.Event) -> bool:
    """True for what changes the text of a field and nothing else."""
    if isinstance(event, events.Key):
        return event.is_printable or event.key in EDITING_KEYS
    return isinstance(event, events.Paste)
