"""The logs that a walk names, read for it, and what stands out in them kept as events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.desk.earlier_runs import EarlierRuns
from coach.desk.read_logs import named_in_vain, read_before_the_playbook, what_stands_out
from coach.desk.stamp import COACH
from coach.errors import RunReadError
from coach.session.event.common import Withdrawn
from coach.session.event.evidence import RunsLinked
from coach.session.observations import pending_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from coach.desk.case_desk import CaseDesk
    from coach.desk.walk import Walk
    from coach.runs import Run

    Progress = Callable[[int, int, str], None]
    Cancelled = Callable[[], bool]


class LogReading:
    """Reads for walks over one journal.

    Args:
        root: the folder of the journal.
        case_desk: what logs are read and judged with.
        now: the clock.
    """

    def __init__(self, root: Path, case_desk: CaseDesk, now: Callable[[], datetime]) -> None:
        self._root = root
        self._case_desk = case_desk
        self._now = now

    def earlier(self, walk: Walk, cancelled: Cancelled) -> tuple[Run, ...]:
        """Give the runs before a planned one that are over; none where none can be read."""
        return EarlierRuns(self._root, self._case_desk.speaks_for, None, cancelled).over(
            walk.session, self._now()
        )

    def ahead(self, walk: Walk, progress: Progress | None, cancelled: Cancelled) -> None:
        """Read every log folder that was named, in the turn that named it; raises as `read`."""
        look = EarlierRuns(self._root, self._case_desk.speaks_for, progress, cancelled)
        earlier = look.told(walk.session, self._now())
        walk.append(earlier.bodies, by=COACH, turn=earlier.turn)
        while not cancelled() and (path := pending_path(walk.session)) is not None:
            named = [event for event, body in walk.session.entries(RunsLinked) if body.path == path]
            self.read(walk, path, progress, cancelled, turn=named[-1].turn)
        turn, again = read_before_the_playbook(walk.place)
        walk.append(again, by=COACH, turn=turn)

    def read(
        self,
        walk: Walk,
        path: str,
        progress: Progress | None,
        cancelled: Cancelled | None,
        turn: str = "",
    ) -> None:
        """Read one log folder, and keep what stands out, unless another terminal has done so meanwhile.

        Raises:
            RunReadError: the folder is missing or unreadable; the path is forgotten, so that it is asked for again.
        """
        before = _times_read(walk, path)
        try:
            bodies = what_stands_out(
                path,
                walk.place,
                self._root,
                self._now(),
                desk=self._case_desk,
                progress=progress,
                cancelled=cancelled,
            )
        except RunReadError:
            walk.append((Withdrawn(targets=named_in_vain(walk.session, path)),), by=COACH)
            raise
        walk.refresh()
        if _times_read(walk, path) == before:
            walk.append(bodies, by=COACH, turn=turn)


def _times_read(walk: Walk, path: str) -> int:
    return sum(body.path == path for body in walk.session.all(RunsLinked))
