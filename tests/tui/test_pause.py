"""What is put off until nobody presses a key for a moment is done once, and only the last of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from coach.tui.pause import Pause

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Clock:
    """Timers that run when told to."""

    def __init__(self) -> None:
        self.running: list[ClockTimer] = []

    def set_timer(self, _seconds: float, do: Callable[[], Awaitable[None]]) -> ClockTimer:
        self.running.append(ClockTimer(self, do))
        return self.running[-1]

    async def pass_by(self) -> None:
        for timer in [*self.running]:
            self.running.remove(timer)
            await timer.do()


class ClockTimer:
    def __init__(self, clock: Clock, do: Callable[[], Awaitable[None]]) -> None:
        self.clock, self.do = clock, do

    def stop(self) -> None:
        if self in self.clock.running:
            self.clock.running.remove(self)


async def test_of_many_keys_only_what_follows_from_the_last_is_worked_out() -> None:
    clock, done = Clock(), list[int]()
    pause = Pause(cast("Any", clock))
    for key in range(5):
        pause.then(lambda key=key: done.append(key))  # type: ignore[misc]
    assert done == []
    assert pause.is_pending
    await clock.pass_by()
    assert done == [4]
    assert not pause.is_pending


async def test_what_is_wanted_while_it_is_done_is_done_afterwards() -> None:
    clock, done = Clock(), list[str]()
    pause = Pause(cast("Any", clock))

    async def first() -> None:
        done.append("first")
        pause.then(lambda: done.append("second"))

    pause.then(first)
    await clock.pass_by()
    assert pause.is_pending
    await clock.pass_by()
    assert done == ["first", "second"]
