"""What has to be done with a walk, one thing at a time and never on the event loop.

An errand runs in a thread, takes the view of the walk when it is done, and posts it to the screen: workers touch
no widget.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from coach.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from coach.tui.port import Coach, Walk
    from coach.tui.view import View

    Act = Callable[[Walk], str]

PROGRESS_S = 0.1
"""Least time between two reports of progress; the eye needs no more."""


class Done(Message):
    """An errand was done: the walk as it stands now, and what to tell the person."""

    def __init__(self, view: View, says: str, *, is_back: bool) -> None:
        super().__init__()
        self.view = view
        self.says = says
        self.is_back = is_back


class Failed(Message):
    """An errand was refused; nothing changed."""

    def __init__(self, error: CoachError) -> None:
        super().__init__()
        self.error = error


class Progressed(Message):
    """The reading of logs has got further."""

    def __init__(self, done: int, total: int, says: str) -> None:
        super().__init__()
        self.done = done
        self.total = total
        self.says = says


class Found(Message):
    """A walk was found or begun, with its first view."""

    def __init__(self, walk: Walk, view: View) -> None:
        super().__init__()
        self.walk = walk
        self.view = view


class Refused(Message):
    """Something could not be opened or read."""

    def __init__(self, error: CoachError) -> None:
        super().__init__()
        self.error = error


def found(find: Callable[[Coach], Walk], coach: Coach) -> Found:
    """Give a walk with its first view; slow, so not for the event loop."""
    from coach.tui.view import view_of  # noqa: PLC0415 - after the first paint

    walk = find(coach)
    return Found(walk, view_of(walk))


def fetch(screen: Screen[None], give: Callable[[], Message]) -> None:
    """Post to a screen what `give` gives, called in a thread; or that it was refused."""

    def run() -> None:
        try:
            screen.post_message(give())
        except CoachError as error:
            screen.post_message(Refused(error))

    screen.run_worker(run, thread=True, group="desk")


class _Errand(NamedTuple):
    act: Act
    is_back: bool
    then: Callable[[], None] | None


class Errands:
    """Does what a screen asks of its walk, in order.

    Attributes:
        walk: whose errands these are; None until it has been opened.
        is_busy: something short is being done; keys wait.
        is_reading: logs are being read; keys do not wait, other errands do.
    """

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._waiting: deque[_Errand] = deque()
        self._stop = Event()
        self.walk: Walk | None = None
        self.is_busy = False
        self.is_reading = False

    def run(self, act: Act, *, is_back: bool = False, then: Callable[[], None] | None = None) -> None:
        """Do something with the walk; `act` gives what to tell the person, if anything.

        Args:
            act: raises CoachError when it cannot be done.
            is_back: the walk goes back, so that what was answered before is offered again.
            then: called in the thread once it is done.
        """
        self._waiting.append(_Errand(act, is_back, then))
        self._next()

    def read(self) -> None:
        """Read the logs that the step asks for."""
        if self.is_reading:
            return
        self.is_reading = True
        self._stop.clear()
        self._start(_Errand(self._perform, is_back=False, then=None))

    def stop(self) -> None:
        """Stop reading as soon as the reader looks up."""
        self._stop.set()

    def settle(self) -> None:
        """Go on with what waits; the screen calls this when it has shown what was done."""
        self.is_busy = self.is_reading = False
        self._next()

    def _next(self) -> None:
        if self._waiting and not self.is_busy and not self.is_reading:
            self.is_busy = True
            self._start(self._waiting.popleft())

    def _start(self, errand: _Errand) -> None:
        self._screen.run_worker(partial(self._do, errand), thread=True, group="walk")

    def _do(self, errand: _Errand) -> None:
        from coach.tui.view import view_of  # noqa: PLC0415 - after the first paint

        if self.walk is None:
            return
        try:
            says = errand.act(self.walk)
            if errand.then is not None:
                errand.then()
            view = view_of(self.walk)
        except CoachError as error:
            self._screen.post_message(Failed(error))
        else:
            self._screen.post_message(Done(view, says, is_back=errand.is_back))

    def _perform(self, walk: Walk) -> str:
        last = 0.0

        def progress(done: int, total: int, says: str) -> None:
            nonlocal last
            if monotonic() - last >= PROGRESS_S:
                last = monotonic()
                self._screen.post_message(Progressed(done, total, says))

        walk.perform(progress, self._stop.is_set)
        return "Stopped reading." if self._stop.is_set() else ""
