"""Why a symptom means nothing: a reason of one's own, or one of those that are often true."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import shortened, wrapped
from coach.tui.widgets.advice import Advice
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.prose import Prose
from coach.tui.widgets.rows import CURSOR

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from coach.tui.evidence import Onset

OFTEN = ("warm-up", "a change I made on purpose")
"""Innocent reasons that any symptom may have (editorial)."""
MOST_LINES = 2
"""Lines of what the detector said; the list it was chosen from has all of it."""


def reasons_for(onset: Onset) -> tuple[str, ...]:
    """Give the innocent reasons to choose from: the detector's own first, each once."""
    known = " ".join(onset.innocent).casefold()
    return (*dict.fromkeys(onset.innocent), *(each for each in OFTEN if each not in known))


class Reasons(Drawn):
    """The reasons one may take over."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__()
        self.reasons = reasons
        self._place = -1

    def step(self, steps: int) -> str:
        """Go to the reason above or below, and give it."""
        first = 0 if steps > 0 else len(self.reasons) - 1
        self._place = first if self._place < 0 else (self._place + steps) % len(self.reasons)
        self.refresh()
        return self.reasons[self._place]

    def draw(self, width: int) -> list[Content]:
        """Give them one below the other."""
        lines = wrapped("It may be innocent:", width, "$quiet")
        for place, reason in enumerate(self.reasons):
            is_here = place == self._place
            lead = Content.styled(f"{CURSOR if is_here else ' '} ", "bold $accent")
            lines += hung(lead, wrapped(reason, width - 2, "bold $accent" if is_here else ""))
        return lines


class DismissalScreen(ModalScreen[str | None]):
    """Asks for the reason and gives it back; None when one thought better of it."""

    CSS_PATH = "../styles/note.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave"),
        Binding("down", "offer(1)", "take a reason over"),
        Binding("up", "offer(-1)", "The reason above", show=False),
    ]

    def __init__(self, onset: Onset) -> None:
        super().__init__()
        self._onset = onset
        self.field = Prose(placeholder="What innocent reason does it have?")
        self.reasons = Reasons(reasons_for(onset))
        self.advice = Advice()

    def compose(self) -> ComposeResult:
        """Give the field first, which fits on every screen, then the symptom and what it often is."""
        with Vertical(id="remark"):
            yield Static("Dismiss a symptom", id="remark-title", markup=False)
            yield self.field
            yield self.advice
            yield Said(self._onset.says)
            yield self.reasons
        yield KeyLine()

    def on_mount(self) -> None:
        """Start in the field."""
        self.advice.keys("enter dismisses it · ↓ takes a reason over")
        self.field.focus()

    def on_prose_submitted(self, event: Prose.Submitted) -> None:
        """Give the reason back; without one nothing is dismissed."""
        event.stop()
        said = self.field.text.strip()
        if said:
            self.dismiss(said)
        else:
            self.advice.warn("A dismissed symptom needs its innocent reason.")

    def on_prose_refused(self, event: Prose.Refused) -> None:
        """Say why a paste was not taken."""
        event.stop()
        self.advice.warn(event.says)

    def action_offer(self, steps: int) -> None:
        """Put a reason into the field, where it can be changed."""
        self.field.write(self.reasons.step(steps))

    def action_leave(self) -> None:
        """Dismiss nothing."""
        self.dismiss(None)


class Said(Drawn):
    """What the detector said."""

    def __init__(self, says: str) -> None:
        super().__init__()
        self._says = says

    def draw(self, width: int) -> list[Content]:
        """Give it in a few lines."""
        return shortened(self._says, width, MOST_LINES, "$quiet")
