"""What another terminal adds to the walk on the screen, noticed without a key.

Four times a second the session's file is looked at by a plain `stat`: it needs no library, and works on network disks
and where a terminal tells nobody that it has the focus. Only when the file changed is it read, in a thread, as a walk
of its own; the one on the screen goes on from that when its screen can show it without moving what the person is doing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.message import Message

from coach.errors import CoachError
from coach.journal.presence import BEAT_S, Presence
from coach.tui.progress import progress_of
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen
    from textual.timer import Timer

    from coach.session.event import Event
    from coach.tui.app import CoachApp
    from coach.tui.interfaces import Walk
    from coach.tui.view import View

LOOK_S = 0.25
"""Seconds between two looks."""

Mark = tuple[int, int, int]
"""By what one sees that a file is another one than before: time in nanoseconds, size, inode."""


class News(NamedTuple):
    """What somebody added since the walk on the screen was looked at.

    Attributes:
        before: the walk on the screen.
        now: the session as its file holds it.
        view: what a screen shows of it.
        by: who added something; empty where it was the coach of another terminal.
        says: what they said, in a few words.
        closed: keys of the questions that were open and are not any more.
        ids: of what was added.
    """

    before: Walk
    now: Walk
    view: View
    by: str
    says: str
    closed: frozenset[str]
    ids: frozenset[str] = frozenset()

    @property
    def is_own(self) -> bool:
        """Whether the walk on the screen holds some of it by now: the file was read before the walk had its answer."""
        return not self.ids.isdisjoint(event.id for event in self.before.session.events)


class Heard(Message):
    """Somebody added something; whoever cannot show it now gives it back to `Live.keep`."""

    def __init__(self, news: News) -> None:
        super().__init__()
        self.news = news


class Live:
    """Looks at the file of the walk on the screen, and tells the screen.

    Attributes:
        others: who else has the session open and how far they are, in a few words; empty where nobody has.
    """

    def __init__(self, app: CoachApp) -> None:
        self._app = app
        self._walk: Walk | None = None
        self._mark: Mark | None = None
        self._timer: Timer | None = None
        self._kept: News | None = None
        self._is_reading = False
        self._presence: Presence | None = None
        self._looks = 0
        self.others = ""

    def follow(self, walk: Walk | None) -> None:
        """Look at the file of this walk from now on; None looks at nothing."""
        if walk is not self._walk:
            self.leave()
            self._walk, self._mark, self._kept, self._looks = walk, None, None, 0
            if walk is not None and walk.file is not None:
                self._presence = Presence(walk.file.parent.parent, walk.session_id, walk.by)
        if walk is not None and walk.file is not None and self._timer is None:
            self._timer = self._app.set_interval(LOOK_S, self._look)

    def leave(self) -> None:
        """Be gone from the session, for those who have it open as well."""
        if self._presence is not None:
            self._presence.leave()
        self._presence, self.others = None, ""

    def keep(self, news: News) -> None:
        """Tell it again at the next look: the screen could not show it yet."""
        self._kept = news

    def _look(self) -> None:
        walk = self._walk
        if walk is None or walk.file is None or self._is_reading:
            return
        self._looks += 1
        if self._looks % round(BEAT_S / LOOK_S) == 1:
            self._app.run_worker(
                partial(self._beat, walk), thread=True, group="presence", exit_on_error=False
            )
        mark = _mark_of(walk.file)
        if mark != self._mark:
            self._mark, self._kept = mark, None
            self._is_reading = True
            self._app.run_worker(partial(self._read, walk), thread=True, group="live", exit_on_error=False)
        elif self._kept is not None:
            self._tell(self._kept)

    def _beat(self, walk: Walk) -> None:
        """Give a sign of life, and see who else does; runs in a thread."""
        presence = self._presence
        if presence is None:
            return
        presence.tell(progress_of(walk, self._app.drafts))
        others = ", ".join(
            f"{each.by}: {each.doing}" if each.doing else each.by for each in presence.others()
        )
        if others != self.others:
            self.others = others
            self._app.call_later(self._show_others)

    def _show_others(self) -> None:
        for line in self._app.screen.query(TopLine):
            line.refresh()

    def _read(self, walk: Walk) -> None:
        """Read what was added; runs in a thread. A file that cannot be read just now is looked at again."""
        try:
            news = news_of(walk)
        except CoachError:
            news, self._mark = None, None
        except Exception:
            self._mark = None  # whatever it was, what was added is looked for again
            raise
        finally:
            self._is_reading = False
        if news is not None:
            self._app.call_later(self._tell, news)

    def _tell(self, news: News) -> None:
        self._kept = None
        screen: Screen[Any] = self._app.screen
        if news.before is not self._walk:
            return
        if news.is_own:
            self._mark = None  # what others added beside it is looked for again
            return
        if hasattr(screen, "on_heard"):
            screen.post_message(Heard(news))
        else:
            self.keep(news)


def news_of(walk: Walk) -> News | None:
    """Give what the file of a walk holds beyond it; None where that is nothing. Slow, so for a thread.

    Raises:
        CoachError: the file cannot be read.
    """
    from coach.tui.view import view_of  # noqa: PLC0415 - after the first paint

    now, known = walk.as_written(), {event.id for event in walk.session.events}
    fresh = [event for event in now.session.events if event.id not in known]
    if not fresh:
        return None
    by, says = _told(fresh, walk, now)
    ids = frozenset(event.id for event in fresh)
    return News(walk, now, view_of(now), by, says, _open_keys(walk) - _open_keys(now), ids)


def _told(fresh: list[Event], before: Walk, now: Walk) -> tuple[str, str]:
    """Give who said something, and what they said last, with the question where it was on the sheet."""
    from coach.desk.stamp import COACH  # noqa: PLC0415 - in the thread
    from coach.session.claims import told  # noqa: PLC0415 - as above

    people = [event for event in fresh if event.by != COACH]
    by = " and ".join(dict.fromkeys(event.by for event in people))
    closed = _open_keys(before) - _open_keys(now)
    steps = before.sheet.steps if before.sheet else ()
    asked = next((step.question.text for step in steps if step.question.key in closed), "")
    return by, told(people, now.session, asked)


def _open_keys(walk: Walk) -> frozenset[str]:
    return frozenset(step.question.key for step in walk.sheet.steps) if walk.sheet else frozenset()


def _mark_of(path: Path) -> Mark | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)
