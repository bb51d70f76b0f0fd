"""A question asked of one person alone: what they answer becomes a commitment, and is opened with the others'."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.answers.answer import enough
from coach.session.answers.reading import items
from coach.session.event.common import Finished, GateWaived
from coach.session.event.pairing import BlindAnswer, Released
from coach.session.exhibit import Say
from coach.session.form import Card, Chance, Choice, Lines, Option, Table
from coach.session.pairing.heading import alone_now
from coach.session.pairing.judged import as_text, line, read, spelt
from coach.session.pairing.people import WAIT, listed
from coach.session.pairing.rounds import find_round, list_done
from coach.session.step import Items, Question, Step

if TYPE_CHECKING:
    from coach.session.event import Body
    from coach.session.form import Form
    from coach.session.pairing.rounds import Round
    from coach.session.pairing.turns import Pairing
    from coach.session.step import Answer, Place

WHY_ALONE = (
    "The first number spoken pulls the others towards it: so each answers alone, and all are opened at once."
)
GO_ON, LET_GO = "wait", "without"


def alone(place: Place, inner: Step, pairing: Pairing) -> Step:
    """Give a question as it is asked of the person whose turn it is."""
    person, done = pairing.turn, pairing.rounds[inner.question.key]
    step = (
        _of_a_list(place, inner, person, done)
        if pairing.is_list
        else _of_a_number(place, inner, person, done)
    )
    question = replace(
        step.question,
        text=f"{alone_now(place.session, pairing)}: {step.question.text}",
        why=f"{WHY_ALONE} {step.question.why}",
        may_be_absent=False,
        asked_of=person,
    )
    return replace(step, question=question)


def _of_a_number(place: Place, inner: Step, person: str, done: Round) -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        return (_blind(done, person, spelt(answer), inner.accept(answer)),)

    before = _own_before(inner, person, done, place) if done.number % 2 == 0 else None
    question = inner.question if before is None else _filled(inner.question, before)
    return replace(inner, question=question, accept=accept)


def _blind(
    done: Round, person: str, answer: str, means: tuple[Body, ...] = (), *, adds: bool = False
) -> BlindAnswer:
    return BlindAnswer(
        question=done.question, round=done.number, person=person, answer=answer, means=means, adds=adds
    )


def _own_before(inner: Step, person: str, done: Round, place: Place) -> Answer:
    """Give what somebody answered in the round before the talk."""
    before = find_round(place.session, done.question, done.number - 1).answers.get(person)
    try:
        return read(inner, before[-1]) if before else None
    except AnswerError:
        return None


def _filled(question: Question, answer: Answer) -> Question:
    """Give a question with somebody's own answer filled in."""
    form: Form = question.form
    if isinstance(form, Chance) and isinstance(answer, float):
        return replace(question, suggested=f"{100 * answer:g}%")
    if isinstance(form, Table) and isinstance(answer, dict):
        rows = {
            row: tuple("no idea" if cell is None else f"{100 * cell:g}%" for cell in cells)
            for row, cells in answer.items()
            if isinstance(cells, tuple)
        }
        return replace(question, form=replace(form, suggested=rows))
    if isinstance(form, Card) and isinstance(answer, dict):
        said = as_text(answer)
        fields = tuple(replace(each, suggested=said.get(each.id, each.suggested)) for each in form.fields)
        return replace(question, form=Card(fields))
    return question


def _of_a_list(place: Place, inner: Step, person: str, done: Round) -> Step:
    """Give a list that one person grows alone; the others see how long it is, never what stands on it."""
    held = [place.held(digest) for digest in done.commitments.get(person, ())]
    mine = tuple(line(each) for each in held if each is not None)
    at_least = inner.question.form.at_least if isinstance(inner.question.form, Lines) else 0

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = items(answer)
        reason = next((said for each in given.lines if (said := enough(each)) is not None), None)
        new = [each.strip() for each in given.lines if enough(each) is None and each.strip()]
        bodies: tuple[Body, ...] = tuple(_blind(done, person, json.dumps(each), adds=True) for each in new)
        ends = given.done or reason is not None
        missing = at_least - len(held) - len(new)
        if ends and missing > 0 and not reason:
            raise AnswerError(
                f"{missing} more would be good: the first one that comes to mind is easily taken for the only one",
                hint="Add another, or go on with `enough: ` and your reason.",
            )
        waived = (GateWaived(gate=done.question, reason=reason),) if reason else ()
        finished = (Finished(question=list_done(done.question, done.number, person)),) if ends else ()
        return (*bodies, *waived, *finished)

    return replace(
        inner,
        question=replace(inner.question, form=Lines(existing=mine, at_least=at_least)),
        accept=accept,
        exhibits=tuple(each for each in inner.exhibits if isinstance(each, Say)),
    )


def merged(inner: Step, lines: tuple[str, ...]) -> tuple[Body, ...]:
    """Give what a list of everybody's lines means; whoever wants fewer than it wants has said so already."""
    form = inner.question.form
    missing = form.at_least - len(lines) if isinstance(form, Lines) else 0
    said = (*lines, "enough: fewer came to anybody's mind") if missing > 0 else lines
    return inner.accept(Items(said, done=True))


def waiting(pairing: Pairing) -> Step:
    """Give the step that waits for the others, or goes on without them as was agreed."""
    others = [each for each in pairing.waiting_for if each not in pairing.here] or list(pairing.waiting_for)
    who, first = listed(others), next(iter(pairing.rounds.values()))
    said = (
        f"Your answer is kept and closed. {who} {'has' if len(others) == 1 else 'have'} not answered yet."
        if pairing.phase == "alone"
        else f"Everybody has answered. {who} must open {'theirs' if len(others) > 1 else 'it'}: "
        "their coach does so by itself when they next look."
    )

    def accept(answer: Answer) -> tuple[Body, ...]:
        if answer != LET_GO:
            return ()
        keys = tuple(pairing.rounds)
        return tuple(
            Released(questions=keys, round=first.number, person=each, reason="agreed not to wait")
            for each in others
        )

    return Step(
        question=Question(
            key=WAIT,
            text=f"Wait for {who}?",
            why=f"{WHY_ALONE} If you agree to go on without somebody, the log says so.",
            form=Choice(
                (
                    Option(GO_ON, "wait", "it goes on by itself once they have answered"),
                    Option(LET_GO, f"go on without {who}", "as you have agreed; kept in the log"),
                )
            ),
            suggested=GO_ON,
            waits=True,
        ),
        accept=accept,
        exhibits=(Say(said), *_progress(pairing)),
    )


def _progress(pairing: Pairing) -> tuple[Say, ...]:
    said = (f"{person}: {done} of {of} answered" for person, (done, of) in pairing.progress.items())
    return (Say("; ".join(said) + ".", "quiet"),)
