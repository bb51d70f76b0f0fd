"""The one-line forms of a card's fields: a choice and a chance that are stepped through sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style

from coach.tui.plain_text import clipped, one_line, wrapped
from coach.tui.widgets.chance import read, scale_line
from coach.tui.widgets.chance_form import ChanceForm
from coach.tui.widgets.choice_form import ChoiceForm
from coach.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual import events

    from coach.session.form import Choice
    from coach.session.step import Question

HERE, THERE = "●", "○"
LONGEST_LINE = 400
"""Cells of an answer that is cut nowhere."""
TRACK = 19
"""Cells of the small scale: six steps of three, and one."""
GAP = 3


class InlineChoice(ChoiceForm, inherit_bindings=False):
    """One of several, side by side: arrow keys or a digit choose."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Left", show=False),
        Binding("right", "move(1)", "Right", show=False),
        Binding("enter", "confirm", "next"),
    ]

    def __init__(self, question: Question, form: Choice) -> None:
        super().__init__(question, form)
        self.is_chosen = bool(question.suggested)

    @property
    def draft(self) -> object:
        """The id of the chosen option; empty while none is chosen, so that nothing is answered by leaning on enter."""
        return super().draft if self.is_chosen else ""

    def restore(self, draft: object) -> None:
        """Choose an option, by id, text or number."""
        super().restore(draft)
        self.is_chosen = bool(str(draft).strip())

    def hint(self) -> str:
        """Give the keys of the field."""
        return "← → chooses"

    def rows(self, width: int) -> Rows:
        """Give the options side by side, one a line where they do not fit, and what the chosen one means.

        Where one is in another field, what is chosen stands alone.
        """
        if self.is_chosen and not self.has_focus:
            return Rows([self._marked(self.cursor, width)], [], [])
        marked = [self._marked(place, width) for place in range(len(self.options))]
        beside = Content(" " * GAP).join(marked)
        lines = [beside] if beside.cell_length <= width else marked
        says = self._explained(width - 2) if self.is_chosen else "nothing chosen yet"
        return Rows(lines, [], wrapped(says, width, "$quiet"))

    def _explained(self, room: int) -> str:
        """Give what the chosen option means, after its whole wording where there was no room for that."""
        option = self.options[self.cursor]
        is_cut = len(one_line(option.text)) > room
        return "\n".join(part for part in (option.text if is_cut else "", option.says) if part)

    def on_focus(self) -> None:
        """Show all options."""
        self.refresh(layout=True)

    def on_blur(self) -> None:
        """Show what is chosen."""
        self.refresh(layout=True)

    def on_key(self, event: events.Key) -> None:
        """Choose the option of a digit."""
        if event.key.isdecimal() and 1 <= int(event.key) <= len(self.options):
            event.stop()
            self._choose(int(event.key) - 1)

    def on_click(self, event: events.Click) -> None:
        """Choose the option that was clicked."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self._choose(place)

    def action_confirm(self) -> None:
        """Send what is chosen."""
        self.post_message(self.Answered(self, self.draft))

    def _choose(self, place: int) -> None:
        self.cursor, self.is_chosen = place, True
        self.refresh(layout=True)
        self.post_message(self.Drafted())

    def _marked(self, place: int, width: int) -> Content:
        is_here = self.is_chosen and place == self.cursor
        style = "bold $accent" if is_here else "$quiet"
        said = Content.styled(f"{HERE if is_here else THERE} ", style) + clipped(
            self.options[place].text, max(1, width - 2), "bold" if is_here else ""
        )
        return said.stylize(Style.from_meta({"row": place}))

    def move(self, steps: int) -> None:
        """Choose another option, stopping at the ends; the line below may grow or shrink with it."""
        if self.is_chosen:
            self.cursor = min(max(0, self.cursor + steps), len(self.options) - 1)
        else:
            self.cursor = 0 if steps > 0 else len(self.options) - 1
        self.is_chosen = True
        self.refresh(layout=True)


class InlineChance(ChanceForm, inherit_bindings=False):
    """A small scale with its word beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Less likely", show=False),
        Binding("right", "step(1)", "More likely", show=False),
        Binding("backspace", "erase", "Erase", show=False),
        Binding("enter", "confirm", "next"),
    ]

    def hint(self) -> str:
        """Give the keys of the field."""
        return "← → word, or type 30%"

    def _set(self, typed: str) -> None:
        super()._set(typed)
        self.refresh(layout=True)

    def draw(self, width: int) -> list[Content]:
        """Give scale and answer on one line, the answer alone where there is no room for both."""
        answer = self.answer_line(LONGEST_LINE)
        track = scale_line(read(self.typed).value, TRACK)
        both = Content("").join([track, Content("  "), answer])
        if both.cell_length <= width:
            return [both]
        return [self.answer_line(width)] if read(self.typed).value is not None else list(answer.wrap(width))

    def on_click(self, event: events.Click) -> None:
        """Take the focus only: the small scale is too fine for a pointer."""
        event.stop()
