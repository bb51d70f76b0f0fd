"""What the first page shows of a walk's logs: kept from the reading, worked out anew when more is said."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import RunReadError
from coach.session.event.evidence import RunsLinked
from coach.session.observations import symptoms
from coach.session.packs import playbook_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.desk.case import Case
    from coach.runs import Run, Symptom
    from coach.session.catalogue import Catalogue
    from coach.session.fold import Session


class Said(NamedTuple):
    """What the person has written on the page and not confirmed.

    Attributes:
        saw: what they saw, in their words.
        classes: ids of the classes of trouble that they chose; none while they did not.
    """

    saw: str = ""
    classes: tuple[str, ...] = ()


class CaseDesk:
    """The logs of one walk as they were read last, with what the detectors see in each.

    Attributes:
        speaks_for: gives why runs speak for playbooks, by the playbooks' ids.
        tell: called when runs were read and nobody has looked at them yet.
    """

    def __init__(
        self,
        read: Callable[[Sequence[str]], Sequence[Run]],
        consulted: Callable[[tuple[str, ...]], Sequence[Catalogue]],
        speaks_for: Callable[[Sequence[Run]], dict[str, str]],
    ) -> None:
        """Make it without reading anything.

        Args:
            read: gives the runs below some paths; may raise RunReadError.
            consulted: gives the playbooks that may hold the cause, by the ids of those that were chosen.
            speaks_for: gives why runs speak for playbooks, by the playbooks' ids.
        """
        self._read = read
        self._consulted = consulted
        self.speaks_for = speaks_for
        self.tell: Callable[[], None] = _nothing
        self._runs: dict[str, tuple[Sequence[Run], Sequence[Sequence[Symptom]]]] = {}

    def look(self, path: str, runs: Sequence[Run]) -> Sequence[Sequence[Symptom]]:
        """Give what the detectors see in each run of a path, and keep both; `tell` is called in between."""
        from coach.runs.detectors.detect import detect  # noqa: PLC0415 - only where logs are read

        self._runs[path] = (runs, [()] * len(runs))
        self.tell()
        found = [detect(run) for run in runs]
        self._runs[path] = (runs, found)
        return found

    def described(self, now: float) -> Case:
        """Give what the runs read so far are, before anything is known of what stands out."""
        from coach.desk.case import described  # noqa: PLC0415 - the page is there before its logs are read

        return described(self._all(), now)

    def case(self, session: Session, said: Said, now: float) -> Case:
        """Give everything that is known; reads logs that were read by another program.

        Args:
            session: the session.
            said: what is written and not confirmed.
            now: seconds since 1970.
        """
        from coach.desk.case import curves_of_case, described, standing_out  # noqa: PLC0415 - as in `described`
        from coach.desk.first_looks import first_looks  # noqa: PLC0415 - as above
        from coach.desk.triage import Told, triage  # noqa: PLC0415 - as above

        self._recall(session)
        runs = self._all()
        views = [
            view for view in symptoms(session) if not (view.judged and view.judged.verdict == "dismissed")
        ]
        seen = [view.seen for view in views]
        stands_out = standing_out(seen, runs)
        playbooks = playbook_ids(session)
        told = Told(
            text=said.saw,
            runs=runs,
            found=[each for _, found in self._runs.values() for each in found],
            classes=said.classes,
            folders="\n".join(PurePath(path).name.replace("_", " ") for path in self._runs),
        )
        found = triage(told, self._consulted(playbooks), is_chosen=bool(playbooks))
        is_told = bool(said.saw or said.classes) or any(run.points for run in runs)
        is_length_known = any(run.wall_hours for run in runs)
        return described(runs, now)._replace(
            curves=curves_of_case(runs, seen),
            stands_out=stands_out,
            looks=first_looks(found, stands_out, is_length_known=is_length_known) if is_told else (),
        )

    def _all(self) -> list[Run]:
        return [run for runs, _ in self._runs.values() for run in runs]

    def _recall(self, session: Session) -> None:
        for path in dict.fromkeys(body.path for body in session.all(RunsLinked) if body.runs):
            if path in self._runs:
                continue
            try:
                runs = self._read([path])
            except RunReadError:
                continue
            self.look(path, runs)


def _nothing() -> None:
    """Tell nobody."""
