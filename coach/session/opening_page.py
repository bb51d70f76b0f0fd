"""The questions at the start of an investigation as the fields of one page, filled with what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.errors import AnswerError
from coach.session.answers.scalar import parse_hours
from coach.session.pace import SHORT_RUN_H
from coach.session.page_labels import LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.sheet import Sheet
    from coach.session.step import Question

FEWEST = 2
"""Questions that are worth a page; one that is left alone is asked alone."""


class PageField(NamedTuple):
    """A question on the page.

    Attributes:
        question: what is asked.
        label: what it is called on the page.
        filled: the answer that stands unless it is changed, as text; empty where nothing is known.
        origin: where that comes from, in a few words.
        guide: why the guided case answers so; empty elsewhere.
    """

    question: Question
    label: str
    filled: str = ""
    origin: str = ""
    guide: str = ""


def page_fields(sheet: Sheet, known: Mapping[str, tuple[str, str]]) -> tuple[PageField, ...]:
    """Give the fields of the page; none where its questions are answered, or only one is left.

    Args:
        sheet: the questions that can be answered now.
        known: what is known beside the sheet: answer and origin, by the question's key.
    """
    steps = {step.question.key: step.question for step in sheet.steps}
    if not any(key in steps for key in _OPENING):
        return ()
    fields = []
    for key, label in LABELS.items():
        if key in steps:
            filled, origin = known.get(key, ("", ""))
            own = sheet.prefilled.get(key)
            if own is not None and not filled:
                filled, origin = as_text(own.answer), own.origin
            fields.append(PageField(steps[key], label, filled, origin))
    return tuple(fields) if len(fields) >= FEWEST else ()


def as_text(answer: object) -> str:
    """Give an answer as the page's fields hold it: of several options their ids, with commas between."""
    return ",".join(map(str, answer)) if isinstance(answer, list) else str(answer)


_OPENING = ("frame.working-on", "expectation.expected", "expectation.observed")
"""Without one of these the page is done with."""


def moot(answers: Mapping[str, str]) -> frozenset[str]:
    """Give the questions of the page that nobody asks once these answers are given: a short run is cheap to try."""
    try:
        is_short = parse_hours(answers.get("frame.run-length", "")) < SHORT_RUN_H
    except AnswerError:
        return frozenset()
    return frozenset({"frame.run-price", "frame.tried", "expectation.class"}) if is_short else frozenset()
