"""The table of diagnostics, row by row: the name is read, what is bad is told, what comes near it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.playbook.compile import compile_file
from coach.playbook.shelf import find_playbooks
from coach.runs.describing.run_for_detectors import RunForDetectors
from coach.runs.detectors.diagnostics.judged import judged_diagnostics
from coach.runs.detectors.diagnostics.row import Diagnostic, State, diagnostic_of, table, words_of
from coach.runs.detectors.diagnostics.scaled import scaled
from coach.runs.detectors.diagnostics.shapes import SHAPES
from tests.runs.detectors.diagnostics.curves import bad, near, run_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS = {row.id: row for row in table().rows}
STATES = {
    f"{row.id}: {state.shape} {state.at:g} ({place})": (row, state)
    for row in table().rows
    for place, state in enumerate(row.states)
}


def bad_of(state: State) -> NDArray[np.float64]:
    """Give a curve in a bad state whose last level lies within what that state allows."""
    value = bad(state.shape, state.at)
    if state.shape in ("above", "below"):
        return np.clip(value, state.least, state.most)
    last = float(np.median(value[-20:]))
    if last < state.least:
        return value * 2 * state.least / last
    return value if last <= state.most else value * state.most / last


UP = frozenset({"above", "grows", "leaps-up"})
DOWN = frozenset({"below", "falls", "zero", "leaps-down"})
MOST_RAISED = 6

every_row = pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
every_state = pytest.mark.parametrize(("row", "state"), STATES.values(), ids=list(STATES))


def test_there_are_as_many_as_the_field_knows() -> None:
    assert len(ROWS) == len(table().rows) >= 120


@every_row
def test_its_name_is_read_as_what_it_is(row: Diagnostic) -> None:
    words = words_of
    if row.second is None:
        assert diagnostic_of(row.example) is row
    else:
        assert row.tag.fits(words(row.example))
        assert row.second.fits(words(row.second_example))


@every_state
def test_it_is_told_where_it_is_bad(row: Diagnostic, state: State) -> None:
    found = list(judged_diagnostics(RunForDetectors(run_of(row, state, bad_of(state)))))
    told = [each for each in found if row.example in each.says and each.detector == state.symptom]
    assert told, [each.says for each in found]
    assert all(each.says.endswith(".") and each.innocent and each.source for each in told)
    assert all(each.onset_step is not None for each in told)


@every_state
def test_it_is_not_told_where_it_only_comes_near(row: Diagnostic, state: State) -> None:
    value = near(state.shape, state.at)
    given = run_of(row, state, value)
    if len(row.states) == 1:
        found = list(judged_diagnostics(RunForDetectors(given)))
        assert [
            each.says for each in found if each.tag == row.example and each.detector == state.symptom
        ] == []
    assert SHAPES[state.shape](value, state.at) is None


@every_state
def test_without_what_must_stand_beside_it_it_is_not_told(row: Diagnostic, state: State) -> None:
    if state.beside is None or row.second is not None:
        return
    value = bad(state.shape, state.at)
    alone = run_of(row, None, value)
    others = [each for each in row.states if each.beside is None and SHAPES[each.shape](value, each.at)]
    found = list(judged_diagnostics(RunForDetectors(alone)))
    assert [each.detector for each in found] == [each.symptom for each in others[:1]]


@every_row
def test_a_symptom_has_one_direction(row: Diagnostic) -> None:
    ways: dict[str, set[str]] = {}
    for state in row.states:
        ways.setdefault(state.symptom, set()).add(state.shape)
    assert [
        name for name, shapes in ways.items() if shapes & UP and shapes & DOWN and name not in ONE_SIDED
    ] == []


ONE_SIDED = frozenset({"predictions-one-class"})
"""One answer to everything, be it always yes or always no."""


@every_row
def test_ten_points_are_the_least(row: Diagnostic) -> None:
    for state in row.states:
        given = run_of(row, state, bad(state.shape, state.at))
        short = {tag: part.where(slice(0, 9)) for tag, part in given.series.items()}
        cut = type(given)(name="cut", path=given.path, format="test", files=1, fingerprint="", series=short)
        assert list(judged_diagnostics(RunForDetectors(cut))) == []


@every_row
def test_values_that_it_cannot_have_are_not_judged(row: Diagnostic) -> None:
    value = np.linspace(-3, -1, 50)
    words = words_of(row.example)
    assert (scaled(row.example, words, value, row.number) is None) is (row.number != "any")


def test_every_symptom_is_one_of_a_playbook_whose_failure_modes_say_so() -> None:
    shelf = find_playbooks()
    made = [compile_file(file, shelf).catalogue for file in shelf]
    detected = {each.id for one in made for each in one.symptoms.values() if each.detected}
    says = {
        (mode.id, symptom)
        for one in made
        for mode in one.failure_modes
        for symptom, likelihood in mode.symptoms.items()
        if symptom in one.symptoms and likelihood > one.symptoms[symptom].anyway
    }
    states = [state for _, state in STATES.values()]
    assert {each.symptom for each in states} - detected == set()
    assert {(mode, each.symptom) for each in states for mode in each.raises} - says == set()
    assert [each.symptom for each in states if not 0 < len(each.raises) <= MOST_RAISED] == []
