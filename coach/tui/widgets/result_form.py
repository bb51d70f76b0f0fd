"""The form for a result: the outcomes with what was forecast of each, the hours, and one's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from coach.reasoning.scale import format_probability
from coach.session.form import Choice
from coach.session.step import Question
from coach.tui.drawing import hung
from coach.tui.plain_text import wrapped
from coach.tui.widgets.card_form import CardForm, Label
from coach.tui.widgets.choice_form import ChoiceForm, digit
from coach.tui.widgets.inline_form import HERE, THERE
from coach.tui.widgets.rows import CURSOR, MOVES, Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult

    from coach.session.form import Card

LABELS = 16
"""Cells of a field's label."""
FORECAST, EACH = "  you gave it {}", "  {}"


class OutcomeList(ChoiceForm, inherit_bindings=False):
    """One outcome a row. Walking through them chooses none; space, a digit or enter does.

    Attributes:
        chosen: id of the outcome that came; empty while nobody said.
        forecast: what was sealed of each.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*MOVES, Binding("space", "choose", "choose", show=False)]

    def __init__(self, question: Question, form: Choice, forecast: Mapping[str, float]) -> None:
        self.chosen = ""
        self.forecast = forecast
        super().__init__(question, form)

    @property
    def here(self) -> str:
        """The id of the outcome one stands on; of the chosen one while one is elsewhere."""
        return self.options[self.cursor].id if self.has_focus or not self.chosen else self.chosen

    @property
    def draft(self) -> object:
        """The id of the outcome that was chosen, so that nothing is answered by leaning on enter."""
        return self.chosen

    def restore(self, draft: object) -> None:
        """Choose an outcome, by id, text or number; one that is alone is chosen from the start."""
        super().restore(draft)
        is_named = bool(str(draft or "").strip()) or len(self.options) == 1
        self.chosen = self.options[self.cursor].id if is_named else ""

    def hint(self) -> str:
        """Give the keys of the list."""
        return "↑ ↓ and space, or a digit, say what came"

    @property
    def needs_choice(self) -> bool:
        """True while one stands on an outcome that is not the one that was chosen."""
        return self.has_focus and self.here != self.chosen

    def action_choose(self) -> None:
        """Choose the outcome one stands on."""
        self.chosen = self.options[self.cursor].id
        self.refresh(layout=True)
        self.post_message(self.Drafted())

    def move(self, steps: int) -> None:
        """Stand on another one."""
        super().move(steps)
        self.post_message(self.Drafted())

    def on_key(self, event: events.Key) -> None:
        """Choose the outcome of a digit."""
        place = digit(event.key, len(self.options))
        if place is not None:
            event.stop()
            self._choose(place)

    def on_click(self, event: events.Click) -> None:
        """Choose the outcome that was clicked."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self._choose(place)

    def _choose(self, place: int) -> None:
        self.cursor = place
        self.action_choose()

    def rows(self, width: int) -> Rows:
        """Give the outcomes, each with its sealed forecast."""
        blocks = []
        for place, option in enumerate(self.options):
            is_here, is_chosen = self.has_focus and place == self.cursor, option.id == self.chosen
            lead = Content.styled(f"{CURSOR if is_here else ' '} ", "bold $accent") + Content.styled(
                f"{HERE if is_chosen else THERE} ", "bold $accent" if is_chosen else "$quiet"
            )
            chance = self.forecast.get(option.id)
            sealed = FORECAST if place == 0 else EACH
            said = "" if chance is None else sealed.format(format_probability(chance))
            lines = wrapped(option.text, max(1, width - 4 - len(said)), "bold" if is_chosen else "")
            says = said or (f"  {option.says}" if option.says else "")
            lines[0] = lines[0] + Content.styled(says, "$quiet")
            blocks.append([line.truncate(width) for line in hung(lead, lines)])
        return Rows([], blocks, [])


class ResultForm(CardForm):
    """The outcomes as a list, the other fields below it."""

    def __init__(self, question: Question, form: Card, forecast: Mapping[str, float]) -> None:
        super().__init__(question, form)
        first = form.fields[0]
        if not isinstance(first.form, Choice):
            raise TypeError(first.form)
        asked = Question(key=first.id, text=first.text, why="", form=first.form, suggested=first.suggested)
        self.outcomes = OutcomeList(asked, first.form, forecast)
        self.fields[0] = self.outcomes

    def compose(self) -> ComposeResult:
        """Give the list, then one line a field."""
        yield self.outcomes
        for field, widget in zip(self.form.fields[1:], self.fields[1:], strict=True):
            with Horizontal(classes="field"):
                yield Label(field.text, LABELS)
                yield widget

    def hint(self) -> str:
        """Give the keys of the field one stands on."""
        return self.outcomes.hint() if self.outcomes.has_focus else "↑ ↓ field"
