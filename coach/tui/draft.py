"""Unfinished answers, kept while one looks elsewhere, and the answers given, for when one is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.tui.draft_file import PAGE, DraftFile, load_drafts

if TYPE_CHECKING:
    from pathlib import Path

    from coach.tui.interfaces import Suggestion


class Address(NamedTuple):
    """Which question of which session."""

    session_id: str
    question: str


class Drafts:
    """What is written but not confirmed, by question; and what was confirmed last."""

    def __init__(self) -> None:
        self._unfinished: dict[Address, object] = {}
        self._given: dict[Address, object] = {}
        self._files: dict[str, DraftFile] = {}
        self._turns: dict[str, str] = {}

    def turned(self, session_id: str, turn: str) -> None:
        """Forget what was written where somebody else answers alone now: nobody sees what is not theirs.

        While somebody answers alone there is no file of it either: the folder is shared.

        Args:
            session_id: the session.
            turn: whose turn it is; empty where nobody answers alone.
        """
        if turn and session_id in self._files:
            self._files.pop(session_id).remove()
        before, self._turns[session_id] = self._turns.get(session_id, ""), turn
        if before not in ("", turn):
            for kept in (self._unfinished, self._given):
                for address in [each for each in kept if each.session_id == session_id]:
                    del kept[address]

    def open(self, session_id: str, path: Path | None) -> None:
        """Take up what a session's file has kept, once, and keep it there from now on; slow, for a thread.

        Args:
            session_id: the session.
            path: its file; None where nothing is to be kept.
        """
        if path is None or session_id in self._files:
            return
        for question, draft in load_drafts(path).items():
            self._unfinished.setdefault(Address(session_id, question), draft)
        self._files[session_id] = DraftFile(path, lambda: self._of(session_id))

    def _of(self, session_id: str) -> dict[str, object]:
        return {
            address.question: draft
            for address, draft in self._unfinished.copy().items()
            if address.session_id == session_id
        }

    def touches(self, session_id: str, questions: frozenset[str]) -> bool:
        """True when something is written, and not confirmed, that answers one of these questions.

        A page that keeps its drafts under names of its own counts as one answer to all of them.
        """
        for question, draft in self._of(session_id).items():
            if question in questions:
                return True
            if question.startswith(PAGE) and isinstance(draft, dict):
                names = {name.partition(" ")[0] for name in draft}
                if names & questions or (questions and not any("." in name for name in names)):
                    return True
        return False

    def unfinished(self, session_id: str) -> dict[str, object]:
        """Give what is written and not confirmed, by question."""
        return self._of(session_id)

    def keep(self, address: Address, draft: object) -> None:
        """Remember an unfinished answer; None forgets it."""
        if draft is None:
            self._unfinished.pop(address, None)
        else:
            self._unfinished[address] = draft
        if address.session_id in self._files:
            self._files[address.session_id].changed()

    def confirmed(self, address: Address, given: object) -> None:
        """Remember the answer that was given, which is no draft any more; None remembers nothing.

        Called in the thread that confirmed it, so the file is written at once.
        """
        was_kept = self._unfinished.pop(address, None) is not None
        if given is not None:
            self._given[address] = given
        if was_kept and address.session_id in self._files:
            self._files[address.session_id].write()

    def wanted(self, address: Address, suggestion: Suggestion | None, *, is_back: bool) -> object:
        """Give what a form should start with: a draft, on the way back the answer given, else what is prepared."""
        if address in self._unfinished:
            return self._unfinished[address]
        if is_back and address in self._given:
            return self._given[address]
        return suggestion.data if suggestion else None

    def close(self) -> None:
        """Write what is still to be written, at the end of the program."""
        for file in self._files.values():
            file.close()
