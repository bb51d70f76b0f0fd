"""A journal as a guest in a browser has it: one session, answers only, and no folder of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.desk.stamp import COACH
from coach.errors import AnswerError, JournalError
from coach.journal.journal import Journal
from coach.session.event.evidence import RunsLinked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from coach.journal.journal import Again, Merged
    from coach.session.event import Event

ONLY_LOOKS = "this link is for looking only"


class GuestJournal(Journal):
    """Whatever the screen offers, nothing else than this gets to the disk.

    Args:
        root: the journal's folder.
        session: the session that the link is for.
        is_read_only: nothing is kept at all.
    """

    def __init__(self, root: Path, session: str, *, is_read_only: bool) -> None:
        super().__init__(root)
        self._session = session
        self._is_read_only = is_read_only

    def append(
        self,
        session_id: str,
        events: Iterable[Event],
        *,
        onto: Sequence[Event] | None = None,
        again: Again | None = None,
    ) -> tuple[Event, ...]:
        """Add answers to the session.

        Raises:
            AnswerError: it is another session, the link is for looking only, or a folder is named.
            JournalError: as the journal's own.
        """
        said = tuple(events)
        if session_id != self._session:
            raise AnswerError("this link is for another session")
        if self._is_read_only:
            if all(event.by == COACH for event in said):
                return self.load(session_id)
            raise AnswerError(ONLY_LOOKS, hint="Ask for a link to answer with.")
        self._look_at(said)

        def made_anew(now: tuple[Event, ...]) -> tuple[Event, ...]:
            made = tuple(again(now)) if again is not None else said
            self._look_at(made)
            return made

        return super().append(session_id, said, onto=onto, again=made_anew if again is not None else None)

    def _look_at(self, said: tuple[Event, ...]) -> None:
        """Refuse a folder that the session did not name; raises AnswerError."""
        bodies = [event.body for event in self.load(self._session)]
        known = {body.path for body in bodies if isinstance(body, RunsLinked)}
        for event in said:
            if isinstance(event.body, RunsLinked) and event.body.path not in known:
                raise AnswerError(
                    "logs are named at the terminal, not in a browser",
                    hint="Ask whoever serves the session to name the folder.",
                )

    def create(self, session_id: str, events: Sequence[Event]) -> tuple[Event, ...]:  # noqa: ARG002 - the journal's own
        """Begin nothing.

        Raises:
            JournalError: always.
        """
        raise JournalError("a guest begins no session", where=session_id)

    def merge_file(self, path: Path) -> Merged:
        """Take nothing in.

        Raises:
            JournalError: always.
        """
        raise JournalError("a guest takes in no copy", where=str(path))
