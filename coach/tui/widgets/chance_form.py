"""The form for a probability: arrow keys step through seven words, or it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style

from coach.reasoning.scale import WORDS
from coach.session.answers.answer import NO_IDEA
from coach.tui.drawing import Drawing
from coach.tui.plain_text import one_line, plain
from coach.tui.widgets.chance import read, scale_line, spoken_within, stepped, stop_columns, word_lines
from coach.tui.widgets.form import FormWidget, is_written

if TYPE_CHECKING:
    from textual import events

    from coach.session.form import Chance
    from coach.session.step import Question

LONGEST = 40
"""Characters a typed probability may have."""
UNSAID = "no idea"
CURSOR = "▏"


class ChanceForm(FormWidget, can_focus=True):
    """A scale of seven words. `typed` is the answer as text, whichever way it came about."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Less likely", show=False),
        Binding("right", "step(1)", "More likely", show=False),
        Binding("down", "no_idea", "No idea", show=False),
        Binding("up", "step(0)", "Back to the scale", show=False),
        Binding("backspace", "erase", "Erase", show=False),
        Binding("enter", "confirm", "answer"),
    ]

    def __init__(self, question: Question, form: Chance) -> None:
        super().__init__(question)
        self.form = form
        self.typed = question.suggested
        self.is_typing = False

    @property
    def draft(self) -> object:
        """The answer as text."""
        return self.typed or None

    def restore(self, draft: object) -> None:
        """Take an answer as text, or a number."""
        self.typed = one_line(f"{draft}")
        self.refresh()

    def hint(self) -> str:
        """Give the keys of the scale."""
        said = "← → word · or type 30%, 1:3"
        return f"{said} · ↓ no idea" if self.form.no_idea else said

    def render(self) -> Drawing:
        """Give the drawing of the scale."""
        return Drawing(self.draw)

    def draw(self, width: int) -> list[Content]:
        """Give the track, its words and the answer in all its forms."""
        room = max(len("almost certain") * 2 + 4, min(width - 2, 96))
        value = read(self.typed).value
        track = scale_line(value, room).stylize(Style.from_meta({"scale": room}))
        lines = [track, *word_lines(value, room), Content(""), self.answer_line(width)]
        return [Content(" ") + line for line in lines]

    def answer_line(self, width: int) -> Content:
        """Give the answer in all its forms, or what is missing."""
        reading = read(self.typed)
        if self.typed.lower() in NO_IDEA:
            said = Content.styled(f"{UNSAID}   ", "bold $accent") + Content.styled("kept as such", "$quiet")
        elif not self.typed:
            said = Content.styled("nothing chosen yet", "$quiet")
        elif reading.value is None:
            said = Content.styled(f"{self.typed}{CURSOR}   ", "bold") + plain(reading.problem, "$warn")
        elif self.is_typing:
            written = Content.styled(f"{self.typed}{CURSOR}   ", "bold")
            said = written + Content(spoken_within(reading.value, width - 1 - written.cell_length))
        else:
            said = Content.styled(spoken_within(reading.value, width - 1), "bold")
        return said.truncate(width - 1, ellipsis=True)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters and digits are the answer, not keys of the screen."""
        return is_written(key, character)

    def on_key(self, event: events.Key) -> None:
        """Type."""
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self._type(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Type what was pasted."""
        event.stop()
        self._type(one_line(event.text[:LONGEST]))

    def on_click(self, event: events.Click) -> None:
        """Choose the word that was clicked."""
        room = event.style.meta.get("scale")
        column = event.get_content_offset(self)
        if isinstance(room, int) and column is not None:
            stops = stop_columns(room)
            nearest = min(range(len(stops)), key=lambda place: abs(stops[place] - (column.x - 1)))
            self._choose(WORDS[nearest].name)

    def _type(self, text: str) -> None:
        before = self.typed if self.is_typing else ""
        self.is_typing = True
        self._set((before + text)[:LONGEST])

    def _choose(self, word: str) -> None:
        self.is_typing = False
        self._set(word)

    def _set(self, typed: str) -> None:
        self.typed = typed
        self.refresh()
        self.post_message(self.Drafted())

    def action_step(self, direction: int) -> None:
        """Go one word down or up the scale; 0 leaves `no idea` for the middle."""
        value = read(self.typed).value
        self._choose(stepped(None if direction == 0 else value, up=direction > 0))

    def action_no_idea(self) -> None:
        """Choose `no idea` where that is an answer."""
        if self.form.no_idea:
            self._choose(UNSAID)

    def action_erase(self) -> None:
        """Erase the last character, or the chosen word."""
        self._set(self.typed[:-1] if self.is_typing else "")

    def action_confirm(self) -> None:
        """Send the answer."""
        self.post_message(self.Answered(self, self.typed))
