"""After the answers are opened: the talk about the one thing that matters, a second answer alone, and the pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.scale import format_probability
from coach.session.answers.reading import card, table
from coach.session.event.pairing import Dissented, Pooled, Talked
from coach.session.exhibit import Folded, Grid, Say
from coach.session.form import Card, Choice, Field, Option, Text
from coach.session.pairing.compare import given, means
from coach.session.pairing.judged import judgement
from coach.session.pairing.merge_lists import merge_lists
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

TALK, POOL = "pair.talk", "pair.pool"
AGAIN, KEEP = "again", "keep"
_LEAST, _DISSENT = "least", "dissent"


def talk(place: Place, pairing: Pairing) -> Step:
    """Give the step in place of the judged questions once everybody's answers are open."""
    if pairing.is_list:
        return merge_lists(place, pairing)
    if not all(given(pairing).values()):  # what was opened cannot be read: it is asked openly
        return next(pairing.steps[key] for key, by in given(pairing).items() if not by)
    return _talk(place, pairing) if pairing.phase == "talk" else _pool(place, pairing)


def _talk(place: Place, pairing: Pairing) -> Step:
    least = _least_believed(pairing)
    fields = tuple(
        Field(
            f"{_LEAST}-{at}",
            f"{person}, you believe “{text}” least. What would make it true?",
            Text(),
            optional=True,
        )
        for at, (person, text) in enumerate(least.items())
    )
    options = (
        Option(
            AGAIN,
            "each answers alone once more",
            "with what was said in mind; both are opened together again",
        ),
        Option(KEEP, "nobody changes anything", "straight to the pool"),
    )

    def accept(answer: Answer) -> tuple[Body, ...]:
        said = card(answer)
        texts = {person: str(said.get(f"{_LEAST}-{at}", "")) for at, person in enumerate(least)}
        return (
            Talked(
                questions=tuple(pairing.rounds),
                revise=said["next"] == AGAIN,
                least={person: text for person, text in texts.items() if text},
            ),
        )

    return Step(
        question=Question(
            key=TALK,
            text=f"{listed(pairing.people)}: here is what each of you answered. Talk about what is marked, then go on.",
            why="Talk about the one number that what you do next hangs on; the others are not worth your evening. "
            "Nobody plays devil's advocate: an argument that nobody means hardens what the others think, and real "
            "dissent helps. A second answer alone, after the talk, is better on average than the first.",
            source="Hemming et al. 2018; Hanea et al. 2016; Nemeth et al. 2001",
            form=Card((*fields, Field("next", "Now", Choice(options), suggested=AGAIN))),
        ),
        accept=accept,
        exhibits=side_by_side(place, pairing),
    )


def _least_believed(pairing: Pairing) -> dict[str, str]:
    """Give the explanation that each believes least, by person; none where explanations are not what is asked."""
    found: dict[str, str] = {}
    for key, by in given(pairing).items():
        if judgement(key) == "odds":
            form = pairing.steps[key].question.form
            texts = {option.id: option.text for option in getattr(form, "rows", ())}
            for person, answer in by.items():
                weights = weights_of(answer)
                if len(weights) > 1:
                    least = min(weights, key=weights.__getitem__)
                    found[person] = texts.get(least, least)
    return found


def _pool(place: Place, pairing: Pairing) -> Step:
    said = given(pairing)
    persons = tuple(each for each in pairing.people if any(each in by for by in said.values()))
    options = (
        Option("log", "the geometric mean of what you believe", "it keeps what somebody rules out low"),
        Option("linear", "the plain mean", "it stays wider"),
    )
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
            form=Card((Field("pool", "Taken as", Choice(options), suggested="log"), *dissents)),
        ),
        accept=accept,
        exhibits=(*_pools(pairing, said, persons), *_what_follows(place, pairing)),
    )


def _what_follows(place: Place, pairing: Pairing) -> tuple[Exhibit, ...]:
    found = side_by_side(place, pairing)
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
