"""A program may be killed at any moment: nothing confirmed is lost, nothing is left that cannot be read."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest

from coach.journal.journal import Journal
from coach.journal.storage import last_copy_of
from tests.journal.sessions import ONE, content, noted, session
from tests.journal.writer import append_until_killed, children, die_at_call, die_half_written

if TYPE_CHECKING:
    from pathlib import Path

TRIALS = 200
SESSIONS = 10
LONGEST_S = 0.06


def test_killing_a_writer_at_random_moments_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    context = children()
    chance = random.Random(2026)  # noqa: S311 - moments, no secrets
    confirmed = 0
    for number in range(SESSIONS):
        root, confirmations = tmp_path / f"journal-{number}", tmp_path / f"confirmed-{number}"
        Journal.at(root).create(ONE, session(1))
        for trial in range(TRIALS // SESSIONS):
            receive, send = context.Pipe(duplex=False)
            child = context.Process(
                target=append_until_killed, args=(root, confirmations, 1000 * trial + 1, send)
            )
            child.start()
            send.close()
            assert receive.recv_bytes() == b"ready"
            time.sleep(chance.uniform(0, LONGEST_S))
            child.kill()
            child.join()
            receive.close()
            said = set(confirmations.read_text().split())
            kept = {event.id for event in Journal.at(root).load(ONE)}
            assert said <= kept
            assert len(kept) - len(said) <= 2 + trial
        assert Journal.at(root).verify(ONE) == ()
        assert list(root.rglob("*.unreadable-*")) == []
        confirmed += len(said)
    assert confirmed > TRIALS / 2


@pytest.mark.parametrize("has_copy", [False, True])
def test_dying_before_any_call_of_a_save_keeps_all_that_was_there(tmp_path: Path, *, has_copy: bool) -> None:
    context = children()
    journal = Journal.at(tmp_path)
    journal.create(ONE, session(1))
    if has_copy:
        journal.append(ONE, [noted(1)])
    number, died = 0, True
    while died:
        number += 1
        before = set(content(Journal.at(tmp_path).load(ONE)))
        child = context.Process(target=die_at_call, args=(tmp_path, number))
        child.start()
        child.join()
        died = child.exitcode == 9
        after = Journal.at(tmp_path).load(ONE)
        assert set(content(after)) - before <= set(content((noted(1000 + number),)))
        assert before <= set(content(after))
        assert Journal.at(tmp_path).verify(ONE) == ()
    assert child.exitcode == 0
    assert number > 10
    assert content((noted(1000 + number),))[0] in content(after)


def test_dying_with_half_of_the_file_written_keeps_all_that_was_there(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path)
    journal.create(ONE, session())
    child = children().Process(target=die_half_written, args=(tmp_path,))
    child.start()
    child.join()
    assert child.exitcode == 9
    assert content(Journal.at(tmp_path).load(ONE)) == content(session())
    Journal.at(tmp_path).append(ONE, [noted(9)])
    assert journal.verify(ONE) == ()
    assert content(Journal.at(tmp_path).load(ONE)) == content((*session(), noted(9)))
    assert last_copy_of(journal.path_of(ONE)).exists()
