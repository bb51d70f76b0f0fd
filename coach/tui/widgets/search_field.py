"""The field at the foot of a page in which one searches."""

from __future__ import annotations

from coach.tui.widgets.prose import Prose


class SearchField(Prose):
    """One line; what it finds is shown while one types."""

    def __init__(self) -> None:
        super().__init__(placeholder="search; esc leaves")
