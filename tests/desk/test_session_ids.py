"""Sessions that begin in one second, as a job array begins them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

AT = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)


def desk(place: Path) -> Coach:
    return Coach(Journal.at(place), Stamp(by="array", now=lambda: AT))


def test_two_hundred_sessions_of_one_second_are_all_kept(tmp_path: Path) -> None:
    def begin(number: int) -> str:
        return desk(tmp_path).begin("premortem", title=f"task {number}", playbook="deep-learning").session_id

    with ThreadPoolExecutor(8) as jobs:
        ids = list(jobs.map(begin, range(200)))
    assert len(set(ids)) == 200
    assert {each.title for each in desk(tmp_path).summaries()} == {f"task {number}" for number in range(200)}


def test_an_id_that_is_taken_is_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([7, 7, 7, 8])
    monkeypatch.setattr("coach.desk.stamp.secrets.randbits", lambda _bits: next(drawn))
    first = desk(tmp_path).begin("premortem", title="first", playbook="deep-learning")
    second = desk(tmp_path).begin("premortem", title="second", playbook="deep-learning")
    assert first.session_id != second.session_id
    assert {each.title for each in desk(tmp_path).summaries()} == {"first", "second"}
