"""What the table of weighing has no room for: all of what was seen, and what the cell one stands on means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.reasoning.scale import bayes_factor, format_probability, kass_raftery
from coach.session.likelihood_marks import CANNOT, HARDLY, MARKS, MUST, WOULD
from coach.tui.drawing import Drawn
from coach.tui.matrix import OTHER_ROW, Spot
from coach.tui.plain_text import clipped, shortened
from coach.tui.widgets import chance
from coach.tui.widgets.matrix_drawing import DECISIVE

if TYPE_CHECKING:
    from coach.tui.matrix import Matrix
    from coach.tui.widgets.matrix_drawing import MatrixDrawing

TEXT_LINES = 2
"""Lines of what was seen, and of what the cell means: always the same, so that nothing moves from cell to cell."""
LEAST_TIMES = 1.05
"""Bayes factor under which two digits say 1 to 1."""
LEAST_MOVED = 0.005
"""Change of a probability that shows in whole percent."""
SAID = {
    CANNOT: "it could not be seen",
    HARDLY: "it would hardly be seen, less often than anyway",
    WOULD: "it would be seen, more often than anyway",
    MUST: "it must be seen",
}
ASKED_ODDS = "How likely is each on its own, before this evidence?"
ASKED_OTHER = "Of ten such investigations, in how many is the cause one that nobody listed?"
OTHER_SAYS = "What nobody listed expects it as the playbook's causes in it do."
NOT_SAID = "It says nothing, so this row expects it as often as it is seen anyway"


def detail_lines(view: MatrixDrawing, width: int) -> list[Content]:
    """Give what is asked of the cell one stands on, what stands in it, and what the signs mean."""
    matrix, spot = view.matrix, view.spot
    if not matrix.rows:
        return []
    column = matrix.columns[spot.column - 1] if spot.column else None
    is_other = matrix.rows[spot.row][0] == OTHER_ROW
    asked = column.text if column else ASKED_OTHER if is_other else ASKED_ODDS
    legend = "  ".join(f"{mark.sign} {mark.says}" for mark in reversed(MARKS))
    marked = f"  {DECISIVE} could change the advice" if view.decisive else ""
    return [
        Content(""),
        *_two_lines(asked, width, "bold"),
        clipped(matrix.rows[spot.row][1], width, "$accent"),
        *_two_lines(said_of(view), width),
        clipped(f"{legend}{marked}", width, "$quiet"),
    ]


def _two_lines(text: str, width: int, style: str = "") -> list[Content]:
    lines = shortened(text, width, TEXT_LINES, style)
    return [*lines, *[Content("")] * (TEXT_LINES - len(lines))]


def said_of(view: MatrixDrawing) -> str:
    """Give what a cell means, in a sentence."""
    matrix, spot = view.matrix, view.spot
    if view.typed is not None:
        problem = chance.read(f"{view.typed}%" if view.typed.isdecimal() else view.typed).problem
        return problem or "enter keeps it"
    value = matrix.value(spot)
    if not spot.column:
        said = f"{_said_of_odds(view, value)} {_moved(view)}".strip()
        return f"{said} {held(view)}".strip() if matrix.rows[spot.row][0] == OTHER_ROW else said
    if matrix.rows[spot.row][0] == OTHER_ROW:
        return f"{OTHER_SAYS} {held(view)}".strip()
    anyway = matrix.columns[spot.column - 1].anyway
    mark = matrix.mark(spot)
    if value is None or mark not in SAID:
        said = "It says nothing: this cause is as likely after it as before" if value else NOT_SAID
    else:
        said = f"If this were the cause, {SAID[mark]}"
    origin = _origin(matrix, spot)
    if view.has_numbers and value is not None:
        factor = bayes_factor(value, anyway)
        side = "for" if factor >= 1 else "against"
        times = factor if factor >= 1 else 1 / factor
        weighs = (
            f"{times:.2g} to 1 {side} it ({kass_raftery(times)})"
            if times >= LEAST_TIMES
            else "as good as nothing"
        )
        said = (
            f"{format_probability(value)} if this is the cause, {format_probability(anyway)} anyway: {weighs}"
        )
    return f"{said}. {origin}".strip()


def _said_of_odds(view: MatrixDrawing, value: float | None) -> str:
    """Give a chance in a word, since its number stands in the table; with odds where numbers are asked for."""
    if value is None:
        return "No idea: it gets the share that the others have on average."
    said = chance.spoken(value) if view.has_numbers else chance.spoken_within(value, 0)
    return f"{said[:1].upper()}{said[1:]}. {_origin(view.matrix, view.spot)}"


def _moved(view: MatrixDrawing) -> str:
    """Give where the belief of a row began among all, and where it is; empty where what was seen hardly moved it."""
    row = view.beliefs.get(view.matrix.rows[view.spot.row][0])
    if row is None or abs(row.prior - row.posterior) < LEAST_MOVED:
        return ""
    began, now = format_probability(row.prior), format_probability(row.posterior)
    return f"Among all it began at {began}; what was seen makes it {now}."


def _origin(matrix: Matrix, spot: Spot) -> str:
    if not matrix.is_as_filled(spot):
        return "As you changed it."
    if matrix.at(spot) in matrix.prepared:
        return "As the guided case has it."
    if not matrix.text(spot):
        return ""
    return "The playbook's number, editorial." if matrix.is_from_playbook(spot) else "As it stands already."


def held(view: MatrixDrawing) -> str:
    """Give what is inside "something else", and how much of it no playbook knows."""
    row = view.beliefs.get(OTHER_ROW)
    if row is None or not row.holds:
        return ""
    named = ", ".join(f"{name} {format_probability(p)}" for name, p in row.holds)
    return f"Now it holds {named}, what nobody knows {format_probability(row.unknown)}, and less likely ones."


class MatrixDetail(Drawn):
    """The lines below the table."""

    def __init__(self, view: MatrixDrawing) -> None:
        super().__init__(id="detail")
        self._view = view

    def draw(self, width: int) -> list[Content]:
        """Give the lines."""
        return detail_lines(self._view, width)
