from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.session.event import Event
from coach.session.event.common import Closed, Finished, Noted, Opened, Skipped, Withdrawn
from coach.session.fold import fold, merge
from tests.session.strategies import event_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

START = datetime(2026, 1, 1, tzinfo=UTC)


def said(*bodies: Any, turns: Sequence[int] = ()) -> tuple[Event, ...]:
    """Give events a second apart; `turns` says to which turn each belongs, its own by default."""
    return tuple(
        Event(
            id=f"e{place}",
            at=START + timedelta(seconds=place),
            by="mira",
            turn=f"e{turns[place] if turns else place}",
            body=body,
        )
        for place, body in enumerate(bodies)
    )


def ids(events: Sequence[Event]) -> list[str]:
    return [event.id for event in events]


NOTE = Noted(text="a")


@given(event_lists())
@settings(max_examples=150, deadline=None)
def test_folding_any_list_of_valid_events_gives_a_session(events: tuple[Event, ...]) -> None:
    session = fold(events)
    assert set(ids(session.events)) == set(ids(events))
    assert set(ids(session.active)) <= set(ids(events))
    assert list(session.events) == sorted(session.events, key=lambda event: event.order)
    assert session.method in {"stuck", "premortem", "log"}
    assert session.undoable is None or session.undoable.events


@given(event_lists(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_events_arrive_does_not_matter(events: tuple[Event, ...], random: Any) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    assert ids(fold(shuffled).active) == ids(fold(events).active)


@given(event_lists())
@settings(max_examples=60, deadline=None)
def test_events_that_arrive_twice_count_once(events: tuple[Event, ...]) -> None:
    assert ids(fold((*events, *events)).events) == ids(fold(events).events)


@given(event_lists())
@settings(max_examples=60, deadline=None)
def test_folding_what_was_merged_is_folding_what_was_said(events: tuple[Event, ...]) -> None:
    assert ids(fold(merge(events)).active) == ids(fold(events).active)


@given(event_lists())
@settings(max_examples=60, deadline=None)
def test_what_stands_by_kind_is_exactly_what_stands(events: tuple[Event, ...]) -> None:
    session = fold(events)
    kinds = {type(event.body) for event in session.events}
    found = sorted(
        (event for kind in kinds for event, _ in session.entries(kind)), key=lambda event: event.order
    )
    assert ids(found) == ids(session.active)


def test_an_empty_session_is_a_session() -> None:
    session = fold(())
    assert (session.opened, session.title, session.is_closed) == (None, "", False)
    assert session.undoable is None
    assert session.redoable is None


def test_a_withdrawn_event_no_longer_counts_but_is_kept() -> None:
    session = fold(said(NOTE, Withdrawn(targets=("e0",))))
    assert session.all(Noted) == ()
    assert ids(session.events) == ["e0", "e1"]


def test_withdrawing_a_withdrawal_brings_the_event_back() -> None:
    session = fold(said(NOTE, Withdrawn(targets=("e0",)), Withdrawn(targets=("e1",))))
    assert session.all(Noted) == (NOTE,)


def test_withdrawals_can_be_taken_back_again_and_again() -> None:
    undo = [Withdrawn(targets=(f"e{place}",)) for place in range(7)]
    standing = [bool(fold(said(NOTE, *undo[:count])).all(Noted)) for count in range(8)]
    assert standing == [True, False] * 4


def test_a_withdrawal_does_not_reach_what_was_said_after_it() -> None:
    session = fold(said(Withdrawn(targets=("e0", "e1")), NOTE))
    assert ids(session.active) == ["e0", "e1"]


def test_a_withdrawal_of_something_unknown_changes_nothing() -> None:
    assert ids(fold(said(NOTE, Withdrawn(targets=("e9",)))).active) == ["e0", "e1"]


def test_the_newest_of_several_answers_is_the_last() -> None:
    session = fold(said(Noted(text="a"), Noted(text="b")))
    assert session.last(Noted) == Noted(text="b")


def test_undo_offers_the_newest_turn_as_a_whole() -> None:
    session = fold(
        said(Opened(method="stuck", title="t", playbook="rl"), NOTE, NOTE, NOTE, turns=(0, 1, 2, 2))
    )
    assert session.undoable is not None
    assert session.undoable.id == "e2"
    assert ids(session.undoable.events) == ["e2", "e3"]


def test_undo_offers_neither_the_opening_nor_a_withdrawal() -> None:
    opened = Opened(method="stuck", title="t", playbook="rl")
    assert fold(said(opened, NOTE, Withdrawn(targets=("e1",)))).undoable is None


def test_redo_is_offered_until_something_new_is_said() -> None:
    undone = said(NOTE, Withdrawn(targets=("e0",)), NOTE)
    assert fold(undone[:2]).redoable == undone[1]
    assert fold(undone).redoable is None


def test_a_list_is_finished_when_it_was_declared_so_or_skipped() -> None:
    session = fold(said(Finished(question="a"), Skipped(question="b")))
    assert [session.is_finished(question) for question in "abc"] == [True, True, False]
    assert [session.is_skipped(question) for question in "abc"] == [False, True, False]


def test_a_session_can_be_closed_and_opened_again_by_undoing_it() -> None:
    closed = said(NOTE, Closed(ending="solved"), Withdrawn(targets=("e1",)))
    assert fold(closed[:2]).is_closed
    assert not fold(closed).is_closed
