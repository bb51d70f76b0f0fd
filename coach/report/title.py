"""What a session goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.named_after import folder_names
from coach.session.step_builders import stated

if TYPE_CHECKING:
    from coach.session.fold import Session


def title_of(session: Session) -> str:
    """Give a session's title, or what it is about in the person's words, or the folders or command it began with."""
    said = session.title or stated(session, "question") or stated(session, "working-on")
    return said or folder_names(session) or f"coach {session.method}"
