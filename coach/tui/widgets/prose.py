"""A field for prose: it wraps, grows with what is written, and enter confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets import TextArea

from coach.tui.plain_text import harmless
from coach.tui.widgets.form import is_written

if TYPE_CHECKING:
    from textual import events

LONGEST_PASTE = 50_000
"""Characters taken from one paste; wrapping more would hold up the keyboard (1 MB takes three seconds)."""
NEW_LINE_KEYS = frozenset({"ctrl+j", "alt+enter", "shift+enter"})
TOO_LONG = "That is {count:,} characters. Keep it in a file and name the file here; nothing was pasted."


class Prose(TextArea):
    """A text field that sends `Submitted` on enter.

    Where several lines are wanted, ctrl+j or alt+enter makes a new one (not every terminal tells shift+enter
    from enter).
    """

    DEFAULT_CSS: ClassVar[str] = """
    Prose {
        height: auto;
        min-width: 8; /* without a width Textual cannot wrap the placeholder */
        max-height: 8;
        padding: 0 1;
        background: $surface;
        scrollbar-size-vertical: 1;
        & .text-area--placeholder { color: $quiet; }
        & .text-area--cursor { color: $background; background: $accent; }
        & .text-area--selection { background: $track; color: $foreground; }
    }
    """

    class Submitted(Message):
        """Enter was pressed."""

        def __init__(self, field: Prose) -> None:
            super().__init__()
            self.field = field

    class Refused(Message):
        """A paste was too long; `says` tells the person."""

        def __init__(self, says: str) -> None:
            super().__init__()
            self.says = says

    def __init__(self, text: str = "", *, placeholder: str = "", multiline: bool = False) -> None:
        super().__init__(
            harmless(text),
            soft_wrap=True,
            show_line_numbers=False,
            placeholder=placeholder,
            compact=True,
            highlight_cursor_line=False,
            tab_behavior="focus",
        )
        self.multiline = multiline
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave to others what means nothing here: undo where nothing was typed, up and down at the ends."""
        if action == "undo" and not self.history.undo_stack:
            return False
        if action in ("cursor_up", "cursor_down") and not self.multiline:
            row = self.wrapped_document.location_to_offset(self.cursor_location).y
            return row != (0 if action == "cursor_up" else self.wrapped_document.height - 1)
        return super().check_action(action, parameters)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Everything printable is written."""
        return is_written(key, character)

    def write(self, text: str) -> None:
        """Replace what is written; the cursor stands at the end."""
        self.text = harmless(text)
        self.move_cursor(self.document.end)

    def action_delete_to_start_of_line(self) -> None:
        """Delete what was written before the cursor, over all rows into which the line is wrapped."""
        row, column = self.cursor_location
        if column or not self.selection.is_empty:
            self._delete_via_keyboard((row, 0), self.selection.end)
        else:
            super().action_delete_to_start_of_line()

    def action_delete_to_end_of_line(self) -> None:
        """Delete what was written after the cursor, over all rows into which the line is wrapped."""
        row, column = self.cursor_location
        end = len(self.document[row])
        if column < end or not self.selection.is_empty:
            self._delete_via_keyboard(self.selection.start, (row, end))
        else:
            super().action_delete_to_end_of_line()

    async def _on_key(self, event: events.Key) -> None:
        is_new_line = self.multiline and event.key in NEW_LINE_KEYS
        if event.key != "enter" and event.key not in NEW_LINE_KEYS:
            return
        event.stop()
        event.prevent_default()
        if is_new_line:
            self.insert("\n")
        else:
            self.post_message(self.Submitted(self))

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        if len(event.text) > LONGEST_PASTE:
            self.post_message(self.Refused(TOO_LONG.format(count=len(event.text))))
            return
        said = harmless(event.text)
        self.replace(said if self.multiline else " ".join(said.splitlines()), *self.selection)
        self.move_cursor(self.selection.end)
