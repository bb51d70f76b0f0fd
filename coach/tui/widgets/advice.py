"""The line under the form: what went wrong, what was done, or else which keys answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import wrapped

if TYPE_CHECKING:
    from coach.errors import CoachError

WRONG, DONE = "✗ ", "✓ "


class Advice(Drawn):
    """One short message at a time; the keys of the form when there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._sign, self._style, self._text, self._hint = "", "$quiet", "", ""

    @property
    def text(self) -> str:
        """What is said now."""
        return self._text

    @property
    def is_message(self) -> bool:
        """True while it says what went wrong, or what was done."""
        return bool(self._sign)

    def keys(self, hint: str) -> None:
        """Say which keys answer."""
        self._show("", "$quiet", hint, "")

    def wrong(self, error: CoachError) -> None:
        """Say what does not fit, and what would."""
        said = error.message[:1].upper() + error.message[1:]
        self._show(WRONG, "$bad", f"{said.rstrip('.')}.", error.hint)

    def warn(self, text: str) -> None:
        """Say why something was not done."""
        self._show(WRONG, "$bad", text, "")

    def done(self, text: str) -> None:
        """Say what was done."""
        self._show(DONE, "$good", text, "")

    def _show(self, sign: str, style: str, text: str, hint: str) -> None:
        if (sign, text, hint) != (self._sign, self._text, self._hint):
            self._sign, self._style, self._text, self._hint = sign, style, text, hint
            self.refresh(layout=True)

    def draw(self, width: int) -> list[Content]:
        """Give the message with its sign, and what to do about it beneath."""
        lead = Content.styled(self._sign, f"bold {self._style}")
        said = wrapped(self._text, width - len(self._sign), self._style)
        said += wrapped(self._hint, width - len(self._sign), "$quiet")
        return hung(lead, said)
