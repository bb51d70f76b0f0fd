"""Reads the typed parts of an answer; a wrong type is a fault of the caller, not of the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from coach.session.step import Items

if TYPE_CHECKING:
    from coach.session.step import Answer, Cell


def words(answer: Answer) -> str:
    """Give a text answer, stripped."""
    if not isinstance(answer, str):
        raise TypeError(f"a text answer was expected, not {type(answer).__name__}")
    return answer.strip()


def number(answer: Answer) -> float:
    """Give a number answer."""
    if not isinstance(answer, float | int):
        raise TypeError(f"a number was expected, not {type(answer).__name__}")
    return float(answer)


def items(answer: Answer) -> Items:
    """Give the lines of a list answer."""
    if not isinstance(answer, Items):
        raise TypeError(f"a list answer was expected, not {type(answer).__name__}")
    return answer


def chosen(answer: Answer) -> tuple[str, ...]:
    """Give the ids of a several-of-many answer."""
    if not isinstance(answer, tuple) or isinstance(answer, Items):
        raise TypeError(f"a choice of several was expected, not {type(answer).__name__}")
    return answer


def table(answer: Answer) -> dict[str, tuple[Cell, ...]]:
    """Give the rows of a table answer."""
    if not isinstance(answer, Mapping):
        raise TypeError(f"a table was expected, not {type(answer).__name__}")
    return {row: cells for row, cells in answer.items() if isinstance(cells, tuple)}


def card(answer: Answer) -> dict[str, str | float]:
    """Give the fields of a card answer."""
    if not isinstance(answer, Mapping):
        raise TypeError(f"a card was expected, not {type(answer).__name__}")
    return {name: value for name, value in answer.items() if isinstance(value, str | float | int)}
