"""The review of a journal of twenty-five sessions on logs that were written after the seals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.journal import records
from coach.journal.records import session_records
from coach.session.review.sentence import headline
from tests.desk.many_sessions import many_sessions

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk.coach import Coach


@pytest.fixture(scope="module")
def coach(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    return many_sessions(tmp_path_factory.mktemp("many"))


def test_everything_that_was_sealed_before_its_run_is_scored(coach: Coach) -> None:
    found = coach.record.review()
    assert found.sessions == (25, 25)
    assert {each.name: each.forecasts for each in found.by_kind} == {
        "claims about the run": 51,
        "tripwires staying quiet": 34,
        "the run failing": 17,
        "outcomes of experiments and repairs": 16,
    }
    assert found.unscored == ()
    assert {each.name for each in found.by_person} == {"mira", "tom"}
    assert headline(found).startswith("You are too sure: over 118 resolved forecasts")


def test_causes_hours_and_detectors_come_from_the_sessions(coach: Coach) -> None:
    found = coach.record.review()
    assert [each.of for each in found.listed] == [6, 8]
    assert {each.stage: each.multiplier.estimates for each in found.hours} == {
        "run": 17,
        "experiment": 8,
        "repair": 8,
    }
    assert found.wasted_h[1] == 8
    assert found.wasted_h[0] > 0
    assert [each.name for each in found.detectors] == ["loss-spikes"]
    assert found.dollars == 340
    assert found.lessons[0] == ("scaling 24", "Print the scale of every reward, 24.")


def test_a_second_review_reads_no_session_again(coach: Coach, monkeypatch: pytest.MonkeyPatch) -> None:
    first = coach.record.review()

    def refuse(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(records, "_row", refuse)
    assert coach.record.review() == first


def test_a_walk_reads_a_few_sessions_at_a_time_the_newest_first(tmp_path: Path) -> None:
    root = many_sessions(tmp_path, 5).root
    titles = [each.title for each in session_records(root, most_read=2)]
    assert titles == ["scaling 4", "scaling 3"]
    assert len(session_records(root, most_read=2)) == 4
    assert len(session_records(root)) == 5


def test_a_spoilt_cache_costs_time_and_nothing_else(coach: Coach) -> None:
    first = coach.record.review()
    (coach.root / "cache" / "records.json").write_text("{", encoding="utf-8")
    assert coach.record.review() == first


def test_the_guided_case_and_the_work_log_are_no_part_of_the_record(tmp_path: Path) -> None:
    made = many_sessions(tmp_path, 1)
    made.note("a thought", session_id=None)
    made.begin("stuck", guided=True)
    assert len(session_records(made.root)) == 1
    assert made.record.review().sessions == (1, 1)
