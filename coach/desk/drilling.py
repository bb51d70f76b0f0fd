"""Drills over a journal: the cases there are, one opened or taken up again, what was done so far."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coach.desk.stamp import entropy, now_utc, who_am_i
from coach.errors import JournalError, PlaybookError
from coach.journal.drills import CASES, append_to_drill, drill_ids, read_drill
from coach.journal.place import journal_place
from coach.playbook.drills.launches import launch_folders
from coach.playbook.drills.load import LOGS, case_folders, find_case, load_case
from coach.session.drill.events import DrillEvent, OddsStated, Scored, Started
from coach.session.drill.fold import Drill, accept, fold
from coach.session.drill.next_case import KnownCase, Proposal, next_case, played_of
from coach.session.drill.scoring import score
from coach.session.drill.words import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from coach.playbook.drills.load import Loaded
    from coach.session.drill.events import Body, Help
    from coach.session.drill.next_case import Played


class OpenDrill:
    """A drill that is being done; what was confirmed is on disk when a call returns."""

    def __init__(self, root: Path, drill_id: str, drill: Drill, stamp: Callable[[Body], DrillEvent]) -> None:
        self._root, self._stamp = root, stamp
        self.id = drill_id
        self.drill = drill

    @property
    def logs(self) -> Path:
        """The run folder as it was on the day; it may not exist."""
        return Path(self.drill.case.folder) / LOGS

    def say(self, text: str) -> Drill:
        """Do what a line means (`coach.session.drill.words`).

        Raises:
            AnswerError: it means nothing, or does not fit the case; nothing was kept.
            JournalError: it could not be kept.
        """
        return self.do(parse(self.drill, text))

    def do(self, body: Body) -> Drill:
        """Keep one event, and the score once it was the last.

        Raises:
            AnswerError: it does not fit the case; nothing was kept.
            JournalError: it could not be kept.
        """
        grown = accept(self.drill, body)
        added = (body, scored(grown)) if grown.is_over else (body,)
        append_to_drill(self._root, self.id, [self._stamp(each) for each in added])
        self.drill = fold(self.drill.case, (*self.drill.bodies, *added))
        return self.drill


class Drills:
    """The use cases of drills over one journal."""

    def __init__(self, root: Path, *, by: str, now: Callable[[], datetime] = now_utc) -> None:
        self.root, self.by, self.now = root, by, now
        self._own = root / CASES

    @classmethod
    def open(cls, *, journal: Path | None = None, by: str | None = None) -> Drills:
        """Give the drills of the journal that serves here."""
        return cls(journal_place(journal).root, by=by or who_am_i())

    def cases(self) -> tuple[Loaded, ...]:
        """Give every case that can be read, by level and title; `broken` has the others."""
        return self._read[0]

    def broken(self) -> tuple[PlaybookError, ...]:
        """Give why a case cannot be read, the first fault of each."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[tuple[Loaded, ...], tuple[PlaybookError, ...]]:
        found: list[Loaded] = []
        broken: list[PlaybookError] = []
        for each in case_folders(self._own):
            try:
                found.append(load_case(each.path))
            except PlaybookError as error:
                broken.append(error)
        found.sort(key=lambda each: (each.case.level, each.case.title))
        return tuple(found), tuple(broken)

    def case(self, name: str) -> Loaded:
        """Give the case of an id or in a folder.

        Raises:
            UsageError: there is none.
            PlaybookError: it has a fault.
        """
        return load_case(find_case(name, self._own).path)

    def played(self) -> tuple[Played, ...]:
        """Give what is remembered of one's own drills, the oldest first; a journal may be shared.

        A drill that cannot be read is left out; `unreadable` has it.
        """
        return self._remembered()[0]

    def unreadable(self) -> tuple[JournalError, ...]:
        """Give why a drill of the journal cannot be read, one error each."""
        return self._remembered()[1]

    def _remembered(self) -> tuple[tuple[Played, ...], tuple[JournalError, ...]]:
        found: list[Played] = []
        faults: list[JournalError] = []
        for each in drill_ids(self.root):
            try:
                events = read_drill(self.root, each)
            except JournalError as error:
                faults.append(error)
                continue
            played = played_of(each, events) if events and events[0].by == self.by else None
            found += [played] if played is not None else []
        return tuple(found), tuple(faults)

    def proposal(self) -> Proposal | None:
        """Give the case that comes next; None where there is no case."""
        cases = {each.case.id: each for each in self.cases()}
        known = [KnownCase(id_, each.case.kind, each.case.level) for id_, each in cases.items()]
        found = next_case(known, self.played(), self.now())
        if found is not None and (begun := self._begun(cases[found.case])) is not None:
            return Proposal(found.case, begun.help, "You began it, and it goes on from where you left it.")
        return found

    def _begun(self, loaded: Loaded) -> Played | None:
        """Give the last drill of a case, as it reads now, that is not over."""
        digest = loaded.digest
        found = [each for each in self.played() if (each.case, each.digest) == (loaded.case.id, digest)]
        return next((each for each in reversed(found) if each.ended is None), None)

    def launches(self) -> dict[str, Path]:
        """Give the folders of the launches for pre-mortem drills, by id."""
        return launch_folders(self._own)

    def begin(self, name: str, help_: Help = "alone") -> OpenDrill:
        """Open a case, or take up the drill of it that is not over.

        Raises:
            UsageError: there is no such case.
            PlaybookError: the case has a fault.
            JournalError: the drill cannot be read or written.
        """
        loaded = self.case(name)
        if (begun := self._begun(loaded)) is not None:
            drill_id = begun.id
            bodies = [each.body for each in read_drill(self.root, drill_id)]
            return OpenDrill(self.root, drill_id, fold(loaded.case, bodies), self._event)
        drill_id = f"{self.now():%Y%m%d-%H%M%S-%f}-{entropy(4)}"
        opened = OpenDrill(self.root, drill_id, Drill(loaded.case), self._event)
        opened.do(Started(case=loaded.case.id, case_kind=loaded.case.kind, digest=loaded.digest, help=help_))
        return opened

    def _event(self, body: Body) -> DrillEvent:
        return DrillEvent(at=self.now(), by=self.by, body=body)


def scored(drill: Drill) -> Scored:
    """Give what a drill that is over came to, as it is kept."""
    found = score(drill)
    stated = [each.odds for each in drill.bodies if isinstance(each, OddsStated)]
    last = stated[-1] if stated else {}
    return Scored(
        named=found.named,
        solved=drill.is_repaired,
        wasted=found.wasted,
        hours=found.hours,
        best_expected=found.best_expected,
        off_bits=tuple(each.off_bits for each in found.odds),
        forecasts=tuple((p, each == drill.case.true_cause) for each, p in last.items()),
    )
