"""A lesson: one practice, where it comes from, and exercises with their answers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from coach.errors import AnswerError


class Choice(NamedTuple):
    """An option of an exercise, and why it is right or not."""

    says: str
    because: str
    right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise: options, or a number.

    Attributes:
        shows: what is looked at, such as a piece of a log.
        options: what can be chosen; empty where a number is asked for.
        answer: the right number; None where there are options.
        tolerance: how far off a number may be.
        because: why that is the number.
    """

    shows: str
    asks: str
    options: tuple[Choice, ...] = ()
    answer: float | None = None
    tolerance: float = 0.0
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A practice of five to ten minutes."""

    id: str
    title: str
    minutes: int
    practice: str
    source: str
    link: str = ""
    exercises: tuple[Exercise, ...]


class Marked(NamedTuple):
    """An answer, whether it is right, and why."""

    is_right: bool
    says: str


def mark(exercise: Exercise, said: str) -> Marked:
    """Give whether an answer is right: the number of an option from 1, or a number.

    Raises:
        AnswerError: it is neither.
    """
    if exercise.options:
        at = int(said.strip()) if said.strip().isdecimal() else 0
        if not 1 <= at <= len(exercise.options):
            raise AnswerError(
                f"{said.strip()[:20]!r} is no option", hint=f"Type 1 to {len(exercise.options)}."
            )
        chosen = exercise.options[at - 1]
        right = next(each for each in exercise.options if each.right)
        more = "" if chosen.right else f" Rather: {right.says}. {right.because}"
        return Marked(chosen.right, f"{chosen.because}{more}")
    value, answer = number(said), exercise.answer or 0.0
    return Marked(abs(value - answer) <= exercise.tolerance, f"{answer:g}. {exercise.because}")


def number(said: str) -> float:
    """Give a number that somebody typed, with or without a unit.

    Raises:
        AnswerError: it is none.
    """
    try:
        value = float(said.strip().removesuffix("%").removesuffix("h").strip())
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise AnswerError(f"{said.strip()[:20]!r} is no number", hint="Type a number, such as 40.")
    return value
