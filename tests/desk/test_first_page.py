from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.errors import AnswerError, RunReadError
from coach.session.event.common import Classified, RunLengthGiven, Skipped, Stated
from coach.session.event.evidence import RunsLinked, SymptomSeen
from coach.session.opening_page import moot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.desk import Coach, Walk
    from coach.desk.case import Case

PAGE = {
    "frame.working-on": "next",
    "expectation.expected": "15",
    "expectation.observed": "0",
    "frame.run-length": "10h",
    "frame.run-price": "",
    "expectation.class": "never-learns",
    "frame.tried": "",
}


def _read(walk: Walk) -> list[Case]:
    shown: list[Case] = []
    walk.opening.read(shown.append, lambda *_: None, lambda: False)
    return shown


def test_the_page_fills_itself_from_folder_and_logs_and_says_where_from(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = coach.begin("stuck", paths=[str(write_run("lander_7"))])
    before = {each.question.key: each for each in walk.opening.fields()}
    assert (before["frame.working-on"].filled, before["frame.working-on"].origin) == (
        "lander_7",
        "from the folder",
    )
    described, full = _read(walk)
    assert described.stands_out is None
    assert full.stands_out is not None
    assert full.looks
    after = {each.question.key: each for each in walk.opening.fields()}
    assert (after["frame.run-length"].filled, after["frame.run-length"].origin) == (
        "59.4 min",
        "from the log",
    )
    assert list(after) == list(PAGE)


def test_a_page_that_is_taken_keeps_what_the_questions_one_by_one_would(coach: Coach) -> None:
    walk, other = (
        coach.begin("stuck", title="next", playbook="policy-gradient"),
        coach.begin("stuck", title="next", playbook="policy-gradient"),
    )
    walk.take(PAGE)
    while other.question.key in PAGE:
        other.answer_data(PAGE[other.question.key])
    kinds = (Stated, RunLengthGiven, Skipped, Classified)
    assert [walk.session.all(kind) for kind in kinds] == [other.session.all(kind) for kind in kinds]
    assert walk.question.key == other.question.key
    assert walk.opening.fields() == ()
    walk.undo()
    assert len(walk.opening.fields()) == len(PAGE)


def test_a_page_with_a_fault_keeps_nothing_and_names_the_field(coach: Coach) -> None:
    walk = coach.begin("stuck", playbook="policy-gradient")
    events = len(walk.session.events)
    with pytest.raises(AnswerError) as refused:
        walk.take(PAGE | {"frame.run-length": "soon"})
    assert refused.value.where == "frame.run-length"
    assert len(walk.session.events) == events


def test_logs_read_on_the_page_are_not_read_again_in_the_walk(
    coach: Coach, write_run: Callable[..., Path]
) -> None:
    walk = coach.begin("stuck", paths=[str(write_run(entropy=0.0))])
    _read(walk)
    assert walk.session.last(SymptomSeen) is not None
    walk.take(PAGE)
    assert walk.question.key != "evidence.reading"
    (shown,) = _read(coach.walk(walk.session_id))
    assert shown.stands_out


def test_a_folder_that_is_gone_is_told_and_forgotten(coach: Coach, write_run: Callable[..., Path]) -> None:
    folder = write_run()
    walk = coach.begin("stuck", paths=[str(folder)])
    for each in folder.iterdir():
        each.unlink()
    folder.rmdir()
    with pytest.raises(RunReadError):
        _read(walk)
    assert not walk.opening.has_logs
    assert not walk.session.all(RunsLinked)


def test_only_the_beginning_of_an_investigation_is_a_page(coach: Coach) -> None:
    assert coach.begin("premortem").opening.fields() == ()
    walk = coach.begin("stuck", title="x", playbook="policy-gradient")
    while walk.question.key != "expectation.class":
        walk.answer_data(PAGE[walk.question.key])
    assert walk.opening.fields() == ()


def test_what_a_short_run_makes_needless_is_not_wanted() -> None:
    assert "expectation.class" in moot({"frame.run-length": "2 min"})
    assert moot({"frame.run-length": "10h"}) == moot({"frame.run-length": "soon"}) == frozenset()
