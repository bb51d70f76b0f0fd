"""The playbooks of a walk: those there are, those that fit what is known so far, and what logs say of that."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from coach.desk.stamp import COACH
from coach.errors import PlaybookError
from coach.session.event.common import Stated
from coach.session.event.evidence import EvidenceAdded, RunsLinked
from coach.session.fold import fold
from coach.session.form import Option
from coach.session.packs import Proposed, to_take
from coach.session.step_builders import stated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from coach.desk.stamp import Stamp
    from coach.runs import Run
    from coach.session.catalogue import Catalogue
    from coach.session.event import Event
    from coach.session.event.common import Topic
    from coach.session.fold import Session
    from coach.session.step import Place

_TOPICS: tuple[Topic, ...] = ("working-on", "question", "tried", "expected", "observed")


def playbook_taken(
    made: Sequence[Event], session: Session, placed: Callable[[Session], Place], stamp: Stamp
) -> tuple[Event, ...]:
    """Give the choice of a playbook that is clear after some events, as a part of their turn; none where none is.

    Args:
        made: the events, which are not in the session yet.
        session: the session before them.
        placed: gives what the stages look at.
        stamp: makes events.
    """
    if not any(isinstance(event.body, Stated | RunsLinked) for event in made):
        return ()
    after = fold((*session.events, *made))
    body = to_take(placed(after))
    if body is None:
        return ()
    taken = stamp.events((body,), after=after.events, by=COACH)
    return tuple(event.model_copy(update={"turn": made[0].turn}) for event in taken)


class Packs:
    """What is known of playbooks, looked up when it is first wanted.

    Attributes:
        shelf: gives the playbooks there are to choose from; one that cannot be read is left to `coach doctor`.
        told_by_logs: gives why runs speak for playbooks, by their ids; nothing where none can be read.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders
        self.shelf = cache(self._shelf)
        self._consulted = cache(self._read)
        self._proposals = cache(self._proposed)

    def proposed(self, session: Session) -> tuple[Proposed, ...]:
        """Give the playbooks that fit what was said and what logs told, the likeliest first."""
        linked = session.all(RunsLinked)
        said = [
            session.title,
            *(stated(session, topic) for topic in _TOPICS),
            *(body.text for body in session.all(EvidenceAdded) if not body.symptom),
        ]
        folders = (PurePath(body.path).name.replace("_", " ") for body in linked if body.role != "archive")
        told = {key: why for body in linked for key, why in body.speaks_for.items()}
        return self._proposals("\n".join(filter(None, said)), "\n".join(folders), tuple(told.items()))

    def told_by_logs(self, runs: Sequence[Run]) -> dict[str, str]:
        """Give why runs speak for playbooks, by the playbooks' ids."""
        from coach.desk.packs import told_by_logs  # noqa: PLC0415 - the first paint does without it

        try:
            return told_by_logs(runs, self._consulted())
        except PlaybookError:
            return {}

    def _read(self) -> tuple[Catalogue, ...]:
        from coach.desk.packs import consulted  # noqa: PLC0415 - the first paint does without it

        return consulted((), self._folders)[0]

    def _proposed(self, text: str, folders: str, told: tuple[tuple[str, str], ...]) -> tuple[Proposed, ...]:
        from coach.desk.packs import proposed  # noqa: PLC0415 - the first paint does without it

        try:
            found = proposed(self._consulted(), text, dict(told), is_chosen=False, folders=folders)
        except PlaybookError:
            return ()
        return tuple(
            Proposed(
                each.pack.catalogue.id,
                each.pack.catalogue.title,
                each.pack.share,
                each.because if each.is_told else "",
            )
            for each in found
        )

    def _shelf(self) -> tuple[Option, ...]:
        from coach.playbook.kept import catalogue_for  # noqa: PLC0415 - the first paint does without it
        from coach.playbook.shelf import find_playbooks  # noqa: PLC0415 - as above

        files = find_playbooks(*self._folders)
        readable: list[Option] = []
        for each in dict.fromkeys(file.id for file in files):
            with suppress(PlaybookError):
                readable.append(Option(each, catalogue_for(each, files).title))
        return tuple(readable)
