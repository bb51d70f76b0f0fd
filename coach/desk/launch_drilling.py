"""A pre-mortem drill over a journal: opened or taken up again, moves kept, scored when it is launched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.desk.stamp import entropy
from coach.journal.drills import append_to_drill, read_drill
from coach.session.drill.events import DrillEvent, Scored, Started
from coach.session.drill.launch import KIND, chances_of, is_launched, parse_launch, score_launch

if TYPE_CHECKING:
    from coach.desk.drilling import Drills
    from coach.playbook.drills.launches import LoadedLaunch
    from coach.session.drill.events import Body
    from coach.session.drill.launch import Launch


class OpenLaunch:
    """A launch that is being checked; what was confirmed is on disk when a call returns."""

    def __init__(self, drills: Drills, loaded: LoadedLaunch) -> None:
        self._drills = drills
        self.launch: Launch = loaded.launch
        going = [
            each
            for each in drills.played()
            if each.case == self.launch.id and each.digest == loaded.digest and each.ended is None
        ]
        self.id = going[-1].id if going else f"{drills.now():%Y%m%d-%H%M%S-%f}-{entropy(4)}"
        self.bodies: tuple[Body, ...] = tuple(each.body for each in read_drill(drills.root, self.id))
        if not going:
            self._keep(Started(case=self.launch.id, case_kind=KIND, digest=loaded.digest))

    @property
    def is_over(self) -> bool:
        """True once it was launched."""
        return is_launched(self.bodies)

    def say(self, text: str) -> Body:
        """Do what a line means, and give the event it was.

        Raises:
            AnswerError: it means nothing here; nothing was kept.
            JournalError: it could not be kept.
        """
        body = parse_launch(self.launch, self.bodies, text)
        after = (*self.bodies, body)
        self._keep(*((body, _scored(self.launch, after)) if is_launched(after) else (body,)))
        return body

    def _keep(self, *bodies: Body) -> None:
        events = [DrillEvent(at=self._drills.now(), by=self._drills.by, body=each) for each in bodies]
        append_to_drill(self._drills.root, self.id, events)
        self.bodies = (*self.bodies, *bodies)


def _scored(launch: Launch, bodies: tuple[Body, ...]) -> Scored:
    found, chances = score_launch(launch, bodies), chances_of(bodies)
    return Scored(
        named=not found.missed,
        solved=not found.missed,
        wasted=found.wasted,
        hours=found.hours,
        best_expected=found.best_cost,
        forecasts=tuple((chances[each.id], each.planted) for each in launch.faults if each.id in chances),
    )
