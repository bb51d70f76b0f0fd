"""What follows from a session is worked out once a session: it is asked for many times between two answers.

A session never changes, so what a pure function of it gives stands as long as the session does.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.session.fold import Session
    from coach.session.step import Place

T = TypeVar("T")


def once(find: Callable[[Session], T]) -> Callable[[Session], T]:
    """Give a pure function of a session that keeps what it gave; for functions whose value nobody can change."""

    @wraps(find)
    def known(session: Session) -> T:
        if find not in session.found:
            session.found[find] = find(session)
        return cast("T", session.found[find])

    return known


def once_a_catalogue(find: Callable[[Place], T]) -> Callable[[Place], T]:
    """Give a pure function of a place's session and catalogue that keeps what it gave, with the session."""

    @wraps(find)
    def known(place: Place) -> T:
        kept = cast("dict[int, tuple[object, T]]", place.session.found.setdefault(find, {}))
        if id(place.catalogue) not in kept:
            kept[id(place.catalogue)] = (
                place.catalogue,
                find(place),
            )  # kept alive, so that its id stays its own
        return kept[id(place.catalogue)][1]

    return known
