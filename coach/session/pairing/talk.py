"""After the answers are opened: the talk about the one thing that matters, and whether all answer once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.answers.reading import card
from coach.session.event.pairing import Talked
from coach.session.form import Card, Choice, Field, Option, Text
from coach.session.pairing.compare import given
from coach.session.pairing.judged import judgement
from coach.session.pairing.merge_lists import merge_lists
from coach.session.pairing.one_answer import one_answer
from coach.session.pairing.people import listed
from coach.session.pairing.pool import weights_of
from coach.session.pairing.side_by_side import side_by_side
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.event import Body
    from coach.session.pairing.turns import Pairing
    from coach.session.step import Answer, Place

TALK = "pair.talk"
AGAIN, KEEP = "again", "keep"
_LEAST = "least"


def talk(place: Place, pairing: Pairing) -> Step:
    """Give the step in place of the judged questions once everybody's answers are open."""
    if pairing.is_list:
        return merge_lists(place, pairing)
    if not all(given(pairing).values()):  # what was opened cannot be read: it is asked openly
        return next(pairing.steps[key] for key, by in given(pairing).items() if not by)
    return _talk(place, pairing) if pairing.phase == "talk" else one_answer(place, pairing)


def _talk(place: Place, pairing: Pairing) -> Step:
    least, found = _least_believed(pairing), side_by_side(place, pairing)

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

    todo = (
        "Talk about what is marked, then go on."
        if found.is_worth_talking
        else "Nothing in it is worth a talk."
    )
    return Step(
        question=Question(
            key=TALK,
            text=f"{listed(pairing.people)}: here is what {_answered(pairing)} answered. {todo}",
            why="Talk about the one number that what you do next hangs on; the others are not worth your evening. "
            "Nobody plays devil's advocate: an argument that nobody means hardens what the others think, and real "
            "dissent helps. So each says what would make true what they themselves believe least. A second answer "
            "alone, after the talk, is better on average than the first.",
            source="Hemming et al. 2018; Nemeth, Brown and Rogers 2001",
            form=_asked(least, suggested=AGAIN if found.is_worth_talking else KEEP),
        ),
        accept=accept,
        exhibits=found.exhibits,
    )


def _answered(pairing: Pairing) -> str:
    """Give whose answers are there: of everybody, or of those who are named."""
    there = [each for each in pairing.people if any(each in by for by in given(pairing).values())]
    return "each of you" if len(there) == len(pairing.people) else f"{listed(there)} alone"


def _asked(least: Mapping[str, str], *, suggested: str) -> Card:
    """Give what is asked after a talk: of each the explanation they believe least, and whether all answer again."""
    fields = tuple(
        Field(
            f"{_LEAST}-{at}",
            f"{person}: what would make “{text}” true?",
            Text(),
            optional=True,
        )
        for at, (person, text) in enumerate(least.items())
    )
    options = (
        Option(
            AGAIN, "each answers alone once more", "with what was said in mind; all are opened together again"
        ),
        Option(KEEP, "nobody changes anything", "straight to the pool"),
    )
    return Card((*fields, Field("next", "Now", Choice(options), suggested=suggested)))


def _least_believed(pairing: Pairing) -> dict[str, str]:
    """Give the explanation that each believes least, by person; none where explanations are not what is asked."""
    found: dict[str, str] = {}
    for key, by in given(pairing).items():
        if judgement(key) == "odds":
            form = pairing.steps[key].question.form
            texts = {option.id: option.text for option in getattr(form, "rows", ())}
            for person in (each for each in pairing.people if each in by):
                weights = weights_of(by[person])
                if len(weights) > 1:
                    least = min(weights, key=weights.__getitem__)
                    found[person] = texts.get(least, least)
    return found
