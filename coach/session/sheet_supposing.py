"""What would be asked next if these were the answers; nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.method import parts
from coach.session.sheet import open_sheet, take
from coach.session.supposing import supposing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.event import Body
    from coach.session.sheet import Sheet
    from coach.session.step import Place


def sheet_supposing(place: Place, answers: Mapping[str, object]) -> Sheet | None:
    """Give the questions that would be open after these answers to the open sheet; None where none would be.

    Args:
        place: where the walk stands.
        answers: data as an answers file holds it, by the key of the question.

    Raises:
        AnswerError: an answer does not fit, or names a question that is not open.
    """
    stands = place

    def keep(bodies: tuple[Body, ...]) -> Place:
        nonlocal stands
        stands = stands._replace(session=supposing(stands.session, bodies))
        return stands

    take(parts(place), place, answers, keep)
    return open_sheet(parts(stands), stands)
