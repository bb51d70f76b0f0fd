from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from coach.errors import JournalError
from coach.journal import index
from coach.journal.durable import temporary_beside
from coach.journal.glance import glance
from coach.journal.journal import Journal
from coach.journal.lock import session_lock
from coach.journal.summarise import summarise
from coach.journal.summary import summary_from_data, summary_from_row, summary_to_data, summary_to_row
from coach.session.event.common import Closed
from coach.session.fold import fold
from tests.journal.sessions import ONE, OTHER, event, noted, opened, session
from tests.session.strategies import event_lists

if TYPE_CHECKING:
    from pathlib import Path

    from coach.journal.summary import Summary
    from coach.session.event import Event

THIRD = "260316-zzzzz"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal.at(tmp_path / "journal")
    journal.create(ONE, session())
    journal.create(OTHER, (opened("Another"), noted(50)))
    return journal


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the sessions whose files were read for the index since the test began."""
    looked: list[str] = []

    def counting(path: Path, session_id: str) -> Summary:
        looked.append(session_id)
        return glance(path, session_id)

    monkeypatch.setattr(index, "glance", counting)
    return looked


def cache(journal: Journal) -> Path:
    return journal.root / "cache" / "sessions.index"


@given(event_lists().filter(bool))
@settings(max_examples=60, deadline=None)
def test_a_summary_survives_its_two_spellings(events: tuple[Event, ...]) -> None:
    summary = summarise(fold(events), ONE)
    assert summary_from_row(summary_to_row(summary)) == summary
    assert summary_from_data(summary_to_data(summary)) == summary


def test_sessions_are_listed_the_latest_first(journal: Journal) -> None:
    assert [summary.session for summary in journal.summaries()] == [OTHER, ONE]
    journal.append(ONE, [noted(99)])
    assert [summary.session for summary in journal.summaries()] == [ONE, OTHER]


def test_only_what_changed_is_read_again(journal: Journal, read: list[str]) -> None:
    journal.summaries()
    assert sorted(read) == [ONE, OTHER]
    Journal.at(journal.root).summaries()
    assert sorted(read) == [ONE, OTHER]
    journal.append(ONE, [noted(99)])
    assert journal.summaries()[0].events == 4
    assert sorted(read) == [ONE, ONE, OTHER]


def test_a_file_of_the_same_size_and_time_is_still_known_to_be_another(
    journal: Journal, read: list[str]
) -> None:
    journal.summaries()
    path = journal.path_of(ONE)
    before = path.stat()
    copy = path.with_suffix(".copy")
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    journal.summaries()
    assert sorted(read) == [ONE, ONE, OTHER]


def test_a_session_that_is_gone_is_not_listed(journal: Journal) -> None:
    journal.summaries()
    journal.path_of(ONE).unlink()
    assert [summary.session for summary in journal.summaries()] == [OTHER]


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"\x00\xff" * 500,
        b"coach.index/1 summary/1\n",
        b"coach.index/9\nabc",
        b"coach.index/1 summary/1\n[[",
    ],
)
def test_a_spoilt_index_is_made_anew(journal: Journal, spoilt: bytes) -> None:
    listed = journal.summaries()
    cache(journal).write_bytes(spoilt)
    assert journal.summaries() == listed
    assert Journal.at(journal.root).summaries() == listed


def test_no_change_of_a_byte_in_the_index_changes_what_is_listed(journal: Journal) -> None:
    listed = journal.summaries()
    held = cache(journal).read_bytes()
    for place in range(0, len(held), 7):
        cache(journal).write_bytes(held[:place] + bytes([held[place] ^ 4]) + held[place + 1 :])
        assert index.listing(journal.root).summaries == listed


def test_an_index_that_is_a_folder_or_cannot_be_written_is_done_without(journal: Journal) -> None:
    listed = journal.summaries()
    cache(journal).unlink()
    cache(journal).mkdir()
    assert journal.summaries() == listed
    cache(journal).rmdir()
    cache(journal).parent.rmdir()
    cache(journal).parent.write_text("a file")
    assert journal.summaries() == listed


def test_the_index_does_not_grow_without_end(journal: Journal) -> None:
    journal.summaries()
    for place in range(100, 250):
        journal.append(ONE, [noted(place)])
        journal.summaries()
    assert len(cache(journal).read_bytes().splitlines()) < 100


def test_two_listings_at_once_add_to_one_index(journal: Journal, read: list[str]) -> None:
    journal.summaries()
    journal.append(ONE, [noted(99)])
    held = cache(journal).read_bytes()
    journal.summaries()
    added = cache(journal).read_bytes()[len(held) :]
    cache(journal).write_bytes(held + added[:30] + added + added)
    del read[:]
    assert journal.summaries()[0].events == 4
    assert read in ([], [ONE])
    assert journal.summaries()[0].events == 4


def test_a_session_that_cannot_be_read_is_named_and_left_alone(journal: Journal) -> None:
    journal.path_of(ONE).write_bytes(b"damage")
    for _ in range(2):
        listing = journal.listing()
        assert [trouble.session for trouble in listing.troubles] == [ONE]
        assert [summary.session for summary in listing.summaries] == [OTHER]
    assert journal.path_of(ONE).read_bytes() == b"damage"


def test_a_trouble_that_was_mended_without_a_trace_is_forgotten(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: Path, _: str) -> Summary:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(index, "glance", forbidden)
        assert len(journal.listing().troubles) == 2
    assert journal.listing().troubles == ()


def test_files_that_are_no_sessions_are_passed_over(journal: Journal) -> None:
    folder = journal.path_of(ONE).parent
    for name in ("notes.txt", "A.json", "x y.json", ".hidden.json", f"{ONE}.json.unreadable-1"):
        (folder / name).write_text("whatever")
    assert journal.ids() == (ONE, OTHER)
    assert len(journal.listing().summaries) == 2
    assert journal.listing().troubles == ()


@pytest.mark.parametrize("change", [b"Pong", b'"version":1', b'"events":3'])
def test_a_summary_that_does_not_fit_its_checksum_is_derived_anew(journal: Journal, change: bytes) -> None:
    path = journal.path_of(ONE)
    start, end = path.read_bytes().split(b'"summary":{\n')
    path.write_bytes(start + b'"summary":{\n' + end.replace(change, change[:-1] + b"9"))
    assert glance(path, ONE) == summarise(fold(session()), ONE)


def test_the_summary_of_a_file_laid_out_anew_is_derived_anew(journal: Journal) -> None:
    path = journal.path_of(ONE)
    path.write_bytes(path.read_bytes() + b"\n\n")
    assert glance(path, ONE) == summarise(fold(session()), ONE)


def test_a_file_under_another_name_is_listed_under_that_name(journal: Journal) -> None:
    journal.path_of(ONE).rename(journal.path_of(THIRD))
    assert {summary.session for summary in journal.summaries()} == {OTHER, THIRD}


def test_a_summary_longer_than_a_glance_is_still_read(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.journal.glance._TAIL", 100)
    assert glance(journal.path_of(ONE), ONE) == summarise(fold(session()), ONE)


def test_a_file_that_went_away_since_it_was_found_is_an_error_of_its_own(journal: Journal) -> None:
    with pytest.raises(FileNotFoundError):
        glance(journal.path_of(THIRD), THIRD)


def test_temporary_files_of_writers_that_died_are_swept_away(journal: Journal) -> None:
    orphan = temporary_beside(journal.path_of(ONE))
    orphan.write_bytes(b"half")
    foreign = orphan.with_name(".Some Name.json.coach-tmp")
    foreign.write_bytes(b"not ours")
    journal.listing()
    assert not orphan.exists()
    assert foreign.exists()


def test_the_temporary_file_of_a_writer_at_work_is_left_alone(journal: Journal) -> None:
    orphan = temporary_beside(journal.path_of(ONE))
    orphan.write_bytes(b"half")
    with session_lock(journal.root, ONE):
        journal.listing()
    assert orphan.exists()


def test_a_temporary_file_is_no_hindrance_to_saving(journal: Journal) -> None:
    temporary_beside(journal.path_of(ONE)).write_bytes(b"half")
    journal.append(ONE, [noted(9)])
    assert journal.verify(ONE) == ()
    assert not temporary_beside(journal.path_of(ONE)).exists()


def test_closing_a_session_shows_in_the_list(journal: Journal) -> None:
    journal.append(ONE, [event(200, Closed(ending="solved"))])
    assert [(summary.session, summary.status, summary.ending) for summary in journal.summaries()] == [
        (ONE, "closed", "solved"),
        (OTHER, "open", ""),
    ]


def test_a_folder_that_cannot_be_listed_is_an_error(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", forbidden)
    monkeypatch.setattr(os, "listdir", forbidden)
    with pytest.raises(JournalError, match="cannot be read or written by you"):
        journal.listing()
    with pytest.raises(JournalError, match="cannot be read or written by you"):
        journal.ids()
