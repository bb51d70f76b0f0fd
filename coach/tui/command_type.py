"""What every command has: a title, an action and an explanation, all of them from its class, and its keys."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.binding import Binding

_WORD = re.compile(r"[A-Z][a-z]*")
OVERRIDING = frozenset({*(f"f{number}" for number in range(1, 11)), "pagedown"})
"""Keys that no text field takes for itself."""


class Command:
    """Something a person can do from the keyboard.

    Attributes:
        LETTER: the key while nothing is being written; empty where there is none.
        ANYWHERE: the key that also works while something is being written.
        LABEL: what the key line says; empty keeps the command out of it.
        RANK: place in the key line, lowest first; where room is short the last go first.
    """

    LETTER: ClassVar[str] = ""
    ANYWHERE: ClassVar[str] = ""
    LABEL: ClassVar[str] = ""
    RANK: ClassVar[int] = 50

    @classmethod
    def title(cls) -> str:
        """Give the command's name as people read it.

        >>> class ShowLog(Command): ...
        >>> ShowLog.title()
        'Show log'
        """
        return " ".join(_words(cls)).capitalize()

    @classmethod
    def action(cls) -> str:
        """Give the name of the Textual action: a screen that has `action_NAME` carries the command out."""
        return "_".join(_words(cls))

    @classmethod
    def says(cls) -> str:
        """Give the explanation."""
        return (cls.__doc__ or "").strip()

    @classmethod
    def pressed(cls) -> tuple[str, ...]:
        """Give the keys, the letter first."""
        return tuple(key for key in (cls.LETTER, cls.ANYWHERE) if key)

    @classmethod
    def bindings(cls) -> list[Binding]:
        """Give the bindings: one a key, all with the command's name as their id."""
        return [
            Binding(
                key,
                cls.action(),
                cls.LABEL or cls.title(),
                show=bool(cls.LABEL),
                tooltip=cls.says(),
                id=f"{cls.action()}.{place}",
                priority=key in OVERRIDING,
            )
            for place, key in enumerate(cls.pressed())
        ]


def _words(command: type[Command]) -> list[str]:
    return [word.lower() for word in _WORD.findall(command.__name__)]
