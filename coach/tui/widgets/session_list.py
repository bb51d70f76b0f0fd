"""The sessions of a journal, grouped by what they wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from coach.tui.plain_text import clipped
from coach.tui.widgets.rows import CURSOR, Rows, RowsView
from coach.tui.widgets.top_line import METHODS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual import events

    from coach.journal.summary import Summary

TITLE = "bold $quiet"
SHOWN, CLOSED_SHOWN = 40, 5
"""Sessions of a group on the home screen, and of the closed ones: the newest; `coach list` has them all."""
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0


class Group(NamedTuple):
    """Sessions under a heading; `more` are left out."""

    heading: str
    sessions: tuple[Summary, ...]
    more: int = 0


def grouped(summaries: Sequence[Summary], left_out: int = 0) -> tuple[Group, ...]:
    """Give the sessions by what they wait for, the most pressing group first, newest first in each.

    Args:
        summaries: the sessions, newest first.
        left_out: closed ones that are not among them.
    """
    walks = [each for each in summaries if each.method in METHODS]
    due = [each for each in walks if each.status == "waiting" and each.due]
    waiting = [each for each in walks if each.status == "waiting" and not each.due]
    open_ones = [each for each in walks if each.status == "open"]
    closed = [each for each in walks if each.status == "closed"]
    groups = (
        _group("Under way, with predictions to check", due, SHOWN),
        _group("Under way", waiting, SHOWN),
        _group("Open", open_ones, SHOWN),
        _group("Closed", closed, CLOSED_SHOWN, left_out),
    )
    return tuple(group for group in groups if group.sessions)


def _group(heading: str, found: Sequence[Summary], most: int, left_out: int = 0) -> Group:
    return Group(heading, tuple(found[:most]), max(0, len(found) - most) + left_out)


def age(then: datetime, now: datetime) -> str:
    """Give how long ago something was, as people say it."""
    seconds = (now - then).total_seconds()
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min ago"
    if seconds < _DAY:
        return f"{seconds / _HOUR:.0f} h ago"
    days = seconds / _DAY
    return "yesterday" if days < 2 else f"{days:.0f} days ago"  # noqa: PLR2004 - two days


def session_lines(summary: Summary, now: datetime, width: int, *, is_here: bool) -> list[Content]:
    """Give a session: its title with method and age, and beneath what it is about or waits for."""
    lead = Content.styled(f"{CURSOR if is_here else ' '} ", "bold $accent")
    aside = f"{METHODS[summary.method]} · {age(summary.last_at, now)}"
    room = width - 2
    beside = room - len(aside) - 2
    title = clipped(summary.name, max(8, beside), "bold" if is_here else "")
    first = lead + title
    if beside > len(aside):
        first = (
            first + Content(" " * (width - first.cell_length - len(aside))) + Content.styled(aside, "$quiet")
        )
    return [first, *(Content("  ") + clipped(said, room, "$quiet") for said in _facts(summary))]


def _facts(summary: Summary) -> list[str]:
    facts = []
    if summary.question and summary.question != summary.title and summary.title:
        facts.append(summary.question)
    if summary.status == "waiting":
        due = f"{summary.due} prediction{'s' if summary.due != 1 else ''} to check" if summary.due else ""
        look = f"look: {summary.look}" if summary.look else ""
        runs = ", ".join(summary.runs[-2:])
        facts.append(" · ".join(part for part in (due, look, runs) if part) or summary.waiting_for)
        facts.append(f"How: {summary.how}" if summary.how else "")
    if summary.status == "closed":
        facts.append(f"{summary.ending}, {summary.answers} answers")
    return [fact for fact in facts if fact]


def _more(count: int) -> str:
    return f"  and {count:,} more; coach list has them all"


class SessionList(RowsView):
    """The list on the home screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("enter", "open", "open"),
    ]

    class Opened(Message):
        """A session was chosen."""

        def __init__(self, session_id: str) -> None:
            super().__init__()
            self.session_id = session_id

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[Group, ...] = ()
        self._now: datetime | None = None

    def show(self, summaries: Sequence[Summary], now: datetime, left_out: int = 0) -> None:
        """Show these sessions, and how many closed ones are left out; the cursor stays on the session it is on."""
        here = self.chosen
        self._groups, self._now = grouped(summaries, left_out), now
        ids = [each.session for each in self.sessions]
        self.cursor = ids.index(here.session) if here is not None and here.session in ids else 0
        self.refresh(layout=True)

    @property
    def sessions(self) -> tuple[Summary, ...]:
        """All sessions shown, in order."""
        return tuple(each for group in self._groups for each in group.sessions)

    @property
    def chosen(self) -> Summary | None:
        """The session one stands on."""
        sessions = self.sessions
        return sessions[self.cursor] if sessions else None

    def rows(self, width: int) -> Rows:
        """Give one block a session, the first of a group with its heading."""
        blocks: list[list[Content]] = []
        for group in self._groups:
            for place, summary in enumerate(group.sessions):
                heading = [clipped(group.heading, width, TITLE)] if place == 0 else []
                if heading and blocks:
                    heading.insert(0, Content(""))
                is_here = len(blocks) == self.cursor and self.has_focus
                now = self._now or summary.last_at
                is_last = place == len(group.sessions) - 1
                more = [clipped(_more(group.more), width, "$quiet")] if is_last and group.more else []
                blocks.append([*heading, *session_lines(summary, now, width, is_here=is_here), *more])
        return Rows([], blocks, [])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Open only what is there."""
        if action == "open":
            return self.chosen is not None
        return super().check_action(action, parameters)

    def action_move(self, steps: int) -> None:
        """Go up or down."""
        self.move(steps)

    def action_open(self) -> None:
        """Go on with the session one stands on."""
        if self.chosen is not None:
            self.post_message(self.Opened(self.chosen.session))

    def on_click(self, event: events.Click) -> None:
        """Stand on the session that was clicked; a second click opens it."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self.move(place - self.cursor)
            if event.chain > 1:
                self.action_open()
