"""Where a person is on a page: in which question, at which character, how far scrolled; for a page drawn anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from textual.containers import VerticalScroll
from textual.widgets import TextArea

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.widgets.text_area import Selection


class KeptPlace(NamedTuple):
    """A place on a screen.

    Attributes:
        question: key of the question one is in; empty where one is in none.
        selection: where one writes; None where one does not.
        scrolled: how far each scrolled part is, by its id or its classes.
    """

    question: str
    selection: Selection | None
    scrolled: tuple[tuple[str, float], ...]

    @classmethod
    def on(cls, screen: Screen[Any]) -> KeptPlace:
        """Give the place of whoever is at a screen."""
        question = getattr(screen, "question", None)
        field = screen.focused
        return cls(
            question.key if question is not None else "",
            field.selection if isinstance(field, TextArea) else None,
            tuple((_name(each), each.scroll_y) for each in screen.query(VerticalScroll) if each.scroll_y),
        )

    def restore(self, app: App[None]) -> None:
        """Go back to that place on what is shown now, if the same question is asked there."""
        screen = app.screen
        field_of = getattr(screen, "field_of", None)
        if field_of is not None:
            field = field_of(self.question)
            if field is not None and not field.has_focus:
                field.focus()
        else:
            question = getattr(screen, "question", None)
            field = screen.focused if question is not None and question.key == self.question else None
        if field is None:
            return
        if isinstance(field, TextArea) and self.selection is not None:
            field.selection = self.selection
        scrolled = dict(self.scrolled)
        for each in screen.query(VerticalScroll):
            if _name(each) in scrolled:
                each.scroll_to(y=scrolled[_name(each)], animate=False)


def _name(widget: VerticalScroll) -> str:
    return widget.id or " ".join(sorted(widget.classes)) or type(widget).__name__
