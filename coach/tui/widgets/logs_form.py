"""The form that waits for logs to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from coach.tui.drawing import Drawing
from coach.tui.plain_text import clipped
from coach.tui.widgets.bar import bar
from coach.tui.widgets.form import FormWidget

if TYPE_CHECKING:
    from coach.session.form import ReadLogs
    from coach.session.step import Question

WIDEST_BAR = 48


class LogsForm(FormWidget, can_focus=True):
    """How far the reading of the logs has got; it can be started, and stopped."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "start", "read the logs"),
        Binding("escape", "stop", "stop reading"),
    ]

    class Wanted(Message):
        """Read the logs, or stop doing so."""

        def __init__(self, *, start: bool) -> None:
            super().__init__()
            self.start = start

    def __init__(self, question: Question, form: ReadLogs) -> None:
        super().__init__(question)
        self.form = form
        self.is_reading = False
        self._far = (0, 0, "")

    @property
    def draft(self) -> object:
        """There is nothing to keep."""
        return None

    def restore(self, draft: object) -> None:
        """There is nothing to put back."""

    def hint(self) -> str:
        """Give the key that works now."""
        return "esc stops reading" if self.is_reading else "enter reads the logs"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Start what is not under way, stop what is."""
        if action in ("start", "stop"):
            return self.is_reading == (action == "stop")
        return super().check_action(action, parameters)

    def begin(self) -> None:
        """Show that reading has begun."""
        self.is_reading, self._far = True, (0, 0, "")
        self.refresh()
        self.refresh_bindings()

    def end(self) -> None:
        """Show that nothing is being read."""
        self.is_reading = False
        self.refresh()
        self.refresh_bindings()

    def progress(self, done: int, total: int, says: str) -> None:
        """Show how far it has got."""
        self._far = (done, total, says)
        self.refresh()

    def render(self) -> Drawing:
        """Give path and progress."""
        return Drawing(self.draw)

    def draw(self, width: int) -> list[Content]:
        """Give two lines: what is read, and how much of it is done."""
        done, total, says = self._far
        if not self.is_reading:
            return [clipped(self.form.path, width, "bold"), Content.styled("not read yet", "$quiet")]
        length = min(WIDEST_BAR, max(4, width - 12))
        share = done / total if total else 0.0
        count = f" {done}/{total}" if total else " looking"
        return [
            clipped(says or self.form.path, width, "bold"),
            bar(share, length) + Content.styled(count, "$quiet"),
        ]

    def action_start(self) -> None:
        """Ask for the logs to be read."""
        self.post_message(self.Wanted(start=True))

    def action_stop(self) -> None:
        """Ask for the reading to stop."""
        self.post_message(self.Wanted(start=False))
