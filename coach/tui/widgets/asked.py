"""The question with an example and the reason for asking it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.tui.drawing import Drawn
from coach.tui.plain_text import shortened, wrapped

if TYPE_CHECKING:
    from coach.session.step import Question

EDGE = "▌"
"""The edge beside what is asked: the eye finds the question without reading."""
HIGH_FROM = 30
"""Rows of a screen from which nothing need be shortened."""
SHORT, LONG = 2, 12
"""Lines of the reason, and of the example, on a low screen and on a high one."""
WAITS = "This one waits for the run to end. Leave when you like; coach comes back here."


def question_lines(question: Question, width: int, *, is_low: bool = False) -> list[Content]:
    """Give the question, why it is asked and an example, with an edge on the left.

    Where the screen is low the reason and the example are shortened; help has the whole wording.
    """
    room = max(1, width - 2)
    most = SHORT if is_low else LONG
    said = wrapped(question.text, room, "bold")
    said += shortened(question.why, room, most, "$quiet")
    if question.example:
        said += shortened(f"For example: {question.example}", room, most, "italic $quiet")
    if question.waits:
        said += wrapped(WAITS, room, "$warn")
    edge = Content.styled(EDGE, "$accent") + Content(" ")
    return [edge + line for line in said]


class Asked(Drawn):
    """What is asked."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question

    def draw(self, width: int) -> list[Content]:
        """Give the lines of the question."""
        return question_lines(self._question, width, is_low=self.app.size.height < HIGH_FROM)
