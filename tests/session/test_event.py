from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from coach.errors import JournalError
from coach.session.canonical import canonical
from coach.session.event import SCHEMA_VERSION, Event, event_to_data, events_from_data
from coach.session.event.common import Noted, RunLengthGiven, RunPriceGiven
from coach.session.event.evidence import RunReference, RunsLinked, SymptomSeen
from coach.session.event.hypothesis import PriorsGiven
from coach.session.value import LONGEST_TEXT, Value
from tests.session.strategies import BODIES, any_text, event_lists, values

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def event(body: Any, **fields: Any) -> Event:
    return Event(**{"id": "e1", "at": NOON, "by": "mira", "turn": "e1", "body": body, **fields})


def saved_and_loaded(*events: Event) -> tuple[Event, ...]:
    text = json.dumps([event_to_data(each) for each in events], allow_nan=False)
    return events_from_data(json.loads(text))


@pytest.mark.parametrize("model", BODIES, ids=lambda model: model.__name__)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_every_kind_of_event_survives_saving_and_loading(model: type[Value], data: st.DataObject) -> None:
    written = event(data.draw(values(model)))
    (read,) = saved_and_loaded(written)
    assert canonical(read) == canonical(written)
    assert type(read.body) is model


@given(event_lists())
@settings(max_examples=60, deadline=None)
def test_saving_and_loading_is_identity(events: tuple[Event, ...]) -> None:
    assert [canonical(each) for each in saved_and_loaded(*events)] == [canonical(each) for each in events]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), -0.0, 5e-324, 1.7e308])
def test_numbers_that_json_does_not_know_come_back_as_they_were(number: float) -> None:
    body = SymptomSeen(
        symptom="s1", detector="nan", run="r", tag="loss", says="", severity="alarm", value=number
    )
    (read,) = saved_and_loaded(event(body))
    assert isinstance(read.body, SymptomSeen)
    assert repr(read.body.value) == repr(number)


@pytest.mark.parametrize(
    "text", ["\x00\x1b[31m", "\u202egnp.exe\u2066", "\ufeff", "\u2028", "🙂", "é", "e\u0301"]
)
def test_control_characters_and_marks_of_direction_are_kept_as_they_are(text: str) -> None:
    (read,) = saved_and_loaded(event(Noted(text=text)))
    assert read.body == Noted(text=text)


def test_half_characters_become_visible_wherever_they_stand() -> None:
    assert Noted(text="run\udc80").text == r"run\udc80"
    assert PriorsGiven(weights={"h\ud800": 0.5}).weights == {r"h\ud800": 0.5}
    reference = {"name": "a\udcff", "path": "", "format": "", "fingerprint": ""}
    linked = RunsLinked(role="evidence", path="", runs=(reference,), notes=("\udcfe",))
    assert linked.runs[0] == RunReference(name=r"a\udcff", path="", format="", fingerprint="")
    assert linked.notes == (r"\udcfe",)


@given(any_text)
@settings(max_examples=100, deadline=None)
def test_whatever_a_person_types_can_be_stored(text: str) -> None:
    (read,) = saved_and_loaded(event(Noted(text=text)))
    assert read.body == Noted(text=text)


def test_a_field_that_never_ends_is_refused() -> None:
    with pytest.raises(ValidationError):
        Noted(text="x" * (LONGEST_TEXT + 1))


def test_a_megabyte_in_one_field_is_kept() -> None:
    (read,) = saved_and_loaded(event(Noted(text="[/" * 2**19)))
    assert read.body == Noted(text="[/" * 2**19)


def test_every_moment_is_kept_in_utc() -> None:
    there = datetime(2026, 1, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    assert event(Noted(text=""), at=there).at == NOON
    assert event(Noted(text=""), at=there).at.tzinfo is UTC


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "2026-01-01T00:00:00"]
)
def test_a_moment_without_a_place_in_utc_is_refused(at: str) -> None:
    with pytest.raises(ValidationError):
        event(Noted(text=""), at=at)


def test_a_field_added_by_a_later_schema_leaves_the_content_of_older_events_as_it_was() -> None:
    class NotedLater(Noted):
        mood: str = ""

    assert canonical(event(NotedLater.model_construct(text="a"))) == canonical(event(Noted(text="a")))


def test_events_and_their_parts_are_frozen() -> None:
    frozen: list[Any] = [event(Noted(text="a")), Noted(text="a")]
    with pytest.raises(ValidationError, match="frozen"):
        frozen[0].by = "b"
    with pytest.raises(ValidationError, match="frozen"):
        frozen[1].text = "b"


@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, SCHEMA_VERSION + 0.5, 10**30])
def test_a_session_of_a_newer_coach_is_refused_before_anything_in_it_is_judged(version: float) -> None:
    with pytest.raises(JournalError, match="newer coach") as refusal:
        events_from_data([{"v": version, "body": {"kind": "thought-of-later"}}], where="a.json")
    assert refusal.value.where == "a.json"
    assert "Update coach" in refusal.value.hint


@pytest.mark.parametrize(
    "data",
    [
        None,
        "events",
        {"id": "e1"},
        [None],
        [[]],
        [{}],
        [
            {
                "v": 1,
                "id": "",
                "at": "2026-01-01T00:00:00Z",
                "by": "",
                "turn": "",
                "body": {"kind": "finished"},
            }
        ],
        [{"v": 1, "id": "e", "at": "2026-01-01T00:00:00Z", "by": "", "turn": "", "body": {"kind": "dreamt"}}],
        [{"v": "2", "id": "e", "at": "never", "by": 3, "turn": [], "body": None, "more": 1}],
    ],
)
def test_what_is_no_event_is_refused_with_a_remedy(data: object) -> None:
    with pytest.raises(JournalError) as refusal:
        events_from_data(data, where="a.json")
    assert refusal.value.hint


@pytest.mark.parametrize("hours", [-1.0, 1.1e12, float("inf"), float("nan")])
def test_what_cannot_be_reckoned_with_is_no_duration_and_no_price(hours: float) -> None:
    with pytest.raises(ValidationError):
        RunLengthGiven(hours=hours)
    with pytest.raises(ValidationError):
        RunPriceGiven(dollars=hours)
