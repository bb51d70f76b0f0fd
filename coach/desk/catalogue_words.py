"""The words of a catalogue for a walk: looked up when they are first asked for, and empty where they cannot be."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from coach.errors import PlaybookError
from coach.session.recognising import NO_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.catalogue import Catalogue
    from coach.session.recognising import Near, Read, Spoken, Words


class CatalogueWords:
    """What people's words have in common with a catalogue.

    Words help, and no walk depends on them: where this Python's SQLite has no full-text index, nothing is recognised.
    Where nothing was said, as before the first answer, nothing is looked up.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def _words(self) -> Words:
        from coach.playbook.phrases import Phrases  # noqa: PLC0415 - the first paint asks for no words

        try:
            return Phrases(self._catalogue)
        except PlaybookError:
            return NO_WORDS

    def near(self, line: str) -> tuple[Near, ...]:
        """Give the failure modes that share a word with a line, the nearest first."""
        return self._words.near(line)

    def scores(self, text: str) -> Mapping[str, float]:
        """Give the score of a text's words for each failure mode, by its id; 0 for others."""
        return self._words.scores(text) if text.strip() else {}

    def alike(self, one: str, other: str) -> float:
        """Give how near two lines are, in [0, 1]."""
        return self._words.alike(one, other)

    def symptoms(self, text: str) -> tuple[Spoken, ...]:
        """Give the symptoms that a text speaks of, those it says plainly first, then the nearest."""
        return self._words.symptoms(text) if text.strip() else ()

    def read(self, text: str) -> tuple[Read, ...]:
        """Give what a text says plainly of symptoms, contrasts and what changed last."""
        return self._words.read(text) if text.strip() else ()

    def classes(self, text: str) -> tuple[str, ...]:
        """Give the ids of the symptom classes that a text names plainly."""
        return self._words.classes(text) if text.strip() else ()
