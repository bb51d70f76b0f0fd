"""What follows from a session is worked out once a session, and anew for every other one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.session.event.common import Noted
from coach.session.fold import fold
from coach.session.once import once, once_a_catalogue
from tests.session.test_stuck import at_decision

if TYPE_CHECKING:
    from coach.session.step import Place


def test_what_follows_from_a_session_is_worked_out_once_and_anew_after_another_answer() -> None:
    asked: list[int] = []

    @once
    def count(session: object) -> int:
        asked.append(len(session.events))  # type: ignore[attr-defined]
        return asked[-1]

    walk = at_decision()
    before = walk.session
    assert count(before) == count(before)
    assert len(asked) == 1
    walk.add(Noted(text="one more"))
    after = walk.session
    assert count(after) == count(before) + 1
    assert fold(before.events) == before
    assert len(asked) == 2


def test_what_follows_from_a_place_is_worked_out_anew_for_another_catalogue_only() -> None:
    asked: list[str] = []

    @once_a_catalogue
    def name(place: Place) -> str:
        asked.append(place.catalogue.id)
        return asked[-1]

    place = at_decision().place
    other = place._replace(catalogue=replace(place.catalogue, id="other"))
    assert [name(place), name(place), name(other), name(place)] == [place.catalogue.id] * 2 + [
        "other",
        place.catalogue.id,
    ]
    assert asked == [place.catalogue.id, "other"]
