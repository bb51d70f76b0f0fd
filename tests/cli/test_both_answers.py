"""Line by line and by key: an answer that somebody else gave first is shown, never overridden unseen."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from coach.cli.by_sheet import SheetKeyboard, converse_by_sheet
from coach.cli.console import Console
from coach.cli.plain import Keyboard, converse
from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.session.event.common import RunLengthGiven

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from coach.desk.walk import Walk


class Typed(io.StringIO):
    """Lines typed one after another; before the first one somebody else does something."""

    def __init__(self, lines: list[str], before: Callable[[], None]) -> None:
        super().__init__()
        self._lines: Iterator[str] = iter(lines)
        self._before: list[Callable[[], None]] = [before]

    def readline(self, _size: int = -1, /) -> str:  # type: ignore[override]
        while self._before:
            self._before.pop()()
        return next(self._lines, "")


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Walk, Walk]:
    journal = Journal.at(tmp_path)
    ana = Coach(journal, Stamp(by="ana")).begin("stuck", playbook="deep-learning")
    ana.answer_text("make it land")
    return ana, Coach(Journal.at(tmp_path), Stamp(by="ben\x1b[2J")).walk(ana.session_id)


def heard(pair: tuple[Walk, Walk], *lines: str, by_sheet: bool = False) -> str:
    ana, ben = pair
    written = io.StringIO()
    typed = Typed([f"{line}\n" for line in lines], lambda: ben.answer_text("10h"))
    console = Console(typed, written)
    console.width = 300
    if by_sheet:
        converse_by_sheet(ana, console, SheetKeyboard(console))
    else:
        converse(ana, console, Keyboard(console))
    return written.getvalue()


def lengths(walk: Walk) -> list[float]:
    walk.refresh()
    return [body.hours for body in walk.session.all(RunLengthGiven)]


@pytest.mark.parametrize("by_sheet", [False, True])
def test_enter_keeps_the_answer_that_was_given_first(pair: tuple[Walk, Walk], *, by_sheet: bool) -> None:
    text = heard(pair, "3h", "", by_sheet=by_sheet)
    assert "  Theirs: 10 h\n  Yours: 3 h\n" in text
    assert "answered this since it was asked" in text
    assert "\x1b" not in text
    assert lengths(pair[0]) == [10]


def test_m_puts_ones_own_answer_in_its_place(pair: tuple[Walk, Walk]) -> None:
    heard(pair, "3h", "what", "m")
    assert lengths(pair[0]) == [10, 3]


def test_where_the_input_ends_the_first_answer_stands(pair: tuple[Walk, Walk]) -> None:
    heard(pair, "3h")
    assert lengths(pair[0]) == [10]
