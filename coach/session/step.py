"""One step of a walk: a question, what is shown beside it, and what an answer to it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.session.learned import Learned
from coach.session.recognising import NO_WORDS, Words

if TYPE_CHECKING:
    from coach.session.catalogue import Catalogue
    from coach.session.earlier import Ended
    from coach.session.event import Body
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.form import Form, Option
    from coach.session.packs import Proposed


class Items(NamedTuple):
    """An answer to a list: the new lines, and whether the list is finished."""

    lines: tuple[str, ...]
    done: bool


Cell = float | None
"""A cell of a table: a number, or None for `no idea`."""

Answer = (
    str | float | Items | tuple[str, ...] | Mapping[str, tuple[Cell, ...]] | Mapping[str, str | float] | None
)
"""What `answers/answer.py` makes of text or data; None for `no idea`, for `go on` and for a skipped question."""


class Note(NamedTuple):
    """Something to read about a question when one asks for help: a heading and a paragraph."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, and why.

    Attributes:
        key: a stable address such as `frame.run-length`; answers files name questions by it.
        text: the question, in plain words.
        why: why it is asked.
        source: where the reason comes from; empty where it is the coach's own.
        example: an answer somebody might give.
        suggested: an answer that stands unless it is changed, as text.
        optional: an empty answer skips it.
        waits: nothing can be answered before a run has ended; a walk may pause here.
        may_be_absent: an answers file may leave it out: then nothing is known, and nothing suggested is taken.
        notes: what there is to read about what it offers: texts of repairs, sources; shown with the reason, on request.
        asked_of: who alone is asked, of several people; what they write is not for the others. Empty for all.
        formerly: the key under which answers files named it before; empty where it had no other.
    """

    key: str
    text: str
    why: str
    form: Form
    source: str = ""
    example: str = ""
    suggested: str = ""
    optional: bool = False
    waits: bool = False
    may_be_absent: bool = False
    formerly: str = ""
    notes: tuple[Note, ...] = ()
    asked_of: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that it answers to."""
        return (self.key, self.formerly) if self.formerly else (self.key,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A question with its exhibits and the meaning of an answer.

    `accept` gives the bodies to append for an answer, and raises `AnswerError` when the answer,
    though well formed, does not fit. `later` gives exhibits that take a moment to work out; a front end shows
    them when they are there and waits for nothing. `beside` gives a few words on what is being typed, for every key.
    """

    question: Question
    accept: Callable[[Answer], tuple[Body, ...]]
    exhibits: tuple[Exhibit, ...] = ()
    later: Callable[[], tuple[Exhibit, ...]] | None = None
    beside: Callable[[str], str] | None = None


class Track(NamedTuple):
    """How the investigations of this journal ended: how many found their cause, and how many of those off the list."""

    closed: int = 0
    outside: int = 0


class LastTime(NamedTuple):
    """What one run took as it was said in the newest other session of this journal that says so; None for neither."""

    hours: float | None = None
    dollars: float | None = None


def nothing_held(_digest: str) -> None:
    """Give nothing: no blind answer was given at this terminal."""


class Place(NamedTuple):
    """Everything a stage may look at.

    Attributes:
        session: what has been said so far.
        catalogue: what the chosen playbooks know together.
        shelf: gives the playbooks there are to choose from.
        track: how earlier investigations ended.
        words: what people's words have in common with the catalogue.
        earlier: gives the causes that earlier investigations of this journal ended with, the newest first.
        proposals: gives the playbooks that fit what is known so far, the likeliest first.
        last_time: gives what one run took in an earlier session.
        learned: gives what the journal's own record has taught.
        here: who sits at this terminal, of several who walk together; nobody named is everybody at the one keyboard.
        held: gives the answer behind a commitment that was made at this terminal; None where it is not here.
    """

    session: Session
    catalogue: Catalogue
    shelf: Callable[[], tuple[Option, ...]] = tuple
    track: Track = Track()
    words: Words = NO_WORDS
    earlier: Callable[[], tuple[Ended, ...]] = tuple
    proposals: Callable[[], tuple[Proposed, ...]] = tuple
    last_time: Callable[[], LastTime] = LastTime
    learned: Callable[[], Learned] = Learned
    here: tuple[str, ...] = ()
    held: Callable[[str], str | None] = nothing_held


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A part of a walk.

    Attributes:
        steps: the open questions of this part, in order, as far as they need no answer to an earlier one of them;
            none when the part is done.
        applies: whether this part belongs to this session at all.
        wants: what is still missing here, in a few words; shown on the stage rail.
        joins: its questions need no answer of the part before it, and stand on one sheet with that part's.
    """

    id: str
    title: str
    steps: Callable[[Place], Iterator[Step]]
    applies: Callable[[Place], bool] = lambda _place: True
    wants: Callable[[Place], str] = lambda _place: ""
    joins: bool = False


class StageView(NamedTuple):
    """A part of a walk as the stage rail shows it."""

    id: str
    title: str
    status: Literal["done", "here", "ahead"]
    wants: str


class Position(NamedTuple):
    """Where a walk is: the step to answer (None when all is done) and the rail."""

    step: Step | None
    stage: str
    rail: tuple[StageView, ...]


def position(stages: tuple[Stage, ...], place: Place) -> Position:
    """Give the first open step of a walk and the state of each part."""
    rail: list[StageView] = []
    here: Step | None = None
    stage_id = ""
    for stage in stages:
        if not stage.applies(place):
            continue
        step = next(stage.steps(place), None) if here is None else None
        if step is not None:
            here, stage_id = step, stage.id
            rail.append(StageView(stage.id, stage.title, "here", stage.wants(place)))
        else:
            status: Literal["done", "ahead"] = "done" if here is None else "ahead"
            rail.append(StageView(stage.id, stage.title, status, ""))
    return Position(here, stage_id, tuple(rail))
