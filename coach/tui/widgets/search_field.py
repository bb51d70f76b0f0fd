"""The field at the foot of a page or a list in which one searches."""

from __future__ import annotations

from coach.tui.widgets.prose import Prose


class SearchField(Prose):
    """One line; what it finds is shown while one types."""

    def __init__(self, placeholder: str = "search; esc leaves") -> None:
        super().__init__(placeholder=placeholder)
