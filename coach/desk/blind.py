"""Blind answers between a walk and the cache of the person who gave them: committed to, held, opened."""

from __future__ import annotations

import secrets
from threading import get_ident
from typing import TYPE_CHECKING

from coach.session.event.pairing import BlindCommitted, Revealed
from coach.session.method import pairing
from coach.session.pairing.people import at_one_keyboard
from coach.session.pairing.rounds import commitment, is_opened
from coach.session.pairing.walk import to_open

if TYPE_CHECKING:
    from coach.journal.private import PrivateAnswers
    from coach.session.event.pairing import BlindAnswer
    from coach.session.fold import Session
    from coach.session.step import Place

SALT_BYTES = 16


class BlindAnswers:
    """What this user answered blind to one session.

    Args:
        private: their cache.
        here: who sits at this terminal; nobody named is everybody at the one keyboard.
    """

    def __init__(self, private: PrivateAnswers, here: tuple[str, ...] = ()) -> None:
        self._private = private
        self._here = here
        self._made: dict[str, int] = {}

    def who_is_here(self, session: Session, by: str) -> tuple[str, ...]:
        """Give who sits at this terminal; nobody for everybody, the author where each has a terminal of their own."""
        return self._here if self._here or at_one_keyboard(session) else (by,)

    def commit(self, given: BlindAnswer) -> BlindCommitted:
        """Keep an answer in its author's cache, and give the commitment to it; raises JournalError."""
        from coach.journal.private import Secret  # noqa: PLC0415 - one person alone has none

        salt = secrets.token_hex(SALT_BYTES)
        digest = commitment(given.question, given.round, given.person, given.answer, salt)
        self._private.keep(digest, Secret(given.answer, salt))
        self._made[digest] = get_ident()
        return BlindCommitted(
            question=given.question, round=given.round, person=given.person, digest=digest, adds=given.adds
        )

    def held(self, digest: str) -> str | None:
        """Give the answer behind a commitment; None where it is not in this cache."""
        found = self._private.find(digest)
        return None if found is None else found.answer

    def opened(self, place: Place) -> tuple[Revealed, ...]:
        """Give what is to be opened now, of what this cache holds."""
        now = pairing(place)
        due = to_open(now) if now is not None else ()
        found = ((each, self._private.find(each.digest)) for each in due)
        return tuple(
            Revealed(
                question=each.question,
                round=each.round,
                person=each.person,
                digest=each.digest,
                answer=secret.answer,
                salt=secret.salt,
            )
            for each, secret in found
            if secret is not None
        )

    def forget_unkept(self, session: Session) -> None:
        """Remove what was committed to in vain, since somebody else was quicker and it was said anew.

        Only what this thread made: what another one has just made may not be in the session yet.
        """
        mine = [digest for digest, thread in self._made.items() if thread == get_ident()]
        kept = (
            {e.body.digest for e in session.events if isinstance(e.body, BlindCommitted)} if mine else set()
        )
        for digest in mine:
            del self._made[digest]
            if digest not in kept:
                self._private.forget(digest)

    def forget_what_is_open(self, session: Session) -> None:
        """Remove from the cache what is in the session by now, and what its author answered in its place before."""
        kept = self._private.digests()
        for body in (event.body for event in session.events) if kept else ():
            if isinstance(body, BlindCommitted) and body.digest in kept and is_opened(session, body):
                self._private.forget(body.digest)
