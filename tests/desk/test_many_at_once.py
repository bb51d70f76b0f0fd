"""A hundred programs that open sessions in the same second, as a job array does on a shared disk."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
PROGRAMS, EACH = 100, 10


def open_some(place: Path, program: int) -> None:
    desk = Coach(Journal.at(place), Stamp(by=f"task-{program}", now=lambda: AT))
    for number in range(EACH):
        desk.begin("premortem", title=f"{program}/{number}", playbook="deep-learning")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="programs are forked")
def test_a_thousand_sessions_of_one_second_opened_by_a_hundred_programs_are_all_kept(tmp_path: Path) -> None:
    open_some(tmp_path / "warm", 0)  # what is compiled once is not compiled a hundred times
    place = tmp_path / "shared"
    programs = []
    for program in range(PROGRAMS):
        child = os.fork()
        if child == 0:
            ended = 1
            try:
                open_some(place, program)
                ended = 0
            finally:
                os._exit(ended)
        programs.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in programs] == [0] * PROGRAMS
    kept = Journal.at(place).summaries()
    assert {each.title for each in kept} == {f"{a}/{b}" for a in range(PROGRAMS) for b in range(EACH)}
    assert len({each.session for each in kept}) == PROGRAMS * EACH
