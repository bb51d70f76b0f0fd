"""A remark from anywhere: a line for the work log, or something that was not expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.session.form import Choice, Option
from coach.session.step import Question
from coach.tui.widgets.advice import Advice
from coach.tui.widgets.inline_form import InlineChoice
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from coach.tui.widgets.form import FormWidget

WELCOME, UNWELCOME = "welcome", "unwelcome"
_KINDS = Choice(
    (
        Option(UNWELCOME, "not what I expected", "it stays open until it is explained"),
        Option(
            WELCOME, "better than it should be", "good surprises hide bugs too; it stays open until explained"
        ),
    )
)


class Remark(NamedTuple):
    """What was written, and whether it was a good surprise."""

    text: str
    is_welcome: bool


class NoteScreen(ModalScreen[Remark | None]):
    """Asks for one remark and gives it back; None when the person thought better of it."""

    CSS_PATH = "../styles/note.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave"),
    ]

    def __init__(self, *, is_surprise: bool) -> None:
        super().__init__()
        self._title = "That surprised me" if is_surprise else "Note"
        self.field = Prose(
            placeholder="What did you see that you did not expect?" if is_surprise else "For the work log",
            multiline=True,
        )
        question = Question(key="welcome", text="", why="", form=_KINDS, suggested=UNWELCOME)
        self.kind = InlineChoice(question, _KINDS) if is_surprise else None
        self.advice = Advice()

    def compose(self) -> ComposeResult:
        """Give the field, and for a surprise whether it was a good one."""
        with Vertical(id="remark"):
            yield Static(self._title, id="remark-title", markup=False)
            yield self.field
            if self.kind is not None:
                yield self.kind
            yield self.advice
        yield KeyLine()

    def on_mount(self) -> None:
        """Start in the field."""
        self.advice.keys("enter keeps it · ^j new line" + (" · tab good or bad" if self.kind else ""))
        self.field.focus()

    def on_prose_submitted(self, event: Prose.Submitted) -> None:
        """Give the remark back."""
        event.stop()
        self._send()

    def on_form_widget_answered(self, event: FormWidget.Answered) -> None:
        """Give the remark back."""
        event.stop()
        self._send()

    def on_prose_refused(self, event: Prose.Refused) -> None:
        """Say why a paste was not taken."""
        event.stop()
        self.advice.warn(event.says)

    def _send(self) -> None:
        said = self.field.text.strip()
        is_welcome = self.kind is not None and self.kind.draft == WELCOME
        self.dismiss(Remark(said, is_welcome) if said else None)

    def action_leave(self) -> None:
        """Keep nothing."""
        self.dismiss(None)
