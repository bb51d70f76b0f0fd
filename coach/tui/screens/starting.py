"""The first thing on the screen while a walk is found and the rooms below are loaded.

Where a page is to come, its first field is there before it: what is written into it goes into that field of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen

from coach.session.page_labels import NO_OUTLINE, Outline
from coach.tui.background_tasks import Found, Refused, fetch, found
from coach.tui.begun import EDITING_KEYS, NOT_BEGUN, Begun
from coach.tui.drawing import LABEL_WIDTH, Drawn
from coach.tui.plain_text import clipped
from coach.tui.widgets.asked import HIGH_FROM
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult

    from coach.tui.app import CoachApp
    from coach.tui.interfaces import Coach, Walk
    from coach.tui.widgets.prose import Prose


class _Labels(Drawn):
    """Labels of fields, one a line."""

    def __init__(
        self, labels: Iterable[str], *, classes: str, has_rule: bool = False, below: int = 0
    ) -> None:
        super().__init__(classes=classes)
        self._labels = tuple(labels)
        self._has_rule = has_rule
        self._below = below

    def draw(self, width: int) -> list[Content]:
        """Give a rule where the page begins, the labels, and room for what the page has beneath."""
        rule = [Content.styled("─" * width, "$track")] if self._has_rule else []
        labels = [Content.styled(f" {label:<{LABEL_WIDTH}}", "$quiet") for label in self._labels]
        return [*rule, *labels, *[Content(" ")] * self._below]


class _Above(Drawn):
    """What the page says above its fields, with the room that a high screen has."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self._lines = lines

    def draw(self, width: int) -> list[Content]:
        """Give the lines, the first one the title."""
        title, *said = self._lines
        lines = [
            clipped(f" {title}", width, "bold"),
            *(clipped(f" {each}", width, "$quiet") for each in said),
        ]
        room = [Content(" ")] if self.app.size.height >= HIGH_FROM else []
        return [*room, *lines, *room]


class Outlined(Vertical):
    """The fields of the page that is to come, in their places; one can be written in.

    Attributes:
        field: what is written in; None until it has been loaded.
    """

    def __init__(self, outline: Outline) -> None:
        super().__init__(classes="-top" if outline.above else "")
        self._outline = outline
        self.field: Prose | None = None

    def compose(self) -> ComposeResult:
        """Give the labels, and a line of its own for the field one begins with."""
        labels = self._outline.labels
        at = labels.index(self._outline.begins_at)
        if self._outline.above:
            yield _Above(self._outline.above)
        yield _Labels(labels[:at], classes="above", has_rule=not self._outline.above)
        with Horizontal():
            yield _Labels(labels[at : at + 1], classes="label")
            yield _Labels((), classes="cursor", below=1)
        yield _Labels(labels[at + 1 :], classes="below", below=2)

    def open(self) -> None:
        """Put the field in place of its cursor."""
        from coach.tui.widgets.prose import Prose  # noqa: PLC0415 - after the first paint

        self.field = Prose(multiline=True)
        with self.app.batch_update():
            self.query_one(".cursor").remove()
            self.query_one(Horizontal).mount(self.field)
        self.field.focus()

    @property
    def begun(self) -> Begun:
        """What is written by now."""
        if self.field is None:
            return Begun(self._outline.begins_at)
        return Begun(self._outline.begins_at, self.field.text, self.field.cursor_location)


class OpeningScreen(Screen[None]):
    """One line, painted at once. Keys typed meanwhile wait for the walk, but for what is written into the first field.

    Attributes:
        is_busy: keys wait, but for those that it `takes`.
    """

    app: CoachApp
    is_busy = True

    def __init__(self, find: Callable[[Coach], Walk], outline: Outline = NO_OUTLINE) -> None:
        super().__init__()
        self._find_walk = find
        self._outlined = Outlined(outline) if outline.labels else None
        self._is_over = False

    def compose(self) -> ComposeResult:
        """Give the line."""
        yield TopLine("coach", "opening the journal")
        if self._outlined is not None:
            yield self._outlined

    def on_mount(self) -> None:
        """Find the walk, once this is on the screen."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if self._outlined is not None:
            self._outlined.open()
        fetch(self, self._found)

    def on_descendant_focus(self) -> None:
        """Let the keys go that were written before there was a field."""
        self.app.call_later(self.app.keys.release)

    def takes(self, event: events.Event) -> bool:
        """True for what is written into the field: it need not wait for the page."""
        field = self._outlined.field if self._outlined is not None else None
        if self._is_over or field is None or not field.has_focus:
            return False
        if isinstance(event, events.Key):
            return event.key in EDITING_KEYS or field.check_consume_key(event.key, event.character)
        return isinstance(event, events.Paste)

    def _found(self) -> Found:
        """Find the walk and what was left unfinished in it, and load its screen; runs in a thread."""
        from coach.tui.view import turn_of  # noqa: PLC0415 - after the first paint

        event = found(self._find_walk, self.app.coach)
        self.app.drafts.open(event.walk.session_id, event.walk.drafts_path if self.app.keeps_drafts else None)
        self.app.drafts.turned(event.walk.session_id, turn_of(event.walk))
        self.app.load_screen(event.view)
        return event

    def on_found(self, event: Found) -> None:
        """Make way for the walk, once everything is written that was typed before."""
        event.stop()
        self._is_over = True
        self.app.call_later(self._behind_the_field, event)

    def _behind_the_field(self, event: Found) -> None:
        """Wait behind the keys that the field was given already."""
        field = self._outlined.field if self._outlined is not None else None
        if field is None or not field.call_later(self.call_later, self._make_way, event):
            self._make_way(event)

    def _make_way(self, event: Found) -> None:
        begun = self._outlined.begun if self._outlined is not None else NOT_BEGUN
        self.app.show_walk(event.walk, event.view, begun)

    def on_prose_refused(self, event: Prose.Refused) -> None:
        """Say why a paste was not taken."""
        event.stop()
        self.query_one(TopLine).show("coach", event.says)

    def on_refused(self, event: Refused) -> None:
        """Say what could not be opened."""
        event.stop()
        self.app.turn_away(event.error)
