"""The first page of an investigation: what its logs say, and the questions at the start as fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.desk import guide
from coach.desk.case_desk import Said
from coach.session.event.evidence import RunsLinked
from coach.session.observations import pending_path
from coach.session.opening_page import as_text, page_fields
from coach.session.step_builders import stated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from coach.desk.case import Case
    from coach.desk.case_desk import CaseDesk
    from coach.desk.walk import Walk
    from coach.session.opening_page import PageField

PREPARED = "prepared"
"""Where the answers of the guided case come from."""


class Opening:
    """The first page of a walk."""

    def __init__(self, walk: Walk, desk: CaseDesk, now: Callable[[], datetime]) -> None:
        self._walk = walk
        self._desk = desk
        self._now = now

    @property
    def has_logs(self) -> bool:
        """Whether logs were named that the page can show."""
        return any(body.role == "evidence" for body in self._walk.session.all(RunsLinked))

    def fields(self) -> tuple[PageField, ...]:
        """Give the questions of the page; none where the walk is past them, or is no investigation."""
        session = self._walk.session
        if session.method != "stuck" or session.is_closed:
            return ()
        sheet = self._walk.sheet
        if sheet is None:
            return ()
        if session.opened is None or not session.opened.guided:
            return page_fields(sheet, {})
        prepared = guide.suggestions()
        fields = page_fields(sheet, {key: (as_text(each.data), PREPARED) for key, each in prepared.items()})
        return tuple(each._replace(guide=prepared[each.question.key].says) for each in fields)

    def settle(self) -> None:
        """Put what was read before a playbook was taken to the events that the playbook has it in."""
        if pending_path(self._walk.session) is None:
            self._walk.read_ahead()

    def read(
        self,
        show: Callable[[Case], None],
        progress: Callable[[int, int, str], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Read the logs that were named, and show what is known of them as it becomes known.

        Args:
            show: told what is known.
            progress: told (runs read, runs in all, name of the next one).
            cancelled: asked before each run.

        Raises:
            RunReadError: a folder is missing or unreadable; it is forgotten, so that it is asked for again.
            JournalError: what was read could not be kept.
        """
        self._desk.tell = lambda: show(self._desk.described(self._now().timestamp()))
        try:
            self._walk.read_ahead(progress, cancelled)
        finally:
            self._desk.tell = _nothing
        if not cancelled():
            show(self.case({}))

    def case(self, written: Mapping[str, str]) -> Case:
        """Give all that is known of the case.

        Args:
            written: what the person has written or chosen on the page, by the question's key.
        """
        session = self._walk.session
        said = Said(
            written.get("expectation.observed", "") or stated(session, "observed"),
            tuple(filter(None, written.get("expectation.class", "").split(","))),
        )
        return self._desk.case(session, said, self._now().timestamp())


def _nothing() -> None:
    """Tell nobody."""
