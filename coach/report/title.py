"""What a session goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.step_builders import stated

if TYPE_CHECKING:
    from coach.session.fold import Session


def title_of(session: Session) -> str:
    """Give a session's title, or else what it is about in the person's words; empty where nothing was said."""
    return session.title or stated(session, "question") or stated(session, "working-on")
