"""The lines of a claim that is built: one a part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.prediction import Comparison
from coach.prediction.built import TAKEN
from coach.session.form import Option
from coach.session.premortem.pages import Cell, PageLine, Where

if TYPE_CHECKING:
    from coach.prediction.built import Built

_TAKEN = {
    "throughout": "every value",
    "never": "no value",
    "final": "the last value",
    "max": "the largest value",
    "min": "the smallest value",
    "mean": "the mean",
    "median": "the median",
    "std": "the standard deviation",
    "slope": "the slope a step",
}
_COMPARED = {
    Comparison.ABOVE: "> is above",
    Comparison.AT_LEAST: ">= is at least",
    Comparison.BELOW: "< is below",
    Comparison.AT_MOST: "<= is at most",
}
_COMPARED_WIDTH = 27


def claim_lines(built: Built) -> tuple[PageLine, ...]:
    """Give the lines, with the parts that are there written into them; the third one is the stretch of a statistic."""
    takes = tuple(Option(each, _TAKEN[each]) for each in TAKEN)
    compared = tuple(Option(each.value, said) for each, said in _COMPARED.items())
    return (
        _line("Quantity", _text("tag", built.tag, "a part of its name, or what it stands for")),
        _line("Of it", Cell(where=_at("taken"), kind="pick", filled=built.taken, options=takes)),
        _line("Over", _text("window", built.window, "all of it; or last 10%, first 2h, from 100k to 200k")),
        _line(
            "Compared",
            Cell(
                where=_at("comparison"),
                kind="pick",
                filled=built.comparison,
                options=compared,
                width=_COMPARED_WIDTH,
            ),
            _text("target", built.target, "a number; or baseline + 10%"),
        ),
        _line("After", _text("after", built.after, "the start; or 10k, 10%, 1h")),
        _line("By", _text("by", built.by, "the end; or 200k, 50%, 2h")),
        _line("In", _text("seeds", built.seeds, "every run; or 3 of 5")),
    )


def _line(label: str, *cells: Cell) -> PageLine:
    return PageLine(label=label, cells=cells)


def _text(name: str, filled: str, says: str) -> Cell:
    return Cell(where=_at(name), filled=filled, says=says, optional=True)


def _at(name: str) -> Where:
    return Where("claim", name)
