"""Events of two people who judge apart before they talk: who they are, what each committed to, what was opened.

What somebody answers blind is first a commitment: the sha256 of their answer with a salt. The answer stands in the
session only once everybody who was asked has committed.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from coach.session.value import Probability, Value


class Paired(Value):
    """Several people walk this session together; the newest says who."""

    kind: Literal["paired"] = "paired"
    people: tuple[str, ...]
    keyboard: str = ""
    """Who types first where all sit at one keyboard; empty where each has a terminal of their own."""


class BlindCommitted(Value):
    """Somebody has answered a question alone; what they answered is not in the session yet."""

    kind: Literal["blind-committed"] = "blind-committed"
    question: str
    round: int = Field(ge=1)
    person: str
    digest: str
    """sha256 over salt, question, round, person and answer, hex."""
    adds: bool = False
    """A line of a list. Of other answers the last commitment counts."""


class BlindAnswer(BlindCommitted):
    """What somebody answered blind, on its way to their own cache. It is no event: a commitment is made of it."""

    digest: str = ""
    answer: str
    """One spelling of it in JSON."""
    means: tuple[Any, ...] = Field(default=(), exclude=True)
    """The events that it would mean if it were said openly, so that its author sees what follows from it."""


class Revealed(Value):
    """A blind answer opened once everybody had committed."""

    kind: Literal["revealed"] = "revealed"
    question: str
    round: int = Field(ge=1)
    person: str
    digest: str
    """Of the commitment that it opens."""
    answer: str
    """JSON."""
    salt: str


class Released(Value):
    """Somebody is not waited for, as was agreed."""

    kind: Literal["released"] = "released"
    questions: tuple[str, ...]
    round: int = Field(ge=1)
    person: str
    reason: str = ""


class Talked(Value):
    """People have looked at their answers side by side."""

    kind: Literal["talked"] = "talked"
    questions: tuple[str, ...]
    revise: bool
    """Each answers alone once more."""
    least: dict[str, str] = Field(default_factory=dict)
    """What would make the explanation true that somebody believes least, by person."""


class Pooled(Value):
    """The answers of several people became one."""

    kind: Literal["pooled"] = "pooled"
    questions: tuple[str, ...]
    people: tuple[str, ...]
    """Whose answers count in it."""
    pool: Literal["log", "linear", "list"]
    authors: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Who named a line of a list, by the line in lower case."""
    weights: dict[str, Probability] = Field(default_factory=dict)
    """How much each counts by past skill, by person, where that was chosen; empty where all count the same."""


class Dissented(Value):
    """Somebody does not go along with the pool; it counts all the same."""

    kind: Literal["dissented"] = "dissented"
    questions: tuple[str, ...]
    person: str
    text: str


class KeyboardPassed(Value):
    """Another one types."""

    kind: Literal["keyboard-passed"] = "keyboard-passed"
    to: str
