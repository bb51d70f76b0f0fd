from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import CoachError, JournalError, RunReadError
from coach.journal.checksum import checksum_of
from coach.journal.journal import Journal
from coach.session.canonical import canonical
from coach.session.event import SCHEMA_VERSION, Event, event_to_data
from coach.session.event.common import Noted
from tests.journal.sessions import (
    ONE,
    OTHER,
    as_written,
    content,
    event,
    noted,
    opened,
    sealed_session,
    session,
)
from tests.session.strategies import sealed_sessions

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def mine(tmp_path: Path) -> Journal:
    journal = Journal.at(tmp_path / "mine")
    journal.create(ONE, session())
    return journal


@pytest.fixture
def theirs(tmp_path: Path, mine: Journal) -> Journal:
    journal = Journal.at(tmp_path / "theirs")
    journal.merge_file(mine.path_of(ONE))
    return journal


def exported(journal: Journal, folder: Path) -> Path:
    path = folder / "copy.json"
    path.write_text(json.dumps(journal.export(ONE)))
    return path


@given(sealed_sessions())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_exported_is_taken_in_again_unchanged(
    tmp_path_factory: pytest.TempPathFactory, events: tuple[Event, ...]
) -> None:
    folder = tmp_path_factory.mktemp("journals")
    one, other = Journal.at(folder / "one"), Journal.at(folder / "other")
    one.create(ONE, events)
    merged = other.merge_file(exported(one, folder))
    assert merged == (ONE, True, len(events), len(events), ())
    assert [canonical(each) for each in other.load(ONE)] == [canonical(each) for each in one.load(ONE)]
    assert other.path_of(ONE).read_bytes() == one.path_of(ONE).read_bytes()
    assert other.verify(ONE) == ()


def test_an_export_names_its_schema_and_its_session(mine: Journal) -> None:
    data = mine.export(ONE)
    assert (data["schema"], data["session"]) == ("coach.session/1", ONE)
    assert data["summary"]["title"] == "PPO on Pong"
    assert [each["id"] for each in data["events"]] == [each.id for each in session()]
    assert json.loads(json.dumps(data, allow_nan=False)) == data


@pytest.mark.parametrize("is_exported", [False, True])
def test_copies_that_grew_apart_become_one(
    mine: Journal, theirs: Journal, tmp_path: Path, *, is_exported: bool
) -> None:
    mine.append(ONE, [noted(5, by="mira")])
    theirs.append(ONE, [noted(4, by="noor")])
    copy = exported(theirs, tmp_path) if is_exported else theirs.path_of(ONE)
    assert mine.merge_file(copy) == (ONE, False, 1, 5, ())
    assert content(mine.load(ONE)) == content((*session(), noted(4, by="noor"), noted(5, by="mira")))
    theirs.merge_file(mine.path_of(ONE))
    assert theirs.path_of(ONE).read_bytes() == mine.path_of(ONE).read_bytes()


def test_taking_in_a_copy_twice_changes_nothing(mine: Journal, theirs: Journal) -> None:
    theirs.append(ONE, [noted(4)])
    mine.merge_file(theirs.path_of(ONE))
    before = as_written(mine, ONE)
    assert mine.merge_file(theirs.path_of(ONE)) == (ONE, False, 0, 4, ())
    assert as_written(mine, ONE) == before


def test_a_copy_under_another_file_name_is_known_by_what_it_says(
    mine: Journal, theirs: Journal, tmp_path: Path
) -> None:
    renamed = tmp_path / "download (1).json"
    renamed.write_bytes(theirs.path_of(ONE).read_bytes())
    assert mine.merge_file(renamed).session == ONE


def test_an_edited_copy_does_not_replace_what_was_confirmed(mine: Journal, theirs: Journal) -> None:
    path = theirs.path_of(ONE)
    path.write_bytes(path.read_bytes().replace(b"a thought", b"A thought", 1))
    merged = mine.merge_file(path)
    assert merged.differing == (session()[1].id,)
    assert content(mine.load(ONE)) == content(session())
    assert mine.verify(ONE) == ()
    theirs.merge_file(mine.path_of(ONE))
    assert content(theirs.load(ONE)) == content(session())
    assert theirs.verify(ONE) == ()


def test_an_edited_export_without_its_checksums_is_still_found_by_the_seal(tmp_path: Path) -> None:
    journal, other = Journal.at(tmp_path / "a"), Journal.at(tmp_path / "b")
    journal.create(ONE, sealed_session())
    data = journal.export(ONE)
    del data["checksums"]
    data["events"][2]["body"]["probability"] = 0.1
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(data))
    other.merge_file(path)
    assert [finding.kind for finding in other.verify(ONE)] == ["seal"]


def test_two_sessions_that_share_only_their_name_are_kept_apart(mine: Journal, tmp_path: Path) -> None:
    other = Journal.at(tmp_path / "other")
    other.create(ONE, [event(0, opened("Another").body, name="other")])
    with pytest.raises(JournalError, match="another session that is called"):
        mine.merge_file(other.path_of(ONE))
    assert content(mine.load(ONE)) == content(session())


GOOD = event_to_data(opened())
UNREADABLE: list[Any] = [
    None,
    3,
    "text",
    [],
    [1, 2],
    {},
    {"schema": "coach.symptoms/1"},
    {"schema": 3},
    {"schema": "coach.session/1"},
    {"schema": "coach.session/1", "session": ONE},
    {"schema": "coach.session/1", "session": ONE, "events": []},
    {"schema": "coach.session/1", "session": ONE, "events": 3},
    {"schema": "coach.session/1", "session": ONE, "events": [3]},
    {"schema": "coach.session/1", "session": ONE, "events": [{"id": []}]},
    {"schema": "coach.session/1", "session": ONE, "events": [GOOD], "checksums": []},
    {"schema": "coach.session/1", "session": "../../x", "events": [GOOD]},
    {"schema": "coach.session/1", "session": None, "events": [GOOD]},
    {"schema": "coach.session/1", "session": 7.5, "events": [GOOD]},
    {"events": []},
    {"events": {"1": {"event": GOOD}}},
    {"events": {"1": {"event": GOOD, "sha256": 3}}},
    {"events": {}, "summary": {}},
    {"events": {"1": {"event": GOOD, "sha256": ""}}, "summary": {"1": {"summary": {"session": "../x"}}}},
]


@pytest.mark.parametrize("data", UNREADABLE)
def test_what_is_no_session_is_refused_and_changes_nothing(mine: Journal, tmp_path: Path, data: Any) -> None:
    path = tmp_path / "a b.json"
    path.write_text(json.dumps(data))
    with pytest.raises(RunReadError) as refusal:
        mine.merge_file(path)
    assert refusal.value.exit_code == 3
    assert refusal.value.where == str(path)
    assert mine.ids() == (ONE,)
    assert content(mine.load(ONE)) == content(session())


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_noise_is_refused_without_a_fault_of_ours(tmp_path: Path, noise: bytes) -> None:
    path = tmp_path / "noise.json"
    path.write_bytes(noise)
    with pytest.raises(CoachError):
        Journal.at(tmp_path / "journal").merge_file(path)


@pytest.mark.parametrize("name", ["", "missing.json"])
def test_a_file_that_cannot_be_opened_is_refused(mine: Journal, tmp_path: Path, name: str) -> None:
    with pytest.raises(RunReadError, match="cannot be read"):
        mine.merge_file(tmp_path / name)


@pytest.mark.parametrize("what", ["schema", "event"])
def test_a_copy_from_a_newer_coach_is_refused(mine: Journal, tmp_path: Path, what: str) -> None:
    data = mine.export(ONE)
    if what == "schema":
        data["schema"] = "coach.session/2"
    else:
        data["events"][0]["v"] = SCHEMA_VERSION + 1
    path = tmp_path / "newer.json"
    path.write_text(json.dumps(data))
    with pytest.raises(JournalError, match="newer coach") as refusal:
        mine.merge_file(path)
    assert refusal.value.exit_code == 4
    assert content(mine.load(ONE)) == content(session())


def test_a_damaged_copy_is_no_reason_to_touch_it(mine: Journal, theirs: Journal) -> None:
    path = theirs.path_of(ONE)
    path.write_bytes(path.read_bytes()[:-20])
    held = path.read_bytes()
    with pytest.raises(RunReadError):
        mine.merge_file(path)
    assert path.read_bytes() == held


def test_a_session_nobody_had_is_taken_in_as_new(mine: Journal, tmp_path: Path) -> None:
    other = Journal.at(tmp_path / "other")
    other.create(OTHER, session(2))
    assert mine.merge_file(other.path_of(OTHER)) == (OTHER, True, 2, 2, ())
    assert mine.ids() == (ONE, OTHER)


def test_the_checksum_of_a_record_is_that_of_its_seal() -> None:
    said = event(1, Noted(text="\u202e\udc80 0.1"))
    from coach.session.canonical import checksum  # noqa: PLC0415

    assert checksum_of(event_to_data(said)) == checksum(said)
