"""What a column of likelihoods says, in words: the implied Bayes factor, seen and not seen."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.errors import AnswerError
from coach.reasoning.scale import bayes_factor, decibans, kass_raftery
from coach.session.answers.cells import parse_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.session.form import Table

LONGEST_NAME: Final = 28
"""Characters of an explanation in the sentence; the table has the whole of it."""
LEAST, MOST = 0.01, 0.99
"""Likelihoods count within these (engine.md 5.1)."""
_FEWEST = 2


class Strength(NamedTuple):
    """What a column says, as a sentence and in one short line; both empty where it says nothing yet."""

    says: str = ""
    in_short: str = ""


def strength(form: Table, cells: Mapping[str, Sequence[str]], column: int) -> Strength:
    """Give how far one outcome, or what was seen, tells the rows apart; empty while fewer than two are judged.

    The two rows that differ most are compared. What seeing it says and what not seeing it would have said are
    different things: a likely sign is weak evidence when it is there, and strong when it is missing.

    Args:
        form: a table of likelihoods.
        cells: the texts of its cells, by row id.
        column: which column.
    """
    values: dict[str, float] = {}
    for row in form.rows:
        with suppress(AnswerError):
            value = parse_row(form, row, [each for each in cells.get(row.id, ()) if each.strip()])[column]
            if value is not None:
                values[row.text] = min(MOST, max(LEAST, value))
    if len(values) < _FEWEST:
        return Strength()
    best, least = max(values, key=values.__getitem__), min(values, key=values.__getitem__)
    if values[best] == values[least]:
        return Strength(
            "As it stands all expect it alike: it tells nothing.", "it tells nothing as it stands"
        )
    seen = bayes_factor(values[best], values[least])
    missing = bayes_factor(1 - values[least], 1 - values[best])
    there = f"{seen:.2g} to 1 ({kass_raftery(seen)}"
    gone = f"{missing:.2g} to 1 ({kass_raftery(missing)})"
    return Strength(
        f"It speaks for “{_short(best)}” over “{_short(least)}” {there}, {decibans(seen):.1f} dB); without it, the "
        f"other way round, {gone}.",
        f"seen: {there}); not seen: {gone}",
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"
