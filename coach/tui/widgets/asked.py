"""The question with an example and the reason for asking it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.session.pairing.people import WAIT
from coach.tui.drawing import Drawn
from coach.tui.plain_text import shortened, wrapped

if TYPE_CHECKING:
    from coach.session.step import Question

EDGE = "▌"
"""The edge beside what is asked: the eye finds the question without reading."""
HIGH_FROM = 30
"""Rows of a screen from which nothing need be shortened."""
SHORT, ALONE, LONG = 2, 4, 12
"""Lines of the reason, and of the example, on a low screen, on one where nothing else is read, and on a high one."""
LOW_ALONE_FROM = 22
"""Rows of a low screen that has room for a question which stands alone."""
WAITS = "This waits for its result. Leave when you like; coach comes back here."
WAITS_FOR_SOMEBODY = "It goes on by itself. Leave when you like; coach comes back here."


def question_lines(question: Question, width: int, *, most: int = LONG) -> list[Content]:
    """Give the question, why it is asked and an example, with an edge on the left.

    Reason and example have at most `most` lines each; help has the whole wording.
    """
    room = max(1, width - 2)
    said = wrapped(question.text, room, "bold")
    said += shortened(question.why, room, most, "$quiet") if most else []
    if question.example and most:
        said += shortened(f"For example: {question.example}", room, most, "italic $quiet")
    if question.waits:
        said += wrapped(WAITS_FOR_SOMEBODY if question.key == WAIT else WAITS, room, "$warn")
    edge = Content.styled(EDGE, "$accent") + Content(" ")
    return [edge + line for line in said]


class Asked(Drawn):
    """What is asked."""

    def __init__(self, question: Question, *, is_alone: bool = False, is_brief: bool = False) -> None:
        super().__init__()
        self._question = question
        self._is_brief = is_brief
        self._is_alone = is_alone

    def draw(self, width: int) -> list[Content]:
        """Give the lines of the question."""
        return question_lines(self._question, width, most=self._most(self.app.size.height))

    def _most(self, height: int) -> int:
        if self._is_brief:
            return 0
        if height >= HIGH_FROM:
            return LONG
        return ALONE if self._is_alone and height >= LOW_ALONE_FROM else SHORT
