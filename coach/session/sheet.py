"""A sheet: the open questions of a walk that need no answer to one another, taken together or in part."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.errors import AnswerError
from coach.session.answers.answer import parse_data
from coach.session.exhibit import Grid, Say, unmarked
from coach.session.form import Lines
from coach.session.prefilled import Prefilled, prefilled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from coach.session.event import Body
    from coach.session.exhibit import Exhibit
    from coach.session.step import Place, Stage, Step


class Sheet(NamedTuple):
    """The questions that can be answered now, in any number.

    Attributes:
        stage: id of the part of the walk that it begins with.
        title: the titles of its parts.
        steps: the open steps, in order.
        exhibits: what is shown beside all of them, each once.
        beside: what is shown beside one question alone, by its key.
        prefilled: what is known for a step without asking, by the key of its question.
    """

    stage: str
    title: str
    steps: tuple[Step, ...]
    exhibits: tuple[Exhibit, ...]
    beside: Mapping[str, tuple[Exhibit, ...]]
    prefilled: Mapping[str, Prefilled]


class Taken(NamedTuple):
    """What became of the answers to a sheet: keys of the questions."""

    accepted: tuple[str, ...]
    passed_over: tuple[str, ...]


def open_sheet(stages: tuple[Stage, ...], place: Place) -> Sheet | None:
    """Give all steps that can be answered now without an answer to another one; None when the walk is done."""
    parts = tuple(open_steps(stages, place))
    if not parts:
        return None
    steps = tuple(step for _, step in parts)
    beside = {step.question.key: _of_its_own(step, steps) for step in steps}
    known = {step.question.key: prefilled(place, step) for step in steps}
    return Sheet(
        stage=parts[0][0].id,
        title=", ".join(dict.fromkeys(stage.title for stage, _ in parts)),
        steps=steps,
        exhibits=_shared(steps),
        beside={key: shown for key, shown in beside.items() if shown},
        prefilled={key: each for key, each in known.items() if each is not None},
    )


def take(
    stages: tuple[Stage, ...],
    place: Place,
    answers: Mapping[str, object],
    keep: Callable[[tuple[Body, ...]], Place],
) -> Taken:
    """Accept answers to the open sheet in the order of its questions, each as the answers before it leave it.

    A question that an earlier answer has closed is passed over; one that an earlier answer has opened is answered
    too. What may be absent is answered as it stands on the sheet, whatever the other answers make worth asking.
    None takes what is prefilled, and otherwise leaves an optional question open.

    Args:
        stages: the walk.
        place: where it stands.
        answers: data as an answers file holds it, by the key of the question.
        keep: appends what an answer means, and gives the place after it.

    Raises:
        AnswerError: an answer does not fit, or names a question that is not open; what `keep` was given before is
            to be forgotten then.
    """
    sheet = open_sheet(stages, place)
    offered = {key for step in sheet.steps for key in step.question.keys} if sheet else set()
    as_shown = _as_shown(sheet)
    left = dict(answers)
    accepted: list[str] = []
    while (found := _first_named(stages, place, left)) is not None:
        step, key = found
        place = keep(_meaning(place, as_shown.get(key, step), left.pop(key)))
        accepted.append(key)
    for key in [key for key in left if key in as_shown]:
        place = keep(_meaning(place, as_shown[key], left.pop(key)))
        accepted.append(key)
    for key in left:
        if key not in offered:
            raise _not_open(key, sheet)
    return Taken(tuple(accepted), tuple(left))


def _as_shown(sheet: Sheet | None) -> dict[str, Step]:
    """Give the steps that ask for facts in their own right, by every key they answer to."""
    steps = sheet.steps if sheet else ()
    return {key: step for step in steps if step.question.may_be_absent for key in step.question.keys}


def _of_its_own(step: Step, steps: Sequence[Step]) -> tuple[Exhibit, ...]:
    """Give the sentences that stand beside one of several steps only."""
    others = {each for other in steps if other is not step for each in other.exhibits}
    return tuple(each for each in step.exhibits if isinstance(each, Say) and each not in others and others)


def _shared(steps: Sequence[Step]) -> tuple[Exhibit, ...]:
    """Give what stands beside the whole sheet; a table that several steps show with their own row marked comes once."""
    shown: dict[object, Exhibit] = {}
    for step in steps:
        own = _of_its_own(step, steps)
        for each in step.exhibits:
            if isinstance(each, Grid):
                shown.setdefault(each.title, unmarked(each))
            elif each not in own:
                shown.setdefault(each, each)
    return tuple(shown.values())


def open_steps(stages: tuple[Stage, ...], place: Place) -> Iterator[tuple[Stage, Step]]:
    """Give the open steps of the first part that has any, and of the parts that join it."""
    is_open = False
    for stage in stages:
        if is_open and not stage.joins:
            return
        for step in stage.steps(place) if stage.applies(place) else ():
            is_open = True
            yield stage, step


def _first_named(
    stages: tuple[Stage, ...], place: Place, answers: Mapping[str, object]
) -> tuple[Step, str] | None:
    named = (
        (step, key) for _, step in open_steps(stages, place) for key in step.question.keys if key in answers
    )
    return next(named, None) if answers else None


def _meaning(place: Place, step: Step, data: object) -> tuple[Body, ...]:
    question = step.question
    known = prefilled(place, step) if data is None else None
    if known is not None:
        data = known.answer
    elif isinstance(question.form, Lines) and data == "":
        data = []
    try:
        return step.accept(parse_data(question, data))
    except AnswerError as error:
        raise AnswerError(error.message, hint=error.hint, where=question.key) from error


def _not_open(key: str, sheet: Sheet | None) -> AnswerError:
    asked = ", ".join(step.question.key for step in sheet.steps) if sheet else ""
    hint = f"Asked now: {asked}." if asked else "Nothing is asked any more."
    return AnswerError("this question is not open", hint=hint, where=key)
