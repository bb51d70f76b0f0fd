from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.session.canonical import canonical
from coach.session.event import Event
from coach.session.event.common import Noted
from coach.session.event.premortem import Estimated
from coach.session.fold import merge
from tests.session.strategies import event_lists

if TYPE_CHECKING:
    from collections.abc import Iterable

copies = event_lists()
"""Ids repeat between draws, mostly with different content: the hardest copies to merge."""


def content(events: Iterable[Event]) -> list[str]:
    return [canonical(event) for event in events]


@given(copies, copies)
@settings(max_examples=50, deadline=None)
def test_merging_is_commutative(one: tuple[Event, ...], other: tuple[Event, ...]) -> None:
    assert content(merge(one, other)) == content(merge(other, one))


@given(copies, copies, copies)
@settings(max_examples=50, deadline=None)
def test_merging_is_associative(
    one: tuple[Event, ...], two: tuple[Event, ...], three: tuple[Event, ...]
) -> None:
    assert content(merge(merge(one, two), three)) == content(merge(one, merge(two, three)))
    assert content(merge(merge(one, two), three)) == content(merge(one, two, three))


@given(copies)
@settings(max_examples=50, deadline=None)
def test_merging_is_idempotent(one: tuple[Event, ...]) -> None:
    assert content(merge(one, one)) == content(merge(one))
    assert content(merge(merge(one))) == content(merge(one))


@given(copies, st.data())
@settings(max_examples=50, deadline=None)
def test_copies_that_grew_apart_lose_nothing(grown: tuple[Event, ...], data: st.DataObject) -> None:
    ours = data.draw(st.lists(st.sampled_from(grown), unique_by=id)) if grown else []
    theirs = [event for event in grown if event not in ours]
    assert content(merge(ours, theirs)) == content(merge(grown))


@given(copies, copies)
@settings(max_examples=50, deadline=None)
def test_what_is_merged_has_every_id_once_in_order(one: tuple[Event, ...], other: tuple[Event, ...]) -> None:
    merged = merge(one, other)
    assert {event.id for event in merged} == {event.id for event in (*one, *other)}
    assert [event.order for event in merged] == sorted({event.order for event in merged})


def test_the_sign_of_a_zero_is_no_way_around_the_order_of_merging() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    one, other = (
        Event(id="e", at=start, by="", turn="e", body=Estimated(hours=zero)) for zero in (0.0, -0.0)
    )
    assert content(merge([one], [other])) == content(merge([other], [one]))


def test_two_writers_at_once_are_put_in_the_order_of_the_clock() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    ours, theirs = (
        [
            Event(
                id=f"{who}{place}",
                at=start + timedelta(seconds=2 * place + late),
                by=who,
                turn="",
                body=Noted(text=""),
            )
            for place in range(2)
        ]
        for late, who in enumerate("ab")
    )
    assert [event.id for event in merge(ours, theirs)] == ["a0", "b0", "a1", "b1"]
