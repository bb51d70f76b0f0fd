"""Explanations held against what was seen, as one table: a row a cause, a column a thing seen, the odds first.

A cell is text as an answers file has it, so that what the playbook says stays the number it is until it is changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from coach.session.form import Table
from coach.session.hypotheses import hypotheses
from coach.session.likelihood_marks import NOTHING, SAME, Mark, mark_of
from coach.session.observations import EVEN, FACT, observations
from coach.session.prefilled import NO_IDEA
from coach.session.symptom_ids import in_words
from coach.tui.widgets.chance import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coach.session.fold import Session
    from coach.session.observations import Observation
    from coach.session.step import Step
    from coach.tui.interfaces import Walk

ODDS, CATCH_ALL, WEIGHING = "odds.priors", "odds.catch-all", "weighing."
OTHER_ROW = "other"
"""The row of what nobody listed."""
LONGEST_NAME = 5
"""Words of a person's sentence that name its column."""


class Column(NamedTuple):
    """One thing that was seen.

    Attributes:
        step: how its likelihoods are asked for, of every explanation.
        name: a few words.
        text: all of it.
        anyway: how often it is seen whatever the cause.
        told: what the playbook says of explanations, where that was kept with the evidence.
    """

    step: Step
    name: str
    text: str
    anyway: float
    told: Mapping[str, float]

    @property
    def key(self) -> str:
        """The key of its question."""
        return self.step.question.key


class Spot(NamedTuple):
    """Where one stands: a row, and a column of which the first is the odds."""

    row: int
    column: int


@dataclass(slots=True)
class Matrix:
    """The table while it is being filled in.

    Attributes:
        rows: (id, text) of the explanations, and of what nobody listed.
        columns: what was seen.
        odds: how likely each row is before the evidence: the two questions.
        asked: the questions that are open, by key, each of the explanations that it is still open for.
        cells: the texts, by question and row.
        filled: the same as the page began, from the playbook or from before.
        prepared: the cells that the guided case has filled in.
    """

    rows: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    odds: Mapping[str, Step]
    asked: Mapping[str, Step]
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    filled: dict[tuple[str, str], str] = field(default_factory=dict)
    prepared: set[tuple[str, str]] = field(default_factory=set)

    def at(self, spot: Spot) -> tuple[str, str]:
        """Give the address of a cell."""
        row = self.rows[spot.row][0]
        if spot.column:
            return self.columns[spot.column - 1].key, row
        return CATCH_ALL if row == OTHER_ROW else ODDS, row

    def can_change(self, spot: Spot) -> bool:
        """Say whether a cell takes an answer."""
        return self.at(spot) in self.cells

    def text(self, spot: Spot) -> str:
        """Give the text of a cell."""
        return self.cells.get(self.at(spot), "")

    def value(self, spot: Spot) -> float | None:
        """Give the chance in a cell; None where it says nothing."""
        return read(self.text(spot)).value

    def mark(self, spot: Spot) -> Mark | None:
        """Give the mark of a cell under something seen; None for a row that is no explanation."""
        if self.rows[spot.row][0] == OTHER_ROW:
            return None
        value = self.value(spot)
        return NOTHING if value is None else mark_of(value, self.columns[spot.column - 1].anyway)

    def put(self, spot: Spot, text: str) -> None:
        """Write a cell."""
        self.cells[self.at(spot)] = text

    def is_as_filled(self, spot: Spot) -> bool:
        """Say whether a cell is as it was when the page began."""
        return self.text(spot) == self.filled.get(self.at(spot), "")

    def is_from_playbook(self, spot: Spot) -> bool:
        """Say whether a cell that nobody changed holds the playbook's number."""
        key, row = self.at(spot)
        value = self.value(spot)
        if value is None:
            return False
        told = self.columns[spot.column - 1].told.get(row) if spot.column else None
        return self._is_asked(key, row) or (told is not None and abs(told - value) < SAME)

    def answers(self) -> dict[str, object]:
        """Give what is asked now, as an answers file holds it, by the key of the question."""
        changed = {step.question.key for step, _ in self.changed()}
        return {key: self._data(step) for key, step in self.asked.items() if key not in changed}

    def changed(self) -> list[tuple[Step, object]]:
        """Give the tables in which something that stood already was changed, with all of their cells."""
        return [(step, self._data(step)) for step in self.steps() if self._has_changed(step.question.key)]

    def given(self) -> list[tuple[Step, object]]:
        """Give every table that is asked now or was changed, with all of its cells."""
        return [
            (step, self._data(step))
            for step in self.steps()
            if step.question.key in self.asked or self._has_changed(step.question.key)
        ]

    def steps(self) -> Iterator[Step]:
        """Give every question of the table, the odds first."""
        yield from self.odds.values()
        yield from (column.step for column in self.columns)

    def _is_asked(self, key: str, row: str) -> bool:
        form = self.asked[key].question.form if key in self.asked else None
        return any(each.id == row for each in form.rows) if isinstance(form, Table) else form is not None

    def _has_changed(self, key: str) -> bool:
        return any(
            text != self.filled.get((at, row), "") and not self._is_asked(at, row)
            for (at, row), text in self.cells.items()
            if at == key
        )

    def _data(self, step: Step) -> object:
        key = step.question.key
        if not isinstance(step.question.form, Table):
            return self.cells.get((key, OTHER_ROW), "")
        return {row.id: [self.cells.get((key, row.id), "") or NO_IDEA] for row in step.question.form.rows}


def matrix_of(walk: Walk, steps: Sequence[Step], prepared: Mapping[str, object]) -> Matrix:
    """Give the table of a walk: what is asked now, filled in, and what stands beside it; for a thread.

    Args:
        walk: whose.
        steps: the open questions.
        prepared: answers to begin with in place of what is filled in, by the key of the question.
    """
    asked = {step.question.key: step for step in steps}
    whole = asked | {step.question.key: step for step in walk.tables()}
    views = hypotheses(walk.session)
    matrix = Matrix(
        rows=(*((view.id, view.text) for view in views), (OTHER_ROW, "something else")),
        columns=tuple(_columns(walk.session, whole)),
        odds={key: whole[key] for key in (ODDS, CATCH_ALL) if key in whole},
        asked=asked,
    )
    for step in matrix.steps():
        key = step.question.key
        for row, text in (_filled_in(step) | (_filled_in(asked[key]) if key in asked else {})).items():
            matrix.filled[key, row] = text
    _even_out(matrix)
    for key, data in prepared.items():
        _prepare(matrix, key, data)
    matrix.cells = dict(matrix.filled)
    return matrix


def _columns(session: Session, whole: Mapping[str, Step]) -> Iterator[Column]:
    views = hypotheses(session)
    for seen in observations(session):
        step = whole.get(f"{WEIGHING}{seen.id}")
        form = step.question.form if step else None
        if step is not None and isinstance(form, Table):
            told = {
                view.id: seen.told.modes[view.failure_mode]
                for view in views
                if view.failure_mode in seen.told.modes
            }
            anyway = EVEN if form.anyway is None else form.anyway
            yield Column(step, column_name(seen), seen.text, anyway, told)


def column_name(seen: Observation) -> str:
    """Give a few words for something that was seen: the playbook's name of it, or how one's own words begin."""
    if seen.detector and not seen.detector.startswith(FACT):
        named = in_words(seen.detector)
        return f"no {named}" if seen.denied else named
    return " ".join(seen.text.split()[:LONGEST_NAME])


def _filled_in(step: Step) -> dict[str, str]:
    form = step.question.form
    if not isinstance(form, Table):
        return {OTHER_ROW: step.question.suggested}
    given = {row.id: (form.suggested.get(row.id) or ("",))[0] for row in form.rows}
    return {row: "" if text == NO_IDEA else text for row, text in given.items()}


def _even_out(matrix: Matrix) -> None:
    """Begin with even odds where nothing at all is known of them."""
    known = {address: text for address, text in matrix.filled.items() if address[0] == ODDS}
    if known and not any(known.values()):
        matrix.filled |= dict.fromkeys(known, "even")


def _prepare(matrix: Matrix, key: str, data: object) -> None:
    """Fill in what the guided case has prepared for a question."""
    rows = data if isinstance(data, dict) else {OTHER_ROW: data}
    for row, text in rows.items():
        if (key, row) in matrix.filled:
            said = str(text[0] if isinstance(text, list) and text else text)
            matrix.filled[key, row] = "" if said == NO_IDEA else said
            matrix.prepared.add((key, row))
