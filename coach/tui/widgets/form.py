"""What every form has in common: it sends an answer as data, keeps a draft, and says which keys it takes."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widget import Widget

if TYPE_CHECKING:
    from coach.session.step import Question


_UNNAMED = frozenset({"slash", "plus", "minus"})
"""Printable keys for which Textual knows no character."""


def is_written(key: str, character: str | None) -> bool:
    """True for a key that writes something: where one writes, it is no command."""
    return key in _UNNAMED or (character is not None and character.isprintable())


class FormWidget(Widget):
    """A place for one answer.

    `Answered` carries the answer: typed text, or data as an answers file holds it. What it means is not decided
    here.
    """

    DEFAULT_CSS: ClassVar[str] = """
    FormWidget { height: auto; width: 1fr; }
    """

    class Answered(Message):
        """The person confirmed an answer."""

        def __init__(self, form: FormWidget, data: object) -> None:
            super().__init__()
            self.form = form
            self.data = data

    class Drafted(Message):
        """The unfinished answer changed."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question

    @property
    @abstractmethod
    def draft(self) -> object:
        """The unfinished answer, as `restore` takes it; None when there is nothing to keep."""

    @abstractmethod
    def restore(self, draft: object) -> None:
        """Put an unfinished answer, or one a guided case has prepared, into the form."""

    @abstractmethod
    def hint(self) -> str:
        """Give the keys that answer, in a few words."""

    def enter(self) -> None:
        """Take the focus, at the place where one begins."""
        self.focus()
