"""The lessons of `coach learn`: strict YAML that ships with coach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, ValidationError

from coach.errors import PlaybookError
from coach.playbook.entry import Entry, Id, Label, Sentence, Several
from coach.playbook.fault import Fault, as_errors, faults_of_shape
from coach.playbook.shelf import built_in_folder
from coach.playbook.strict_yaml import load_yaml
from coach.session.learn.lesson import Choice, Exercise, Lesson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "lessons/lessons.yaml"


class OptionEntry(Entry):
    """An option of an exercise."""

    says: Sentence
    """The option."""

    because: Sentence
    """Why it is right, or not."""

    right: bool = False
    """True for the one that is."""


class ExerciseEntry(Entry):
    """An exercise: options or a number."""

    shows: Sentence
    """What is looked at."""

    asks: Sentence
    """The question."""

    options: Several[OptionEntry] = ()
    """What can be chosen."""

    answer: float | int | None = None
    """The right number."""

    tolerance: float | int = 0
    """How far off a number may be."""

    because: str = ""
    """Why that is the number."""


class SourceEntry(Entry):
    """Where a practice comes from."""

    says: Sentence
    """In words."""

    link: str = ""
    """Where it can be read."""


class LessonEntry(Entry):
    """A practice of five to ten minutes."""

    title: Label
    """What one does."""

    minutes: Annotated[int, Field(ge=1, le=15)]
    """About how long it takes."""

    practice: Annotated[str, Field(min_length=1, max_length=2000)]
    """What to do, and why."""

    source: SourceEntry
    """Where it comes from."""

    exercises: Annotated[Several[ExerciseEntry], Field(min_length=1)]
    """What is practised."""


class LessonsContent(Entry):
    """The file."""

    format: Annotated[Literal["coach.lessons/1"], Field(alias="schema")]
    """Version of this form."""

    lessons: dict[Id, LessonEntry]
    """In their order."""


def load_lessons(path: Path | None = None) -> tuple[Lesson, ...]:
    """Give the lessons in their order.

    Raises:
        PlaybookError: the file has a fault; `where` is file:line:column.
    """
    document = load_yaml(path or built_in_folder() / FILE, error=PlaybookError)
    try:
        content = LessonsContent.model_validate(document.data)
    except ValidationError as error:
        raise as_errors(faults_of_shape(error), document)[0] from error
    if errors := as_errors(_faults(content), document):
        raise errors[0]
    return tuple(_lesson(name, each) for name, each in content.lessons.items())


def _faults(content: LessonsContent) -> Iterator[Fault]:
    for name, lesson in content.lessons.items():
        for at, each in enumerate(lesson.exercises):
            right = sum(option.right for option in each.options)
            if (right != 1) if each.options else (each.answer is None):
                place = ("lessons", name, "exercises", at)
                yield Fault(
                    place, "an exercise has one right option, or an answer", "Mark one, or give a number."
                )


def paragraphs(text: str) -> str:
    """Give a text whose lines run on, an empty line between two paragraphs."""
    return "\n\n".join(" ".join(each.split()) for each in text.strip().split("\n\n"))


def _lesson(name: str, entry: LessonEntry) -> Lesson:
    return Lesson(
        id=name,
        title=entry.title,
        minutes=entry.minutes,
        practice=paragraphs(entry.practice),
        source=entry.source.says,
        link=entry.source.link,
        exercises=tuple(
            Exercise(
                shows=each.shows.rstrip(),
                asks=each.asks,
                options=tuple(Choice(one.says, one.because, one.right) for one in each.options),
                answer=None if each.answer is None else float(each.answer),
                tolerance=float(each.tolerance),
                because=each.because,
            )
            for each in entry.exercises
        ),
    )
