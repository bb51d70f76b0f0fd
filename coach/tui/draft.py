"""Unfinished answers, kept while one looks elsewhere, and the answers given, for when one is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from coach.tui.port import Suggestion


class Address(NamedTuple):
    """Which question of which session."""

    session_id: str
    question: str


class Drafts:
    """What is written but not confirmed, by question; and what was confirmed last."""

    def __init__(self) -> None:
        self._unfinished: dict[Address, object] = {}
        self._given: dict[Address, object] = {}

    def keep(self, address: Address, draft: object) -> None:
        """Remember an unfinished answer; None forgets it."""
        if draft is None:
            self._unfinished.pop(address, None)
        else:
            self._unfinished[address] = draft

    def confirmed(self, address: Address, given: object) -> None:
        """Remember the answer that was given, which is no draft any more; None remembers nothing."""
        self._unfinished.pop(address, None)
        if given is not None:
            self._given[address] = given

    def wanted(self, address: Address, suggestion: Suggestion | None, *, is_back: bool) -> object:
        """Give what a form should start with: a draft, on the way back the answer given, else what is prepared."""
        if address in self._unfinished:
            return self._unfinished[address]
        if is_back and address in self._given:
            return self._given[address]
        return suggestion.data if suggestion else None
