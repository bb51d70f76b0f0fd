"""The coach: opens walks in a journal, finds them again, keeps notes, checks predictions."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from coach.desk.blind import BlindAnswers
from coach.desk.case_desk import CaseDesk
from coach.desk.catalogue_words import CatalogueWords
from coach.desk.evidence import folder, require
from coach.desk.guide import DEMO_PLAYBOOK, DEMO_TITLE, demo_logs
from coach.desk.last_time import said_last_time
from coach.desk.packs_for_walks import Packs
from coach.desk.read_logs import read_logs
from coach.desk.stamp import Stamp, who_am_i
from coach.desk.walk import Walk
from coach.errors import JournalError, TakenError
from coach.journal.chain import heads_of
from coach.journal.journal import Journal
from coach.journal.place import journal_place
from coach.journal.private import PrivateAnswers
from coach.journal.switches import switched_off
from coach.playbook import GENERIC_PLAYBOOK
from coach.session.earlier import Ended
from coach.session.event.common import Noted, Opened, PlaybookChosen
from coach.session.event.evidence import RunsLinked
from coach.session.hypotheses import hypotheses
from coach.session.packs import playbook_ids
from coach.session.step import Place, Track

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from coach.desk.checking import CheckReport
    from coach.desk.given import Given
    from coach.desk.record import Record
    from coach.journal.index import Listing
    from coach.journal.summary import Summary
    from coach.session.catalogue import Catalogue
    from coach.session.event import Body
    from coach.session.event.common import Method
    from coach.session.event.launch import CommandPlanned
    from coach.session.fold import Session

    _Placed = Callable[[Session], Place]


class Coach:
    """The use cases of the program over one journal."""

    def __init__(self, journal: Journal, stamp: Stamp, *, playbook_folders: tuple[Path, ...] = ()) -> None:
        self._journal = journal
        self._stamp = replace(stamp, heads=lambda: heads_of(journal))
        self._folders = playbook_folders
        self._catalogues = cache(self._compile)
        self._consulted = cache(self._consult)
        self._words = cache(lambda playbooks: CatalogueWords(self._catalogues(playbooks)))
        self._packs = Packs(playbook_folders)

    @classmethod
    def open(cls, *, journal: Path | None = None, by: str | None = None) -> Coach:
        """Give the coach over the journal that serves here (see `coach.journal.place`)."""
        root = journal_place(journal).root
        from coach.playbook.shelf import own_folders  # noqa: PLC0415 - the first paint does without it

        return cls(Journal.at(root), Stamp(by=by or who_am_i()), playbook_folders=own_folders(root))

    @classmethod
    def throwaway(cls) -> Coach:
        """Give a coach over a journal that is gone when the program ends, for the demonstration."""
        folder = Path(tempfile.mkdtemp(prefix="coach-demo-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return cls(Journal.at(folder), Stamp(by=who_am_i()))

    @property
    def root(self) -> Path:
        """The folder of the journal."""
        return self._journal.root

    def now(self) -> datetime:
        """Give the present moment, by the clock of this desk."""
        return self._stamp.now()

    def summaries(self) -> tuple[Summary, ...]:
        """Give a line about every session, newest first."""
        return self._journal.summaries()

    def listing(self) -> Listing:
        """Give the sessions of the journal, newest first; only what is asked of them is taken apart."""
        return self._journal.listing()

    def begin(
        self,
        method: Method,
        *,
        title: str = "",
        playbook: str = "",
        also: Sequence[str] = (),
        paths: Sequence[str] = (),
        archive: Sequence[str] = (),
        guided: bool = False,
        told: tuple[Given, Sequence[str]] | None = None,
        command: CommandPlanned | None = None,
    ) -> Walk:
        """Open a new session and give its walk.

        The guided case brings its own title, playbook and logs.

        Args:
            method: which walk.
            title: what it is about; empty where that is still to be asked.
            playbook: id of the playbook; empty where that is still to be chosen.
            also: ids of further playbooks that are used at once.
            paths: log folders of the run or runs it is about.
            archive: log folders of earlier runs to hold those against.
            guided: whether this is the guided case.
            told: what was told in a triage, and the ids of the playbooks that it consulted, the likeliest first.
            command: what is to be launched when the session says so.

        Raises:
            RunReadError: a log folder of an investigation does not exist.
            PlaybookError: there is no such playbook.
            UsageError: no playbook knows what was told.
            JournalError: the session could not be written.
        """
        if guided:
            title, playbook, paths = DEMO_TITLE, DEMO_PLAYBOOK, (str(demo_logs()),)
        if told and not playbook:
            from coach.desk.brought import playbook_for  # noqa: PLC0415 - only after a triage

            playbook = playbook_for(*told, lambda each: self._catalogues((each,)))
        catalogue = self._catalogues((playbook, *also)) if playbook else None
        if method == "stuck":
            for path in (*paths, *archive):
                require(folder(path))
        role = "launched" if method == "premortem" else "evidence"
        bodies: list[Body] = [Opened(method=method, title=title, playbook=playbook, guided=guided)]
        bodies += [PlaybookChosen(playbook=playbook, also=tuple(also))] if also else []
        bodies += [
            RunsLinked(role="launched" if role == "launched" else "evidence", path=path) for path in paths
        ]
        bodies += [RunsLinked(role="archive", path=path) for path in archive]
        bodies += [command] if command else []
        return self._walk(self._created(bodies, self._brought(told, catalogue)))

    def _brought(
        self, told: tuple[Given, Sequence[str]] | None, catalogue: Catalogue | None
    ) -> Sequence[Body]:
        """Give what was told in a triage as events; none where nothing was."""
        if told is None:
            return ()
        from coach.desk.brought import brought  # noqa: PLC0415 - only after a triage

        return tuple(brought(told[0], catalogue or self._catalogues(())))

    def _created(self, bodies: Sequence[Body], known: Sequence[Body] = ()) -> str:
        """Write a new session, and give its id: one that nobody else drew in this second, as a job array may.

        What was known before is a turn of its own, so that it can be taken back.
        """
        while True:
            session_id = self._stamp.session_id()
            with suppress(TakenError):
                opening = self._stamp.events(bodies, after=())
                later = self._stamp.events(known, after=opening) if known else ()
                self._journal.create(session_id, (*opening, *later))
                return session_id

    def walk(self, session_id: str, *, here: tuple[str, ...] = ()) -> Walk:
        """Give the walk of a session by its id or a unique beginning of it.

        Args:
            session_id: which one.
            here: who sits at this terminal, of several people; nobody named is everybody at the one keyboard, and the
                author where each has a terminal.

        Raises:
            UsageError: there is no such session, or several.
            JournalError: it cannot be read.
        """
        return self._walk(self._journal.resolve(session_id), here)

    def newest_open(self) -> Walk | None:
        """Give the walk of the newest session that is not closed; None when there is none."""
        for summary in self._journal.listing().going_on():
            if summary.method != "log":
                return self._walk(summary.session)
        return None

    def note(self, text: str, *, session_id: str | None = None) -> str:
        """Append a line to the newest open session, or to the work log where none is open; gives its id."""
        target = self._note_target() if session_id is None else self._journal.resolve(session_id)
        events = self._journal.load(target)
        self._journal.append(target, self._stamp.events((Noted(text=text),), after=events))
        return target

    def _note_target(self) -> str:
        going_on = self._journal.listing().going_on()
        for summary in (*(s for s in going_on if s.method != "log"), *going_on):
            return summary.session
        return self._created((Opened(method="log", title="Work log", playbook=""),))

    def check(
        self, session_ids: Sequence[str] = (), *, all_sessions: bool = False
    ) -> tuple[CheckReport, ...]:
        """Check the sealed predictions of the named sessions, or of every open one.

        Raises:
            JournalError: a session cannot be found, read or written.
        """
        from coach.desk.check_sessions import check_sessions  # noqa: PLC0415 - no walk needs it

        return check_sessions(self._journal, self._walk, self._stamp, session_ids, all_sessions=all_sessions)

    @property
    def record(self) -> Record:
        """What the sessions of the journal show together."""
        from coach.desk.record import Record  # noqa: PLC0415 - the first paint does without it

        return Record(self.root, self._ended())

    def _walk(self, session_id: str, here: tuple[str, ...] = ()) -> Walk:
        blind = BlindAnswers(PrivateAnswers(session_id), here)
        return Walk(
            session_id,
            journal=self._journal,
            stamp=replace(self._stamp, commit=blind.commit),
            place=self._placer(session_id, blind),
            blind=blind,
            case_desk=CaseDesk(
                lambda paths: read_logs(paths, self.root), self._consulted, self._packs.told_by_logs
            ),
        )

    def _placer(self, session_id: str, blind: BlindAnswers) -> _Placed:
        """Give what a walk's stages look at; how earlier sessions ended is read once a walk, when it is wanted."""
        track, earlier = cache(self._track), cache(self._earlier)
        before = cache(lambda: said_last_time(self._journal, session_id))
        learned = cache(lambda: self.record.learned())  # noqa: PLW0108 - what ended is read when it is wanted

        def place(session: Session) -> Place:
            playbooks = playbook_ids(session)
            return Place(
                session,
                self._catalogues(playbooks),
                self._packs.shelf,
                track() if hypotheses(session) else Track(),
                self._words(playbooks),
                earlier,
                lambda: self._packs.proposed(session),
                before,
                learned,
                blind.who_is_here(session, self._stamp.by),
                blind.held,
            )

        return place

    def _track(self) -> Track:
        """Give how the closed investigations of this journal ended; guided ones do not count."""
        # A file of switches that cannot be read fails no walk; `coach learning` says what is wrong with it.
        with suppress(JournalError):
            if "catch-all" in switched_off(self.root):
                return Track()
        return self._ended()

    def _ended(self) -> Track:
        ended = [each.cause for each in self._journal.listing().closed() if each.cause and not each.guided]
        return Track(closed=len(ended), outside=ended.count("outside"))

    def _earlier(self) -> tuple[Ended, ...]:
        """Give the causes that closed investigations of this journal ended with, the newest first."""
        return tuple(
            Ended(each.cause_text, each.cause_mode, each.grade, each.last_at.date())
            for each in self._journal.listing().closed()
            if each.cause_text and each.grade and not each.guided
        )

    def _compile(self, playbooks: tuple[str, ...]) -> Catalogue:
        from coach.playbook.shelf import find_playbooks  # noqa: PLC0415 - the first paint does without it
        from coach.playbook.together import catalogue_of  # noqa: PLC0415 - as above

        return catalogue_of(playbooks or (GENERIC_PLAYBOOK,), find_playbooks(*self._folders))

    def _consult(self, playbooks: tuple[str, ...]) -> tuple[Catalogue, ...]:
        """Give the playbooks that may hold a cause: those that were chosen, or else all that tell their field."""
        from coach.desk.packs import consulted  # noqa: PLC0415 - the first paint does without it

        return consulted(playbooks, self._folders)[0]
