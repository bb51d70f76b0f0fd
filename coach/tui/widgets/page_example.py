"""What stands in a field of the first page while nothing is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.form import Hours, Number

if TYPE_CHECKING:
    from coach.session.step import Question


def unwritten(question: Question, *, is_here: bool) -> str:
    """Give an example where one is, and elsewhere only what an empty field means."""
    match question.form:
        case Hours():
            return "such as 10h or 90 min"
        case Number():
            return "or nothing"
        case _ if question.optional:
            return "nothing written down"
        case _:
            return f"such as: {question.example.partition(', ')[0].rstrip('.')}" if is_here else ""
