from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import JournalError
from coach.journal.checksum import checksum_of, digest_of
from coach.journal.journal import Journal
from coach.journal.storage import Spelling
from coach.session.event import SCHEMA_VERSION
from tests.journal.sessions import ONE, OTHER, noted, sealed_session, session
from tests.session.strategies import sealed_sessions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coach.session.event import Event


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal.at(tmp_path / "journal")
    journal.create(ONE, sealed_session())
    return journal


def kinds(journal: Journal) -> list[str]:
    return [finding.kind for finding in journal.verify(ONE)]


def test_a_session_as_coach_wrote_it_has_no_findings(journal: Journal) -> None:
    assert journal.verify(ONE) == ()
    journal.append(ONE, [noted(9)])
    assert journal.verify(ONE) == ()


@pytest.mark.parametrize(
    ("how", "every"), [("another bit", 1), ("another letter", 5), ("gone", 5), ("doubled", 5)]
)
def test_a_changed_byte_anywhere_in_a_sealed_session_is_detected(
    journal: Journal, how: str, every: int
) -> None:
    path = journal.path_of(ONE)
    held = path.read_bytes()
    chance = random.Random(how)  # noqa: S311 - reproducible choices, no secrets
    undetected = []
    for place in range(0, len(held), every):
        byte = held[place]
        other = chance.choice([each for each in b'0a"{}[]:,\\ \n~' if each != byte])
        piece = {
            "another bit": bytes([byte ^ 1 << chance.randrange(8)]),
            "another letter": bytes([other]),
            "gone": b"",
            "doubled": bytes([byte, byte]),
        }[how]
        path.write_bytes(held[:place] + piece + held[place + 1 :])
        if not journal.verify(ONE):
            undetected.append((place, piece))
    assert len(held) > 1500
    assert undetected == []


@given(sealed_sessions(), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_byte_is_detected_whatever_the_session_holds(
    tmp_path_factory: pytest.TempPathFactory, events: tuple[Event, ...], data: st.DataObject
) -> None:
    journal = Journal.at(tmp_path_factory.mktemp("journal"))
    journal.create(ONE, events)
    path = journal.path_of(ONE)
    held = path.read_bytes()
    assert journal.verify(ONE) == ()
    place = data.draw(st.integers(0, len(held) - 1))
    path.write_bytes(held[:place] + bytes([held[place] ^ data.draw(st.integers(1, 255))]) + held[place + 1 :])
    assert journal.verify(ONE) != ()


def test_looking_changes_nothing(journal: Journal) -> None:
    path = journal.path_of(ONE)
    path.write_bytes(path.read_bytes()[:-40])
    before = {each: each.read_bytes() for each in path.parent.iterdir()}
    assert kinds(journal) == ["unreadable"]
    assert {each: each.read_bytes() for each in path.parent.iterdir()} == before


def rewrite(journal: Journal, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what the file holds, and spell it as coach does."""
    path = journal.path_of(ONE)
    data = json.loads(path.read_bytes())
    change(data)
    path.write_bytes(Spelling().spell(data))


def forge(data: dict[str, Any], place: str) -> None:
    """Make a changed entry look untouched to every checksum but the seal's."""
    document = data["events"][place]
    document["sha256"] = checksum_of(document["event"])
    saved = data["summary"]["1"]
    saved["digest"] = digest_of(each["sha256"] for each in data["events"].values())
    saved["sha256"] = checksum_of({key: value for key, value in saved.items() if key != "sha256"})


def test_a_probability_that_was_changed_by_hand_is_found_with_its_entry(journal: Journal) -> None:
    def change(data: dict[str, Any]) -> None:
        data["events"]["3"]["event"]["body"]["probability"] = 0.2

    rewrite(journal, change)
    assert kinds(journal) == ["edited", "seal"]
    assert journal.verify(ONE)[0].event == sealed_session()[2].id
    assert journal.verify(ONE)[1].event == sealed_session()[3].id


def test_a_forged_checksum_does_not_deceive_the_seal(journal: Journal) -> None:
    def change(data: dict[str, Any]) -> None:
        data["events"]["3"]["event"]["body"]["probability"] = 0.2
        forge(data, "3")

    rewrite(journal, change)
    assert kinds(journal) == ["seal"]


def test_an_entry_that_was_taken_away_is_missed(journal: Journal) -> None:
    def change(data: dict[str, Any]) -> None:
        del data["events"]["5"]

    rewrite(journal, change)
    assert kinds(journal) == ["entries"]


def test_an_entry_that_was_added_by_hand_is_found(journal: Journal) -> None:
    def change(data: dict[str, Any]) -> None:
        event = data["events"]["5"]["event"] | {"id": "later"}
        data["events"]["6"] = {"event": event, "sha256": checksum_of(event)}

    rewrite(journal, change)
    assert kinds(journal) == ["entries"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda data: data["events"]["2"].update(more=1), ["edited"]),
        (lambda data: data.update(another={"1": {}}), ["spelling"]),
        (lambda data: data["summary"].update({"2": {}}), ["spelling"]),
        (lambda data: data["events"].update({"9": data["events"].pop("5")}), ["spelling"]),
        (lambda data: data["summary"]["1"]["summary"].update(title="Another"), ["summary"]),
        (lambda data: data["summary"]["1"].update(more=1), ["summary"]),
        (lambda data: data["summary"].clear(), ["summary"]),
        (lambda data: data.pop("summary"), ["summary"]),
        (lambda data: data["events"].update({"5": {"event": 3}}), ["edited"]),
        (lambda data: data["events"].clear(), ["unreadable"]),
        (lambda data: data["events"]["5"]["event"].update(v=SCHEMA_VERSION + 1), ["edited"]),
    ],
)
def test_each_kind_of_tampering_is_named(
    journal: Journal, change: Callable[[dict[str, Any]], object], found: list[str]
) -> None:
    rewrite(journal, change)
    assert kinds(journal) == found


def test_a_file_that_was_only_laid_out_anew_is_said_to_be_just_that(journal: Journal) -> None:
    path = journal.path_of(ONE)
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=2))
    assert kinds(journal) == ["spelling"]


def test_a_file_that_was_renamed_to_another_session_is_found(journal: Journal) -> None:
    journal.path_of(ONE).rename(journal.path_of(OTHER))
    assert [finding.kind for finding in journal.verify(OTHER)] == ["summary"]


def test_an_edit_is_still_found_after_more_was_said(journal: Journal) -> None:
    def change(data: dict[str, Any]) -> None:
        data["events"]["3"]["event"]["body"]["probability"] = 0.2

    rewrite(journal, change)
    journal.append(ONE, [noted(9)])
    Journal.at(journal.root).append(ONE, [noted(10)])
    assert kinds(journal) == ["edited", "seal"]


def test_a_summary_of_another_version_of_coach_is_no_finding(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.journal.verify.SUMMARY_VERSION", 99)
    assert kinds(journal) == []


def test_a_session_of_a_newer_coach_cannot_be_judged(tmp_path: Path) -> None:
    journal = Journal.at(tmp_path)
    journal.create(ONE, session())

    def change(data: dict[str, Any]) -> None:
        data["events"]["2"]["event"]["v"] = SCHEMA_VERSION + 1
        forge(data, "2")

    rewrite(journal, change)
    with pytest.raises(JournalError, match="newer coach"):
        journal.verify(ONE)
