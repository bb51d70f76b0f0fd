"""A pre-mortem as pages: the questions that can be answered now as lines of cells, and the answers that cells make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from coach.prediction import Prediction
    from coach.session.form import Option
    from coach.session.step import Question, Step

PAGES = 6
"""Pages of a whole pre-mortem; the last one comes after the seal."""

Texts = Mapping["Where", str]
"""What stands in the cells."""


class Where(NamedTuple):
    """Which cell: the key of its question and, of a question with several cells, which of them."""

    key: str
    name: str = ""


class ClaimCell(NamedTuple):
    """How a claim in a cell is read.

    Attributes:
        reads: gives the claim that must hold by what is written; None where it stays in words. Raises AnswerError.
        fires: it is a tripwire, so that it is told by what sets it off.
    """

    reads: Callable[[str], Prediction | None]
    fires: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One thing to write, to choose or to tick.

    Attributes:
        filled: what stands there unless it is changed: text, ids of options with commas, `yes` for a tick.
        origin: where that comes from; empty where nobody need be told.
        says: what stands before the cell, or in it while nothing is written.
        options: what there is to choose from; none for text.
        width: cells of the screen that it takes; 0 takes what is left.
        multiline: several lines may be written.
        optional: it may stay empty.
        beside: gives a few words on what is being written.
        completed: gives what is written with its last word written out.
        claim: how the claim is read that is written here; None where none is wanted.
    """

    where: Where
    kind: Literal["text", "pick", "tick"] = "text"
    filled: str = ""
    origin: str = ""
    says: str = ""
    options: tuple[Option, ...] = ()
    width: int = 0
    multiline: bool = False
    optional: bool = False
    beside: Callable[[str], str] | None = None
    completed: Callable[[str], str] | None = None
    claim: ClaimCell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """Some cells under one label.

    Attributes:
        label: what they are about.
        says: more on that, shown while one is there.
        is_wide: the label is a sentence and takes half the line.
        beside_label: cells that stand beside the label where the others have a line of their own beneath it, unless
            the screen is wide; None where all have one line.
    """

    label: str
    cells: tuple[Cell, ...]
    says: str = ""
    is_wide: bool = False
    beside_label: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is asked together.

    Attributes:
        number: which of the pages it is; one page may be asked in several parts.
        title: what it is about.
        said: what is to be read first, each with its tone (see `Say`).
        also: keys of questions that the page answers by being taken, such as the seal.
        takes: what enter does, in a few words.
        live: gives a line that follows from what stands in the cells; empty for none.
        steps: its questions, by their keys.
    """

    number: int
    title: str
    lines: tuple[PageLine, ...]
    steps: Mapping[str, Step]
    said: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    takes: str = "takes the page"
    live: Callable[[Texts], str] = field(default=lambda _texts: "")

    @property
    def key(self) -> str:
        """What tells this part of the page from the others, and one person's from another's."""
        asked = (
            f"{key} of {each.question.asked_of}" for key, each in self.steps.items() if each.question.asked_of
        )
        return ",".join((*self.steps, *asked))

    def question(self, where: Where) -> Question:
        """Give the question that a cell belongs to."""
        return self.steps[where.key].question

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell, in order."""
        return tuple(cell for line in self.lines for cell in line.cells)
