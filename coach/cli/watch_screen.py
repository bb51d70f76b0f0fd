"""`coach watch --screen`: the same looks, drawn. Opening it is a look, and is counted where it comes early."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from coach.cli.watch_delivery import deliver, tiding_data
from coach.desk.watching import IDLE, local_zone
from coach.report.title import title_of
from coach.session.event.watching import LookTaken
from coach.session.watching import URGENT, early_looks, next_look, standing_line, standing_words
from coach.tui.watch_app import NextLook, WatchApp
from coach.tui.widgets.watch_view import Watched, WatchedPlot

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from coach.cli.watch_delivery import Channels
    from coach.desk.watching import Watcher
    from coach.session.watching import LogsHold

TIRED = 20
"""Lines that are kept for the screen (editorial)."""


class Drawn:
    """Looks, and gives what is drawn of each look.

    Args:
        watcher: looks; it keeps the curves.
        channels: where tidings go besides the screen.
        now: the clock.
        every: seconds between two looks, at least.
    """

    def __init__(
        self, watcher: Watcher, channels: Channels, now: Callable[[], datetime], every: float
    ) -> None:
        self._watcher, self._channels, self._now, self._every = watcher, channels, now, every
        self._told: list[str] = []
        self._is_first = True
        self.logs: LogsHold | None = None

    def look(self) -> NextLook:
        """Look once.

        Raises:
            JournalError: what was found out could not be written.
        """
        found = self._watcher.look()
        self.logs = found.logs
        walk, now = self._watcher.walk, self._now()
        if self._is_first:
            self._count(found.logs, now)
        for each in found.fresh:
            self._told.append(f"{now.astimezone():%H:%M} {each.kind}: {each.says}")
            data = tiding_data(each, walk.session_id, title_of(walk.session), now.isoformat())
            self._told += deliver(each, data, self._channels)
        del self._told[:-TIRED]
        watched = Watched(
            title_of(walk.session),
            standing_line(walk.session, found.logs, now, local_zone(now)),
            tuple(
                WatchedPlot(each.tag, each.threshold, each.role == "tripwire", each.series)
                for each in self._watcher.curves
            ),
            tuple(self._told),
        )
        rest_s = None if found.logs.ending else max(self._every, IDLE * found.busy_s)
        return NextLook(watched, rest_s, any(each.kind in URGENT for each in found.fresh))

    def _count(self, logs: LogsHold, now: datetime) -> None:
        """Count this look, and name it where it comes before an agreed one."""
        walk = self._watcher.walk
        coming = None if logs.ending else next_look(walk.session, logs, now, local_zone(now))
        walk.append((LookTaken(agreed=coming),))
        self._is_first = False
        if coming is not None:
            self._told.append(
                f"Look number {early_looks(walk.session)} before its time; you agreed on {coming:%H:%M}, and "
                f"{standing_words(logs)}."
            )


def open_watch(watcher: Watcher, channels: Channels, now: Callable[[], datetime], every: float) -> bool:
    """Show the screen until the person leaves; gives whether a tripwire fired.

    Raises:
        CoachError: the logs or the journal could not be read.
    """
    drawn = Drawn(watcher, channels, now, every)
    app = WatchApp(drawn.look, colours=os.environ.get("COLORFGBG", ""))
    app.run()
    if app.refusal is not None:
        raise app.refusal
    return bool(drawn.logs and drawn.logs.fired)
