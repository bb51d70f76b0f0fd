"""What somebody typed, held against the failure modes of the catalogue: is it clearly one of them, or may it be?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

CLEAR, AHEAD = 0.55, 1.15
"""Nearness from which one failure mode is clearly meant, and by how much it must be nearer than the next: rare words
weigh more in a larger catalogue, so two modes that share one need a wider gap."""
MAYBE = 0.4
"""Nearness from which a failure mode may be meant. All three were chosen on the first half of
tests/session/typed_causes.py."""
OFFERED = 3
"""Failure modes offered at most where several may be meant (editorial)."""


class Near(NamedTuple):
    """How near a line is to what a failure mode is called.

    Attributes:
        failure_mode: its id.
        score: in [0, 1]; 1 where the line says the same words as its name or one of its aliases.
        shared: words they have in common.
        is_named: more than one word of the line stands in one name or alias, or the line is the name: a single word in
            common proves little.
    """

    failure_mode: str
    score: float
    shared: int
    is_named: bool


class Spoken(NamedTuple):
    """A symptom that a text speaks of.

    Attributes:
        symptom: its id.
        nearness: of the nearest sentence to what the symptom is called, in (0, 1].
        is_plain: that sentence says that it is there.
    """

    symptom: str
    nearness: float
    is_plain: bool


class Read(NamedTuple):
    """Something that a text says plainly of a symptom, a contrast or what changed last.

    Attributes:
        symptom: its id.
        is_there: seen, gone away with it, changed; False where it was looked for in vain, or stays.
        quote: the part of the text that says so.
    """

    symptom: str
    is_there: bool
    quote: str


class Words(Protocol):
    """What the words of people have in common with the catalogue; the same text always gives the same."""

    def near(self, line: str, /) -> tuple[Near, ...]:
        """Give the failure modes that share a word with a line, the nearest first."""

    def scores(self, text: str, /) -> Mapping[str, float]:
        """Give the score of a text's words for each failure mode, by its id; 0 for others."""

    def alike(self, one: str, other: str) -> float:
        """Give how near two lines are, in [0, 1]."""

    def symptoms(self, text: str, /) -> tuple[Spoken, ...]:
        """Give the symptoms that a text speaks of, those it says plainly first, then the nearest."""

    def read(self, text: str, /) -> tuple[Read, ...]:
        """Give what a text says plainly of symptoms, contrasts and what changed last, beside `symptoms`."""

    def classes(self, text: str, /) -> tuple[str, ...]:
        """Give the ids of the symptom classes that a text names plainly."""


class _NoWords:
    def near(self, line: str, /) -> tuple[Near, ...]:  # noqa: ARG002 - as the protocol has it
        return ()

    def scores(self, text: str, /) -> Mapping[str, float]:  # noqa: ARG002 - as the protocol has it
        return {}

    def alike(self, one: str, other: str) -> float:
        return float(one.strip().lower() == other.strip().lower())

    def symptoms(self, text: str, /) -> tuple[Spoken, ...]:  # noqa: ARG002 - as the protocol has it
        return ()

    def read(self, text: str, /) -> tuple[Read, ...]:  # noqa: ARG002 - as the protocol has it
        return ()

    def classes(self, text: str, /) -> tuple[str, ...]:  # noqa: ARG002 - as the protocol has it
        return ()


NO_WORDS: Words = _NoWords()
"""For a walk without a catalogue to look words up in."""


class Meant(NamedTuple):
    """Which failure modes a line may mean, the nearest first; `is_clear` where it is the first and only one."""

    failure_modes: tuple[str, ...] = ()
    is_clear: bool = False


def meant(words: Words, line: str, exclude: Collection[str] = ()) -> Meant:
    """Give which failure modes a typed line means.

    Args:
        words: what the catalogue's failure modes are called.
        line: what somebody typed.
        exclude: ids of failure modes that are not looked at.
    """
    near = [each for each in words.near(line) if each.failure_mode not in exclude]
    may = [each for each in near if each.score >= MAYBE and (each.is_named or each.shared > 1)]
    if not may:
        return Meant()
    first = may[0]
    rival = may[1].score if len(may) > 1 else 0.0
    if first.is_named and first.score >= CLEAR and first.score >= AHEAD * rival:
        return Meant((first.failure_mode,), is_clear=True)
    return Meant(tuple(each.failure_mode for each in may[:OFFERED]))
