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
from coach.session.pairing.pool import EVEN, Pool, pooled, risk_of, weights_of
from coach.session.pairing.side_by_side import side_by_side
from coach.session.pairing.skill import by_skill, what_it_changes
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.event import Body
    from coach.session.exhibit import Exhibit
    from coach.session.pairing.skill import Skill
    from coach.session.pairing.turns import Pairing
    from coach.session.step import Answer, Place

POOL = "pair.pool"
_DISSENT = "dissent"
LOG, LINEAR, BY_SKILL = "log", "linear", "skill"
_TAKEN_AS = (
    Option(LOG, "the pool", "the geometric mean of what you believe: low where one of you holds it low"),
    Option(LINEAR, "the plain mean", "it stays wider"),
)


def one_answer(place: Place, pairing: Pairing) -> Step:
    """Give the step that makes one answer of all."""
    said = given(pairing)
    persons = tuple(each for each in pairing.people if any(each in by for by in said.values()))
    dissents = tuple(
        Field(f"{_DISSENT}-{at}", f"{person}, if you do not go along: why", Text(), optional=True)
        for at, person in enumerate(persons)
    )

    skill = by_skill(place, pairing, persons)

    def accept(answer: Answer) -> tuple[Body, ...]:
        given_card = card(answer)
        kind: Pool = "linear" if given_card["pool"] == LINEAR else "log"
        weights = skill.weights if skill is not None and given_card["pool"] == BY_SKILL else EVEN
        keys = tuple(pairing.rounds)
        why = {person: str(given_card.get(f"{_DISSENT}-{at}", "")) for at, person in enumerate(persons)}
        return (
            *means(pairing, pooled(said, kind, weights)),
            Pooled(questions=keys, people=persons, pool=kind, weights=dict(weights)),
            *(Dissented(questions=keys, person=person, text=text) for person, text in why.items() if text),
        )

    return Step(
        question=Question(
            key=POOL,
            text=f"{listed(persons)}: one answer of all of yours, {_what_for(pairing)}.",
            why="Each counts the same; once you have a record of judgements made apart, weights by past skill are "
            "offered beside. Nothing is made more extreme: you look at the same run and share part of your error. "
            "Whoever does not go along says so; it is kept, and scored.",
            form=Card((Field("pool", "Taken as", Choice(_ways(skill)), suggested=LOG), *dissents)),
        ),
        accept=accept,
        exhibits=(
            *_pools(pairing, said, persons, skill),
            *(what_it_changes(place, pairing, skill) if skill is not None else ()),
            *_what_follows(place, pairing),
        ),
    )


def _what_for(pairing: Pairing) -> str:
    return (
        "which is sealed and scored, as each of yours is"
        if _is_forecast(pairing)
        else "which the advice goes by"
    )


def _is_forecast(pairing: Pairing) -> bool:
    return all(judgement(key) == "forecast" for key in pairing.steps)


def _ways(skill: Skill | None) -> tuple[Option, ...]:
    return (
        _TAKEN_AS if skill is None else (*_TAKEN_AS, Option(BY_SKILL, "the pool by past skill", skill.says))
    )


def _what_follows(place: Place, pairing: Pairing) -> tuple[Exhibit, ...]:
    found = side_by_side(place, pairing).exhibits
    if _is_forecast(pairing):  # there was no talk, so nobody has seen it yet
        return found
    return (Folded("Side by side", found),) if found else ()


def _pools(
    pairing: Pairing, said: Mapping[str, Mapping[str, Answer]], persons: tuple[str, ...], skill: Skill | None
) -> tuple[Exhibit, ...]:
    pools = [pooled(said), pooled(said, "linear")]
    pools += [] if skill is None else [pooled(said, weights=skill.weights)]
    rows: list[tuple[str, ...]] = []
    for key, by in said.items():
        shown = {person: _shown(pairing, key, answer) for person, answer in by.items()}
        ways = [_shown(pairing, key, each[key]) for each in pools]
        rows += [
            (
                name,
                *(shown.get(person, {}).get(name, "-") for person in persons),
                *(each[name] for each in ways),
            )
            for name in ways[0]
        ]
    head = ("", *persons, "pool", "mean", "by skill")[: 1 + len(persons) + len(pools)]
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
            return {f"{seen}: {texts.get(row, row)}": _cell(cells[0]) for row, cells in table(answer).items()}
        case "chances":
            return {texts.get(row, row): _cell(cells[0]) for row, cells in table(answer).items()}
        case "forecast":
            outcomes = [option.text for option in getattr(step.question.form, "columns", ())]
            cells = next(iter(table(answer).values()))
            return {name: _cell(cell) for name, cell in zip(outcomes, cells, strict=True)}
        case "risk":
            return {"it fails": format_probability(risk_of(answer))}
        case _:
            return {"on nobody's list": format_probability(answer) if isinstance(answer, float) else "-"}


def _cell(chance: float | None) -> str:
    return "no idea" if chance is None else format_probability(chance)
