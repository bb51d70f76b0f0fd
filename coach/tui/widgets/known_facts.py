"""Facts of the set-up that are filled in, beside what stands out in the logs, which mostly tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.form import Card, Choice
from coach.tui.drawing import Drawn
from coach.tui.plain_text import wrapped

if TYPE_CHECKING:
    from textual.content import Content

    from coach.session.form import Field
    from coach.tui.widgets.answer_forms import Asked

TITLE = "Known of the set-up: "


class KnownFacts(Drawn):
    """A line or two; nothing where nothing is known.

    Attributes:
        key: of the question whose filled fields these are; empty while there are none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self._said = ""

    @property
    def was_in_view(self) -> bool:
        """Whether there was room for all of it."""
        return bool(self.key) and self.size.height >= len(self.draw(self.size.width))

    def show(self, asked: Asked | None) -> None:
        """Show what stands in the fields of a question about the set-up."""
        form = asked.step.question.form if asked is not None else None
        given = asked.form.draft if asked is not None else None
        fields = form.fields if isinstance(form, Card) and isinstance(given, dict) else ()
        facts = [_fact(each, str(given[each.id])) for each in fields] if isinstance(given, dict) else []
        said = " ".join(filter(None, facts))
        self.key = asked.step.question.key if asked is not None and said else ""
        if said != self._said:
            self._said = said
            self.refresh(layout=True)

    def draw(self, width: int) -> list[Content]:
        """Give the lines."""
        return wrapped(f"{TITLE}{self._said}", width, "$quiet") if self._said else []


def _fact(field: Field, given: str) -> str:
    """Give a field with what stands in it; nothing where that is the first option, which is that nobody knows."""
    if not isinstance(field.form, Choice):
        return f"{field.text} {given}." if given else ""
    said = next((each.text for each in field.form.options[1:] if each.id == given), "")
    return f"{field.text} {said.rstrip('.')}." if said else ""
