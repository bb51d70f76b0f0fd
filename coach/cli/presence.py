"""A walk line by line tells the other terminals that somebody is there, and how far they are."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from coach.journal.presence import BEAT_S, Presence
from coach.session.pairing.heading import how_far

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.desk import Walk


class Told:
    """What the others are told of this terminal, and what it is told of them.

    Args:
        presence: of this terminal; None where the session is not on a disk.
    """

    def __init__(self, presence: Presence | None) -> None:
        self._presence = presence
        self._doing = ""

    def tell(self, walk: Walk) -> None:
        """Tell how far one is now."""
        self._doing = how_far(walk.sheet, walk.pairing, walk.by)
        self.beat()

    def beat(self) -> None:
        """Give a sign of life."""
        if self._presence is not None:
            self._presence.tell(self._doing)

    @property
    def others(self) -> tuple[str, ...]:
        """Who else is there, and how far each is."""
        found = self._presence.others() if self._presence is not None else ()
        return tuple(f"{each.by}: {each.doing}" if each.doing else each.by for each in found)


@contextmanager
def told(walk: Walk) -> Iterator[Told]:
    """Be there for the other terminals, in a thread of its own, until the walk is left."""
    presence = None if walk.file is None else Presence(walk.file.parent.parent, walk.session_id, walk.by)
    found, is_over = Told(presence), Event()

    def beats() -> None:
        while not is_over.wait(BEAT_S):
            found.beat()

    thread = Thread(target=beats, daemon=True, name="presence")
    thread.start()
    try:
        yield found
    finally:
        is_over.set()
        thread.join()
        if presence is not None:
            presence.leave()
