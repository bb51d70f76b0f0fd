"""Several programs write at once: none loses what another wrote, and none waits for ever."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from coach.errors import JournalError
from coach.journal.journal import Journal
from coach.journal.lock import lock_path, session_lock
from tests.journal.sessions import ONE, OTHER, content, noted, session
from tests.journal.writer import append_some, children

if TYPE_CHECKING:
    from pathlib import Path


def test_eight_programs_that_append_a_hundred_events_each_keep_eight_hundred(tmp_path: Path) -> None:
    context = children()
    journal = Journal.at(tmp_path)
    journal.create(ONE, session(1))
    writers = [context.Process(target=append_some, args=(tmp_path, f"w{n}", 100)) for n in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 8
    kept = Journal.at(tmp_path).load(ONE)
    assert len(kept) == 801
    assert {event.id for event in kept[1:]} == {f"{p:06d}-w{n}" for p in range(1, 101) for n in range(8)}
    assert journal.verify(ONE) == ()


def test_threads_of_one_program_share_a_journal(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path)
    journal.create(ONE, session(1))

    def write(by: str) -> None:
        for place in range(1, 11):
            journal.append(ONE, [noted(place, by=by)])
            journal.load(ONE)

    threads = [threading.Thread(target=write, args=(f"t{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Journal.at(tmp_path).load(ONE)) == 41
    assert journal.verify(ONE) == ()


def test_a_session_that_somebody_else_is_writing_is_said_to_be_and_by_whom(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path)
    journal.create(ONE, session())
    with session_lock(tmp_path, ONE):
        refusals: list[JournalError] = []

        def write() -> None:
            with pytest.raises(JournalError, match="another coach is writing") as refusal:
                Journal(tmp_path, patience_s=0.05).append(ONE, [noted(9)])
            refusals.append(refusal.value)

        other = threading.Thread(target=write)
        other.start()
        other.join()
        assert content(journal.load(ONE)) == content(session())
        journal.create(OTHER, session())
    (refusal,) = refusals
    assert f"process {os.getpid()}" in refusal.message
    assert refusal.hint.startswith("Wait until it is done")
    assert refusal.exit_code == 4
    assert len(journal.append(ONE, [noted(9)])) == 4


def test_a_lock_is_free_again_after_a_failure_under_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), session_lock(tmp_path, ONE):
        _ = 1 / 0
    with session_lock(tmp_path, ONE, patience_s=0):
        assert lock_path(tmp_path, ONE).exists()


def test_a_lock_left_by_a_program_that_died_holds_nobody_up(tmp_path: Path) -> None:
    path = lock_path(tmp_path, ONE)
    path.parent.mkdir(parents=True)
    path.write_text("process 1 on elsewhere")
    with session_lock(tmp_path, ONE, patience_s=0):
        assert str(os.getpid()) in path.read_text()
