"""Every way `coach` can fail on somebody's input.

    CoachError
    ├── UsageError       wrong words on the command line
    ├── AnswerError      an answer that does not fit its question
    │   └── AnsweredSinceError   somebody else answered it since it was asked
    ├── PlaybookError    a playbook that cannot be loaded
    ├── RunReadError     an input (log folder, problem file, answers file) that cannot be read
    ├── BeliefError      numbers that cannot be beliefs
    └── JournalError     the journal cannot be read or written

The core raises, a front end phrases. A traceback never reaches a user for bad input.
"""

from __future__ import annotations

from typing import ClassVar


class CoachError(Exception):
    """Something a user can mend: what happened, where, and what to do about it.

    Attributes:
        message: what happened, one sentence.
        hint: what to do, one imperative sentence; may be empty.
        where: the file (and line) or question concerned; may be empty.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, hint: str = "", where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where

    def __str__(self) -> str:
        said = f"{self.where}: {self.message}" if self.where else self.message
        return f"{said}\n{self.hint}" if self.hint else said


class UsageError(CoachError):
    """The command line's words do not fit together."""

    exit_code = 2


class AnswerError(CoachError):
    """An answer does not fit its question; `where` names the question."""

    exit_code = 2


class AnsweredSinceError(AnswerError):
    """Somebody answered the question since it was asked; nothing was kept, and nothing of theirs is overridden.

    Attributes:
        by: who did.
        theirs: what they said, in a few words.
        mine: what is said now.
    """

    def __init__(self, *, by: str, theirs: str, mine: str, where: str = "") -> None:
        super().__init__(
            f"{by} answered this since it was asked: {theirs}. Yours: {mine}",
            hint="Nothing of yours was kept yet, and theirs stands.",
            where=where,
        )
        self.by = by
        self.theirs = theirs
        self.mine = mine


class PlaybookError(CoachError):
    """A playbook has a fault; `where` is file:line."""


class RunReadError(CoachError):
    """An input could not be read; `where` is the file and, where there is one, the line."""


class BeliefError(CoachError):
    """Numbers given as priors, likelihoods or costs that cannot be such."""


class JournalError(CoachError):
    """The journal could not be read or written; nothing confirmed earlier is lost."""

    exit_code = 4


class OvertakenError(JournalError):
    """Somebody else added to the session since it was read; nothing was written."""


class TakenError(JournalError):
    """There is a session of that id already."""
