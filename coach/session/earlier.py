"""Causes that earlier investigations ended with, and what is said of one that comes up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from coach.session.step import Place

ALIKE = 0.6
"""Nearness from which two lines are taken for the same cause (editorial)."""
_HOW = {
    "reversed": "confirmed by undoing the repair",
    "fixed-once": "confirmed by one run that worked",
    "believed": "believed, never checked",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

Grade = Literal["reversed", "fixed-once", "believed"]


class Ended(NamedTuple):
    """The cause that a closed investigation named.

    Attributes:
        text: the cause, as it stood on the list.
        failure_mode: its id in the catalogue; empty where it has none.
        grade: how sure it was.
        on: the day of the investigation's last word.
    """

    text: str
    failure_mode: str
    grade: Grade
    on: date


def had_before(place: Place, text: str, failure_mode: str) -> str:
    """Give a sentence on the newest earlier investigation that ended with this cause; empty where none did."""
    for ended in place.earlier():
        is_same_mode = bool(failure_mode) and failure_mode == ended.failure_mode
        if is_same_mode or place.words.alike(text, ended.text) >= ALIKE:
            when = f"{_MONTHS[ended.on.month - 1]} {ended.on.year}"
            return f"You had “{ended.text}” in {when}: {_HOW[ended.grade]}."
    return ""
