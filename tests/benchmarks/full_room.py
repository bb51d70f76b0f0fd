"""How soon a key answers at one of several terminals and browsers that show one long session.

`python -m tests.benchmarks.full_room [EVENTS] [TERMINALS] [BROWSERS] [KEYS]` (1000, 4, 2, 200 by default): so many
programs on pseudo terminals and pages in headless Chromium show one session with so many events, and every second
another process adds a line to it. In one terminal after the other letters are typed and erased; the time from a key to
the first output is taken. Printed are median and 95th percentile with the load of the machine, and what an idle
terminal takes of a core. Exit status 1 when a key took longer than a frame at the median or at the 95th percentile.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median, quantiles
from threading import Event, Thread
from typing import TYPE_CHECKING

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.session.event.common import Noted
from coach.web.access import LOOPBACK, Access, Guest
from coach.web.server import Served, serve
from tests.benchmarks.two_terminals import IDLE_S, terminal
from tests.web.chromium import PROGRAM, browser
from tests.web.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.desk.walk import Walk
    from tests.benchmarks.two_terminals import Terminal

FRAME_S = 1 / 60
CHANGE_S, SETTLE_S, PATIENCE_S = 1.0, 6.0, 2.0
KEYS = (b"a", b"\x7f")


class Room:
    """What is measured.

    Attributes:
        idle: of a core, by a terminal while nothing happens.
        keys: seconds from each key to the first output after it, while somebody writes every second.
        busy: processor seconds of all terminals a key, what they take to show the changes included.
    """

    def __init__(self) -> None:
        self.idle = 0.0
        self.keys: list[float] = []
        self.busy = 0.0


def began(folder: Path, events: int) -> Walk:
    """Begin a session of so many events, at a field in which one writes."""
    walk = Coach(Journal.at(folder), Stamp(by="ana")).begin("stuck", playbook="deep-learning")
    walk.take({"frame.working-on": "landing", "frame.run-length": "10h"})
    walk.append([Noted(text=f"note {number}") for number in range(events - len(walk.session.events))])
    return walk


async def browsers(stack: AsyncExitStack, walk: Walk, folder: Path, count: int) -> None:
    """Open the session in so many pages."""
    access, port = Access(), free_port()
    served = Served(walk.session_id, walk.session.title, folder, access, frozenset(LOOPBACK))
    runner = await serve(served, "127.0.0.1", port)
    stack.push_async_callback(runner.cleanup)
    for number in range(count):
        page = await stack.enter_async_context(browser())
        link = access.link(Guest(f"guest{number}", is_read_only=False))
        await page.open(f"http://127.0.0.1:{port}/?t={link}")


def pressed(each: Terminal, key: bytes) -> float:
    """Press a key; gives after how many seconds there was output."""
    before, start = each.read_count, time.monotonic()
    os.write(each.master, key)
    while each.read_count == before and time.monotonic() - start < PATIENCE_S:
        time.sleep(0.0005)
    return time.monotonic() - start


def typed(opened: Sequence[Terminal], count: int) -> list[float]:
    """Type so many keys, in one terminal after the other."""
    found = []
    for number in range(count):
        found.append(pressed(opened[number // len(KEYS) % len(opened)], KEYS[number % len(KEYS)]))
        time.sleep(0.12 + 0.013 * (number % 9))  # as one types, at every moment between two looks
    return found


def measure(folder: Path, opened: Sequence[Terminal], keys: int) -> Room:
    """Measure; runs in a thread, beside the server."""
    room = Room()
    before = [each.busy_s() for each in opened]
    time.sleep(IDLE_S)
    room.idle = max(each.busy_s() - was for each, was in zip(opened, before, strict=True)) / IDLE_S
    over = Event()

    def writes() -> None:
        walk = Coach(Journal.at(folder), Stamp(by="zoe")).newest_open()
        assert walk is not None
        while not over.wait(CHANGE_S):
            walk.note("one more")

    writer = Thread(target=writes, daemon=True)
    writer.start()
    typed(opened, 4 * len(opened))
    before = [each.busy_s() for each in opened]
    room.keys = typed(opened, keys)
    room.busy = sum(each.busy_s() - was for each, was in zip(opened, before, strict=True)) / keys
    over.set()
    writer.join()
    return room


async def measured(walk: Walk, folder: Path, opened: Sequence[Terminal], pages: int, keys: int) -> Room:
    """Measure beside a server with so many pages."""
    async with AsyncExitStack() as stack:
        if pages:
            await browsers(stack, walk, folder, pages)
        await asyncio.sleep(SETTLE_S + 2 * len(opened))
        return await asyncio.to_thread(measure, folder, opened, keys)


def main(events: int = 1000, terminals: int = 4, pages: int = 2, keys: int = 200) -> int:
    """Measure and print; gives the exit status."""
    folder = Path(tempfile.mkdtemp(prefix="coach-room-"))
    walk, shown = began(folder, events), pages if PROGRAM is not None else 0
    opened = [terminal(folder, f"ana{number}") for number in range(terminals)]
    try:
        room = asyncio.run(measured(walk, folder, opened, shown, keys))
    finally:
        for each in opened:
            os.kill(each.pid, signal.SIGTERM)
            os.waitpid(each.pid, 0)
        shutil.rmtree(folder, ignore_errors=True)
    at_95 = quantiles(room.keys, n=20)[-1]
    print(
        f"{events} events, {terminals} terminals, {shown} browsers, {keys} keys; load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"a key: {1000 * median(room.keys):.1f} ms at the median, {1000 * at_95:.1f} ms at the 95th percentile"
    )
    print(f"of the processor, for all terminals, with the changes that come: {1000 * room.busy:.1f} ms a key")
    print(f"idle: {100 * room.idle:.2f} % of a core a terminal")
    return int(max(median(room.keys), at_95) > FRAME_S)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
