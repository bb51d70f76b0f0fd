"""What has to be done with a walk, one thing at a time and never on the event loop.

A task runs in a thread, takes the view of the walk when it is done, and posts it to the screen: workers touch
no widget.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.message import Message

from coach.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from coach.tui.app import CoachApp
    from coach.tui.interfaces import Coach, Walk
    from coach.tui.view import View

    Act = Callable[[Walk], str]
    Reading = Callable[[Walk, Callable[[int, int, str], None], Callable[[], bool]], None]

PROGRESS_S = 0.1
"""Least time between two reports of progress; the eye needs no more."""


class BackgroundTask(NamedTuple):
    """Something to do with the walk.

    Attributes:
        act: does it; gives what to tell the person, raises CoachError when it cannot be done.
        is_back: the walk goes back, so that what was answered before is offered again.
        is_reading: it is the long one, which may be stopped.
        then: called in the thread once it is done.
    """

    act: Act
    is_back: bool = False
    is_reading: bool = False
    then: Callable[[], None] | None = None


class Done(Message):
    """A task was done: the walk as it stands now, and what to tell the person."""

    def __init__(self, task: BackgroundTask, view: View, says: str) -> None:
        super().__init__()
        self.task = task
        self.view = view
        self.says = says


class Failed(Message):
    """A task was refused: why, and the walk as it stands now."""

    def __init__(self, task: BackgroundTask, view: View, error: CoachError) -> None:
        super().__init__()
        self.task = task
        self.view = view
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


class BackgroundTasks:
    """Does what a screen asks of its walk, in order.

    Attributes:
        is_busy: something short is being done, or nothing has been shown yet; keys wait.
        is_reading: logs are being read; keys do not wait, other tasks do.
    """

    def __init__(self, screen: Screen[None], walk: Walk) -> None:
        self._screen = screen
        self._walk = walk
        self._waiting: deque[BackgroundTask] = deque()
        self._stop = Event()
        self.is_busy = True
        self.is_reading = False

    def run(self, act: Act, *, is_back: bool = False, then: Callable[[], None] | None = None) -> None:
        """Do something with the walk, after what is being done (see `BackgroundTask`)."""
        self._waiting.append(BackgroundTask(act, is_back=is_back, then=then))
        self._next()

    def read(self, how: Reading | None = None) -> None:
        """Read logs: those that the step asks for, or in another way."""
        if self.is_reading:
            return
        self.is_reading = True
        self._stop.clear()
        reading = how or _perform
        self._start(BackgroundTask(lambda walk: self._read(walk, reading), is_reading=True))

    def stop(self) -> None:
        """Stop reading as soon as the reader looks up."""
        self._stop.set()

    def settle(self, *, is_reading: bool = False) -> None:
        """Go on with what waits; the screen calls this when it has shown what was done.

        Args:
            is_reading: what was done was the reading of logs.
        """
        if is_reading:
            self.is_reading = False
        else:
            self.is_busy = False
        self._next()

    def _next(self) -> None:
        if self._waiting and not self.is_busy and not self.is_reading:
            self.is_busy = True
            self._start(self._waiting.popleft())

    def _start(self, task: BackgroundTask) -> None:
        self._screen.run_worker(partial(self._do, task), thread=True, group="walk")

    def _do(self, task: BackgroundTask) -> None:
        from coach.tui.view import turn_of, view_of  # noqa: PLC0415 - after the first paint

        app = cast("CoachApp", self._screen.app)
        try:
            says = task.act(self._walk)
            if task.then is not None:
                task.then()
            app.drafts.turned(self._walk.session_id, turn_of(self._walk))
            message: Done | Failed = Done(task, view_of(self._walk), says)
        except CoachError as error:
            message = Failed(task, view_of(self._walk), error)
        self._screen.post_message(message)

    def _read(self, walk: Walk, reading: Reading) -> str:
        last = 0.0

        def progress(done: int, total: int, says: str) -> None:
            nonlocal last
            if monotonic() - last >= PROGRESS_S:
                last = monotonic()
                self._screen.post_message(Progressed(done, total, says))

        reading(walk, progress, self._stop.is_set)
        return "Stopped reading." if self._stop.is_set() else ""


def _perform(walk: Walk, progress: Callable[[int, int, str], None], cancelled: Callable[[], bool]) -> None:
    walk.perform(progress, cancelled)
