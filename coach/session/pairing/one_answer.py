"""The answers of all made one, which the advice goes by; whoever does not go along says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.scale import format_probability
from coach.session.answers.reading import card, table
from coach.session.event.pairing import Dissented, Pooled
from coach.session.exhibit import Folded, Grid, Say
from coach.session.form import Card, Choice, Field, Option, Text
from coach.session.pairing.compare import given, means
from coach.session.pairing.judged import judgement
from coach.session.pairing.people import listed
from coach.session.pairing.pool import Pool, pooled, risk_of, weights_of
from coach.session.pairing.side_by_side import side_by_side
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.event import Body
    from coach.session.exhibit import Exhibit
    from coach.session.pairing.turns import Pairing
    from coach.session.step import Answer, Place

POOL = "pair.pool"
_DISSENT = "dissent"
_TAKEN_AS = (
    Option("log", "the pool", "the geometric mean of what you believe: low where one of you holds it low"),
    Option("linear", "the plain mean", "it stays wider"),
)


def one_answer(place: Place, pairing: Pairing) -> Step:
    """Give the step that makes one answer of all."""
    said = given(pairing)
    persons = tuple(each for each in pairing.people if any(each in by for by in said.values()))
    dissents = tuple(
        Field(f"{_DISSENT}-{at}", f"{person}, if you do not go along: why", Text(), optional=True)
        for at, person in enumerate(persons)
    )

    def accept(answer: Answer) -> tuple[Body, ...]:
        given_card = card(answer)
        kind: Pool = "linear" if given_card["pool"] == "linear" else "log"
        keys = tuple(pairing.rounds)
        why = {person: str(given_card.get(f"{_DISSENT}-{at}", "")) for at, person in enumerate(persons)}
        return (
            *means(pairing, pooled(said, kind)),
            Pooled(questions=keys, people=persons, pool=kind),
            *(Dissented(questions=keys, person=person, text=text) for person, text in why.items() if text),
        )

    return Step(
        question=Question(
            key=POOL,
            text=f"{listed(persons)}: one answer of all of yours, which the advice goes by.",
            why="Each counts the same until both have a record. Nothing is made more extreme: you look at the same "
            "run and share part of your error. Whoever does not go along says so; it is kept, and scored.",
            form=Card((Field("pool", "Taken as", Choice(_TAKEN_AS), suggested="log"), *dissents)),
        ),
        accept=accept,
        exhibits=(*_pools(pairing, said, persons), *_what_follows(place, pairing)),
    )


def _what_follows(place: Place, pairing: Pairing) -> tuple[Exhibit, ...]:
    found = side_by_side(place, pairing).exhibits
    return (Folded("Side by side", found),) if found else ()


def _pools(
    pairing: Pairing, said: Mapping[str, Mapping[str, Answer]], persons: tuple[str, ...]
) -> tuple[Exhibit, ...]:
    log, linear = pooled(said), pooled(said, "linear")
    rows: list[tuple[str, ...]] = []
    for key, by in said.items():
        shown = {person: _shown(pairing, key, answer) for person, answer in by.items()}
        one, other = _shown(pairing, key, log[key]), _shown(pairing, key, linear[key])
        rows += [
            (name, *(shown.get(person, {}).get(name, "-") for person in persons), one[name], other[name])
            for name in one
        ]
    head = ("", *persons, "pool", "mean")
    return (
        Grid("One answer", head, tuple(rows)),
        Say("The pool is the normalised geometric mean; the plain mean stands beside it.", "quiet"),
    )


def _shown(pairing: Pairing, key: str, answer: Answer) -> dict[str, str]:
    """Give an answer as name and number; a table of one's weights as shares of the list."""
    step = pairing.steps[key]
    texts = {option.id: option.text for option in getattr(step.question.form, "rows", ())}
    match judgement(key):
        case "odds":
            weights = weights_of(answer)
            total = sum(weights.values())
            return {texts.get(row, row): format_probability(value / total) for row, value in weights.items()}
        case "likelihoods":
            seen = step.question.text.split("”")[0].lstrip("“")
            return {
                f"{seen}: {texts.get(row, row)}": "no idea"
                if cells[0] is None
                else format_probability(cells[0])
                for row, cells in table(answer).items()
            }
        case "risk":
            return {"it fails": format_probability(risk_of(answer))}
        case _:
            return {"on nobody's list": format_probability(answer) if isinstance(answer, float) else "-"}
