"""A part of a YAML or JSON file that knows where it stands, so that whatever is wrong is named with its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from coach.cli.terminal_safe import one_line
from coach.errors import AnswerError, RunReadError
from coach.reasoning.scale import parse_probability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.playbook.strict_yaml import Document

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class FilePart:
    """One value of a document.

    Attributes:
        document: the file.
        path: the keys and list positions that lead to the value.
        value: the value.
    """

    document: Document
    path: tuple[str | int, ...]
    value: object

    def fail(self, message: str, hint: str = "") -> NoReturn:
        """Refuse this part.

        Raises:
            RunReadError: always, with file, line and column.
        """
        steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in self.path)
        named = "".join(steps).lstrip(".")
        said = f"{named}: {message}" if named else message
        raise RunReadError(one_line(said), hint=one_line(hint), where=self.document.where(self.path))

    def keys(self, known: tuple[str, ...]) -> dict[str, FilePart]:
        """Give a mapping's parts by key.

        Raises:
            RunReadError: it is no mapping, or has a key that is not known.
        """
        parts = self.members()
        for key, part in parts.items():
            if key not in known:
                part.fail("this key is not known here", f"Known here: {', '.join(known)}.")
        return parts

    def members(self) -> dict[str, FilePart]:
        """Give a mapping's parts by key, whatever the keys.

        Raises:
            RunReadError: it is no mapping.
        """
        if not isinstance(self.value, dict):
            self.fail(f"this should be a mapping, not {self._shown()}", "Write `key: value` lines.")
        return {key: FilePart(self.document, (*self.path, key), each) for key, each in self.value.items()}

    def elements(self) -> Iterator[FilePart]:
        """Give a list's parts.

        Raises:
            RunReadError: it is no list.
        """
        if not isinstance(self.value, list):
            self.fail(f"this should be a list, not {self._shown()}", "Put each entry on a line after a dash.")
        return (FilePart(self.document, (*self.path, at), each) for at, each in enumerate(self.value))

    def required(self, parts: dict[str, FilePart], key: str) -> FilePart:
        """Give the part under a key that must be there.

        Raises:
            RunReadError: it is missing.
        """
        if key not in parts:
            self.fail(f"{key!r} is missing", f"Add the key {key!r}.")
        return parts[key]

    def text(self) -> str:
        """Give a text; a number is taken as it is written.

        Raises:
            RunReadError: it is something else, or empty.
        """
        if isinstance(self.value, bool) or not isinstance(self.value, str | int | float):
            self.fail(f"this should be text, not {self._shown()}")
        said = str(self.value).strip()
        if not said:
            self.fail("this should not be empty")
        return said

    def number(self, low: float = 0.0) -> float:
        """Give a number that is at least `low`.

        Raises:
            RunReadError: it is something else.
        """
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.fail(f"this should be a number, not {self._shown()}")
        try:
            number = float(self.value)
        except OverflowError:
            self.fail("this number is too large")
        if number < low:
            self.fail(f"{number:g} is less than {low:g}", f"Give a number from {low:g} up.")
        return number

    def probability(self) -> float:
        """Give a probability from 0 to 1, as a number or in any way people say it.

        Raises:
            RunReadError: it is none.
        """
        if isinstance(self.value, str):
            try:
                return parse_probability(self.value)
            except AnswerError as error:
                self.fail(error.message, error.hint)
        number = self.number()
        if number > 1:
            self.fail(
                f"{number:g} is more than 1", "A probability lies between 0 and 1; write 30% for percent."
            )
        return number

    def _shown(self) -> str:
        match self.value:
            case dict():
                return "a mapping"
            case list():
                return "a list"
            case None:
                return "nothing"
            case _:
                said = repr(self.value)
                return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}..."
