"""What stands above the cells of a page: what it is about, what is known already, and what follows from the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.tui.drawing import Drawn
from coach.tui.plain_text import clipped, wrapped
from coach.tui.widgets.bar import bar

if TYPE_CHECKING:
    from textual.content import Content

    from coach.session.premortem.pages import Page, Texts

STYLES = {"plain": "", "good": "$good", "warn": "$warn", "quiet": "$quiet"}
BAR = 20


class PageHead(Drawn):
    """The lines above the cells."""

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[str, tuple[tuple[str, str], ...], str] = ("", (), "")
        self._far: tuple[int, int, str] | None = None

    def show(self, page: Page, texts: Texts) -> None:
        """Show what belongs to a page with these texts in its cells."""
        said = (page.title, page.said, page.live(texts))
        if said != self._said:
            self._said = said
            self.refresh(layout=True)

    def reading(self, far: tuple[int, int, str] | None) -> None:
        """Show how far the reading of earlier runs has got; None when it is over."""
        self._far = far
        self.refresh(layout=True)

    def draw(self, width: int) -> list[Content]:
        """Give the lines; how far the reading is stands in the last one, so that nothing below it moves."""
        title, said, live = self._said
        lines = wrapped(title, width, "bold")
        for text, tone in said:
            lines += (
                [clipped(text, width, "$quiet")]
                if tone == "quiet"
                else wrapped(text, width, STYLES.get(tone, ""))
            )
        lines += wrapped(live, width, "$accent") if live else []
        if self._far is not None and len(lines) > 1:
            lines[-1] = self._progress(*self._far, width)
        return lines

    @staticmethod
    def _progress(done: int, total: int, name: str, width: int) -> Content:
        return bar(done / total if total else 0.0, BAR) + clipped(f" {name}", width - BAR, "$quiet")
