from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import JournalError
from coach.journal.journal import Journal
from coach.journal.salvage import salvaged
from coach.journal.storage import last_copy_of
from coach.session.event import SCHEMA_VERSION
from tests.journal.sessions import ONE, OTHER, content, noted, sealed_session, session

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Give a journal with one session of six events, the sixth appended last, and another session."""
    journal = Journal.at(tmp_path / "journal")
    journal.create(OTHER, session())
    journal.create(ONE, session(5))
    journal.append(ONE, [noted(5)])
    return journal


def refusal_of(journal: Journal) -> JournalError:
    with pytest.raises(JournalError) as refusal:
        Journal.at(journal.root).load(ONE)
    return refusal.value


def asides(journal: Journal) -> list[Path]:
    return sorted(journal.path_of(ONE).parent.glob("*.unreadable-*"))


@pytest.mark.parametrize("damage", [b"", b"\x00" * 500, b"<<<<<<< HEAD\n", b'{"events":', b"[1, 2]"])
def test_a_file_without_anything_readable_is_set_aside_and_its_last_good_copy_is_put_in_its_place(
    journal: Journal, damage: bytes
) -> None:
    path = journal.path_of(ONE)
    path.write_bytes(damage)
    refusal = refusal_of(journal)
    assert path.name in refusal.where
    assert f"{path.name}.unreadable-1" in refusal.message
    assert last_copy_of(path).name in refusal.hint
    assert "5 entries are back in place" in refusal.hint
    assert refusal.exit_code == 4
    assert [aside.read_bytes() for aside in asides(journal)] == [damage]
    assert content(Journal.at(journal.root).load(ONE)) == content(session(5))
    assert journal.verify(ONE) == ()


def test_lines_that_can_still_be_read_are_put_back_beside_the_last_good_copy(journal: Journal) -> None:
    path = journal.path_of(ONE)
    lines = path.read_bytes().split(b"\n")
    lines[2] = lines[2][:40]
    path.write_bytes(b"\n".join(lines))
    hint = refusal_of(journal).hint
    assert "6 entries are back in place (5 read from the damaged file, 1 from the last good copy" in hint
    assert "missing" not in hint
    assert content(Journal.at(journal.root).load(ONE)) == content(session(6))
    assert journal.verify(ONE) == ()


def test_what_is_lost_is_said_to_be_lost(journal: Journal) -> None:
    path = journal.path_of(ONE)
    path.write_bytes(path.read_bytes().replace(b'"000005-mira"', b"oh"))
    hint = refusal_of(journal).hint
    assert "5 entries are back in place" in hint
    assert "1 damaged entries may be missing" in hint


def test_a_conflict_that_git_left_gives_the_entries_of_both_sides(journal: Journal) -> None:
    path = journal.path_of(ONE)
    mine, theirs = Journal.at(journal.root), Journal.at(path.parents[2] / "theirs")
    theirs.merge_file(path)
    mine.append(ONE, [noted(6, "mine")])
    theirs.append(ONE, [noted(7, "theirs", by="noor")])
    before, after = (each.path_of(ONE).read_text().splitlines() for each in (mine, theirs))
    same = next(at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other)
    conflict = ["<<<<<<< HEAD", *before[same:], "=======", *after[same:], ">>>>>>> theirs"]
    path.write_text("\n".join([*before[:same], *conflict, ""]))
    refusal_of(journal)
    expected = (*session(6), noted(6, "mine"), noted(7, "theirs", by="noor"))
    assert content(Journal.at(journal.root).load(ONE)) == content(expected)
    assert journal.verify(ONE) == ()


def test_a_file_of_which_nothing_is_left_is_set_aside_and_the_session_is_gone(journal: Journal) -> None:
    path = journal.path_of(ONE)
    last_copy_of(path).unlink()
    path.write_bytes(b"nothing")
    refusal = refusal_of(journal)
    assert "no good copy" in refusal.hint
    assert journal.ids() == (OTHER,)
    assert asides(journal)[0].read_bytes() == b"nothing"


def test_files_set_aside_are_never_overwritten(journal: Journal) -> None:
    for number in range(1, 4):
        journal.path_of(ONE).write_bytes(b"damage %d" % number)
        refusal_of(journal)
    assert [aside.read_bytes() for aside in asides(journal)] == [b"damage 1", b"damage 2", b"damage 3"]


def test_appending_to_a_damaged_file_says_so_and_then_goes_on(journal: Journal) -> None:
    journal.path_of(ONE).write_bytes(b"damage")
    with pytest.raises(JournalError, match="kept as"):
        journal.append(ONE, [noted(9)])
    assert content(journal.append(ONE, [noted(9)])) == content((*session(5), noted(9)))


def test_the_other_sessions_stay_usable(journal: Journal) -> None:
    journal.path_of(ONE).write_bytes(b"damage")
    listing = journal.listing()
    assert [summary.session for summary in listing.summaries] == [OTHER]
    assert [trouble.session for trouble in listing.troubles] == [ONE]
    assert content(journal.append(OTHER, [noted(9)])) == content((*session(), noted(9)))
    assert journal.path_of(ONE).read_bytes() == b"damage"


def test_an_entry_that_was_edited_into_nonsense_is_taken_from_the_last_good_copy(journal: Journal) -> None:
    path = journal.path_of(ONE)
    path.write_bytes(path.read_bytes().replace(b'"kind":"noted"', b'"kind":"dreamt"', 1))
    refusal_of(journal)
    assert content(Journal.at(journal.root).load(ONE)) == content(session(6))


def test_an_entry_that_was_edited_and_makes_sense_is_kept_and_its_checksum_tells(journal: Journal) -> None:
    path = journal.path_of(ONE)
    path.write_bytes(path.read_bytes().replace(b"a thought", b"a threat!", 1))
    assert "a threat!" in str(Journal.at(journal.root).load(ONE))
    journal.append(ONE, [noted(9)])
    assert [finding.kind for finding in journal.verify(ONE)] == ["edited"]


@pytest.mark.parametrize("is_damaged_too", [False, True])
def test_a_session_of_a_newer_coach_is_refused_and_left_as_it_is(
    journal: Journal, *, is_damaged_too: bool
) -> None:
    path = journal.path_of(ONE)
    newer = re.sub(b'"v":%d}' % SCHEMA_VERSION, b'"v":%d}' % (SCHEMA_VERSION + 1), path.read_bytes(), count=1)
    path.write_bytes(newer[:-5] if is_damaged_too else newer)
    held = path.read_bytes()
    assert "newer coach" in refusal_of(journal).message
    with pytest.raises(JournalError, match="newer coach"):
        journal.append(ONE, [noted(9)])
    assert path.read_bytes() == held
    assert asides(journal) == []


def test_an_intact_entry_of_a_kind_nobody_knows_is_no_damage(journal: Journal) -> None:
    path = journal.path_of(ONE)
    data = json.loads(path.read_bytes())
    event = data["events"]["2"]["event"]
    event["body"]["mood"] = "calm"
    from coach.journal.checksum import checksum_of  # noqa: PLC0415

    data["events"]["2"]["sha256"] = checksum_of(event)
    path.write_text(json.dumps(data))
    held = path.read_bytes()
    assert "not an event" in refusal_of(journal).message
    assert path.read_bytes() == held


def test_entries_are_found_though_the_name_of_their_table_is_damaged(journal: Journal) -> None:
    held = journal.path_of(ONE).read_bytes()
    renamed = held.replace(b'"events"', b'"vents"', 1)
    assert salvaged(renamed, where="").records == salvaged(held, where="").records != ()


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_to_a_file_nothing_intact_in_it_is_lost(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    journal = Journal.at(tmp_path_factory.mktemp("journal"))
    journal.create(ONE, sealed_session())
    path = journal.path_of(ONE)
    held = path.read_bytes()
    start = data.draw(st.integers(0, len(held)))
    stop = data.draw(st.integers(start, min(len(held), start + 200)))
    path.write_bytes(held[:start] + data.draw(st.binary(max_size=20)) + held[stop:])
    untouched = [
        line for line in held.split(b"\n") if b'"event":' in line and line in path.read_bytes().split(b"\n")
    ]
    found = salvaged(path.read_bytes(), where="")
    names = {record.event.id.encode() for record in found.records}
    assert all(any(b'"id":"%b"' % name in line for name in names) for line in untouched)
