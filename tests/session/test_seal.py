from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coach.session.canonical import canonical, checksum
from coach.session.event.common import Noted, Sealed, Withdrawn
from coach.session.event.premortem import PredictionMade
from coach.session.fold import fold, merge
from coach.session.seal import breaches, digest, revisions, seal, sealed_ids
from tests.session.strategies import bodies, event_lists, sealed_sessions
from tests.session.test_fold import said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.session.event import Event


def prediction(probability: float) -> PredictionMade:
    return PredictionMade(
        prediction="p1", text="final(eval/return) >= 18", probability=probability, role="success"
    )


def sealed(*bodies: Any) -> tuple[Event, ...]:
    """Give these events followed by a seal over all of them."""
    return said(*bodies, seal(fold(said(*bodies)), "premortem"))


def later(events: tuple[Event, ...], *bodies: Any) -> tuple[Event, ...]:
    return said(*(event.body for event in events), *bodies)


@given(sealed_sessions())
@settings(max_examples=50, deadline=None)
def test_a_seal_fits_what_it_covers(events: tuple[Event, ...]) -> None:
    assert breaches(events) == ()


@given(sealed_sessions(), bodies, st.data())
@settings(max_examples=80, deadline=None)
def test_any_change_to_a_sealed_event_breaks_the_seal(
    events: tuple[Event, ...], body: Any, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(events) - 2))
    changed = events[place].model_copy(update={"body": body})
    assume(canonical(changed) != canonical(events[place]))
    broken = {breach.seal for breach in breaches((*events[:place], changed, *events[place + 1 :]))}
    assert events[-1].id in broken


@pytest.mark.parametrize("field", ["by", "turn", "at"])
def test_who_said_it_and_when_is_sealed_too(field: str) -> None:
    events = sealed(prediction(0.7))
    value = events[0].at + timedelta(microseconds=1) if field == "at" else "somebody"
    changed = events[0].model_copy(update={field: value})
    assert len(breaches((changed, *events[1:]))) == 1


@given(sealed_sessions(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_sealed_event_that_is_gone_is_named(events: tuple[Event, ...], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(events) - 2))
    (breach,) = breaches((*events[:gone], *events[gone + 1 :]))
    assert events[gone].id in breach.says


@given(sealed_sessions(), event_lists())
@settings(max_examples=40, deadline=None)
def test_merging_another_copy_does_not_break_a_seal(
    events: tuple[Event, ...], others: tuple[Event, ...]
) -> None:
    renamed = [other.model_copy(update={"id": f"x{other.id}"}) for other in others]
    fits = [other for other in renamed if not isinstance(other.body, Sealed)]
    assert breaches(merge(events, fits)) == ()


@given(event_lists())
@settings(max_examples=40, deadline=None)
def test_equal_content_has_equal_checksums_and_different_content_has_not(events: tuple[Event, ...]) -> None:
    checksums = {checksum(event) for event in events}
    assert len(checksums) == len({canonical(event) for event in events})
    assert checksums == {checksum(event.model_copy(deep=True)) for event in events}


def test_the_canonical_spelling_is_printable_ascii_on_one_line() -> None:
    (event,) = said(Noted(text="\u202e\x1b[31m\n🙂"))
    assert canonical(event).isascii()
    assert canonical(event).isprintable()


def test_the_canonical_spelling_never_changes_or_every_seal_in_every_journal_would_break() -> None:
    event = said(prediction(0.7))[0].model_copy(update={"v": 1})
    assert canonical(event) == (
        '{"at":"2026-01-01T00:00:00Z","body":{"kind":"prediction-made","prediction":"p1","probability":0.7,'
        '"role":"success","text":"final(eval/return) >= 18"},"by":"mira","id":"e0","turn":"e0","v":1}'
    )
    assert checksum(event) == "4c0e2ac113eebe7cd1b88078524cf29400512e9f5c7711e7f68c6b6a6fd330fd"
    assert digest([event]) == "387b6859e19d3c41856832d0b8a1a63ecd0b45428b9836e34470b1ca2384c4ed"


def test_a_seal_covers_what_stands_and_nothing_that_was_withdrawn() -> None:
    events = sealed(prediction(0.7), Withdrawn(targets=("e0",)), prediction(0.6))
    assert isinstance(events[-1].body, Sealed)
    assert events[-1].body.covers == ("e2",)


def test_taking_back_a_sealed_answer_is_a_revision_and_breaks_nothing() -> None:
    events = later(sealed(prediction(0.7)), Withdrawn(targets=("e0",)), prediction(0.2))
    assert breaches(events) == ()
    (revision,) = revisions(fold(events))
    assert (revision.seal, revision.event.body) == ("e1", prediction(0.7))


def test_taking_back_the_seal_as_well_does_not_hide_the_revision() -> None:
    events = later(sealed(prediction(0.7)), Withdrawn(targets=("e0", "e1")), prediction(0.2))
    assert [revision.event.body for revision in revisions(fold(events))] == [prediction(0.7)]
    assert sealed_ids(fold(events)) == {"e0"}


def test_a_revision_that_was_taken_back_is_none() -> None:
    events = later(sealed(prediction(0.7)), Withdrawn(targets=("e0",)), Withdrawn(targets=("e2",)))
    assert revisions(fold(events)) == ()


def test_everything_under_any_seal_is_sealed() -> None:
    first = sealed(prediction(0.7), Noted(text="a"))
    events = (*first, *_sealed_again(first))
    assert sealed_ids(fold(events)) == {"e0", "e1", "e2", "e3"}
    assert breaches(events) == ()


def _sealed_again(events: tuple[Event, ...]) -> Iterable[Event]:
    grown = later(events, Noted(text="b"))
    return said(*(event.body for event in grown), seal(fold(grown), "commitment"))[len(events) :]
