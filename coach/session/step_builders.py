"""Steps that both walks build in the same way: a sentence to state, a list to grow, a choice to make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.answers.answer import enough
from coach.session.answers.reading import items, words
from coach.session.event.common import Finished, GateWaived, Skipped, Stated
from coach.session.form import Lines, Text
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.session.event import Body
    from coach.session.event.common import Topic
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.step import Answer


def is_stated(session: Session, topic: Topic) -> bool:
    """True when a topic has been spoken about."""
    return any(body.topic == topic for body in session.all(Stated))


def stated(session: Session, topic: Topic) -> str:
    """Give what was said last about a topic; empty when nothing was."""
    said = [body.text for body in session.all(Stated) if body.topic == topic]
    return said[-1] if said else ""


def statement(
    topic: Topic,
    *,
    key: str,
    text: str,
    why: str,
    example: str = "",
    source: str = "",
    multiline: bool = False,
    optional: bool = False,
    exhibits: tuple[Exhibit, ...] = (),
) -> Step:
    """Give the step that asks for a sentence about a topic."""

    def accept(answer: Answer) -> tuple[Body, ...]:
        if answer is None:
            return (Skipped(question=key),)
        return (Stated(topic=topic, text=words(answer)),)

    return Step(
        question=Question(
            key=key,
            text=text,
            why=why,
            form=Text(multiline=multiline),
            source=source,
            example=example,
            optional=optional,
        ),
        accept=accept,
        exhibits=exhibits,
    )


def growing_list(
    *,
    key: str,
    text: str,
    why: str,
    existing: tuple[str, ...],
    body_for: Callable[[str, tuple[Body, ...]], Body],
    at_least: int = 0,
    gate: str = "",
    example: str = "",
    source: str = "",
    exhibits: tuple[Exhibit, ...] = (),
    beside: Callable[[str], str] | None = None,
) -> Step:
    """Give the step that grows a list by confirmed lines until it is declared finished.

    Args:
        key: the question's key, by which the list is declared finished.
        text: the question.
        why: why it is asked.
        existing: the lines that stand already.
        body_for: gives the event for a line, knowing the bodies made for earlier lines of the same answer.
        at_least: how many lines the list wants before it may be finished without a reason.
        gate: the gate that `enough: <reason>` waives.
        example: an example line.
        source: where the reason for asking comes from.
        exhibits: what is shown beside the list.
        beside: gives a few words on a line while it is typed.
    """

    def accept(answer: Answer) -> tuple[Body, ...]:
        lines, done = items(answer)
        bodies, reason = _grown(lines, body_for)
        if reason:
            return (*bodies, GateWaived(gate=gate or key, reason=reason), Finished(question=key))
        missing = at_least - len(existing) - len(bodies)
        if done and missing > 0:
            raise AnswerError(
                f"{missing} more would be good: {why[0].lower()}{why[1:]}",
                hint="Add another, or go on with `enough: ` and your reason.",
            )
        return (*bodies, Finished(question=key)) if done else bodies

    return Step(
        question=Question(
            key=key,
            text=text,
            why=why,
            form=Lines(existing=existing, at_least=at_least),
            example=example,
            source=source,
        ),
        accept=accept,
        exhibits=exhibits,
        beside=beside,
    )


def _grown(
    lines: Sequence[str], body_for: Callable[[str, tuple[Body, ...]], Body]
) -> tuple[tuple[Body, ...], str]:
    """Give the events for some lines, as far as a line that says `enough`, and the reason that stands there.

    Raises:
        AnswerError: a line says `enough` without a reason.
    """
    bodies: tuple[Body, ...] = ()
    for line in lines:
        reason = enough(line)
        if reason == "":
            raise AnswerError(
                "a reason belongs after “enough:”", hint="It is kept, and looked at again later."
            )
        if reason is not None:
            return bodies, reason
        bodies = (*bodies, body_for(line.strip(), bodies))
    return bodies, ""
